import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { play } from '#contracts/items/items.fixture.ts';
import { balanceCents, milestones } from '#contracts/procurement/procurement.fixture.ts';
import { relate } from '#contracts/standing/standing.fixture.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import {
  answer,
  awarded,
  cheap,
  choose,
  counter,
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
  askWith,
  at,
  award,
  bidId,
  HASH,
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

const stateOf = (world: World, member: string) => world.get('sourcing/bid', bidId(world, member))?.state;
const euros = (world: World) => ['acme', 'borealis', 'carter'].map((member) => balanceCents(world, `${member}/EUR`));
const credits = (world: World) =>
  ['acme', 'borealis', 'carter'].map((member) => balanceCents(world, `${member}/CREDIT`));

// Else the buyer would learn of them at the award, when every bid is in.
const UNFIT: readonly (readonly [code: string, order: JsonObject, more?: JsonObject])[] = [
  ['procurement.milestones_sum', { milestones: milestones(['acceptance', 3000], ['accepted', 6999]) }],
  ['procurement.assumed_unknown', { assumed: ['roughness'] }],
  ['procurement.arbiter_unfit', { conditions: { arbiter: 'acme' } }],
  ['procurement.arbiter_unfit', { conditions: { arbiter: 'nobody' } }],
  [
    'procurement.decider_unknown',
    { milestones: milestones(['decision', 10_000, { member: 'nobody', role: 'quality' }]) },
  ],
  ['procurement.tariff_unknown', { tariff: 'tariff-none' }],
  ['procurement.total_too_large', { quantity: 1_000_000_000 }, { reserveUnitPriceCents: 1_000_001 }],
  ['sourcing.arbiter_apart', { conditions: { arbiter: 'carter' } }, { invited: ['borealis', 'carter'] }],
];
for (const [code, order, more] of UNFIT) {
  test(`${code}: nothing is asked for with ${canonicalJson(order)}`, () => {
    const world = play(market);
    assert.equal(world.do(askWith(order, more)(world)).outcome, code);
  });
}

test('procurement.account_missing: nothing is asked for with a fee that its operator has no account for', () => {
  const tariff = { unit: 'EUR', feeBasisPoints: 100, mostCents: 5_000 };
  const world = play([...market, { by: 'carter/finance', action: 'procurement.publishTariff', input: tariff }]);
  const ask = askWith({ tariff: String(world.all('procurement/tariff')[0]?.id) });
  assert.equal(world.do(ask(world)).outcome, 'accepted');
  const other = play([...market, { by: 'delta/finance', action: 'procurement.publishTariff', input: tariff }]);
  const step = askWith({ tariff: String(other.all('procurement/tariff')[0]?.id) });
  assert.equal(other.do(step(other)).outcome, 'procurement.account_missing');
});

describe('a request for quotation', () => {
  test('ends in an order at the best bid, accepted at once, with its price set aside', () => {
    const world = play(awarded);
    const [order] = world.all('procurement/order');
    assert.deepEqual(
      [order?.seller, order?.unitPriceCents, order?.totalCents, order?.state],
      ['borealis', 15_000, 60_000, 'accepted'],
    );
    const rfq = world.get('sourcing/rfq', rfqId(world));
    assert.deepEqual([rfq?.state, rfq?.orderId, rfq?.winner], ['awarded', order?.id, bidId(world, 'borealis')]);
    assert.deepEqual([stateOf(world, 'borealis'), stateOf(world, 'carter')], ['won', 'opened']);
    assert.deepEqual(euros(world), [1_000_000 - 60_000, 10_000, 10_000], 'bonds are back, the price is held');
  });

  test('tells a loser its own rank and points, and no price of another', () => {
    const world = play([...awarded, onBid('carter/sales', 'learnRank', 'carter')]);
    const rank = world.get('sourcing/rank', bidId(world, 'carter'));
    assert.deepEqual([rank?.rank, rank?.compared, rank?.bidder], [2, 2, 'carter']);
    const text = world.state.get('sourcing/bid', bidId(world, 'borealis')) ?? '';
    assert.deepEqual(world.registry.readers('sourcing/bid', text), ['acme', 'borealis']);
  });

  test('is read by those it names, or by every member, and its answers do not name who asked', () => {
    const named = play([
      ...market,
      publish({ invited: ['borealis'] }),
      onRfq('borealis/sales', 'ask', { question: HASH }),
      answer,
    ]);
    const readersOf = (world: World, kind: string) =>
      world.registry.readers(kind, canonicalJson(world.all(kind)[0] ?? {}));
    assert.deepEqual(readersOf(named, 'sourcing/rfq'), ['acme', 'borealis']);
    assert.deepEqual(readersOf(named, 'sourcing/notice'), ['acme', 'borealis']);
    assert.equal(readersOf(play(published), 'sourcing/rfq'), 'members');
    const [notice] = named.all('sourcing/notice');
    assert.ok(!JSON.stringify({ ...notice, invited: [] }).includes('borealis'));
  });

  test('is cancelled while bids are sealed, and every bond goes back', () => {
    const world = play([
      ...sealed,
      onRfq('acme/buyer', 'cancelRfq'),
      onBid('delta/sales', 'settleBid', 'borealis'),
      onBid('delta/sales', 'settleBid', 'carter'),
    ]);
    assert.deepEqual([stateOf(world, 'borealis'), stateOf(world, 'carter')], ['returned', 'returned']);
    assert.deepEqual(euros(world), [1_000_000, 10_000, 10_000]);
  });

  test('that nobody awards is ended by anyone after its time', () => {
    const world = play([...opened, at(AWARD_UNTIL_MS, onRfq('carter/sales', 'endRfq'))]);
    assert.equal(world.get('sourcing/rfq', rfqId(world))?.state, 'ended');
    play([onBid('carter/sales', 'settleBid', 'carter')], world);
    assert.equal(stateOf(world, 'carter'), 'lost');
  });
});

