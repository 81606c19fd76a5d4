import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOpenTo } from '../../data/action-states.ts';
import { actionsOn } from '../../data/actions.ts';
import type { Bid, Rfq, Tally } from '../../parts/request/facts.ts';
import { fitsRequest } from '../../parts/request/fits.ts';
import { mayBid, phaseOf, phaseWords, requestTurn, stagesOf } from '../../parts/request/phases.ts';
import { HOUR, RFQ } from '../../parts/request/rfq.fixture.ts';
import { ruleLines, shopLines } from './asked.ts';
import { checkAward, comparisonOf } from './compare.ts';

const TO_BUYER: Rfq = { ...RFQ, toBuyer: { contestUntilMs: 30 * HOUR, reader: 'northwind/agent' } };
const TALLY: Tally = {
  rfq: 'rfq-a',
  buyer: 'northwind',
  places: 2,
  bidders: 2,
  sealed: 0,
  opened: 2,
  eligible: 0,
  claimed: 0,
};

const bid = (bidder: string, place: number, rest: Partial<Bid>): Bid => ({
  ...{
    id: `rfq-a:${bidder}`,
    rfq: 'rfq-a',
    buyer: 'northwind',
    bidder,
    commitment: 'c',
    acknowledged: 0,
    place,
    changes: 0,
  },
  ...{ state: 'opened', faults: [], eligible: false, ...rest },
});
const content = (unitPriceCents: number, deliverByMs: number) => ({
  unitPriceCents,
  deliverByMs,
  validUntilMs: 40 * HOUR,
});

describe('the time of a request', () => {
  const PHASES: readonly (readonly [rfq: Rfq, hour: number, tally: Tally | undefined, phase: string])[] = [
    [RFQ, 9, undefined, 'sealing'],
    [RFQ, 10, undefined, 'opening'],
    [RFQ, 12, TALLY, 'awarding'],
    [RFQ, 12, { ...TALLY, sealed: 1 }, 'opening'],
    [RFQ, 20, undefined, 'awarding'],
    [TO_BUYER, 12, TALLY, 'opening'],
    [TO_BUYER, 20, TALLY, 'contest'],
    [TO_BUYER, 30, TALLY, 'awarding'],
    [RFQ, 40, undefined, 'over'],
    [{ ...RFQ, state: 'awarded' }, 12, undefined, 'awarded'],
  ];
  for (const [rfq, hour, tally, phase] of PHASES) {
    test(`${phase} ${hour} hours after it was published`, () => assert.equal(phaseOf(rfq, hour * HOUR, tally), phase));
  }

  test('its deadline is said in words, and moves on with the time', () => {
    assert.equal(phaseWords(RFQ, 7 * HOUR), 'bids are sealed; that ends in 3 h');
    assert.equal(phaseWords(TO_BUYER, 11 * HOUR), 'bids are handed over to the buyer; that ends in 9 h');
    assert.equal(phaseWords(RFQ, 50 * HOUR), 'the time for the award is over');
  });

  test('a request that was cancelled while bids were sealed has no later stages', () => {
    const stages = stagesOf({ ...RFQ, state: 'cancelled', endedAtMs: 5 * HOUR }, 50 * HOUR);
    assert.deepEqual(
      stages.map(({ state }) => state),
      ['stopped', 'stopped', 'stopped'],
    );
    const awarded = stagesOf({ ...TO_BUYER, state: 'awarded', endedAtMs: 31 * HOUR }, 50 * HOUR);
    assert.deepEqual(
      awarded.map(({ state, untilMs = 0 }) => `${state} ${untilMs / HOUR}`),
      ['done 10', 'done 20', 'done 30', 'done 31'],
    );
  });

  test('once every bid is open, the opening is over before its time', () => {
    const [, opening, award] = stagesOf(RFQ, 12 * HOUR, TALLY);
    assert.deepEqual([opening?.state, opening?.untilMs, award?.state], ['done', undefined, 'now']);
  });

  test('a bidder opens its bid, or hands it over; then the buyer awards', () => {
    const own = bid('harbour', 1, { state: 'sealed' });
    assert.equal(requestTurn(RFQ, 12 * HOUR, [own])?.sentence, 'open the bid, or lose its bond');
    assert.match(requestTurn(TO_BUYER, 12 * HOUR, [own])?.sentence ?? '', /hand the bid over/);
    assert.equal(requestTurn(RFQ, 12 * HOUR, []), undefined);
    assert.deepEqual(requestTurn(RFQ, 21 * HOUR, [])?.member, 'northwind');
  });
});

