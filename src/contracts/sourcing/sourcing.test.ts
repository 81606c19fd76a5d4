import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play, registerType, typeId } from '#contracts/items/items.fixture.ts';
import { balanceCents } from '#contracts/procurement/procurement.fixture.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import {
  AWARD_UNTIL_MS,
  at,
  award,
  bidId,
  commitmentOf,
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
  rfqInput,
  SEAL_UNTIL_MS,
  saltOf,
  seal,
} from './market.fixture.ts';
import { sourcing } from './sourcing.ts';

const cheap = priced(15_000);
const dear = priced(18_000);
const published = [...market, publish()];
const sealed = [...published, seal('borealis', cheap), seal('carter', dear)];
const opened = [...sealed, at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', dear)];
const awarded = [...opened, award('borealis')];

const POOL = { unit: 'CREDIT', amountCents: 101, capCents: 40 };
const pooled = [...market, publish({ pool: POOL }), seal('borealis', cheap), seal('carter', dear)];
const pooledOpened = [...pooled, at(SEAL_UNTIL_MS, open('borealis', cheap)), open('carter', dear)];

/** The request has as many bidders as it takes. */
const crowded: Later = (world) => {
  const id = rfqId(world);
  const tally = { ...world.get('sourcing/tally', id), bidders: 1000 };
  world.state.apply([
    { kind: 'sourcing/tally', id, before: world.state.get('sourcing/tally', id), after: canonicalJson(tally) },
  ]);
  return registerType('acme', 'BESIDE');
};
const counterId = (world: World): string => String(world.all('sourcing/counter')[0]?.id ?? 'counter-none');
const counter =
  (unitPriceCents: number, member = 'borealis'): Later =>
  (world) => ({
    by: 'acme/buyer',
    action: 'sourcing.counterOffer',
    input: { rfq: rfqId(world), bid: bidId(world, member), unitPriceCents },
  });
const reply =
  (by: string, action: string): Later =>
  (world) => ({
    by,
    action: `sourcing.${action}`,
    input: { counter: counterId(world) },
  });
const questionId = (world: World): string => String(world.all('sourcing/question')[0]?.id ?? 'question-none');
const answer: Later = (world) => ({
  by: 'acme/buyer',
  action: 'sourcing.answer',
  input: { question: questionId(world), asked: HASH, answer: HASH },
});
const relate = (member: string, to: string, action = 'declareRelation'): Step => ({
  by: `${member}/admin`,
  action: `sourcing.${action}`,
  input: { member: to },
});
const revoke =
  (member: string): Later =>
  (world) => {
    const held = world.all('membership/credential').find(({ subject }) => subject === member);
    return { by: 'delta/quality', action: 'membership.revokeCredential', input: { id: String(held?.id) } };
  };
const choose = onRfqBid('awardByChoice', { reason: HASH });

function onRfqBid(action: string, more: Readonly<Record<string, string>>) {
  return (member: string): Later =>
    (world) => ({
      by: 'acme/buyer',
      action: `sourcing.${action}`,
      input: { rfq: rfqId(world), bid: bidId(world, member), ...more },
    });
}

testRefusals(sourcing, {
  type_foreign: {
    given: [...market, registerType('carter', 'RING-1')],
    refused: (world) => {
      const input = rfqInput(world);
      const order = { ...Object(input.order), itemType: typeId(world, 'RING-1') };
      return { by: 'acme/buyer', action: 'sourcing.publishRfq', input: { ...input, order } };
    },
  },
  times_wrong: { given: market, refused: publish({ openUntilMs: SEAL_UNTIL_MS }) },
  weights_wrong: { given: market, refused: publish({ weights: { price: 6000, time: 2000, shop: 1999 } }) },
  needs_differ: {
    given: market,
    refused: (world) => {
      const input = rfqInput(world);
      const requirement = { ...Object(input.requirement), neededByMs: NEEDED_BY_MS + 1 };
      return { by: 'acme/buyer', action: 'sourcing.publishRfq', input: { ...input, requirement } };
    },
  },
  invited_wrong: { given: market, refused: publish({ invited: ['borealis', 'borealis'] }) },
  account_missing: { given: [registerType('acme', 'PLATE-1')], refused: publish() },
  rfq_unknown: { given: market, refused: onRfq('borealis/sales', 'signNda') },
  rfq_closed: { given: awarded, refused: award('borealis') },
  not_buyer: { given: opened, refused: award('borealis', 'carter/buyer') },
  not_bidder: { given: sealed, refused: onBid('carter/sales', 'withdrawBid', 'borealis') },
  not_invited: { given: [...market, publish({ invited: ['borealis'] })], refused: seal('carter', dear) },
  nda_none: { given: published, refused: onRfq('borealis/sales', 'signNda') },
  nda_signed: {
    given: [...market, publish({ nda: HASH }), onRfq('borealis/sales', 'signNda')],
    refused: onRfq('borealis/engineer', 'signNda'),
  },
  nda_missing: { given: [...market, publish({ nda: HASH })], refused: seal('borealis', cheap) },
  sealing_over: { given: published, refused: at(SEAL_UNTIL_MS, seal('borealis', cheap)) },
  sealing_runs: { given: sealed, refused: at(SEAL_UNTIL_MS - 1, open('borealis', cheap)) },
  opening_over: { given: sealed, refused: at(OPEN_UNTIL_MS, open('borealis', cheap)) },
  opening_runs: { given: opened.slice(0, -1), refused: award('borealis') },
  award_over: { given: opened, refused: at(AWARD_UNTIL_MS, award('borealis')) },
  award_runs: { given: opened, refused: onRfq('carter/sales', 'endRfq') },
  addendum_open: {
    given: [...published, onRfq('acme/buyer', 'addAddendum', { text: HASH })],
    refused: seal('borealis', cheap),
  },
  question_unknown: { given: published, refused: answer },
  question_answered: {
    given: [...published, onRfq('borealis/sales', 'ask', { question: HASH }), answer],
    refused: answer,
  },
  bid_unknown: { given: published, refused: onBid('borealis/sales', 'withdrawBid', 'borealis') },
  bid_not_sealed: {
    given: [...sealed, onBid('borealis/sales', 'withdrawBid', 'borealis')],
    refused: onBid('borealis/sales', 'withdrawBid', 'borealis'),
  },
  bids_full: { given: [...published, crowded], refused: seal('borealis', cheap) },
  changes_too_many: {
    given: [...published, ...Array.from({ length: 21 }, () => seal('borealis', cheap))],
    refused: seal('borealis', dear),
  },
  commitment_differs: { given: sealed, refused: at(SEAL_UNTIL_MS, open('borealis', priced(14_999))) },
  bid_not_opened: { given: sealed, refused: at(OPEN_UNTIL_MS, award('carter')) },
  bid_excluded: {
    given: [...published, seal('borealis', priced(20_001)), at(SEAL_UNTIL_MS, open('borealis', priced(20_001)))],
    refused: choose('borealis'),
  },
  not_best: { given: opened, refused: award('carter') },
  bid_stands: { given: opened, refused: onBid('carter/sales', 'excludeLapsed', 'borealis') },
  counter_unknown: { given: opened, refused: reply('borealis/sales', 'acceptCounter') },
  counter_open: { given: [...opened, counter(14_500)], refused: counter(14_600) },
  counter_ended: {
    given: [...opened, counter(14_500), reply('borealis/sales', 'declineCounter')],
    refused: reply('borealis/sales', 'acceptCounter'),
  },
  counter_too_many: {
    given: [...opened, counter(14_500), reply('borealis/sales', 'declineCounter')],
    refused: counter(14_600),
  },
  counter_outside: { given: opened, refused: counter(14_249) },
  nothing_due: { given: sealed, refused: onBid('carter/sales', 'settleBid', 'borealis') },
  pool_none: { given: awarded, refused: onBid('borealis/sales', 'claimShare', 'borealis') },
  pool_open: { given: pooledOpened, refused: onBid('borealis/sales', 'claimShare', 'borealis') },
  pool_claimable: { given: [...pooledOpened, award('borealis')], refused: onRfq('acme/buyer', 'settlePool') },
  share_none: {
    given: [
      ...market,
      relate('borealis', 'acme'),
      publish({ pool: POOL }),
      seal('borealis', cheap),
      at(SEAL_UNTIL_MS, open('borealis', cheap)),
      award('borealis'),
    ],
    refused: onBid('borealis/sales', 'claimShare', 'borealis'),
  },
  share_claimed: {
    given: [...pooledOpened, award('borealis'), onBid('carter/sales', 'claimShare', 'carter')],
    refused: onBid('carter/finance', 'claimShare', 'carter'),
  },
  relation_wrong: { given: [relate('borealis', 'acme')], refused: relate('borealis', 'acme') },
  relation_unknown: { refused: relate('borealis', 'acme', 'withdrawRelation') },
});

const stateOf = (world: World, member: string) => world.get('sourcing/bid', bidId(world, member))?.state;
const euros = (world: World) => ['acme', 'borealis', 'carter'].map((member) => balanceCents(world, `${member}/EUR`));
const credits = (world: World) =>
  ['acme', 'borealis', 'carter'].map((member) => balanceCents(world, `${member}/CREDIT`));

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

  test('gives one share to two members that said they are related', () => {
    const world = play([...market, relate('carter', 'borealis'), publish({ pool: POOL })]);
    play([seal('borealis', cheap), seal('carter', dear), at(SEAL_UNTIL_MS, open('carter', dear))], world);
    play([open('borealis', cheap)], world);
    const eligible = ['borealis', 'carter'].map((member) => world.get('sourcing/bid', bidId(world, member))?.eligible);
    assert.deepEqual(eligible, [false, true]);
  });
});

