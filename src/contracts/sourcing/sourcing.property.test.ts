import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { World } from '#test/world.ts';
import {
  AWARD_UNTIL_MS,
  award,
  bidId,
  commitmentOf,
  MINUTE_MS,
  market,
  onBid,
  onRfq,
  open,
  priced,
  publish,
  rfqId,
  SEAL_UNTIL_MS,
  seal,
  shop,
} from './market.fixture.ts';
import { type BidPlace, compareBids, scoreBid, sealedContent } from './match.ts';
import type { BidContent, Rfq } from './records.ts';

const SHOPS = ['borealis', 'carter'] as const;
const shopName = fc.constantFrom(...SHOPS);
const CONTENTS = [10_000, 15_000, 15_001, 20_000, 20_001].flatMap((cents) => [
  priced(cents),
  priced(cents, { credits: { unit: 'CREDIT', amountCents: 30 } }),
]);
const content = fc.constantFrom(...CONTENTS);
/** Opens what the member has sealed. */
const openSealed =
  (member: string): Later =>
  (world) => {
    const sealed = world.get('sourcing/bid', bidId(world, member))?.commitment;
    const own = CONTENTS.find((one) => commitmentOf(rfqId(world), member, one) === sealed);
    return open(member, own ?? priced(1))(world);
  };

/** A step, and how much later it comes. */
const step: fc.Arbitrary<Later> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.tuple(shopName, content).map(([member, bid]) => seal(member, bid)) },
      { weight: 8, arbitrary: shopName.map(openSealed) },
      { weight: 1, arbitrary: fc.tuple(shopName, content).map(([member, bid]) => open(member, bid)) },
      { weight: 1, arbitrary: shopName.map((member) => onBid(`${member}/sales`, 'withdrawBid', member)) },
      { weight: 5, arbitrary: shopName.map((member) => award(member)) },
      { weight: 2, arbitrary: shopName.map((member) => onBid('delta/sales', 'settleBid', member)) },
      { weight: 2, arbitrary: shopName.map((member) => onBid(`${member}/sales`, 'claimShare', member)) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          onRfq('acme/buyer', 'endRfq'),
          onRfq('delta/sales', 'endRfq'),
          onRfq('acme/buyer', 'settlePool'),
          onRfq('acme/buyer', 'cancelRfq'),
        ),
      },
    ),
    fc.constantFrom(0, 0, 0, 0, 0, 0, 10, 61),
  )
  .map(([next, minutes]) => (world) => ({ ...next(world), afterMs: minutes * MINUTE_MS }));

const POOL = { unit: 'CREDIT', amountCents: 101, capCents: 40 };

function sum(world: World, unit: string): number {
  return world
    .all('accounts/account')
    .filter((account) => account.unit === unit)
    .reduce((all, { balanceCents, heldCents }) => all + Number(balanceCents) + Number(heldCents), 0);
}

function assertSound(world: World): void {
  assert.deepEqual([sum(world, 'EUR'), sum(world, 'CREDIT')], [1_020_000, 1_200], 'money is moved, never made');
  const orders = world.all('procurement/order');
  assert.ok(orders.length <= 1, 'one request, one order');
  const rfq = world.get('sourcing/rfq', rfqId(world));
  assert.equal(orders.length, rfq?.state === 'awarded' ? 1 : 0);
  const bids = world.all('sourcing/bid');
  const tally = world.get('sourcing/tally', rfqId(world));
  const inState = (...states: string[]) => bids.filter(({ state }) => states.includes(String(state))).length;
  if (rfq?.state === 'open') assert.equal(tally?.sealed, inState('sealed'));
  assert.equal(tally?.opened, inState('opened', 'won', 'lost'));
  for (const { state, bondHold, creditsHold, points, faults, content: said } of bids) {
    assert.equal(bondHold !== undefined, state === 'sealed', 'a bond is held while the bid is sealed, and then not');
    assert.ok(creditsHold === undefined || state === 'opened');
    assert.equal(points !== undefined, said !== undefined && Array.isArray(faults) && faults.length === 0);
  }
  const winner = bids.find(({ state }) => state === 'won');
  for (const other of bids) {
    if (winner?.points === undefined || other.points === undefined) continue;
    assert.ok(Number(winner.points) >= Number(other.points), 'no award that the rule does not give');
  }
}

test('money is conserved, one order at most is made, to the best, and what is set aside always comes free', () => {
  const ends = { awarded: 0, ended: 0, cancelled: 0, forfeited: 0, shared: 0 };
  const property = fc.property(fc.array(step, { minLength: 8, maxLength: 24 }), (steps) => {
    const world = play([...market, publish({ pool: POOL })]);
    for (const next of steps) {
      world.do(next(world));
      assertSound(world);
    }
    // Whatever was done, strangers alone bring it to its end.
    const laterMs = 40 * 86_400_000;
    world.do({ ...onRfq('delta/sales', 'endRfq')(world), afterMs: laterMs });
    for (const member of SHOPS) world.do(onBid('delta/sales', 'settleBid', member)(world));
    world.do({ ...onRfq('delta/sales', 'settlePool')(world), afterMs: laterMs });
    assertSound(world);
    const held = world
      .all('accounts/hold')
      .filter(({ state, contract }) => state === 'held' && contract === 'sourcing');
    assert.deepEqual(held, [], 'nothing of the request is held any more');
    const state = String(world.get('sourcing/rfq', rfqId(world))?.state);
    if (state === 'awarded' || state === 'ended' || state === 'cancelled') ends[state]++;
    if (SHOPS.some((member) => world.get('sourcing/bid', bidId(world, member))?.state === 'forfeited'))
      ends.forfeited++;
    if (Number(world.get('sourcing/tally', rfqId(world))?.claimed) > 0) ends.shared++;
  });
  fc.assert(property, { numRuns: 400, seed: 7 });
  for (const [end, times] of Object.entries(ends)) assert.ok(times > 3, `${end} ${times} times`);
});