describe('a sealed bid', () => {
  test('is changed and withdrawn before the deadline, with one bond', () => {
    const world = play([...published, seal('borealis', dear), seal('borealis', cheap)]);
    assert.deepEqual(euros(world), [1_000_000, 5_000, 10_000]);
    play([at(SEAL_UNTIL_MS, open('borealis', cheap))], world);
    assert.equal(world.get('sourcing/bid', bidId(world, 'borealis'))?.place, 2);
    assert.deepEqual(euros(world), [1_000_000, 10_000, 10_000], 'and the bond comes back');
    const withdrawn = play([...sealed, onBid('borealis/sales', 'withdrawBid', 'borealis')]);
    assert.deepEqual(euros(withdrawn), [1_000_000, 10_000, 5_000]);
  });

  test('that is not opened forfeits its bond to the buyer, on the record', () => {
    const world = play([...sealed, at(SEAL_UNTIL_MS, open('borealis', cheap))]);
    play([at(OPEN_UNTIL_MS, onBid('delta/sales', 'settleBid', 'carter')), award('borealis')], world);
    assert.equal(stateOf(world, 'carter'), 'forfeited');
    assert.deepEqual(euros(world), [1_000_000 + 5_000 - 60_000, 10_000, 5_000]);
  });

  test('without the last addendum is opened, and does not win', () => {
    const world = play([
      ...sealed,
      onRfq('acme/engineer', 'addAddendum', { text: HASH }),
      seal('carter', dear, 'carter/sales', 1),
      at(SEAL_UNTIL_MS, open('borealis', cheap)),
      open('carter', dear),
      award('carter'),
    ]);
    assert.deepEqual(world.get('sourcing/bid', bidId(world, 'borealis'))?.faults, ['addendum_open']);
    assert.equal(world.all('procurement/order')[0]?.seller, 'carter');
  });

  test('has its credits handed to the buyer when it wins, and back when it loses', () => {
    const offer = (cents: number) => priced(cents, { credits: { unit: 'CREDIT', amountCents: 60 } });
    const world = play([
      ...published,
      seal('borealis', offer(15_000)),
      seal('carter', offer(18_000)),
      at(SEAL_UNTIL_MS, open('borealis', offer(15_000))),
      open('carter', offer(18_000)),
    ]);
    assert.deepEqual(credits(world), [1_000, 40, 40]);
    play([award('borealis'), onBid('carter/sales', 'settleBid', 'carter')], world);
    assert.deepEqual(credits(world), [1_060, 40, 100]);
  });
});

describe('what could not be paid', () => {
  test('keeps a bid from the award: credits without an account of the buyer’s, or a shop without an account', () => {
    const offer = priced(15_000, { credits: { unit: 'CREDIT', amountCents: 1 } });
    const poor = market.filter(({ by, action, input }) => {
      return (
        action !== 'accounts.openAccount' ||
        (by !== 'carter/finance' && !(by === 'acme/finance' && input.unit === 'CREDIT'))
      );
    });
    const without = poor.filter(
      ({ input }) => !['carter/EUR', 'carter/CREDIT', 'acme/CREDIT'].includes(String(input.to)),
    );
    const world = play([...without, publish({ bondCents: 0 }), seal('borealis', offer), seal('carter', dear)]);
    play([at(SEAL_UNTIL_MS, open('borealis', offer)), open('carter', dear)], world);
    const faults = ['borealis', 'carter'].map((member) => world.get('sourcing/bid', bidId(world, member))?.faults);
    assert.deepEqual(faults, [['credits_unpayable'], ['account_none']]);
    assert.equal(balanceCents(world, 'borealis/CREDIT'), 100, 'nothing is set aside');
  });
});

