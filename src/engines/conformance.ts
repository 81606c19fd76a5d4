// What every engine must do, as one suite that the tests of each engine call. It knows nothing of how an engine orders.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { concat, equalBytes } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { decodeStatement } from '#core/statement.ts';
import { entryAt } from '#ledger/entries.ts';
import { Ledger } from '#ledger/ledger.ts';
import { dropTable, withSignatureOf } from '#test/drops.ts';
import { testKey } from '#test/keys.ts';
import { nodeSigner, temporaryFolder } from '#test/ledgers.ts';
import { certify, genesisWith } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import type { Engine } from './engine.ts';

/** Opens an engine over a ledger. */
export type OpenEngine = (
  ledger: Ledger,
  options: { readonly clock: () => number; readonly statementsPerBlock?: number },
) => Engine;

type Setting = { readonly engine: Engine; readonly ledger: Ledger; readonly clock: { timeMs: number } };

/** Declares the tests of an engine. */
export function testEngine(name: string, open: OpenEngine): void {
  const on = (what: string, body: (setting: Setting) => Promise<void>): void => {
    test(what, async () => {
      using folder = temporaryFolder();
      const genesis = await genesisWith((right) => ({ ...right, limits: { ...right.limits, statementBytes: 1024 } }));
      const options = { registry: createRegistry(), signer: nodeSigner };
      const ledger = Ledger.create(folder.file('ledger.db'), genesis, options);
      const clock = { timeMs: START_MS };
      await using engine = open(ledger, { clock: () => clock.timeMs });
      await body({ engine, ledger, clock });
    });
  };

  describe(`${name} is an engine`, () => {
    on('a statement is at its place, durable, when its promise resolves', async ({ engine, ledger }) => {
      const bytes = await certify(ledger, 'ISO 9001');
      const applied = await engine.submit(bytes);
      assert.equal(applied.outcome, 'accepted');
      assert.deepEqual(entryAt(ledger.store, applied.index ?? -1)?.bytes, bytes);
      assert.equal(ledger.store.db.isTransaction, false);
      assert.notEqual(ledger.storedCheckpoint(ledger.head.size), undefined);
    });

    on('a thousand statements sent at once make few blocks, each statement once', async ({ engine, ledger }) => {
      const statements = await Promise.all(Array.from({ length: 1000 }, (_, i) => certify(ledger, `kind ${i}`)));
      const applied = await Promise.all(statements.map((bytes) => engine.submit(bytes)));
      assert.ok(applied.every(({ outcome }) => outcome === 'accepted'));
      assert.equal(new Set(applied.map(({ index }) => index)).size, 1000);
      for (const [i, { index }] of applied.entries()) {
        assert.ok(
          equalBytes(entryAt(ledger.store, index ?? -1)?.bytes ?? new Uint8Array(), statements[i] ?? new Uint8Array()),
        );
      }
      assert.ok(ledger.head.height <= 10, `${ledger.head.height} blocks`);
    });

    on('a statement sent twice at once is one entry, and both hear the same', async ({ engine, ledger }) => {
      const bytes = await certify(ledger, 'ISO 9001');
      const [one, two] = await Promise.all([engine.submit(bytes), engine.submit(Uint8Array.from(bytes))]);
      assert.deepEqual(one, two);
      assert.equal(one.index, 2);
      assert.equal(ledger.head.size, 4);
      assert.equal((await engine.submit(bytes)).outcome, 'statement_known');
    });

    on('another valid signature of the same transaction is not a second statement', async ({ engine, ledger }) => {
      const bytes = await certify(ledger, 'ISO 9001');
      const other = resigned(bytes);
      assert.notDeepEqual(other, bytes);
      const applied = await Promise.all([bytes, other, other].map((one) => engine.submit(one)));
      assert.equal(applied.filter(({ outcome }) => outcome === 'accepted').length, 1);
      assert.equal(applied.filter(({ outcome }) => outcome === 'statement_known').length, 2);
      assert.equal(ledger.head.size, 4);
    });

    on('the other half of a signature, with a high s, is refused', async ({ engine, ledger }) => {
      const bytes = highS(await certify(ledger, 'ISO 9001'));
      await assert.rejects(engine.submit(bytes), (error) => isFault(error, 'statement_high_s'));
    });

    on('bytes that are no statement end in a Fault, and the engine goes on', async ({ engine, ledger }) => {
      await assert.rejects(engine.submit(new Uint8Array(100)), (error) => isFault(error, 'statement_malformed'));
      await assert.rejects(engine.submit(new Uint8Array(65_536)), (error) => isFault(error, 'statement_too_large'));
      assert.equal((await engine.submit(await certify(ledger, 'ISO 9001'))).outcome, 'accepted');
    });

    for (const [code, make] of Object.entries(dropTable)) {
      on(`${code}: left out of the log, and the engine goes on`, async ({ engine, ledger, clock }) => {
        await engine.submit(await certify(ledger, 'ISO 9001'));
        const { size } = ledger.head;
        const applied = await engine.submit(await make(ledger, clock.timeMs));
        assert.deepEqual([applied.outcome, applied.index], [code, undefined]);
        assert.equal(ledger.head.size, size);
        assert.equal((await engine.submit(await certify(ledger, 'AS9100D'))).outcome, 'accepted');
      });
    }

    on('a wrong signature beside the right one of the same transaction fails alone', async ({ engine, ledger }) => {
      const bytes = await certify(ledger, 'ISO 9001');
      const wrong = withSignatureOf(bytes, await certify(ledger, 'another'));
      const applied = await Promise.all([wrong, bytes].map((one) => engine.submit(one)));
      assert.deepEqual(
        applied.map(({ outcome }) => outcome),
        ['signature_wrong', 'accepted'],
      );
    });

    on('block time never goes back when the clock does', async ({ engine, ledger, clock }) => {
      const times: number[] = [];
      for (const step of [5000, -3000, 0, -1, 9000]) {
        clock.timeMs += step;
        times.push((await engine.submit(await certify(ledger, `at ${step}`))).timeMs);
      }
      assert.deepEqual(
        times,
        [5000, 5000, 5000, 5000, 10_999].map((ms) => START_MS + ms),
      );
    });

    on('idle waits for everything that was sent', async ({ engine, ledger }) => {
      const sent = [];
      for (let i = 0; i < 20; i++) sent.push(engine.submit(await certify(ledger, `kind ${i}`)));
      await engine.idle();
      assert.equal(ledger.store.db.prepare('SELECT count(*) AS n FROM entries WHERE tx_id IS NOT NULL').get()?.n, 21);
      await Promise.all(sent);
    });

    on('closing finishes what was sent and takes no more', async ({ engine, ledger }) => {
      const [first, second] = [await certify(ledger, 'ISO 9001'), await certify(ledger, 'AS9100D')];
      const sent = engine.submit(first);
      const closing = engine[Symbol.asyncDispose]();
      await assert.rejects(engine.submit(second), (error) => isFault(error, 'engine_closed'));
      await closing;
      assert.equal((await sent).outcome, 'accepted');
    });
  });
}

/** The same statement, signed again: ECDSA draws another number. */
function resigned(bytes: Uint8Array): Uint8Array {
  const { toBeSigned } = decodeStatement(bytes);
  return concat(bytes.subarray(0, -64), testKey('acme/admin').signNow(toBeSigned));
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The statement with n - s in place of s: as valid to ECDSA. */
function highS(bytes: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(bytes.subarray(-32)).toString('hex')}`);
  return concat(
    bytes.subarray(0, -32),
    Uint8Array.from(Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex')),
  );
}
