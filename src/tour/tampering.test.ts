import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { designsInterface } from '#contracts/designs/schema.ts';
import { isFault } from '#core/fault.ts';
import { homePaths } from '#node/local.ts';
import { tourPaths } from './nodes.ts';
import { newFolder, play } from './play.fixture.ts';
import { mustHold, mustRefuse, mustSucceed, type Tamper } from './stage.ts';

/** What stops each attack. */
const ATTACKS: readonly (readonly [tamper: Tamper, refusals: readonly RegExp[]])[] = [
  [
    'file',
    [
      /ATTACK byte \d+ of the sealed bracket-plate\.step changed on the disk: refused, node_failed: .* the byte put back, it opens again/,
    ],
  ],
  ['machine-log', [/changed after it was signed: refused, log_differs/, /refused, production\.job_not_open/]],
  [
    'ledger',
    [
      /ATTACK block leaf (\d+) of a copy changed: refused, audit_failed: .*changed-block\/ledger\.db: entry \1 \(block \d+\)/,
      /balance of northwind\/EUR in a copy changed: refused, audit_failed: .*record accounts\/account northwind\/EUR/,
    ],
  ],
  ['bid', [/ATTACK baltic opens its bid a cent below what it sealed: refused, sourcing\.commitment_differs/]],
  ['licence', [/the maker offers itself 1000 builds for nothing: refused, designs\.not_owner/]],
];

for (const [tamper, refusals] of ATTACKS) {
  test(`--tamper ${tamper}: the attack is made, stopped, and printed with what stopped it`, async (t) => {
    const { lines } = await play({ home: newFolder(t), tamper });
    const story = lines.map((line) => line.trim()).join(' ');
    for (const refusal of refusals) assert.match(story, refusal);
    assert.match(
      story,
      /copy of the ledger changed: refused, audit_failed: .*entry (\d+) \(block \d+\): the signature/,
    );
    assert.equal(lines.at(-3), `   The attack "${tamper}" was made and stopped.`);
  });
}

test('an attack that nothing stopped ends the tour', async (t) => {
  await assert.rejects(
    // No step makes this attack, so none stops it.
    play({ home: newFolder(t), tamper: 'sleep' as Tamper }),
    (fault) => isFault(fault, 'tour_must_hold') && /the attack on the sleep was made/.test(fault.message),
  );
});

test('a refusal that does not come, or another one, is what must not be', () => {
  for (const outcome of ['accepted', 'designs.licence_unknown'])
    assert.throws(
      () => mustRefuse(designsInterface, { outcome }, 'not_owner', 'a licence of the maker’s own'),
      (fault) => isFault(fault, 'tour_must_hold') && fault.message.includes(outcome),
    );
  assert.throws(() => mustHold(1 + 1 === 3, 'sums'), { code: 'tour_must_hold' });
});

test('what must succeed and fails, names why; a bug stays a bug', async () => {
  const failing = mustSucceed('it opens', () => mustHold(false, 'inner'));
  await assert.rejects(failing, /^Fault: this must hold and does not: inner$/);
  await assert.rejects(
    mustSucceed('it runs', () => Promise.reject(new TypeError('bug'))),
    TypeError,
  );
});

/** Something goes wrong behind the tour's back while it prints this line. */
const SABOTAGE: readonly (readonly [what: string, line: RegExp, sabotage: (home: string) => void, says: RegExp])[] = [
  [
    'a balance changed in the ledger file before the audit',
    /^9 {2}/,
    (home) => {
      using db = new DatabaseSync(homePaths(tourPaths(home).origin).ledger);
      const changed = db
        .prepare(`UPDATE records SET value = replace(value, '"heldCents":0', '"heldCents":1') WHERE id = ?`)
        .run('northwind/EUR');
      assert.equal(changed.changes, 1);
    },
    /the whole ledger of the origin passes the audit: .*accounts\/account northwind\/EUR/,
  ],
  [
    'a balance changed in the file of the auditor’s own replica',
    /^9 {2}/,
    (home) => {
      using db = new DatabaseSync(homePaths(tourPaths(home).replica).ledger);
      const changed = db
        .prepare(`UPDATE records SET value = replace(value, '"heldCents":0', '"heldCents":1') WHERE id = ?`)
        .run('northwind/EUR');
      assert.equal(changed.changes, 1);
    },
    /the whole ledger of the replica passes the audit: .*accounts\/account northwind\/EUR/,
  ],
  [
    'every sealed file damaged before the machine opens its program',
    /^5 {2}/,
    (home) => {
      const { vault } = homePaths(tourPaths(home).origin);
      for (const entry of readdirSync(vault, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || entry.name.endsWith('.json')) continue;
        const path = join(entry.parentPath, entry.name);
        writeFileSync(
          path,
          Uint8Array.from(readFileSync(path), (byte, i) => (i === 100 ? byte ^ 1 : byte)),
        );
      }
    },
    /harbour\/machine opens BRACKET-PLATE-1\.NC: .*node_failed/,
  ],
  [
    'a copy of the model left beside the ledger',
    /northwind\/engineer opened bracket-plate\.step/,
    (home) => writeFileSync(join(home, 'copy.step'), readFileSync(new URL(MODEL, import.meta.url))),
    /no plaintext of the design is stored, but .*copy\.step holds a piece/,
  ],
];
const MODEL = '../../samples/plate-order/cad/bracket-plate.step';

for (const [what, at, sabotage, says] of SABOTAGE) {
  test(`${what}: the tour stops and says what does not hold; its ledger stays to be looked at`, async (t) => {
    const parent = newFolder(t);
    const homeOf = () => join(parent, readdirSync(parent)[0] ?? '');
    const onLine = (line: string): void => {
      if (at.test(line.trim())) sabotage(homeOf());
    };
    await assert.rejects(
      play({ home: parent, onLine }),
      (fault) => isFault(fault, 'tour_must_hold') && says.test(fault.message),
    );
    assert.ok(existsSync(homePaths(tourPaths(homeOf()).origin).ledger));
    await assert.rejects(play({ home: parent }), { code: 'tour_unfinished' });
  });
}
