// Files that are no orders, or worse: each is told what is wrong with it and where, lands in rejected with its outcome,
// and nothing outside the inbox is read, written or run.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { sharedData } from '#test/shared-data.ts';
import { INBOX_FILE_BYTES } from '../limits.ts';
import { newPlant, orderCsv, type Plant, sizeOf, TestInbox } from './inbox.fixture.ts';

let plant: Plant;
before(async () => {
  plant = await newPlant();
});
after(() => plant[Symbol.asyncDispose]());

const HEAD = 'part,quantity,neededBy,deliveryPlace,options\n';
const BLOB = Uint8Array.from({ length: 4_096 }, (_, i) => (i * 197) % 256);

const files: readonly (readonly [what: string, content: string | Uint8Array, code: string, sentence: RegExp])[] = [
  ['an empty file', '', 'csv_empty', /./],
  ['a binary file', BLOB, 'csv_encoding', /./],
  ['a file that breaks off', orderCsv(4).slice(0, -12), 'csv_quote', /line 2, column \d+/],
  ['another table', 'a,b\n1,2\n', 'csv_header', /line 1/],
  ['no number', orderCsv(4).replace(',4,', ',four,'), 'order_quantity', /line 2, column 9: .*got "four"/],
  ['a formula as a part', `${HEAD}=cmd|'/c calc'!A1,1,2026-06-01,here,\n`, 'part_unknown', /line 2: .*got "=cmd/],
  [
    'a part as long as a book',
    `${HEAD}${'P'.repeat(4_000)},1,2026-06-01,here,\n`,
    'part_unknown',
    /4000 characters in all/,
  ],
  ['control characters', `${HEAD}PLATE-1,1,2026-06-01,here,\u001b[2J\n`, 'input_unfit', /line 2: \/terms\/0\/name/],
];

describe('a file that is no order', () => {
  for (const [what, content, code, sentence] of files) {
    test(`${what} is rejected as ${code}, with the place`, async () => {
      const inbox = new TestInbox(plant, what.replaceAll(' ', '-'));
      const size = sizeOf(plant);
      inbox.drop('orders/file.csv', content);
      await inbox.work();
      const outcome = inbox.outcome('orders/rejected/file.csv');
      assert.deepEqual([outcome.state, outcome.code, outcome.statements], ['failed', code, []], outcome.sentence);
      assert.match(outcome.sentence, sentence);
      assert.equal(sizeOf(plant), size);
      const kept = readFileSync(join(inbox.path, 'orders/rejected/file.csv/file.csv'));
      assert.ok(kept.equals(typeof content === 'string' ? utf8(content) : content), 'the file is kept as it was');
    });
  }

  test('one that is too large is not read', async () => {
    const inbox = new TestInbox(plant, 'large');
    inbox.drop('orders/large.csv', '');
    truncateSync(join(inbox.path, 'orders/large.csv'), INBOX_FILE_BYTES + 1);
    await inbox.work();
    assert.equal(inbox.outcome('orders/rejected/large.csv').code, 'file_too_large');
  });

  test('a link is moved away as the link that it is, and what it points to is not read', async () => {
    const inbox = new TestInbox(plant, 'link');
    const outside = plant.folder.file('outside.csv');
    writeFileSync(outside, orderCsv(9));
    inbox.drop('orders/.keep', '');
    symlinkSync(outside, join(inbox.path, 'orders/link.csv'));
    symlinkSync(plant.folder.path, join(inbox.path, 'orders/folder.csv'));
    await inbox.work();
    for (const name of ['link.csv', 'folder.csv'])
      assert.equal(inbox.outcome(`orders/rejected/${name}`).code, 'file_not_regular');
    assert.equal(readFileSync(outside, 'utf8'), orderCsv(9));
    assert.ok(!existsSync(join(plant.folder.path, 'outcome.json')));
  });

  test('a folder, a hidden file and a name of the inbox’s own are left where they are, and that is said once', async () => {
    const inbox = new TestInbox(plant, 'left');
    inbox.drop('orders/.hidden', 'x');
    inbox.drop('orders/outcome.json', 'x');
    inbox.drop('orders/1.1.statement', 'x');
    mkdirSync(join(inbox.path, 'orders/folder'));
    await inbox.work();
    const left = ['.hidden', '1.1.statement', 'done', 'folder', 'outcome.json', 'rejected', 'waiting'];
    assert.deepEqual(inbox.names('orders'), left);
    assert.deepEqual(inbox.notices.sort(), [
      'orders/1.1.statement is not taken: its name is not UTF-8, or is one that the inbox writes itself',
      'orders/folder is not taken: it is a folder',
      'orders/outcome.json is not taken: its name is not UTF-8, or is one that the inbox writes itself',
    ]);
  });

  test('one that is changed while it waits is not signed for again', async () => {
    await plant.enrol('acme/waits', 'agent');
    const inbox = new TestInbox(plant, 'changed', 'acme/waits');
    inbox.drop('orders/a.csv', orderCsv(8));
    await inbox.work();
    writeFileSync(join(inbox.path, 'orders/waiting/a.csv/a.csv'), orderCsv(80));
    await inbox.work();
    assert.equal(inbox.outcome('orders/rejected/a.csv').code, 'file_changed');
  });
});

test('a file of any name is taken under this name', async (t) => {
  const list = sharedData('json/blns.json');
  if (list === undefined) return t.skip('the list of names is absent');
  const words: readonly string[] = JSON.parse(readFileSync(list, 'utf8'));
  const names = [...new Set(words)].filter((name) => isFileName(name)).slice(0, 120);
  const inbox = new TestInbox(plant, 'names');
  const longest = `${'ß'.repeat(127)}x`;
  for (const name of [...names, longest]) inbox.drop(join('orders', name), `no order ${name}`);
  await inbox.work();
  const outcomes = inbox
    .names('orders/rejected')
    .map((folder) => [folder, inbox.outcome(`orders/rejected/${folder}`)] as const);
  assert.deepEqual(outcomes.map(([, { file }]) => file).sort(), [...names, longest].sort());
  for (const [folder, { file, state }] of outcomes) {
    assert.equal(state, 'failed');
    assert.equal(readFileSync(join(inbox.path, 'orders/rejected', folder, file), 'utf8'), `no order ${file}`);
  }
});

function isFileName(name: string): boolean {
  const isPossible = !/[/\0]|^\.{0,2}$|^[.~]/.test(name) && utf8(name).length <= 255 && name.isWellFormed();
  return isPossible && !/\.(tmp|temp|part|partial)$/i.test(name) && !/^(waiting|done|rejected)$/.test(name);
}