describe('attacks of an insider', () => {
  test('a copied commitment cannot be opened by who copied it', () => {
    const copied: Later = (world) => ({
      by: 'carter/sales',
      action: 'sourcing.sealBid',
      input: { rfq: rfqId(world), commitment: commitmentOf(rfqId(world), 'borealis', cheap), acknowledged: 0 },
    });
    const world = play([...published, seal('borealis', cheap), copied]);
    play([at(SEAL_UNTIL_MS, open('borealis', cheap))], world);
    const outcome = world.do(open('carter', cheap, saltOf('borealis'))(world)).outcome;
    assert.equal(outcome, 'sourcing.commitment_differs');
  });

  test('a bid of one request cannot be opened for another', () => {
    const world = play([...market, publish(), publish({ bondCents: 0 })]);
    const first = commitmentOf(rfqId(world, 0), 'borealis', cheap);
    const second = rfqId(world, 1);
    play(
      [
        {
          by: 'borealis/sales',
          action: 'sourcing.sealBid',
          input: { rfq: second, commitment: first, acknowledged: 0 },
        },
      ],
      world,
    );
    const input = { bid: `${second}:borealis`, salt: saltOf('borealis'), content: { ...cheap } };
    const step = { by: 'borealis/sales', action: 'sourcing.openBid', input, afterMs: SEAL_UNTIL_MS - world.timeMs };
    assert.equal(world.do(step).outcome, 'sourcing.commitment_differs');
  });

  test('two actors of one member have one bid between them', () => {
    const world = play(published);
    const mandate = {
      actor: 'borealis/agent',
      mandate: [
        {
          ...{ what: 'sourcing.sealBid', unit: 'EUR', mostEach: 5_000, mostPerPeriod: 50_000 },
          ...{ periodMs: 86_400_000, untilMs: NEEDED_BY_MS },
        },
      ],
    };
    play([{ by: 'borealis/admin', action: 'membership.setMandate', input: mandate }], world);
    play([seal('borealis', cheap), seal('borealis', dear, 'borealis/agent')], world);
    assert.equal(world.all('sourcing/bid').length, 1);
    assert.deepEqual(euros(world), [1_000_000, 5_000, 10_000]);
  });

  test('an expired certificate keeps a bid out, at opening', () => {
    const world = play([
      ...sealed,
      revoke('borealis'),
      at(SEAL_UNTIL_MS, open('borealis', cheap)),
      open('carter', dear),
    ]);
    assert.deepEqual(world.get('sourcing/bid', bidId(world, 'borealis'))?.faults, ['certificate_missing']);
    play([award('carter')], world);
  });

  test('of two awards that race, one makes an order', () => {
    const world = play(opened);
    const steps = [award('borealis')(world), choose('carter')(world)];
    assert.deepEqual(
      steps.map((step) => world.do(step).outcome),
      ['accepted', 'sourcing.rfq_closed'],
    );
    assert.equal(world.all('procurement/order').length, 1);
  });

  test('an award is signed against the bid and the request as they were seen', () => {
    const world = play(opened);
    assert.equal(world.do(award('borealis')(world), {}).outcome, 'expects_missing');
  });

  test('a buyer without money gets no order, and may try again', () => {
    const poor = market.filter((step) => !('input' in step && step.input.to === 'acme/EUR'));
    const world = play([...poor, ...opened.slice(market.length)]);
    assert.equal(world.do(award('borealis')(world)).outcome, 'accounts.balance_short');
    play(
      [
        {
          by: 'delta/finance',
          action: 'accounts.issue',
          input: { to: 'acme/EUR', amountCents: 60_000, reference: 'later' },
        },
        award('borealis'),
      ],
      world,
    );
    assert.equal(world.all('procurement/order').length, 1);
  });
});
