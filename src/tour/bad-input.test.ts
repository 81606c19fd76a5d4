import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { zipSync } from 'fflate';
import { isFault } from '#core/fault.ts';
import { copyOfSample, newFolder, play } from './play.fixture.ts';

type Row = readonly [what: string, spoil: (folder: string) => void, says: RegExp];

const MODEL = 'cad/bracket-plate.step';
const LOG = 'machine-log/BRACKET-PLATE-3of4.txt';
const MAKER = 'inspection/fair_results.qif';
const BUYER = 'inspection/incoming_results.qif';

/** Replaces a file's text, which must hold what is replaced. */
function edit(path: string, from: string | RegExp, to: string): (folder: string) => void {
  return (folder) => {
    const text = readFileSync(join(folder, path), 'utf8');
    assert.notEqual(text.replace(from, to), text, `${path} holds ${from}`);
    writeFileSync(join(folder, path), text.replace(from, to));
  };
}

function put(path: string, content: string | Uint8Array): (folder: string) => void {
  return (folder) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
}

function drop(path: string): (folder: string) => void {
  return (folder) => rmSync(join(folder, path), { recursive: true });
}

function both(...all: readonly ((folder: string) => void)[]): (folder: string) => void {
  return (folder) => {
    for (const one of all) one(folder);
  };
}

const BOMB = `<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><q>&b;</q>`;
const UTF_16 = Uint8Array.from([
  0xff,
  0xfe,
  ...[...'<?xml version="1.0"?><q/>'].flatMap((char) => [char.charCodeAt(0), 0]),
]);
/** 64 MiB of zeros in some 64 KiB. */
const ZIP_BOMB = zipSync({ '3D/3dmodel.model': new Uint8Array(64 * 1024 * 1024) }, { level: 9 });
const NO_LINE = 'nothing\nthat is\na line of a log\n';

