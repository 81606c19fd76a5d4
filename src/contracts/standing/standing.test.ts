// What orders, bids and disputes come to: each scenario is signed as its parties would, and read as another member would.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { evidence, funded, onDispute, onOrder, pass, place } from '#contracts/procurement/procurement.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import { cheap, opened, published, sealed } from '#contracts/sourcing/deals.fixture.ts';
import { at, award, bidId, OPEN_UNTIL_MS, open, SEAL_UNTIL_MS } from '#contracts/sourcing/market.fixture.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type World } from '#test/world.ts';
import { addCounts, buyerRecord, COUNTERS, type Counts, monthOf, reaches, sellerRecord, sizeOf } from './match.ts';
import { countsOver } from './operations.ts';
import type { Fact, MonthOfMember } from './schema.ts';
import { relate } from './standing.fixture.ts';
import { standing } from './standing.ts';

const DAY_MS = 86_400_000;
const HASH = `${'B'.repeat(42)}A`;
const accept = onOrder('borealis/sales', 'acceptOrder');
const accepted = [...funded, place(), accept];
const close = (acceptedQuantity: number) => onOrder('acme/finance', 'closeOrder', { acceptedQuantity });
const agree = onOrder('borealis/sales', 'agreeClosing');
const later =
  (days: number): Later =>
  () =>
    pass(days * DAY_MS);

testRefusals(standing, {
  relation_wrong: { given: [relate('borealis', 'acme')], refused: relate('borealis', 'acme') },
  relation_unknown: { refused: relate('borealis', 'acme', 'withdrawRelation') },
});

const countsOf = (world: World, member: string, side: string): Counts =>
  (world.all('standing/month') as MonthOfMember[])
    .filter((month) => month.member === member && month.side === side)
    .reduce<Counts>((sum, { counts }) => addCounts(sum, counts), {});
const seller = (world: World) => sellerRecord(countsOf(world, 'borealis', 'seller'));
const buyer = (world: World) => buyerRecord(countsOf(world, 'acme', 'buyer'));

describe('the record of a seller', () => {
  test('counts units that came by their date, of those that came or were missed', () => {
    const split = [evidence('delivered', 3), later(3), evidence('delivered', 1), close(4)];
    assert.deepEqual(seller(play([...accepted, ...split])).inTime, { part: 3, of: 4 });
    const missed = [evidence('delivered', 3), later(3), close(3), agree];
    assert.deepEqual(seller(play([...accepted, ...missed])).inTime, { part: 3, of: 4 });
  });
  test('leaves out units that were called off before their date, and those that nobody timed', () => {
    const calledOff = [evidence('delivered', 3), close(3), agree];
    assert.deepEqual(seller(play([...accepted, ...calledOff])).inTime, { part: 3, of: 3 });
    assert.deepEqual(seller(play([...accepted, close(4)])).inTime, { part: 0, of: 0 });
  });
  test('goes by the time of the evidence, not of the statement that brings it', () => {
    const evidenceOf: Later = (world) => evidence('delivered', 4, { atMs: START_MS + DAY_MS })(world);
    const world = play([...accepted, later(9), evidenceOf, close(4)]);
    assert.deepEqual(seller(world).inTime, { part: 4, of: 4 });
  });
  test('goes by the date that both sides agreed to, from then on', () => {
    const propose = onOrder('acme/buyer', 'proposeChange', { neededByMs: START_MS + 9 * DAY_MS });
    const change = [propose, onOrder('borealis/sales', 'agreeChange', { from: 'buyer' })];
    const world = play([...accepted, ...change, later(8), evidence('delivered', 4), close(4)]);
    assert.deepEqual(seller(world).inTime, { part: 4, of: 4 });
  });
  test('counts what was sent back, also where it came again, and late where it came late', () => {
    const again = [evidence('delivered', 4), evidence('rejected', 1), later(2), evidence('delivered', 1)];
    const { rejected, accepted: taken, inTime } = seller(play([...accepted, ...again, close(4)]));
    assert.deepEqual(
      { rejected, taken, inTime },
      {
        rejected: { part: 1, of: 5 },
        taken: { part: 4, of: 4 },
        inTime: { part: 3, of: 4 },
      },
    );
  });
  test('counts how long answers to orders took, whichever they were, and none where a bid was the answer', () => {
    const slow: Later = (world) => ({ ...accept(world), afterMs: 90 * 60_000 });
    assert.deepEqual(seller(play([...funded, place(), slow])).answers, { count: 1, meanMinutes: 90 });
    const no = play([...funded, place(), onOrder('borealis/sales', 'declineOrder')]);
    assert.deepEqual(countsOf(no, 'borealis', 'seller'), { answers: 1, answerMinutes: 0, answersNo: 1 });
    assert.deepEqual(seller(play([...opened, award('borealis')])).answers, { count: 0, meanMinutes: 0 });
  });
  test('counts bids that were opened, and those that were not', () => {
    const settle: Later = (world) => ({
      by: 'delta/sales',
      action: 'sourcing.settleBid',
      input: { bid: bidId(world, 'carter') },
    });
    const world = play([...sealed, at(SEAL_UNTIL_MS, open('borealis', cheap)), at(OPEN_UNTIL_MS, settle)]);
    assert.deepEqual(seller(world).bidsForfeited, { part: 0, of: 1 });
    assert.deepEqual(sellerRecord(countsOf(world, 'carter', 'seller')).bidsForfeited, { part: 1, of: 1 });
  });
});

