// Changes in a ledger file, down to a single bit: the audit notices each, and its message names the place.

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { decodeBlockLeaf, encodeBlockLeaf } from '#core/block.ts';
import { Fault, isFault } from '#core/fault.ts';
import { auditLedger } from '#ledger/audit.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { newLedger, temporaryFolder } from '#test/ledgers.ts';
import { flippedBytes, SOAK, seededRandom } from '#test/load.ts';
import { tellStory } from '#test/story.ts';

const pool = new SignaturePool(1);
const registry = createRegistry();
const folder = temporaryFolder();
after(async () => {
  folder[Symbol.dispose]();
  await pool[Symbol.asyncDispose]();
});

const SEED = 99;
const FLIPS = SOAK ? 1000 : 150;
const COPY = folder.file('copy.db');

/** A short story, and for the tiles' sake a log of more than 256 entries, both closed and clean. */
async function toldLedger(name: string, statements: number): Promise<string> {
  const path = folder.file(name);
  using ledger = await newLedger(path);
  await tellStory(ledger, { seed: SEED, statements: statements / 2 });
  await ledger.checkpoint();
  await tellStory(ledger, { seed: SEED + 1, statements: statements / 2 });
  await ledger.checkpoint();
  return path;
}
const SHORT = await toldLedger('short.db', 24);
const LONG = await toldLedger('long.db', 260);

type Column = {
  readonly table: string;
  readonly what: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly path: string;
};

const TABLES: readonly Column[] = [
  { path: SHORT, table: 'entries', what: 'entry', key: ['idx'], columns: ['bytes'] },
  { path: SHORT, table: 'entries', what: 'entry', key: ['idx'], columns: ['bytes'] },
  {
    path: SHORT,
    table: 'entries',
    what: 'entry',
    key: ['idx'],
    columns: ['idx', 'tx_id', 'outcome', 'writes', 'events', 'details'],
  },
  { path: SHORT, table: 'blocks', what: 'block', key: ['height'], columns: ['height', 'leaf_idx', 'root'] },
  { path: SHORT, table: 'checkpoints', what: 'checkpoint', key: ['size'], columns: ['size', 'note'] },
  { path: LONG, table: 'tiles', what: 'tile', key: ['level', 'idx'], columns: ['level', 'idx', 'root', 'hashes'] },
  { path: SHORT, table: 'records', what: 'record', key: ['kind', 'id'], columns: ['kind', 'id', 'value', 'entry'] },
  {
    path: SHORT,
    table: 'record_index',
    what: 'index row',
    key: ['kind', 'name', 'value', 'id'],
    columns: ['kind', 'name', 'value', 'id'],
  },
  {
    path: SHORT,
    table: 'live_keys',
    what: 'live key',
    key: ['kid', 'from_height'],
    columns: ['kid', 'leaf', 'from_height', 'to_height'],
  },
];

const count = (path: string, sql: string): number => {
  using db = new DatabaseSync(path);
  return Number(db.prepare(sql).get()?.n);
};

async function auditFault(path: string): Promise<Fault | undefined> {
  try {
    await auditLedger(path, { registry, pool });
    return undefined;
  } catch (error) {
    assert.ok(error instanceof Fault, `expected a Fault, got ${error instanceof Error ? error.stack : error}`);
    return error;
  }
}

test('the ledgers that are tampered with are right before', async () => {
  assert.equal(await auditFault(SHORT), undefined);
  assert.equal(await auditFault(LONG), undefined);
  assert.ok(count(LONG, 'SELECT count(*) AS n FROM tiles') >= 1);
  assert.ok(count(SHORT, 'SELECT count(*) AS n FROM checkpoints') >= 2);
});

test(`${FLIPS} changed bits in a ledger file: the audit names the row of each`, async () => {
  const random = seededRandom(SEED);
  for (let flip = 0; flip < FLIPS; flip++) {
    const { path, table, what, key, columns } = TABLES[flip % TABLES.length] ?? assert.fail();
    const column = columns[Math.floor(random() * columns.length)] ?? '';
    copyFileSync(path, COPY);
    const places = flipOne(COPY, { table, column, key }, random);
    const fault = await auditFault(COPY);
    const story = `flip ${flip} of ${table}.${column} at ${places.join(' or ')}: ${fault?.message}`;
    assert.ok(isFault(fault, 'audit_failed'), story);
    assert.ok(
      places.some((place) => mentions(fault.message, what, place)),
      story,
    );
  }
});

