// Whatever ends the process, and whatever the network does: each line of a dropped order is one order, never two, never
// none.

import assert from 'node:assert/strict';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import { decodeStatement } from '#core/statement.ts';
import { HttpFault } from '#sdk/http-port.ts';
import { OutcomeUnknown } from '#sdk/outcome-unknown.ts';
import type { Transport } from '#sdk/transport.ts';
import { START_MS } from '#test/world.ts';
import { cut } from './cut.fixture.ts';
import { newPlant, orderCsv, type Plant, quantitiesOrdered, sizeOf, TestInbox } from './inbox.fixture.ts';
import { orderUbl, ublConfig, ublLine } from './ubl.fixture.ts';

const HOUR_MS = 3_600_000;
let plant: Plant;
before(async () => {
  plant = await newPlant();
});
after(() => plant[Symbol.asyncDispose]());

/** The end of a process, as far as a test can bring it about: nothing of ours handles it. */
class Killed extends Error {}

function unreachable(isUncertain: boolean): HttpFault {
  return new HttpFault('node_unreachable', 'no answer', { status: undefined, isUncertain });
}

/** Moves block time on: someone else’s statement makes a block. */
async function someoneElseWrites(): Promise<void> {
  await plant.server.client('acme/admin').do(membershipInterface, 'issueCredential', {
    ...{ subject: 'borealis', kind: 'ISO 9001', evidence: 'A'.repeat(43) },
    ...{ validFromMs: START_MS, validUntilMs: START_MS + 1 },
  });
}

/** Files of two lines, with how many of their places are not on the ledger. */
const FORMATS = [
  ['CSV', twoLines, undefined, 0],
  ['UBL', (quantities: readonly number[]) => orderUbl(quantities.map((one) => ublLine(`${one}`, one))), 5, 250],
] as const;
const MOMENTS = FORMATS.flatMap((format) =>
  (['before', 'after'] as const).map((moment) => [moment, ...format] as const),
);

describe('a process that ends', () => {
  for (const [moment, format, file, unkept, shift] of MOMENTS) {
    test(`right ${moment} each of its calls to the node leaves what the next one finishes, each line once, of ${format}`, async () => {
      let isFinished = false;
      for (let killAt = 1; !isFinished; killAt++) {
        assert.ok(killAt < 60, 'an order of two lines takes a handful of calls');
        const first = 1000 * killAt + shift + (moment === 'after' ? 500 : 0);
        const quantities = [first + 1, first + 2];
        const inbox = new TestInbox(plant, `killed-${format}-${moment}-${killAt}`, 'acme/agent', ublConfig());
        inbox.drop('orders/order', file(quantities));
        let calls = 0;
        const through = (transport: Transport) =>
          cut(transport, async (_, work) => {
            const mine = ++calls;
            if (mine === killAt && moment === 'before') throw new Killed();
            const result = await work();
            if (mine === killAt) throw new Killed();
            return result;
          });
        const ended = await endOf(inbox.work({ through }));
        isFinished = ended === 'finished';
        await inbox.work();
        const outcome = inbox.outcome('orders/done/order');
        const said = [outcome.state, outcome.unkeptCount];
        assert.deepEqual(said, ['accepted', unkept], `killed ${moment} call ${killAt}`);
        const ordered = await quantitiesOrdered(plant);
        for (const quantity of quantities)
          assert.equal(
            ordered.filter((one) => one === quantity).length,
            1,
            `${quantity}, killed ${moment} call ${killAt}`,
          );
      }
    });
  }

  test('at each look at the clock, between signing, journal and disk, does so too', async () => {
    let isFinished = false;
    for (let killAt = 1; !isFinished; killAt++) {
      assert.ok(killAt < 60, 'an order takes a handful of looks at the clock');
      const quantity = 100_000 + killAt;
      const inbox = new TestInbox(plant, `clock-${killAt}`);
      inbox.drop('orders/order.csv', orderCsv(quantity));
      let looks = 0;
      const nowMs = (): number => {
        if (++looks === killAt) throw new Killed();
        return plant.server.clock.nowMs;
      };
      isFinished = (await endOf(inbox.work({ nowMs }))) === 'finished';
      await inbox.work();
      assert.equal(
        (await quantitiesOrdered(plant)).filter((one) => one === quantity).length,
        1,
        `killed at look ${killAt}`,
      );
    }
  });

  test('after it said what became of a file finds that the file is at its place', async () => {
    const inbox = new TestInbox(plant, 'said');
    inbox.drop('orders/order.csv', orderCsv(200_001));
    const onWorked = (): never => {
      throw new Killed();
    };
    assert.equal(await endOf(inbox.work({ onWorked })), 'killed');
    inbox.drop('orders/order.csv', orderCsv(200_001));
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/order.csv').state, 'accepted');
    assert.equal(inbox.outcome('orders/done/order.csv~2').state, 'duplicate');
  });
});

