// Refusals of one code at more than one place: each rule of each action, beside the row that its code has already.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { World } from '#test/world.ts';
import {
  awarded,
  cheap,
  counter,
  counterId,
  dear,
  opened,
  POOL,
  pooledOpened,
  published,
  reply,
  revoke,
  sealed,
} from './deals.fixture.ts';
import {
  AWARD_UNTIL_MS,
  at,
  award,
  bidId,
  HASH,
  MINUTE_MS,
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
  saltOf,
  seal,
} from './market.fixture.ts';
import { by, rowsOf } from './places.fixture.ts';
import {
  CONTEST_UNTIL_MS,
  handedOver,
  handOver,
  NAMING_UNTIL_MS,
  named,
  openReceived,
  publishToBuyer,
  sayUnreadable,
  sealedFiles,
  tellRank,
} from './to-buyer.fixture.ts';

const ended = [...named, at(CONTEST_UNTIL_MS, award('borealis'))];
rowsOf('a bid that goes to its buyer', [
  ['handed over by another', 'not_bidder', sealedFiles, at(SEAL_UNTIL_MS, by('carter/sales', handOver('borealis')))],
  ['handed over twice', 'bid_not_sealed', handedOver, handOver('borealis')],
  ['handed over too early', 'sealing_runs', sealedFiles, at(SEAL_UNTIL_MS - 1, handOver('borealis'))],
  [
    'handed over for a request that was cancelled',
    'rfq_closed',
    [...sealedFiles, onRfq('acme/buyer', 'cancelRfq')],
    at(SEAL_UNTIL_MS, handOver('borealis')),
  ],
  ['named by another', 'not_buyer', handedOver, at(OPEN_UNTIL_MS, by('carter/buyer', openReceived('borealis', cheap)))],
  ['said to be unreadable by another', 'not_buyer', handedOver, by('carter/buyer', sayUnreadable('borealis'))],
  ['named at the last moment', 'accepted', handedOver, at(NAMING_UNTIL_MS - 1, openReceived('borealis', cheap))],
  ['sealed without a file', 'file_wrong', [...market, publishToBuyer()], seal('borealis', cheap)],
  ['its rank told by another', 'not_buyer', ended, by('borealis/buyer', tellRank('carter', 2))],
  ['its rank told while the request runs', 'award_runs', named, tellRank('carter', 2)],
  ['its rank told where the ledger knows it', 'not_to_buyer', awarded, tellRank('carter', 2)],
  ['a rank told to the winner', 'bid_not_handed_over', ended, tellRank('borealis', 1)],
  ['a rank of none', 'rank_wrong', ended, tellRank('carter', 0)],
  ['a rank among more than bid', 'rank_wrong', ended, tellRank('carter', 1, 3)],
  [
    'a rank told once all is settled',
    'accepted',
    [...ended, onBid('delta/sales', 'settleBid', 'carter')],
    tellRank('carter', 1),
  ],
  [
    'a rank told to who was opened and lost',
    'accepted',
    [...named, openReceived('carter', dear), at(CONTEST_UNTIL_MS, award('borealis'))],
    tellRank('carter', 2),
  ],
]);