describe('an award', () => {
  test('goes to the next best where the best shop no longer qualifies', () => {
    const world = play([...opened, revoke('borealis')]);
    assert.equal(world.do(award('borealis')(world)).outcome, 'sourcing.bid_excluded');
    assert.equal(world.do(award('carter')(world)).outcome, 'sourcing.not_best');
    play([onBid('carter/sales', 'excludeLapsed', 'borealis'), award('carter')], world);
    assert.equal(world.all('procurement/order')[0]?.seller, 'carter');
  });

  test('by choice needs a person and a reason, and stands as a decision', () => {
    const world = play(opened);
    const { action, input } = choose('carter')(world);
    assert.equal(world.do({ by: 'acme/agent', action, input }).outcome, 'role_not_allowed');
    play([choose('carter')], world);
    assert.deepEqual(world.get('sourcing/rfq', rfqId(world))?.choice, { by: 'acme/buyer', reason: HASH });
    assert.equal(world.all('procurement/order')[0]?.seller, 'carter');
  });

  test('after a counter-offer is at the lower price, which only the bidder can agree to', () => {
    const world = play([...opened, counter(14_250)]);
    assert.equal(world.do(reply('carter/sales', 'acceptCounter')(world)).outcome, 'sourcing.not_bidder');
    play([reply('borealis/sales', 'acceptCounter'), award('borealis')], world);
    assert.equal(world.all('procurement/order')[0]?.unitPriceCents, 14_250);
  });

  test('by an agent stays within its mandate', () => {
    const mandate = (most: number): Step => ({
      by: 'acme/admin',
      action: 'membership.setMandate',
      input: {
        actor: 'acme/agent',
        mandate: [
          {
            ...{ what: 'sourcing.award', unit: 'EUR', mostEach: most, mostPerPeriod: most },
            ...{ periodMs: 86_400_000, untilMs: NEEDED_BY_MS },
          },
        ],
      },
    });
    const world = play([...opened, mandate(59_999)]);
    assert.equal(world.do(award('borealis', 'acme/agent')(world)).outcome, 'mandate_exceeded');
    play([mandate(60_000), award('borealis', 'acme/agent')], world);
    assert.equal(world.all('procurement/order').length, 1);
  });
});

describe('a reward pool', () => {
  test('is shared alike among those who bid in earnest, up to its cap, and the rest goes back', () => {
    const world = play([
      ...pooledOpened,
      award('borealis'),
      onBid('borealis/sales', 'claimShare', 'borealis'),
      onBid('carter/sales', 'claimShare', 'carter'),
    ]);
    assert.deepEqual(credits(world), [899, 140, 140]);
    play([onRfq('delta/sales', 'settlePool')], world);
    assert.deepEqual(credits(world), [920, 140, 140]);
  });

  test('gives nothing to a bid above the reserve, and what is not claimed goes back after thirty days', () => {
    const above = priced(20_001);
    const world = play([...market, publish({ pool: POOL }), seal('borealis', cheap), seal('carter', above)]);
    play([at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', above), award('borealis')], world);
    assert.equal(world.do(onBid('carter/sales', 'claimShare', 'carter')(world)).outcome, 'sourcing.share_none');
    play([at(START_MS + 31 * 86_400_000, onRfq('acme/buyer', 'settlePool'))], world);
    assert.deepEqual(credits(world), [1_000, 100, 100]);
  });

  test('is not shared with a shop that lost its certificate before the award', () => {
    const world = play([...pooledOpened, revoke('carter'), onBid('acme/buyer', 'excludeLapsed', 'carter')]);
    play([award('borealis'), onBid('borealis/sales', 'claimShare', 'borealis')], world);
    assert.equal(world.do(onBid('carter/sales', 'claimShare', 'carter')(world)).outcome, 'sourcing.share_none');
    play([onRfq('acme/buyer', 'settlePool')], world);
    assert.deepEqual(credits(world), [960, 140, 100]);
  });

  // Only its own word takes a share from a member: nobody gains by declaring another related.
  const RELATED = [
    { said: [['carter', 'borealis']], shares: ['borealis'] },
    { said: [['borealis', 'carter']], shares: ['carter'] },
    { said: [['acme', 'borealis']], shares: ['borealis', 'carter'] },
    { said: [['borealis', 'acme']], shares: ['carter'] },
  ] as const;
  for (const { said, shares } of RELATED) {
    for (const openers of [['borealis', 'carter'] as const, ['carter', 'borealis'] as const]) {
      test(`is shared by ${shares} where ${said.join(' of ')} said that they are related, and ${openers[0]} opens first`, () => {
        assert.deepEqual(sharing(said, openers), shares);
      });
    }
  }
  test('is shared by whoever opens first of two that both said they are related', () => {
    const both = [
      ['carter', 'borealis'],
      ['borealis', 'carter'],
    ] as const;
    assert.deepEqual(sharing(both, ['carter', 'borealis']), ['carter']);
    assert.deepEqual(sharing(both, ['borealis', 'carter']), ['borealis']);
  });

  function sharing(
    said: readonly (readonly [string, string])[],
    openers: readonly ['borealis' | 'carter', 'borealis' | 'carter'],
  ) {
    const bids = { borealis: cheap, carter: dear };
    const world = play([...market, ...said.map(([by, other]) => relate(by, other)), publish({ pool: POOL })]);
    play([seal('borealis', cheap), seal('carter', dear)], world);
    const [first, second] = openers;
    play([at(SEAL_UNTIL_MS, open(first, bids[first])), open(second, bids[second])], world);
    return ['borealis', 'carter'].filter((member) => world.get('sourcing/bid', bidId(world, member))?.eligible);
  }
});
