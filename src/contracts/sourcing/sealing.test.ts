// Sealing, opening, taking out and settling: each rule at its edge, and what stands afterwards.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play, registerType } from '#contracts/items/items.fixture.ts';
import { balanceCents } from '#contracts/procurement/procurement.fixture.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import type { World } from '#test/world.ts';
import { awarded, cheap, crowded, dear, opened, pooled, published, revoke, sealed } from './deals.fixture.ts';
import {
  AWARD_UNTIL_MS,
  askWith,
  at,
  award,
  bidId,
  market,
  NEEDED_BY_MS,
  OPEN_UNTIL_MS,
  onBid,
  onRfq,
  open,
  priced,
  publish,
  rfqId,
  SEAL_UNTIL_MS,
  seal,
} from './market.fixture.ts';
import { poolShare } from './match.ts';
import { by, rowsOf } from './places.fixture.ts';
import { CONTEST_UNTIL_MS, handedOver, named, openReceived, sayUnreadable, sealedFiles } from './to-buyer.fixture.ts';

const cancel = onRfq('acme/buyer', 'cancelRfq');
const exclude = (member: string) => onBid('delta/sales', 'excludeLapsed', member);
const settle = (member: string) => onBid('delta/sales', 'settleBid', member);
const tally = (world: World) => world.get('sourcing/tally', rfqId(world));
const bid = (world: World, member: string) => world.get('sourcing/bid', bidId(world, member));
/** The request has all but one of the bidders that it takes. */
const almostCrowded: Later = (world) => {
  const id = rfqId(world);
  const before = world.state.get('sourcing/tally', id);
  const after = canonicalJson({ ...world.get('sourcing/tally', id), bidders: 999 });
  world.state.apply([{ kind: 'sourcing/tally', id, before, after }]);
  return registerType('acme', 'BESIDE');
};
const above = priced(20_001);
const withFault = [...published, seal('borealis', above), at(SEAL_UNTIL_MS, open('borealis', above))];

rowsOf('a bid', [
  ['sealed on a request that was cancelled', 'rfq_closed', [...published, cancel], seal('borealis', cheap)],
  ['sealed by its buyer', 'not_invited', published, seal('acme', cheap, 'acme/sales')],
  ['sealed as the last that fits', 'accepted', [...published, almostCrowded], seal('borealis', cheap)],
  ['changed where no other fits', 'accepted', [...sealed, crowded], seal('borealis', dear)],
  [
    'withdrawn from a request that was cancelled',
    'rfq_closed',
    [...sealed, cancel],
    onBid('borealis/sales', 'withdrawBid', 'borealis'),
  ],
  ['withdrawn too late', 'sealing_over', sealed, at(SEAL_UNTIL_MS, onBid('borealis/sales', 'withdrawBid', 'borealis'))],
  [
    'withdrawn at the last moment',
    'accepted',
    sealed,
    at(SEAL_UNTIL_MS - 1, onBid('borealis/sales', 'withdrawBid', 'borealis')),
  ],
  ['opened by another', 'not_bidder', sealed, at(SEAL_UNTIL_MS, by('carter/sales', open('borealis', cheap)))],
  ['opened twice', 'bid_not_sealed', opened, open('borealis', cheap)],
  [
    'opened for a request that was cancelled',
    'rfq_closed',
    [...sealed, cancel],
    at(SEAL_UNTIL_MS, open('borealis', cheap)),
  ],
  ['taken out while it is sealed', 'bid_not_opened', [...sealed, revoke('borealis')], exclude('borealis')],
  ['taken out although it is not compared', 'bid_not_opened', [...withFault, revoke('borealis')], exclude('borealis')],
  ['taken out after the award', 'rfq_closed', [...awarded, revoke('carter')], exclude('carter')],
  ['settled while it may still win', 'nothing_due', opened, settle('borealis')],
  ['settled after it has won', 'nothing_due', awarded, settle('borealis')],
  ['settled twice', 'nothing_due', [...awarded, settle('carter')], settle('carter')],
  ['settled while its buyer has it', 'nothing_due', handedOver, at(CONTEST_UNTIL_MS, settle('borealis'))],
  [
    'settled after it was withdrawn',
    'nothing_due',
    [...sealed, onBid('borealis/sales', 'withdrawBid', 'borealis')],
    at(OPEN_UNTIL_MS, settle('borealis')),
  ],
]);