describe('the record of a buyer', () => {
  test('counts orders whose price was set aside, what it took by silence, and how long acceptance took', () => {
    const slow = [evidence('delivered', 4), later(1), evidence('accepted', 3), later(9)];
    const silent = onOrder('carter/sales', 'settle');
    const conditions = { acceptanceDays: 5 };
    const world = play([...funded, place({ conditions }), accept, ...slow, silent]);
    assert.equal(world.all('procurement/order')[0]?.state, 'closed');
    const { setAside, acceptances, silent: unsaid } = buyer(world);
    assert.deepEqual(
      { setAside, acceptances, unsaid },
      {
        setAside: { part: 1, of: 1 },
        acceptances: { count: 1, meanMinutes: 24 * 60 },
        unsaid: { part: 1, of: 4 },
      },
    );
  });
  test('counts invoices by the word of the seller, and against the day that was agreed', () => {
    const confirm = onOrder('borealis/finance', 'confirmPayment');
    const invoiced = [...funded, place({ payment: 'invoice', conditions: { paymentDays: 30 } }), accept, close(4)];
    assert.deepEqual(buyer(play(invoiced)).invoicesPaid, { part: 0, of: 1 });
    const inTime = buyer(play([...invoiced, later(30), confirm]));
    assert.deepEqual(
      [inTime.invoicesPaid, inTime.invoicesLate],
      [
        { part: 1, of: 1 },
        { part: 0, of: 1 },
      ],
    );
    assert.deepEqual(buyer(play([...invoiced, later(30), later(1), confirm])).invoicesLate, { part: 1, of: 1 });
  });
  test('counts orders that it took back, and requests that became none', () => {
    const cancel = onOrder('acme/buyer', 'cancelOrder');
    assert.deepEqual(buyer(play([...funded, place(), cancel])).cancelled, { part: 1, of: 1 });
    const withdraw: Later = (world) => ({
      by: 'acme/buyer',
      action: 'sourcing.cancelRfq',
      input: { rfq: String(world.all('sourcing/rfq')[0]?.id) },
    });
    assert.deepEqual(buyer(play([...published, withdraw])).awarded, { part: 0, of: 1 });
    assert.deepEqual(buyer(play([...opened, award('borealis')])).awarded, { part: 1, of: 1 });
  });
});

test('a dispute counts for both sides, and is lost by who gets less than half', () => {
  const dispute = onOrder('acme/buyer', 'openDispute', { part: { amountCents: 1_001 }, reason: HASH });
  const decided = (sellerCents: number) => {
    const world = play([
      ...funded,
      place({ conditions: { arbiter: 'carter' } }),
      accept,
      dispute,
      onDispute('carter/sales', 'decideDispute', { sellerCents }),
    ]);
    return [seller(world).disputesLost.part, buyer(world).disputesLost.part, seller(world).disputesLost.of];
  };
  assert.deepEqual(decided(500), [1, 0, 1]);
  assert.deepEqual(decided(501), [0, 1, 1]);
});

