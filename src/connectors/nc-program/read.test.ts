import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { sharedData } from '#test/shared-data.ts';
import { compareProgramFiles, readProgram } from './read.ts';

const WHOLE =
  '%\nO0000(PLATE-2)\n(T7| 1/2 SPOTDRILL|H0)\nN100G20\nN120T15M6\n(POCKET)\nN130T7M06\nN140G0X.2G2.1\nN150M30\n%\n';

test('a program gives its name, comments, tools and unit', () => {
  const facts = readProgram('plate-2.nc', utf8(WHOLE));
  assert.deepEqual(facts, {
    bytes: WHOLE.length,
    lines: 10,
    names: [{ number: '0000', name: 'PLATE-2', line: 2 }],
    comments: ['T7| 1/2 SPOTDRILL|H0'],
    tools: ['15', '7'],
    unit: 'inch',
    findings: [],
  });
  assert.deepEqual(readProgram('p', utf8(WHOLE.replaceAll('\n', '\r\n'))).names, facts.names);
  assert.equal(readProgram('p', utf8(WHOLE.replace('G20', 'G21'))).unit, 'millimetre');
});

// a change to the whole program; the codes found
const CHANGES: readonly (readonly [string, string, readonly string[]])[] = [
  ['N150M30\n%\n', '', ['program_end_missing', 'program_tape_end_missing']],
  ['N150M30', 'N150M3', ['program_end_missing']],
  ['N150M30', '(M30)', ['program_end_missing']],
  ['N150M30', 'N150M02', []],
  ['M30\n%', 'M30', ['program_tape_end_missing']],
  ['(PLATE-2)', '', ['program_name_missing']],
  ['O0000(PLATE-2)\n', '', ['program_name_missing']],
  ['N140', 'O0001(OTHER)\nN140', ['programs_several']],
  ['N140', 'N135X1(NO G21, NO T9M6)\nN140', []],
  ['N100G20', 'N100', ['program_unit_unclear']],
  ['N100G20', 'N100G20G21', ['program_unit_unclear']],
];

test('what makes a program look incomplete is found', () => {
  for (const [from, to, expected] of CHANGES) {
    const { findings } = readProgram('p', utf8(WHOLE.replace(from, to)));
    assert.deepEqual(
      findings.map(({ code }) => code),
      expected,
      `${from} -> ${to}`,
    );
  }
});

const BROKEN: readonly (readonly [string, string, Uint8Array])[] = [
  ['empty', 'program_empty', new Uint8Array(0)],
  ['blank', 'program_empty', utf8(' \n\n')],
  ['UTF-16 with a mark', 'program_unreadable', new Uint8Array(Buffer.from(`\ufeff${WHOLE}`, 'utf16le'))],
  ['Latin-1', 'program_unreadable', new Uint8Array(Buffer.from(WHOLE.replace('POCKET', 'Überzug'), 'latin1'))],
  ['NUL bytes', 'program_unreadable', utf8(WHOLE.replace('POCKET', '\0'))],
  ['a huge line', 'program_unreadable', utf8(`${WHOLE}(${'x'.repeat(5_000)})`)],
  ['brackets without end', 'program_unreadable', utf8('('.repeat(100_000))],
  ['too many tools', 'program_too_large', utf8('T1M6\n'.repeat(1_001))],
];

test('a broken program ends in one Fault', () => {
  for (const [what, code, bytes] of BROKEN)
    assert.throws(
      () => readProgram('p', bytes),
      (error) => isFault(error, code),
      what,
    );
});

test('of the twenty real programs one was renamed and one is only the second half', (t) => {
  const folder = sharedData('nist-mtc-plate/nc');
  if (folder === undefined) return t.skip('shared/data is absent');
  const programs = readdirSync(folder)
    .sort()
    .map((file) => ({ file, facts: readProgram(file, readFileSync(join(folder, file))) }));
  assert.equal(programs.length, 20);
  assert.deepEqual(
    programs.flatMap(({ facts }) => facts.findings),
    [],
  );
  assert.ok(programs.every(({ facts }) => facts.unit === 'inch'));
  assert.deepEqual(
    compareProgramFiles(programs).map(({ code, place }) => `${code} ${place}`),
    [
      'program_name_differs NIST_MTC_CRADA_PLATE-1.NC',
      'program_tools_differ NIST_MTC_CRADA_PLATE-4.NC',
      'program_shorter NIST_MTC_CRADA_PLATE-4.NC',
    ],
  );
});
