// An origin, its replica and the network between everyone are killed, stopped, cut, delayed and truncated at seeded
// moments, while clients send and follow. What a client was told holds, what it was not told has one outcome, and everyone
// ends with the same log.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { SOAK } from '#test/load.ts';
import { FATES } from './rough-network.ts';
import { Scene } from './scene.ts';
import { auditBoth, judge, judgeMeanwhile } from './verdict.ts';

const pool = new SignaturePool(1);
after(() => pool[Symbol.asyncDispose]());

const SEED = 2026;
/** Rounds go on for so long; there are two at least. */
const FOR_MS = SOAK ? 600_000 : 12_000;
const ROUNDS = 2;
const STATEMENTS = SOAK ? 150 : 60;
const BLOWS = SOAK ? 7 : 4;

test(`seed ${SEED}: kills, stops and a rough network lose nothing, double nothing, and accuse nobody`, async (t) => {
  using folder = temporaryFolder();
  await using scene = await Scene.open(folder.path, SEED);
  const { clients, replica } = scene.nodes.networks;
  const started = performance.now();
  let rounds = 0;
  let statements = 0;
  while (rounds < ROUNDS || performance.now() - started < FOR_MS) {
    rounds++;
    await scene.storm(STATEMENTS, BLOWS);
    judgeMeanwhile(scene);
    await scene.recover();
    statements = await judge(scene);
  }
  await auditBoth(scene.nodes, pool);
  const gaveUp = scene.senders.reduce((sum, sender) => sum + sender.gaveUp, 0);
  const blows = [...scene.fallen].map(([blow, times]) => `${blow} ${times}`).join(', ');
  const fates = FATES.map((fate) => `${fate} ${clients.met[fate] + replica.met[fate]}`).join(', ');
  t.diagnostic(`chaos, seed ${SEED}: ${rounds} rounds, ${statements} statements, ${gaveUp} given up and sent again`);
  t.diagnostic(`chaos, blows: ${blows}; connections: ${fates}, cut ${clients.met.cut + replica.met.cut}`);
  // Bad weather that nobody noticed would prove nothing.
  for (const fate of FATES) assert.ok(clients.met[fate] > 0, `${fate} connections`);
  assert.ok(scene.fallen.size >= BLOWS);
  // In a short time the SDK may find out everything by itself.
  assert.ok(gaveUp > 0 || !SOAK);
});