test('a losing bid that comes or goes never changes the winner, nor its points', () => {
  const withShops = (steps: readonly Later[]) =>
    play([...market, ...shop('delta'), publish({ bondCents: 0 }), ...steps]);
  const bid = fc.tuple(fc.integer({ min: 1, max: 21_000 }), fc.nat(21)).map(([cents, day]) => {
    return priced(cents, { deliverByMs: SEAL_UNTIL_MS + day * 86_400_000 });
  });
  const property = fc.property(bid, bid, bid, (first, second, third) => {
    const bids = { borealis: first, carter: second, delta: third };
    const outcome = (members: readonly (keyof typeof bids)[]) => {
      const world = withShops(members.map((member) => seal(member, bids[member])));
      world.timeMs = SEAL_UNTIL_MS;
      for (const member of members) world.ok(open(member, bids[member])(world));
      const best = world.get('sourcing/tally', rfqId(world))?.best;
      return best === undefined ? undefined : (Object(best) as { bid: string; points: number });
    };
    const all = outcome(['borealis', 'carter', 'delta']);
    for (const without of ['borealis', 'carter', 'delta'] as const) {
      const left = (['borealis', 'carter', 'delta'] as const).filter((member) => member !== without);
      const fewer = outcome(left);
      if (all === undefined || all.bid.endsWith(`:${without}`)) continue;
      assert.deepEqual([fewer?.bid.split(':')[1], fewer?.points], [all.bid.split(':')[1], all.points]);
    }
  });
  fc.assert(property, { numRuns: 60, seed: 11 });
});

const scored: Pick<Rfq, 'reserveUnitPriceCents' | 'weights' | 'sealUntilMs'> & { order: { neededByMs: number } } = {
  order: { neededByMs: AWARD_UNTIL_MS + 1_000_000 },
  reserveUnitPriceCents: 1_000_000_000_000_000,
  weights: { price: 5000, time: 3000, shop: 2000 },
  sealUntilMs: SEAL_UNTIL_MS,
};

test('points lie between 0 and 10,000, and a cheaper, earlier bid of a better shop never has fewer', () => {
  const cents = fc.integer({ min: 1, max: 1_000_000_000_000_000 });
  const time = fc.integer({ min: SEAL_UNTIL_MS, max: AWARD_UNTIL_MS + 1_000_000 });
  const property = fc.property(cents, cents, time, time, fc.nat(10_000), fc.nat(10_000), (a, b, c, d, e, f) => {
    // Of the order only its date counts.
    const rfq = scored as unknown as Rfq;
    const worse = scoreBid(rfq, { unitPriceCents: Math.max(a, b), deliverByMs: Math.max(c, d) }, Math.min(e, f));
    const better = scoreBid(rfq, { unitPriceCents: Math.min(a, b), deliverByMs: Math.min(c, d) }, Math.max(e, f));
    assert.ok(worse.points >= 0 && worse.points <= better.points && better.points <= 10_000);
  });
  fc.assert(property, { numRuns: 1000, seed: 3 });
});

test('bids stand in one order: by points, and of equal points by who sealed first', () => {
  const some = fc.record({ points: fc.nat(3), place: fc.integer({ min: 1, max: 1000 }) });
  const property = fc.property(fc.uniqueArray(some, { selector: ({ place }) => place, maxLength: 12 }), (bids) => {
    const sorted = [...bids].sort(compareBids);
    for (const [i, bid] of sorted.entries()) {
      const next = sorted[i + 1];
      if (next === undefined) continue;
      assert.ok(bid.points > next.points || (bid.points === next.points && bid.place < next.place));
    }
  });
  fc.assert(property, { numRuns: 300, seed: 5 });
});

test('what is sealed names ledger, request, member, salt and every part of the bid', () => {
  const place: BidPlace = { ledger: 'l', rfq: 'r', bidder: 'b' };
  const bid: BidContent = priced(1, { remarks: 'A'.repeat(43), credits: { unit: 'CREDIT', amountCents: 1 } });
  const base = JSON.stringify(sealedContent(place, 's', bid));
  const others = [
    sealedContent({ ...place, ledger: 'x' }, 's', bid),
    sealedContent({ ...place, rfq: 'x' }, 's', bid),
    sealedContent({ ...place, bidder: 'x' }, 's', bid),
    sealedContent(place, 'x', bid),
    sealedContent(place, 's', { ...bid, unitPriceCents: 2 }),
    sealedContent(place, 's', { ...bid, deliverByMs: 2 }),
    sealedContent(place, 's', { ...bid, validUntilMs: 2 }),
    sealedContent(place, 's', priced(1)),
  ];
  assert.ok(others.every((other) => JSON.stringify(other) !== base));
});
