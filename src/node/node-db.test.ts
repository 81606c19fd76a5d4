import assert from 'node:assert/strict';
import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { isFault } from '#core/fault.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { type Cosignature, Cosignatures } from './cosignatures.ts';
import { type FileAccess, FileAccesses } from './file-accesses.ts';
import { PAGE_MOST } from './limits.ts';
import { openNodeDb } from './node-db.ts';

const line = (size: number, witness: string): Cosignature => ({
  size,
  witness,
  line: `— ${witness} ${size}`,
  receivedMs: size,
});

describe('the node’s file', () => {
  test('is made where there is none, for its user alone, and opened again as it was', () => {
    using folder = temporaryFolder();
    const path = folder.file('node.db');
    {
      using file = openNodeDb(path);
      assert.ok(new Cosignatures(file).add(line(5, 'w')));
    }
    if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
    using file = openNodeDb(path);
    assert.deepEqual(new Cosignatures(file).of(5), [line(5, 'w')]);
  });

  test('goes on where the process ended after it was made and before it was filled', () => {
    using folder = temporaryFolder();
    const path = folder.file('node.db');
    writeFileSync(path, '');
    using file = openNodeDb(path);
    assert.deepEqual(new Cosignatures(file).of(1), []);
  });

  const FOREIGN: readonly (readonly [string, (path: string) => void])[] = [
    ['text', (path) => writeFileSync(path, 'not a database, but long enough to look at it as one '.repeat(20))],
    ['another program’s', (path) => makeDatabase(path, 'CREATE TABLE t(x)')],
    ['another program’s, still empty', (path) => makeDatabase(path, 'PRAGMA application_id = 7; VACUUM')],
    ['a later layout', (path) => makeDatabase(path, `PRAGMA application_id = ${0x544d524e}; PRAGMA user_version = 2`)],
    [
      'cut',
      (path) => {
        openNodeDb(path)[Symbol.dispose]();
        truncateSync(path, 4096);
      },
    ],
  ];
  for (const [what, make] of FOREIGN) {
    test(`is refused where it is not ours: ${what}`, () => {
      using folder = temporaryFolder();
      const path = folder.file('node.db');
      make(path);
      assert.throws(
        () => {
          using file = openNodeDb(path);
          new Cosignatures(file);
        },
        (error) => isFault(error, 'node_db_not_ours') && error.message.includes(path),
      );
    });
  }

  test('a folder that is not there is a fault of the disk', () => {
    using folder = temporaryFolder();
    assert.throws(
      () => openNodeDb(folder.file('absent/node.db')),
      (error) => isFault(error, 'node_db_disk'),
    );
  });
});

describe('co-signatures', () => {
  test('the first line of a witness under a size stays', () => {
    using folder = temporaryFolder();
    using file = openNodeDb(folder.file('node.db'));
    const cosignatures = new Cosignatures(file);
    assert.equal(cosignatures.add(line(5, 'b')), true);
    assert.equal(cosignatures.add(line(5, 'a')), true);
    assert.equal(cosignatures.add({ ...line(5, 'b'), line: 'another' }), false);
    assert.deepEqual(cosignatures.of(5), [line(5, 'a'), line(5, 'b')]);
    assert.deepEqual(cosignatures.of(6), []);
  });

  test('the greatest size that a witness co-signed', () => {
    using folder = temporaryFolder();
    using file = openNodeDb(folder.file('node.db'));
    const cosignatures = new Cosignatures(file);
    for (const size of [3, 9, 7]) cosignatures.add(line(size, 'a'));
    cosignatures.add(line(12, 'b'));
    assert.deepEqual(
      ['a', 'b', 'z'].map((one) => cosignatures.latestSizeOf(one)),
      [9, 12, undefined],
    );
  });

  test('the smallest sizes go once there are too many, each as a whole', () => {
    using folder = temporaryFolder();
    using file = openNodeDb(folder.file('node.db'));
    const cosignatures = new Cosignatures(file, { kept: 5, slack: 2 });
    for (let size = 1; size <= 4; size++) for (const witness of ['a', 'b']) cosignatures.add(line(size, witness));
    const left = [1, 2, 3, 4].map((size) => cosignatures.of(size).length);
    assert.deepEqual(left, [0, 0, 2, 2]);
    assert.equal(new Cosignatures(file, { kept: 5, slack: 2 }).add(line(5, 'a')), true);
    assert.equal(cosignatures.of(3).length, 2);
    const single = new Cosignatures(file, { kept: 3, slack: 1 });
    for (let size = 11; size <= 15; size++) single.add(line(size, 'a'));
    assert.deepEqual(
      [11, 12, 13, 14, 15].map((size) => single.of(size).length),
      [0, 1, 1, 1, 1],
    );
  });
});

