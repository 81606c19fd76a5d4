import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { createRegistry } from '#contracts/index.ts';
import { isFault } from '#core/fault.ts';
import { auditLedger } from '#ledger/audit.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import { homePaths } from '#node/local.ts';
import { signedFor, temporaryFolder } from '#test/ledgers.ts';
import { SOAK } from '#test/load.ts';
import { SHARED } from './full-play.ts';
import { hostileAction, hostileCall, type Material } from './hostile.ts';
import { type Call, ServedLedger, text } from './served.ts';
import { storedRecords } from './visibility.ts';

const SEED = 20260105;
const REQUESTS = SOAK ? 10_000 : 600;
const ACTIONS = SOAK ? 2_000 : 120;
/** Refusing for want of room or time is meant. */
const MEANT = [503, 507];

let served: ServedLedger;
before(async () => {
  served = await ServedLedger.create();
});
after(() => served[Symbol.asyncDispose]());

async function materialOf(): Promise<Material> {
  const { full, api } = served;
  const actors = ['acme/engineer', 'borealis/node', 'carter/admin'];
  return {
    operations: api.operations,
    bytes: [
      ...full.told.slice(-6).map(({ bytes }) => bytes),
      await served.proof('acme/buyer'),
      new TextEncoder().encode(await full.node.ledger.checkpoint()),
      SHARED.bytes,
    ],
    tokens: [undefined, 'A'.repeat(43), ...(await Promise.all(actors.map((actor) => served.token(actor))))],
    ids: [
      ...storedRecords(full.node.ledger)
        .filter((_, i) => i % 10 === 0)
        .map(({ id }) => id),
      ...['1', '2', '127', '128', SHARED.hash, 'acme/engineer'],
    ],
  };
}

async function standsUp(call: Call): Promise<void> {
  const answer = await served.call(call);
  const { status } = answer;
  assert.ok(status < 500 || MEANT.includes(status), `${status}: ${text(answer)}`);
  if (status >= 400)
    assert.ok(answer.bytes.length > 0 && answer.bytes.length < 10_000, `${status} says so in a few words`);
}

describe('the server stands whatever it is sent', () => {
  test('hostile values in every place of every route', async () => {
    const material = await materialOf();
    await fc.assert(fc.asyncProperty(hostileCall(material), standsUp), { seed: SEED, numRuns: REQUESTS });
  });

  test('signed statements with hostile inputs reach the contracts, and each has an outcome', async () => {
    await fc.assert(
      fc.asyncProperty(hostileAction, async ({ action, input }) => {
        let bytes: Uint8Array;
        try {
          // Hostile on purpose: whatever can be signed at all is sent.
          bytes = await signedFor(served.full.node.ledger, { by: 'acme/admin', action, input: input as never });
        } catch (error) {
          // What has no canonical form, or no subject, cannot be signed.
          if (isFault(error) || error instanceof TypeError) return;
          throw error;
        }
        await standsUp({ method: 'POST', path: '/v1/statements', body: { type: 'application/cose', bytes } });
      }),
      { seed: SEED, numRuns: ACTIONS },
    );
  });

  test('and afterwards it is alive, and its ledger audits clean', async () => {
    assert.equal((await served.json(undefined, '/health/live')).state, 'live');
    assert.equal((await served.json(undefined, '/health/ready')).state, 'ready');
    using folder = temporaryFolder();
    const copy = folder.file('copy.db');
    await served.full.node.copyTo(copy);
    await using pool = new SignaturePool(1);
    const report = await auditLedger(copy, { registry: createRegistry(), pool });
    assert.ok(report.statements >= served.full.told.length, `${homePaths(served.full.home).ledger}`);
  });
});