const TABLE: readonly Row[] = [
  ['the folder is missing', (folder) => rmSync(folder, { recursive: true }), /plate-order is not a folder/],
  [
    'the folder is empty',
    both(drop('cad'), drop('nc'), drop('machine-log'), drop('inspection'), drop('order.csv'), drop('README.md')),
    /is empty$/,
  ],
  [
    'the folder is a file',
    (folder) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'x');
    },
    /is not a folder/,
  ],
  ['there is no model', drop('cad'), /cad: expected a STEP, STL or 3MF file, got none/],
  ['there is no program', drop('nc'), /nc: expected a machine program, got none/],
  ['there is no log', drop('machine-log'), /machine-log: expected a log for each unit, got none/],
  ['there is no inspection', drop('inspection'), /inspection: expected two QIF files.*got 0/],
  ['a subfolder is a file', both(drop('nc'), put('nc', 'x')), /nc cannot be read \(ENOTDIR\)/],
  [
    'there are two models',
    put('cad/other.stl', 'x'),
    /cad: expected one model, got bracket-plate\.step and other\.stl/,
  ],
  ['there is one QIF file', drop(BUYER), /inspection: expected two QIF files.*got 1/],
  ['there are three QIF files', put('inspection/third.qif', 'x'), /inspection: expected two QIF files.*got 3/],
  ['the order is no CSV', put('order.csv', '"'), /order\.csv: line 1/],
  ['the order has another column', edit('order.csv', 'quantity', 'amount'), /order\.csv: line 1/],
  [
    'the order has a quantity that is no number',
    edit('order.csv', ',4,', ',four,'),
    /order\.csv: line 2, column 15: expected a whole number from 1 to 1000000, got "four"/,
  ],
  [
    'the order is for other units than there are logs',
    edit('order.csv', ',4,', ',5,'),
    /order\.csv: line 2, quantity: expected 4, the number of machine logs, got 5/,
  ],
  [
    'the order is needed by a day that is over',
    edit('order.csv', '2030-03-29', '2025-03-29'),
    /order\.csv: line 2, neededBy: expected a day that is not over, got 2025-03-29/,
  ],
  [
    'the order is for two parts',
    edit('order.csv', /$/, 'OTHER,1,2030-03-29,here,\n'),
    /order\.csv: line 3: expected one part, got another, OTHER/,
  ],
  [
    'the part number is too long',
    edit('order.csv', 'BRACKET-PLATE', 'P'.repeat(74)),
    /order\.csv: line 2, part: expected at most 73/,
  ],
  ['a term of the order is too long', edit('order.csv', 'deburred', 'd'.repeat(81)), /order\.csv: line 2, options/],
  ['a mapping is malformed', edit('inspection/mapping.csv', 'unit,1', 'thing,1'), /inspection\/mapping\.csv: line 2/],
  ['a QIF file is cut off', (folder) => truncateSync(join(folder, MAKER), 3000), /inspection\/fair_results\.qif: /],
  ['a QIF file is an entity bomb', put(MAKER, BOMB), /inspection\/fair_results\.qif: .*line 1/],
  ['a QIF file is in another encoding', put(MAKER, UTF_16), /inspection\/fair_results\.qif: /],
  ['a QIF file is empty', put(MAKER, ''), /inspection\/fair_results\.qif: /],
  [
    'a value is no number that the ledger keeps',
    edit(BUYER, /<Value>[^<]*</, '<Value>about five<'),
    /inspection\/incoming_results\.qif: line \d+: /,
  ],
  [
    'a value is longer than the ledger keeps',
    edit(BUYER, /<Value>[^<]*</, `<Value>${'9'.repeat(13)}<`),
    /inspection\/incoming_results\.qif: line \d+: value: expected a text like .*, got "9{13}"/,
  ],
  [
    'a laboratory measured a unit that was not ordered',
    edit(MAKER, '<SerialNumber>4<', '<SerialNumber>9<'),
    /inspection\/fair_results\.qif: line \d+: expected one of the 4 ordered units, each once, got one with the serial number 9/,
  ],
  [
    'a laboratory measured a unit twice',
    edit(MAKER, '<SerialNumber>4<', '<SerialNumber>3<'),
    /inspection\/fair_results\.qif: line \d+: expected one of the 4 ordered units/,
  ],
  ['a STEP file is garbage', put(MODEL, 'ISO-10303-21;\nHEADER;\nrubbish'), /cad\/bracket-plate\.step: /],
  ['a STEP file holds something else', put(MODEL, 'PK\u0003\u0004'), /cad\/bracket-plate\.step: expected step content/],
  ['a 3MF file is a zip bomb', both(drop(MODEL), put('cad/part.3mf', ZIP_BOMB)), /cad\/part\.3mf: .*3dmodel\.model/],
  ['a 3MF file is no archive', both(drop(MODEL), put('cad/part.3mf', 'PK\u0003\u0004 no archive')), /cad\/part\.3mf: /],
  ['an STL file is cut off', both(drop(MODEL), put('cad/part.stl', new Uint8Array(100))), /cad\/part\.stl: /],
  [
    'a log has no line that can be read',
    put(LOG, NO_LINE),
    /machine-log\/BRACKET-PLATE-3of4\.txt: expected lines "time\|data item\|value", got none among 3/,
  ],
  [
    'a log is unreadable in more than one line of a hundred',
    edit(LOG, /^/, 'x\ny\n'),
    /machine-log\/BRACKET-PLATE-3of4\.txt: expected at most 1% unreadable lines, got 3 of 106, the first on line 1/,
  ],
  [
    'a log tells of the future',
    edit(LOG, /2025-/g, '2031-'),
    /machine-log\/BRACKET-PLATE-3of4\.txt: line 104: expected times that are over/,
  ],
  [
    'a log has no unit’s number',
    (folder) => renameSync(join(folder, LOG), join(folder, 'machine-log/log.txt')),
    /machine-log\/\S+: the names of these files must differ in one number/,
  ],
  [
    'a program is missing',
    drop('nc/BRACKET-PLATE-2.NC'),
    /nc: expected a program for unit 2 of machine-log\/BRACKET-PLATE-2of4\.txt, got none/,
  ],
  [
    'a file is too large',
    (folder) => truncateSync(join(folder, LOG), 64 * 1024 * 1024 + 1),
    /machine-log\/BRACKET-PLATE-3of4\.txt has 67108865 bytes, at most 67108864 are read/,
  ],
  [
    'there are more units than a design version has programs',
    (folder) => {
      for (let i = 5; i <= 50; i++) put(`machine-log/BRACKET-PLATE-${i}of4.txt`, 'x')(folder);
    },
    /nc and machine-log: expected at most 49 files each, got 4 and 50/,
  ],
];

describe('bad input ends in one sentence that names the place, and writes nothing', () => {
  for (const [what, spoil, says] of TABLE) {
    test(what, async (t) => {
      const data = copyOfSample(t);
      const home = join(newFolder(t), 'home');
      spoil(data);
      const sentence = (fault: unknown): boolean =>
        isFault(fault) && !fault.message.includes('\n') && says.test(fault.message);
      await assert.rejects(play({ data, home }), sentence);
      assert.equal(existsSync(home), false);
    });
  }
});

test('bad input leaves what is there as it was, also with --fresh', async (t) => {
  const data = copyOfSample(t);
  const home = newFolder(t);
  put('something', 'kept')(home);
  drop('nc')(data);
  await assert.rejects(play({ data, home, fresh: true }), { code: 'folder_incomplete' });
  assert.deepEqual(readdirSync(home), ['something']);
});