describe('a folder that a person takes away', () => {
  for (const call of ['list', 'submit'] as const) {
    test(`while the inbox is at ${call} ends the work on it, and the inbox goes on with the others`, async () => {
      const [taken, other] = call === 'list' ? [500_001, 500_002] : [500_003, 500_004];
      const inbox = new TestInbox(plant, `away-${call}`);
      inbox.drop('orders/a.csv', orderCsv(taken));
      inbox.drop('orders/b.csv', orderCsv(other));
      const from = join(inbox.path, 'orders/waiting/a.csv');
      const through = (transport: Transport) =>
        cut(transport, async (name, work) => {
          const isFirst = name === call && existsSync(from);
          const result = await work();
          if (isFirst) renameSync(from, join(inbox.path, 'away'));
          return result;
        });
      assert.equal((await inbox.work({ through })).trouble, undefined);
      assert.deepEqual(inbox.names('orders/waiting'), []);
      assert.equal(inbox.outcome('orders/done/b.csv').state, 'accepted');
      assert.ok(inbox.names('away').includes('a.csv'));
      // Dropped again, it is what it was before it was taken away: not signed, or accepted.
      renameSync(join(inbox.path, 'away/a.csv'), join(inbox.path, 'orders/a.csv'));
      await inbox.work();
      assert.equal(inbox.outcome('orders/done/a.csv').state, call === 'list' ? 'accepted' : 'duplicate');
      assert.equal((await quantitiesOrdered(plant)).filter((one) => one === taken).length, 1);
    });
  }
});

describe('a network', () => {
  test('that is down leaves the file waiting, with the signed bytes kept, and sends these when it is up', async () => {
    const inbox = new TestInbox(plant, 'down');
    inbox.drop('orders/order.csv', orderCsv(300_001));
    const through = (transport: Transport) =>
      cut(transport, async (call, work) => {
        if (call === 'submit') throw unreachable(false);
        return work();
      });
    const { trouble } = await inbox.work({ through });
    assert.equal(trouble?.code, 'node_unreachable');
    const waiting = inbox.outcome('orders/waiting/order.csv');
    assert.deepEqual([waiting.state, waiting.code], ['waiting', 'node_unreachable']);
    const [{ txId: signed, index } = assert.fail()] = waiting.statements;
    assert.equal(index, undefined);
    await inbox.work();
    const [sent] = inbox.outcome('orders/done/order.csv').statements;
    assert.deepEqual([sent?.txId, sent?.signings], [signed, 1]);
  });

  test('that loses answers makes nothing of one order but one order', async () => {
    const inbox = new TestInbox(plant, 'lossy');
    inbox.drop('orders/order.csv', orderCsv(300_002));
    const through = (transport: Transport) =>
      cut(transport, async (call, work) => {
        const result = await work();
        if (call !== 'submit') return result;
        const { txId } = result as { readonly txId: Uint8Array };
        throw new OutcomeUnknown(new Uint8Array(), { txId, notAfterMs: 0 }, unreachable(true));
      });
    for (let time = 0; time < 3; time++) {
      await inbox.work({ through });
      assert.equal(inbox.outcome('orders/waiting/order.csv').code, 'outcome_unknown');
    }
    await inbox.work();
    const [sent] = inbox.outcome('orders/done/order.csv').statements;
    assert.equal(sent?.signings, 1);
    assert.equal((await quantitiesOrdered(plant)).filter((one) => one === 300_002).length, 1);
  });

  test('that is not there at all lets nothing be taken for refused', async () => {
    const inbox = new TestInbox(plant, 'nobody');
    inbox.drop('orders/order.csv', orderCsv(300_003));
    const connect = async (): Promise<never> => {
      throw unreachable(false);
    };
    const { trouble } = await inbox.work({ connect });
    assert.equal(trouble?.code, 'node_unreachable');
    assert.deepEqual(inbox.names('orders/waiting/order.csv'), ['order.csv']);
    await inbox.work();
    assert.equal(inbox.outcome('orders/done/order.csv').state, 'accepted');
  });
});