describe('who may do what', () => {
  test('the buyer never bids on its own request, nor who is not invited', () => {
    assert.deepEqual(
      ['harbour', 'fjord', 'northwind', undefined].map((member) => mayBid(RFQ, member)),
      [true, false, false, false],
    );
    assert.ok(mayBid({ ...RFQ, invited: [] }, 'fjord'));
  });

  const offered = (rfq: Rfq, member: string, hour: number): readonly string[] => {
    const fits = fitsRequest({ rfq, tally: undefined }, member, hour * HOUR);
    const signer = { member, actor: `${member}/sales`, role: 'sales' };
    return actionsOn('sourcing/rfq')
      .map(({ contract, name }) => `${contract.name}.${name}`)
      .filter((action) => isOpenTo('sourcing/rfq', action, { ...rfq }, signer) && fits(action));
  };
  test('sealing is for bidders while it runs, the award for the buyer once it may', () => {
    assert.ok(offered(RFQ, 'harbour', 5).includes('sourcing.sealBid'));
    assert.ok(!offered(RFQ, 'northwind', 5).includes('sourcing.sealBid'));
    assert.ok(!offered(RFQ, 'harbour', 15).includes('sourcing.sealBid'));
    assert.ok(!offered(RFQ, 'northwind', 5).includes('sourcing.award'));
    assert.ok(offered(RFQ, 'northwind', 25).includes('sourcing.award'));
    assert.ok(!offered(RFQ, 'harbour', 25).includes('sourcing.award'));
    assert.ok(!offered(RFQ, 'harbour', 25).includes('sourcing.endRfq'));
    assert.ok(offered(RFQ, 'fjord', 45).includes('sourcing.endRfq'));
  });
});