describe('the tally', () => {
  test('counts a bidder once, and a bid that was withdrawn or forfeited as sealed no more', () => {
    const world = play([...sealed, seal('borealis', dear)]);
    assert.deepEqual([tally(world)?.bidders, tally(world)?.sealed, tally(world)?.places], [2, 2, 3]);
    play([onBid('borealis/sales', 'withdrawBid', 'borealis')], world);
    assert.deepEqual([tally(world)?.bidders, tally(world)?.sealed], [2, 1]);
    play([at(OPEN_UNTIL_MS, settle('carter'))], world);
    assert.equal(tally(world)?.sealed, 0);
  });

  test('has no best once every bid is taken out', () => {
    const world = play([...opened, revoke('borealis'), exclude('borealis'), revoke('carter'), exclude('carter')]);
    assert.deepEqual([tally(world)?.best, tally(world)?.isUncontested], [undefined, undefined]);
  });

  test('shares a pool among those alone that have a share', () => {
    const pool = { unit: 'CREDIT', amountCents: 100, capCents: 100 };
    const world = play([...market, publish({ pool }), seal('borealis', cheap), seal('carter', above)]);
    play([at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', above), award('borealis')], world);
    play([onBid('borealis/sales', 'claimShare', 'borealis')], world);
    assert.equal(balanceCents(world, 'borealis/CREDIT'), 200);
    play([onRfq('delta/sales', 'settlePool')], world);
    assert.equal(balanceCents(world, 'acme/CREDIT'), 900);
  });

  test('counts shares only where there is a pool', () => {
    assert.equal(tally(play(opened))?.eligible, 0);
    const shared = play([...pooled, at(SEAL_UNTIL_MS, open('borealis', cheap))]);
    assert.equal(tally(shared)?.eligible, 1);
  });
});

describe('of several bids', () => {
  test('each is ranked by its points, whoever made it', () => {
    const world = play([...published, seal('borealis', dear), seal('carter', cheap)]);
    play([at(SEAL_UNTIL_MS, open('borealis', dear)), open('carter', cheap), award('carter')], world);
    play(
      ['borealis', 'carter'].map((member) => onBid(`${member}/sales`, 'learnRank', member)),
      world,
    );
    const ranks = ['borealis', 'carter'].map((member) => world.get('sourcing/rank', bidId(world, member))?.rank);
    assert.deepEqual(ranks, [2, 1]);
  });

  test('the points that bidders see are those of the next where the best is taken out, and gone with the last', () => {
    const world = play([...named, openReceived('carter', dear), revoke('borealis'), exclude('borealis')]);
    assert.equal(world.get('sourcing/leader', rfqId(world))?.points, bid(world, 'carter')?.points);
    play([revoke('carter'), exclude('carter')], world);
    assert.equal(world.get('sourcing/leader', rfqId(world)), undefined);
  });
});

test('an early promise has the weight of time, and no more', () => {
  const early = priced(15_000, { deliverByMs: SEAL_UNTIL_MS - 20 * 86_400_000 });
  const world = play([...published, seal('borealis', early), at(SEAL_UNTIL_MS, open('borealis', early))]);
  assert.equal(Object(bid(world, 'borealis')?.score).time, 2_000);
});

test('a share of a pool is rounded down, capped, and none where nobody has one', () => {
  const pool = { amountCents: 101, capCents: 60 };
  assert.deepEqual(
    [0, 1, 2, 3].map((eligible) => poolShare(pool, eligible)),
    [0, 60, 50, 33],
  );
});

test('what became of bids that went to their buyer counts for their shops', () => {
  const world = play([...handedOver, at(OPEN_UNTIL_MS, sayUnreadable('carter'))]);
  play([at(AWARD_UNTIL_MS, onRfq('acme/buyer', 'endRfq')), settle('borealis'), settle('carter')], world);
  const counts = (member: string) => world.all('standing/month').find((month) => month.member === member)?.counts;
  assert.deepEqual([counts('borealis'), counts('carter')], [{ bidsOpened: 1 }, { bidsForfeited: 1 }]);
});

test('a shop without an account may win what is paid by invoice', () => {
  const isCarters = (text: unknown) => String(text).startsWith('carter/');
  const without = market.filter(
    ({ by: who, action, input }) => !(action === 'accounts.openAccount' && isCarters(who)) && !isCarters(input.to),
  );
  const ask = askWith({ payment: 'invoice' }, { bondCents: 0 });
  const world = play([...without, ask, seal('carter', dear), at(SEAL_UNTIL_MS, open('carter', dear))]);
  assert.deepEqual(bid(world, 'carter')?.faults, []);
  play([award('carter')], world);
  assert.equal(world.all('procurement/order')[0]?.seller, 'carter');
});

test('a certificate that ends by itself keeps a bid from the award as one that was revoked', () => {
  const untilMs = OPEN_UNTIL_MS + 1;
  const short = market.map((step) => {
    const isHis = step.action === 'membership.issueCredential' && step.input.subject === 'borealis';
    return isHis ? { ...step, input: { ...step.input, validUntilMs: untilMs } } : step;
  });
  const world = play([...short, ...opened.slice(market.length)]);
  assert.equal(world.do(at(untilMs - 1, exclude('borealis'))(world)).outcome, 'sourcing.bid_stands');
  assert.equal(world.do(at(untilMs, award('borealis'))(world)).outcome, 'sourcing.bid_excluded');
  play([exclude('borealis'), award('carter')], world);
  assert.ok(world.timeMs < NEEDED_BY_MS);
});

test('a bid that was not handed over forfeits its bond once', () => {
  const world = play([...sealedFiles, at(OPEN_UNTIL_MS, settle('borealis'))]);
  assert.equal(world.do(settle('borealis')(world)).outcome, 'sourcing.nothing_due');
  assert.equal(balanceCents(world, 'acme/EUR'), 1_005_000);
});
