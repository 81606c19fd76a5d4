// What must hold after every round, whatever fell: read from the two ledger files, and held against what clients were told.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createRegistry } from '#contracts/index.ts';
import { base64url, equalBytes, hex } from '#core/bytes.ts';
import { checkpointText, originOf } from '#core/checkpoint.ts';
import { verifyCosignature } from '#core/cosignature.ts';
import { decodeNote } from '#core/signed-note.ts';
import { auditLedger } from '#ledger/audit.ts';
import { entryAt } from '#ledger/entries.ts';
import { Ledger } from '#ledger/ledger.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { type Reader, visibleIndexes } from '#node/access.ts';
import { homePaths } from '#node/local.ts';
import { replicaPaths } from '#node/replica/follower-options.ts';
import { REPLICA_ACTOR } from '#test/trade-home.ts';
import type { Watcher } from '#test/watcher.ts';
import type { Scene } from './scene.ts';
import type { Sent } from './sender.ts';
import { type Side, type TwoNodes, WITNESS } from './two-nodes.ts';

const registry = createRegistry();
/** What a replica may tell of an honest origin in bad weather. */
const HARMLESS: readonly string[] = ['unreachable', 'not_handed'];

/** Everything, once the scene has recovered. @returns statements in the log */
export async function judge(scene: Scene): Promise<number> {
  using origin = open(scene.nodes, 'origin');
  using replica = open(scene.nodes, 'replica');
  const sent = scene.senders.flatMap((sender) => sender.sent);
  judgeLog(origin, scene.firstIndex, sent);
  for (const side of ['root', 'stateDigest'] as const) {
    assert.equal(hex(origin.head[side]), hex(replica.head[side]), `the ${side} of both nodes`);
  }
  assert.equal(origin.head.size, replica.head.size);
  await judgeWatchers(scene, origin);
  judgeFindings(scene.nodes);
  judgeCosignatures(scene.nodes, origin);
  return sent.length;
}

/** Nothing in either file is other than what executing the log gives. */
export async function auditBoth(nodes: TwoNodes, pool: SignaturePool): Promise<void> {
  for (const side of ['origin', 'replica'] as const) {
    await auditLedger(homePaths(nodes.homes[side]).ledger, { registry, pool });
  }
}

/** Before anything is sent again: nothing is in the log twice, and what was told is so. */
export function judgeMeanwhile(scene: Scene): void {
  using origin = open(scene.nodes, 'origin');
  const logged = loggedFrom(origin, scene.firstIndex);
  for (const { txId, told } of scene.senders.flatMap((sender) => sender.sent)) {
    if (told !== undefined) assert.deepEqual(logged.get(txId), told, `statement ${txId}, which was acknowledged`);
  }
}

function open({ homes }: TwoNodes, side: Side): Ledger {
  return Ledger.openReadOnly(homePaths(homes[side]).ledger, { registry });
}

/** Each statement's place and outcome. A statement that stands twice fails. */
function loggedFrom({ store }: Ledger, firstIndex: number): ReadonlyMap<string, { index: number; outcome: string }> {
  const logged = new Map<string, { index: number; outcome: string }>();
  const select = 'SELECT idx, tx_id, outcome FROM entries WHERE idx >= ? AND tx_id IS NOT NULL ORDER BY idx';
  for (const { idx, tx_id, outcome } of store.db.prepare(select).iterate(firstIndex)) {
    assert.ok(tx_id instanceof Uint8Array);
    const txId = base64url(tx_id);
    assert.ok(!logged.has(txId), `statement ${txId} stands twice, again at ${idx}`);
    logged.set(txId, { index: Number(idx), outcome: String(outcome) });
  }
  return logged;
}

/** The log holds exactly what was sent, each with the outcome that was told, as the bytes that were sent. */
function judgeLog(ledger: Ledger, firstIndex: number, sent: readonly Sent[]): void {
  const logged = loggedFrom(ledger, firstIndex);
  for (const { txId, told, bytes } of sent) {
    assert.deepEqual(logged.get(txId), told, `statement ${txId}`);
    const entry = entryAt(ledger.store, told?.index ?? 0);
    assert.ok(entry !== undefined && equalBytes(entry.bytes, bytes), `the bytes of statement ${txId}`);
  }
  assert.equal(logged.size, sent.length, 'nothing else is in the log');
}

async function judgeWatchers(scene: Scene, ledger: Ledger): Promise<void> {
  const limit = ledger.head.size;
  const visible = new Map<Watcher, readonly number[]>();
  for (const watcher of scene.watchers) {
    visible.set(watcher, visibleIndexes(ledger, readerOf(watcher), { after: 0, limit }));
  }
  await scene.watched((watcher) => visible.get(watcher)?.length ?? 0);
  for (const [{ name, seen }, indexes] of visible) {
    assert.ok(indexes.length > 0);
    assert.deepEqual(
      seen.map(({ index }) => index),
      indexes,
      name,
    );
    for (const { index, txId, outcome } of seen) {
      const entry = entryAt(ledger.store, index);
      assert.deepEqual([txId, outcome], [base64url(entry?.txId ?? new Uint8Array(0)), entry?.outcome], name);
    }
  }
}

function readerOf({ actor }: Watcher): Reader {
  const [member = ''] = actor.split('/');
  return { actor, member, role: actor === REPLICA_ACTOR ? 'node' : 'finance' };
}

/** An honest origin is never accused. */
function judgeFindings({ told, homes }: TwoNodes): void {
  const findings = told.flatMap(({ finding }) => finding ?? []);
  const accusations = findings.filter(({ kind }) => !HARMLESS.includes(kind));
  assert.deepEqual(accusations, []);
  const { evidence } = replicaPaths(homes.replica);
  assert.deepEqual(existsSync(evidence) ? readdirSync(evidence) : [], []);
}

/** Every line that the origin collected is the witness's, over a head that the log had. */
function judgeCosignatures(nodes: TwoNodes, { id, tree, head }: Ledger): void {
  const key = { name: WITNESS, publicKey: nodes.of('replica').witnessKey };
  using db = new DatabaseSync(homePaths(nodes.homes.origin).nodeDb, { readOnly: true });
  const rows = db.prepare('SELECT size, witness, line FROM cosignatures').all();
  for (const { size, witness, line } of rows) {
    const text = checkpointText({ origin: originOf(id), size: Number(size), root: tree.root(Number(size)) });
    assert.equal(witness, WITNESS);
    assert.ok(verifyCosignature(decodeNote(`${text}\n${line}\n`), key), `the co-signature of ${size} entries`);
  }
  assert.ok(rows.some(({ size }) => size === head.size));
}