describe('file accesses', () => {
  const access = (timeMs: number, blob: string, actor: string): FileAccess => ({
    timeMs,
    blob,
    actor,
    member: actor.split('/')[0] ?? '',
    grant: { id: `${blob}:${actor}:build`, purpose: 'build' },
    bytesSent: 10,
    outcome: 'sent',
  });
  const times = (accesses: FileAccesses, blob: string): readonly number[] =>
    accesses.of(blob, 0, PAGE_MOST).map(({ timeMs }) => timeMs);

  test('are read in their order, page by page', () => {
    using folder = temporaryFolder();
    using file = openNodeDb(folder.file('node.db'));
    const accesses = new FileAccesses(file);
    const owner: FileAccess = { ...access(1, 'aa', 'acme/designer'), grant: undefined };
    const refused: FileAccess = { ...access(2, 'aa', 'crook/x'), grant: undefined, bytesSent: 0, outcome: 'refused' };
    const broken: FileAccess = { ...access(3, 'aa', 'borealis/cnc'), outcome: 'broken' };
    for (const one of [owner, refused, access(9, 'bb', 'borealis/cnc'), broken]) accesses.add(one);
    const [first, ...rest] = accesses.of('aa', 0, 2);
    assert.deepEqual(
      [first, ...rest].map((one) => ({ ...one, id: 0 })),
      [owner, refused].map((one) => ({ ...one, id: 0 })),
    );
    assert.deepEqual(
      accesses.of('aa', rest.at(-1)?.id ?? 0, 2).map(({ timeMs }) => timeMs),
      [3],
    );
    assert.deepEqual(accesses.of('cc', 0, 2), []);
  });

  test('nobody pushes another’s out of the list', () => {
    using folder = temporaryFolder();
    using file = openNodeDb(folder.file('node.db'));
    const accesses = new FileAccesses(file, { perActorAndFile: 3, kept: 100, slack: 10 });
    accesses.add(access(1, 'aa', 'borealis/cnc'));
    for (let time = 2; time < 20; time++) accesses.add(access(time, 'aa', 'crook/x'));
    accesses.add(access(20, 'bb', 'crook/x'));
    assert.deepEqual(times(accesses, 'aa'), [1, 17, 18, 19]);
    assert.deepEqual(times(accesses, 'bb'), [20]);
  });

  test('the oldest of all go once there are too many', () => {
    using folder = temporaryFolder();
    using file = openNodeDb(folder.file('node.db'));
    const accesses = new FileAccesses(file, { perActorAndFile: 3, kept: 5, slack: 2 });
    for (let time = 1; time <= 8; time++) accesses.add(access(time, `file ${time}`, 'borealis/cnc'));
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].flatMap((time) => times(accesses, `file ${time}`)),
      [4, 5, 6, 7, 8],
    );
    const again = new FileAccesses(file, { perActorAndFile: 3, kept: 5, slack: 2 });
    for (let time = 9; time <= 11; time++) again.add(access(time, `file ${time}`, 'borealis/cnc'));
    assert.deepEqual(
      [4, 5, 6, 7].flatMap((time) => times(again, `file ${time}`)),
      [7],
    );
  });
});

function makeDatabase(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}
