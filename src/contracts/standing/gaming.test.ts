// What members try in order to look better than they are, or to make another look worse.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import {
  evidence,
  funded,
  milestones,
  onDispute,
  onOrder,
  pass,
  place,
} from '#contracts/procurement/procurement.fixture.ts';
import { cheap, published, sealed } from '#contracts/sourcing/deals.fixture.ts';
import { at, bidId, OPEN_UNTIL_MS, open, SEAL_UNTIL_MS, seal } from '#contracts/sourcing/market.fixture.ts';
import { START_MS, type World } from '#test/world.ts';
import { addCounts, buyerRecord, type Counts, monthOf, sellerRecord } from './match.ts';
import type { Fact, MonthOfMember } from './schema.ts';
import { relate } from './standing.fixture.ts';

const DAY_MS = 86_400_000;
const HASH = `${'B'.repeat(42)}A`;
const accept = onOrder('borealis/sales', 'acceptOrder');
const accepted = [...funded, place(), accept];
const close = (acceptedQuantity: number, payCents?: number) =>
  onOrder('acme/finance', 'closeOrder', { acceptedQuantity, ...(payCents === undefined ? {} : { payCents }) });
const agree = onOrder('borealis/sales', 'agreeClosing');
const confirm = onOrder('borealis/finance', 'confirmPayment');
const later =
  (days: number): Later =>
  () =>
    pass(days * DAY_MS);
const monthsOf = (world: World, member: string, side: string) =>
  (world.all('standing/month') as MonthOfMember[]).filter((month) => month.member === member && month.side === side);
const countsOf = (world: World, member: string, side: string): Counts =>
  monthsOf(world, member, side).reduce<Counts>((sum, { counts }) => addCounts(sum, counts), {});
const seller = (world: World) => sellerRecord(countsOf(world, 'borealis', 'seller'));
const buyer = (world: World) => buyerRecord(countsOf(world, 'acme', 'buyer'));
const outcome = (world: World, step: Later) => world.do(step(world)).outcome;

describe('the word of a relation', () => {
  const late = [later(3), evidence('delivered', 4), close(4)];

  test('that a seller gives once its delivery is late takes nothing out of its months', () => {
    const world = play([
      ...accepted,
      relate('borealis', 'acme'),
      ...late,
      relate('borealis', 'acme', 'withdrawRelation'),
    ]);
    assert.deepEqual([seller(world).orders, seller(world).inTime], [1, { part: 0, of: 4 }]);
  });
  test('that a seller takes back before a good end puts nothing into its months', () => {
    const back = relate('borealis', 'acme', 'withdrawRelation');
    const world = play([
      ...funded,
      relate('borealis', 'acme'),
      place(),
      accept,
      back,
      evidence('delivered', 4),
      close(4),
    ]);
    assert.deepEqual(countsOf(world, 'borealis', 'seller'), {});
    assert.equal(buyer(world).orders, 1);
  });
  test('is that of its side alone: a buyer’s leaves out the buyer’s months', () => {
    const world = play([...funded, relate('acme', 'borealis'), place(), accept, close(4)]);
    assert.deepEqual(countsOf(world, 'acme', 'buyer'), {});
    assert.equal(seller(world).orders, 1);
  });
  test('that is given after sealing leaves the forfeited bid in; one given before leaves it out', () => {
    const settle: Later = (world) => ({
      by: 'delta/sales',
      action: 'sourcing.settleBid',
      input: { bid: bidId(world, 'carter') },
    });
    const ends = [at(SEAL_UNTIL_MS, open('borealis', cheap)), at(OPEN_UNTIL_MS, settle)];
    const forfeited = (world: World) => sellerRecord(countsOf(world, 'carter', 'seller')).bidsForfeited;
    assert.deepEqual(forfeited(play([...sealed, relate('carter', 'acme'), ...ends])), { part: 1, of: 1 });
    const before = [...published, relate('carter', 'acme'), seal('borealis', cheap), seal('carter', cheap)];
    const back = relate('carter', 'acme', 'withdrawRelation');
    assert.deepEqual(forfeited(play([...before, back, ...ends])), { part: 0, of: 0 });
  });
});