/** Changes one bit of one row's column. @returns the row's key before and after */
function flipOne(
  path: string,
  at: { readonly table: string; readonly column: string; readonly key: readonly string[] },
  random: () => number,
): readonly string[] {
  const { table, column, key } = at;
  using db = new DatabaseSync(path);
  const all = db.prepare(`SELECT ${key.join(', ')}, ${column} AS flipped FROM ${table} ORDER BY ${key.join(', ')}`);
  all.setReadBigInts(true);
  const rows = all.all();
  for (let tries = 0; tries < 100; tries++) {
    const row = rows[Math.floor(random() * rows.length)] ?? assert.fail();
    const value = flippedValue(row.flipped, column, random);
    if (value === undefined) continue;
    const where = key.map((name) => `${name} = ?`).join(' AND ');
    const before = key.map((name) => row[name] ?? null);
    try {
      db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(value, ...before);
    } catch {
      // The new key is another row's: flip something else.
      continue;
    }
    const after = key.map((name) => (name === column ? value : row[name]));
    return [before, after].map((parts) => parts.map(String).join(' '));
  }
  assert.fail(`${table}.${column} has nothing to flip`);
}

type Cell = null | bigint | string | Uint8Array;

function flippedValue(value: unknown, column: string, random: () => number): Cell | undefined {
  if (typeof value === 'bigint') return BigInt.asIntN(64, value ^ (1n << BigInt(Math.floor(random() * 64))));
  if (value === null && column === 'to_height') return 5n;
  if (typeof value === 'string' && value.length > 0) {
    const bytes = flippedBytes(Buffer.from(value), random, 7);
    return Buffer.from(bytes).toString();
  }
  return value instanceof Uint8Array && value.length > 0 ? flippedBytes(value, random, 8) : undefined;
}

function mentions(message: string, what: string, place: string): boolean {
  return message.includes(`${what} ${place}`) || message.includes(`which is ${place}`);
}

const edits: { readonly [what: string]: { readonly sql: string; readonly says: RegExp } } = {
  'a certificate that was refused, told as accepted': {
    sql: "UPDATE entries SET outcome = 'accepted' WHERE idx = (SELECT min(idx) FROM entries WHERE outcome <> 'accepted')",
    says: /entry \d+: outcome/,
  },
  'a record that was added': {
    sql: "INSERT INTO records VALUES('membership/member', 'zeta', '{}', 1)",
    says: /record membership\/\w+ \S+/,
  },
  'a record that was taken out': {
    sql: "DELETE FROM records WHERE kind = 'membership/member' AND id = 'borealis'",
    says: /membership\/member borealis/,
  },
  'a text with bytes behind its end': {
    sql: "UPDATE records SET value = value || char(0) || 'x' WHERE kind = 'membership/rules'",
    says: /record membership\/rules rules: value/,
  },
  'an entry that was taken out': { sql: 'DELETE FROM entries WHERE idx = 5', says: /entry 5 is missing/ },
  'the last block that was taken out': {
    sql: 'DELETE FROM entries WHERE idx > (SELECT leaf_idx FROM blocks ORDER BY height DESC LIMIT 1 OFFSET 1)',
    says: /block \d+/,
  },
  'a trigger of someone’s own': {
    sql: 'CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM record_index; END',
    says: /schema/,
  },
  'a view in place of a table': {
    sql: 'ALTER TABLE records RENAME TO r; CREATE VIEW records AS SELECT * FROM r',
    says: /schema/,
  },
  'an index that was dropped': { sql: 'DROP INDEX entries_by_tx', says: /schema/ },
  'a key that was live shorter': {
    sql: 'UPDATE live_keys SET to_height = 2 WHERE kid = (SELECT min(kid) FROM live_keys)',
    says: /live key \S+ \d+: to_height/,
  },
};

for (const [what, { sql, says }] of Object.entries(edits)) {
  test(`the audit notices ${what}`, async () => {
    copyFileSync(SHORT, COPY);
    const db = new DatabaseSync(COPY);
    db.exec(sql);
    db.close();
    const fault = await auditFault(COPY);
    assert.ok(isFault(fault, 'audit_failed'), 'unnoticed');
    assert.match(fault.message, says);
  });
}

test('the audit notices a block leaf that was encoded again with another time', async () => {
  copyFileSync(SHORT, COPY);
  const db = new DatabaseSync(COPY);
  const row = db
    .prepare('SELECT e.idx, e.bytes FROM entries e JOIN blocks b ON b.leaf_idx = e.idx WHERE b.height = 3')
    .get();
  assert.ok(row?.bytes instanceof Uint8Array);
  const leaf = decodeBlockLeaf(row.bytes);
  db.prepare('UPDATE entries SET bytes = ? WHERE idx = ?').run(
    encodeBlockLeaf({ ...leaf, timeMs: leaf.timeMs + 1 }),
    Number(row.idx),
  );
  db.close();
  assert.match((await auditFault(COPY))?.message ?? '', /entry \d+/);
});