describe('a statement that expired', () => {
  const unsent = (transport: Transport) =>
    cut(transport, async (call, work) => {
      if (call === 'submit') throw unreachable(true);
      return work();
    });

  test('before it was ever sent is signed anew, but not before the ledger’s own time is past its end', async () => {
    const inbox = new TestInbox(plant, 'expired');
    inbox.drop('orders/order.csv', orderCsv(400_001));
    await inbox.work({ through: unsent });
    const [{ txId: first } = assert.fail()] = inbox.outcome('orders/waiting/order.csv').statements;
    plant.server.clock.nowMs += 13 * HOUR_MS;
    await inbox.work();
    const held = inbox.outcome('orders/waiting/order.csv');
    assert.deepEqual([held.state, held.code], ['waiting', 'statement_expired']);
    assert.match(held.sentence, /signed anew once the ledger’s next block shows that it cannot be taken/);
    await someoneElseWrites();
    await inbox.work();
    const [again] = inbox.outcome('orders/done/order.csv').statements;
    assert.deepEqual([again?.signings, again?.statement], [2, '1.2.statement']);
    assert.notEqual(again?.txId, first);
    assert.match(again?.sentence ?? '', /what was signed before expired, and was never taken/);
    assert.equal((await quantitiesOrdered(plant)).filter((one) => one === 400_001).length, 1);
  });

  test('as a node says of one that it has, is looked for in the log before anything is signed', async () => {
    const inbox = new TestInbox(plant, 'mistaken');
    inbox.drop('orders/order.csv', orderCsv(400_003));
    const through = (transport: Transport) =>
      cut(transport, async (call, work) => {
        const result = await work();
        if (call !== 'submit') return result;
        plant.server.clock.nowMs += 13 * HOUR_MS;
        await someoneElseWrites();
        return { ...result, index: undefined, outcome: 'statement_expired' };
      });
    await inbox.work({ through });
    const [found] = inbox.outcome('orders/done/order.csv').statements;
    assert.deepEqual([found?.state, found?.signings], ['accepted', 1]);
    assert.equal((await quantitiesOrdered(plant)).filter((one) => one === 400_003).length, 1);
  });

  test('after it was applied, its answer lost, is found in the log, and nothing is signed', async () => {
    const inbox = new TestInbox(plant, 'applied');
    inbox.drop('orders/order.csv', orderCsv(400_002));
    const through = (transport: Transport) =>
      cut(transport, async (call, work) => {
        await work();
        if (call === 'submit') throw unreachable(true);
        return work();
      });
    await inbox.work({ through });
    plant.server.clock.nowMs += 13 * HOUR_MS;
    await someoneElseWrites();
    const size = sizeOf(plant);
    await inbox.work();
    const [found] = inbox.outcome('orders/done/order.csv').statements;
    assert.deepEqual([found?.state, found?.signings], ['accepted', 1]);
    assert.equal(sizeOf(plant), size);
    const statement = await plant.server.client('acme/buyer').transport.statement(found?.index ?? 0);
    assert.equal(base64url(decodeStatement(statement).txId), found?.txId);
  });
});

async function endOf(work: Promise<unknown>): Promise<'finished' | 'killed'> {
  try {
    await work;
    return 'finished';
  } catch (error) {
    if (error instanceof Killed) return 'killed';
    throw error;
  }
}

function twoLines([first = 0, second = 0]: readonly number[]): string {
  const [head = '', line = ''] = orderCsv(first).split('\n');
  return [head, line, line.replace('PLATE-1', 'PLATE-2').replace(String(first), String(second)), ''].join('\n');
}