describe('bids side by side', () => {
  // The figures are those of the rule by hand: 6000 × (22000 − price) / 22000, 2500 × hours left / 990, 1500 × shop / 10000.
  const harbour = bid('harbour', 1, {
    ...{
      content: content(18_500, 505 * HOUR),
      points: 3403,
      score: { price: 954, time: 1250, shop: 1199, shopPoints: 7996 },
    },
  });
  const alpen = bid('alpen', 2, {
    ...{
      content: content(19_800, 406 * HOUR),
      points: 3224,
      score: { price: 600, time: 1500, shop: 1124, shopPoints: 7496 },
    },
  });
  const late = bid('baltic', 3, {
    content: content(18_000, 1200 * HOUR),
    faults: ['delivers_late', 'certificate_missing'],
  });

  test('the best stands first, and each has its reason', () => {
    const told = comparisonOf(RFQ, [late, alpen, harbour], new Map(), 'northwind');
    assert.deepEqual(
      told.map(({ bid: { bidder }, rank, agrees, reason }) => [bidder, rank, agrees, reason]),
      [
        ['harbour', 1, true, 'Leads by 179 points.'],
        ['alpen', 2, true, '179 points behind harbour: price 354, shop 75; ahead in time 250.'],
        [
          'baltic',
          undefined,
          undefined,
          'Not compared: it delivers after the date; a certificate that was asked for is not in force.',
        ],
      ],
    );
    assert.deepEqual(checkAward({ ...RFQ, winner: harbour.id }, told), { verdict: 'agrees', unknown: 0 });
    assert.equal(checkAward({ ...RFQ, winner: alpen.id }, told).verdict, 'differs');
    assert.equal(checkAward(RFQ, told).verdict, 'open');
    const choice = { by: 'northwind/buyer', reason: 'r' };
    assert.equal(checkAward({ ...RFQ, winner: alpen.id, choice }, told).verdict, 'chosen');
  });

  test('of equal points the bid that was sealed first is the better one', () => {
    const twin = { ...harbour, id: 'rfq-a:alpen', bidder: 'alpen', place: 2 };
    const told = comparisonOf(RFQ, [twin, harbour], new Map(), 'northwind');
    assert.deepEqual(
      told.map(({ bid: { bidder }, reason }) => `${bidder}: ${reason}`),
      ['harbour: As many points as the next; sealed first.', 'alpen: As many points as harbour; sealed later.'],
    );
  });

  test('points that the rule does not give are found', () => {
    const told = comparisonOf(RFQ, [{ ...harbour, points: 3404 }, alpen], new Map(), 'northwind');
    assert.equal(told[0]?.agrees, false);
    assert.equal(checkAward({ ...RFQ, winner: harbour.id }, told).verdict, 'differs');
  });

  test('a bidder sees its own bid, without a place, and no alarm because another won', () => {
    const told = comparisonOf(RFQ, [alpen], new Map(), 'alpen');
    assert.deepEqual(
      told.map(({ rank, agrees }) => [rank, agrees]),
      [[undefined, true]],
    );
    assert.equal(checkAward({ ...RFQ, winner: harbour.id }, told).verdict, 'open');
  });

  test('what was handed over is judged where it was read, and else unknown', () => {
    const handed = bid('alpen', 2, { state: 'handedOver', shop: { lacks: [], points: 7496 } });
    const unread = comparisonOf(TO_BUYER, [harbour, handed], new Map(), 'northwind');
    assert.deepEqual(
      unread.map(({ rank, reason }) => `${rank}: ${reason}`),
      ['1: The only one that is known here.', 'undefined: Handed over to the buyer: not on the ledger.'],
    );
    assert.deepEqual(checkAward({ ...TO_BUYER, winner: harbour.id }, unread), { verdict: 'agrees', unknown: 1 });
    const read = new Map([[handed.id, { content: content(19_800, 406 * HOUR), salt: 's' }]]);
    const [, second] = comparisonOf(TO_BUYER, [harbour, handed], read, 'northwind');
    assert.deepEqual(
      [second?.rank, second?.score?.points, second?.isOnLedger, second?.agrees],
      [2, 3224, false, undefined],
    );
    const dear = new Map([[handed.id, { content: content(22_001, 406 * HOUR), salt: 's' }]]);
    assert.equal(
      comparisonOf(TO_BUYER, [handed], dear, 'northwind')[0]?.reason,
      'Not compared: the price is above the most that is paid.',
    );
  });
});

test('what is asked reads as the trade reads it', () => {
  const words = [...shopLines(RFQ), ...ruleLines(TO_BUYER)].map(
    ({ label, values }) => `${label}: ${values.map((value) => Object.values(value).at(-1)).join(' ')}`,
  );
  assert.deepEqual(words, [
    'Process: separating',
    'Material: EN AW-6082',
    'Size: 60 × 40.5 × 8.005 mm',
    'Tightest tolerance: 50 µm',
    'Machine time: 2 h 5 min',
    'Certificates: ISO 9001 by watchful',
    'Lies in: EU',
    'At most, each: 220.00 EUR',
    'Weight: price 60\u2009%, time 25\u2009%, shop 15\u2009%',
    'Bond: 100.00 EUR, back when the bid is opened, the buyer’s when it is not',
    'Read by: northwind/agent bids go to the buyer, and only the best stands on the ledger',
    'Counter-offers: none',
  ]);
});