describe('a dispute', () => {
  const dispute = (by: string) => onOrder(by, 'openDispute', { part: { amountCents: 1 }, reason: HASH });

  test('that its side takes back does not thin out those that it lost', () => {
    const world = play([...accepted, dispute('borealis/sales'), onDispute('borealis/sales', 'withdrawDispute')]);
    assert.deepEqual([seller(world).disputesLost.of, buyer(world).disputesLost.of], [0, 0]);
  });
  test('that runs out does not make the other side lose, whatever the order says of silence', () => {
    const conditions = { dispute: { days: 1, sellerBasisPoints: 0 } };
    const runsOut: Later = (world) => {
      const { input } = onDispute('acme/buyer', 'settle')(world);
      return {
        by: 'acme/buyer',
        action: 'procurement.settle',
        input: { id: input.order ?? '', dispute: input.dispute ?? '' },
      };
    };
    const world = play([...funded, place({ conditions }), accept, dispute('acme/buyer'), later(1), runsOut]);
    assert.equal(world.all('procurement/dispute')[0]?.sellerCents, 0);
    assert.deepEqual([seller(world).disputesLost.of, buyer(world).disputesLost.of], [0, 0]);
  });
  test('is lost by neither where each got half', () => {
    const half = onOrder('acme/buyer', 'openDispute', { part: { amountCents: 1_000 }, reason: HASH });
    const split = onDispute('acme/finance', 'proposeSplit', { sellerCents: 500 });
    const world = play([...accepted, half, split, onDispute('borealis/sales', 'agreeSplit')]);
    assert.deepEqual(
      [seller(world).disputesLost, buyer(world).disputesLost],
      [
        { part: 0, of: 1 },
        { part: 0, of: 1 },
      ],
    );
  });
  test('counts where both agreed on it', () => {
    const split = onDispute('acme/finance', 'proposeSplit', { sellerCents: 0 });
    const world = play([...accepted, dispute('acme/buyer'), split, onDispute('borealis/sales', 'agreeSplit')]);
    assert.deepEqual(seller(world).disputesLost, { part: 1, of: 1 });
    assert.deepEqual(buyer(world).disputesLost, { part: 0, of: 1 });
  });
});

describe('an invoice', () => {
  const placed = [...funded, place({ payment: 'invoice' }), accept];

  test('counts as paid in its own month, so that no month has more paid than were due', () => {
    const world = play([...placed, close(4), later(62), confirm]);
    const [month, ...others] = monthsOf(world, 'acme', 'buyer');
    assert.deepEqual(others, []);
    assert.equal(month?.month, monthOf(START_MS));
    assert.deepEqual(buyer(world).invoicesPaid, { part: 1, of: 1 });
    const fact = (world.all('standing/fact') as Fact[]).find(({ kind }) => kind === 'payment');
    assert.equal(fact?.month, monthOf(START_MS));
  });
  test('of nothing is none: an order that both called off leaves no unpaid one behind', () => {
    const world = play([...placed, close(0), agree]);
    assert.deepEqual(buyer(world).invoicesPaid, { part: 0, of: 0 });
    assert.equal(outcome(world, confirm), 'procurement.not_invoiced');
  });
  test('is confirmed once', () => {
    const world = play([...placed, close(4), confirm]);
    assert.equal(outcome(world, confirm), 'procurement.paid_already');
  });
});

describe('an order that nobody answered', () => {
  const cancel = onOrder('acme/buyer', 'cancelOrder');
  const cancelledAt = (afterMs: number) =>
    buyer(play([...funded, place(), (world) => ({ ...cancel(world), afterMs })])).cancelled;

  test('is no fault of its buyer from its date on', () => {
    const world = play([...funded, place()]);
    const toDateMs = START_MS + DAY_MS - world.timeMs;
    assert.deepEqual([cancelledAt(toDateMs - 1).part, cancelledAt(toDateMs).part], [1, 0]);
  });
});

test('an order that its seller accepted is no answer of no', () => {
  assert.equal(countsOf(play(accepted), 'borealis', 'seller').answersNo, undefined);
});

test('what was accepted without evidence was not missed, nor what is called off at the date itself', () => {
  const paid = play([...accepted, evidence('delivered', 3), later(3), close(4)]);
  assert.deepEqual(seller(paid).inTime, { part: 3, of: 3 });
  const atDate: Later = (world) => ({ ...agree(world), afterMs: START_MS + DAY_MS - world.timeMs });
  assert.deepEqual(seller(play([...accepted, evidence('delivered', 3), close(3), atDate])).inTime, { part: 3, of: 3 });
});

test('what came in time, went back and came again late is late, and no more than was ordered', () => {
  const terms = { milestones: milestones(['accepted', 10_000]) };
  const backAndForth = [evidence('delivered', 4), evidence('rejected', 4), later(3), evidence('delivered', 4)];
  const { inTime, rejected } = seller(play([...funded, place(terms), accept, ...backAndForth, close(4)]));
  assert.deepEqual(
    [inTime, rejected],
    [
      { part: 0, of: 4 },
      { part: 4, of: 8 },
    ],
  );
});