const second = [...market, publish(), publish({ bondCents: 0 }), seal('borealis', cheap), seal('carter', dear)];
const chooseForSecond: Later = (world) => ({
  by: 'acme/buyer',
  action: 'sourcing.awardByChoice',
  input: { rfq: rfqId(world, 1), bid: bidId(world, 'borealis'), reason: HASH },
});
rowsOf('an award and a counter-offer', [
  [
    'by choice to a bid on another request',
    'bid_not_opened',
    [...second, at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', dear)],
    chooseForSecond,
  ],
  ['a counter-offer to another than the best', 'not_best', opened, counter(17_900, 'carter')],
  ['a counter-offer at the price of the bid', 'counter_outside', opened, counter(15_000)],
  ['the last cent of a counter-offer', 'accepted', opened, counter(14_250)],
  [
    'a counter-offer accepted twice',
    'counter_ended',
    [...opened, counter(14_500), reply('borealis/sales', 'acceptCounter')],
    reply('borealis/sales', 'acceptCounter'),
  ],
  [
    'a counter-offer accepted after the award',
    'rfq_closed',
    [...opened, counter(14_500), award('borealis')],
    reply('borealis/sales', 'acceptCounter'),
  ],
  [
    'a counter-offer accepted for a bid that was taken out',
    'bid_excluded',
    [...opened, counter(14_500), revoke('borealis'), onBid('delta/sales', 'excludeLapsed', 'borealis')],
    reply('borealis/sales', 'acceptCounter'),
  ],
  [
    'a counter-offer declined by another',
    'not_bidder',
    [...opened, counter(14_500)],
    reply('carter/sales', 'declineCounter'),
  ],
  ['a counter-offer taken back', 'accepted', [...opened, counter(14_500)], reply('acme/buyer', 'declineCounter')],
]);

const MONTH_MS = 30 * 86_400_000;
const shared = [...pooledOpened, award('borealis')];
const claim = (member: string, actor = `${member}/sales`) => onBid(actor, 'claimShare', member);
/** So long after the award. */
const later =
  (ms: number, step: Later): Later =>
  (world) => ({ ...step(world), afterMs: ms });
rowsOf('a share and a rank', [
  ['a share claimed by another', 'not_bidder', shared, claim('borealis', 'carter/sales')],
  ['a share of a request that ended', 'accepted', [...pooledOpened, onRfq('acme/buyer', 'endRfq')], claim('carter')],
  ['a share at the last moment', 'accepted', shared, later(MONTH_MS - 1, claim('carter'))],
  ['a share a moment later', 'share_none', shared, later(MONTH_MS, claim('carter'))],
  [
    'a pool settled at the last moment for claims',
    'pool_claimable',
    shared,
    later(MONTH_MS - 1, onRfq('acme/buyer', 'settlePool')),
  ],
  ['a pool settled a moment later', 'accepted', shared, later(MONTH_MS, onRfq('acme/buyer', 'settlePool'))],
  [
    'a share of a request that was cancelled',
    'pool_open',
    [...market, publish({ pool: POOL }), seal('borealis', cheap), onRfq('acme/buyer', 'cancelRfq')],
    claim('borealis'),
  ],
  ['a pool settled while the request runs', 'pool_open', pooledOpened, onRfq('acme/buyer', 'settlePool')],
  [
    'a pool settled twice',
    'pool_none',
    [...shared, claim('borealis'), claim('carter'), onRfq('acme/buyer', 'settlePool')],
    onRfq('acme/buyer', 'settlePool'),
  ],
  ['a rank learned by another', 'not_bidder', awarded, onBid('borealis/sales', 'learnRank', 'carter')],
  ['a rank learned while the request runs', 'award_runs', opened, onBid('carter/sales', 'learnRank', 'carter')],
  [
    'a rank of a bid that nobody opened',
    'bid_not_opened',
    [...sealed, at(AWARD_UNTIL_MS, onRfq('acme/buyer', 'endRfq'))],
    onBid('carter/sales', 'learnRank', 'carter'),
  ],
]);

describe('what stands afterwards', () => {
  const tally = (world: World) => world.get('sourcing/tally', rfqId(world));

  test('the tally counts a bid that was handed over as sealed no more', () => {
    const world = play([...sealedFiles, at(SEAL_UNTIL_MS, handOver('borealis'))]);
    assert.deepEqual([tally(world)?.sealed, tally(world)?.bidders, tally(world)?.opened], [1, 2, 0]);
    play([handOver('carter'), at(OPEN_UNTIL_MS, openReceived('borealis', cheap))], world);
    assert.deepEqual([tally(world)?.sealed, tally(world)?.opened], [0, 1]);
  });

  test('a counter-offer that was accepted makes the best bid better', () => {
    const world = play([...opened, counter(14_250)]);
    const before = Number(Object(tally(world)?.best).points);
    play([reply('borealis/sales', 'acceptCounter')], world);
    const bid = world.get('sourcing/bid', bidId(world, 'borealis'));
    // 0.6 of 750 in 20,000 is 225 in 10,000.
    assert.deepEqual([bid?.points, Object(tally(world)?.best).points], [before + 225, before + 225]);
    assert.equal(world.get('sourcing/counter', counterId(world))?.state, 'accepted');
  });

  test('a bid with a fault has no rank, and is told how many were compared', () => {
    const above = priced(20_001);
    const world = play([...published, seal('borealis', cheap), seal('carter', above)]);
    play([at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', above), award('borealis')], world);
    play([onBid('carter/sales', 'learnRank', 'carter')], world);
    const rank = world.get('sourcing/rank', bidId(world, 'carter'));
    assert.deepEqual([rank?.rank, rank?.points, rank?.compared], [undefined, undefined, 1]);
  });

  test('of equal bids the one that was sealed first is the best, in whatever order they are opened', () => {
    const world = play([...published, seal('carter', cheap), seal('borealis', cheap)]);
    play([at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', cheap)], world);
    assert.equal(Object(tally(world)?.best).bid, bidId(world, 'carter'));
  });

  const FAULTS: readonly (readonly [fault: string | undefined, bid: Parameters<typeof priced>])[] = [
    [undefined, [20_000, { deliverByMs: NEEDED_BY_MS, validUntilMs: AWARD_UNTIL_MS }]],
    ['above_reserve', [20_001]],
    ['delivers_late', [15_000, { deliverByMs: NEEDED_BY_MS + 1 }]],
    ['validity_short', [15_000, { validUntilMs: AWARD_UNTIL_MS - 1 }]],
  ];
  for (const [fault, bid] of FAULTS) {
    test(`a bid at the edge of what is asked has ${fault ?? 'no fault'}`, () => {
      const world = play([...published, seal('borealis', priced(...bid))]);
      play([at(SEAL_UNTIL_MS, open('borealis', priced(...bid), saltOf('borealis')))], world);
      assert.deepEqual(world.get('sourcing/bid', bidId(world, 'borealis'))?.faults, fault === undefined ? [] : [fault]);
    });
  }

  test('the parts of a score are what the request says of them', () => {
    const deliverByMs = SEAL_UNTIL_MS + Math.floor((NEEDED_BY_MS - SEAL_UNTIL_MS) / 4);
    const content = priced(15_000, { deliverByMs });
    const world = play([
      ...published,
      seal('borealis', content),
      at(SEAL_UNTIL_MS + MINUTE_MS, open('borealis', content)),
    ]);
    const { score, points } = world.get('sourcing/bid', bidId(world, 'borealis')) ?? {};
    const { price, time, shop, shopPoints } = Object(score);
    assert.deepEqual([price, time, shop], [1_500, 1_500, Math.floor(shopPoints / 5)]);
    assert.equal(points, price + time + shop);
    assert.ok(shop > 0);
  });
});