test('what a member does with one to which it says it is related does not enter its months, and enters the other’s', () => {
  const deal = [place(), accept, evidence('delivered', 4), close(4)];
  const world = play([...funded, relate('borealis', 'acme'), ...deal]);
  assert.deepEqual(countsOf(world, 'borealis', 'seller'), {});
  assert.equal(buyer(world).orders, 1);
  const again = play([...funded, relate('borealis', 'acme'), relate('borealis', 'acme', 'withdrawRelation'), ...deal]);
  assert.equal(seller(again).orders, 1);
});

test('other members learn no name of a customer and no price, and both sides see what counted', () => {
  const world = play([...accepted, evidence('delivered', 4), close(4)]);
  for (const month of world.all('standing/month')) {
    const text = JSON.stringify({ ...month, member: '', id: '' });
    assert.doesNotMatch(text, /acme|borealis|order-|40000/);
  }
  const facts = world.all('standing/fact') as Fact[];
  assert.deepEqual(facts.map(({ kind, member, other, side }) => [kind, member, other, side]).sort(), [
    ['answer', 'borealis', 'acme', 'seller'],
    ['closing', 'acme', 'borealis', 'buyer'],
    ['closing', 'borealis', 'acme', 'seller'],
  ]);
  const { fact, month } = standing.rules.visibleTo as {
    readonly fact: (fact: Fact) => readonly string[];
    readonly month: string;
  };
  assert.equal(month, 'members');
  for (const one of facts) assert.deepEqual([...fact(one)].sort(), ['acme', 'borealis']);
  const alone = { ...facts[0], other: undefined } as unknown as Fact;
  assert.deepEqual(fact(alone), [alone.member]);
});

test('months are those of the calendar, from 1970 to 2400', () => {
  for (let timeMs = 0; timeMs < Date.UTC(2400, 3); timeMs += 12 * 3_600_000) {
    const date = new Date(timeMs);
    const expected = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    if (monthOf(timeMs) !== expected) assert.fail(`${date.toISOString()} is in month ${monthOf(timeMs)}`);
  }
  assert.equal(monthOf(Date.UTC(2024, 1, 29, 23, 59)), 54 * 12 + 1);
});

test('an order is of the size that its price in whole units of money has', () => {
  const sizes = ['ordersBelow1k', 'ordersBelow10k', 'ordersBelow100k', 'ordersBelow1m', 'ordersFrom1m'];
  for (const [i, limit] of [100_000, 1_000_000, 10_000_000, 100_000_000].entries())
    assert.deepEqual([sizeOf(limit - 1), sizeOf(limit)], [sizes[i], sizes[i + 1]]);
});

test('a window of months goes back from the month of the statement, which is in it', () => {
  const world = play([...accepted, close(4)]);
  const ordersOver = (months: number) => {
    const called = callOperation(world, { by: 'carter/sales', via: 'sourcing' }, countsOver, {
      member: 'borealis',
      side: 'seller',
      unit: 'EUR',
      months,
    });
    return called.value?.orders;
  };
  assert.equal(ordersOver(1), 1);
  play([later(62)], world);
  assert.deepEqual([ordersOver(2), ordersOver(3)], [undefined, 1]);
});

test('counts add up, also at the end of the integers, and a part of nothing reaches nothing', () => {
  const most = Number.MAX_SAFE_INTEGER;
  assert.deepEqual(addCounts({ orders: most }, { orders: 1, answers: 2 }), { orders: most, answers: 2 });
  assert.deepEqual(addCounts({}, {}), {});
  assert.equal(new Set(COUNTERS).size, COUNTERS.length);
  assert.ok(!reaches({ part: 0, of: 0 }, 0));
  assert.ok(reaches({ part: 19, of: 20 }, 9_500) && !reaches({ part: 18, of: 19 }, 9_500));
});
