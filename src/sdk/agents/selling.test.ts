// The next step of a selling agent: one row for each thing that decides it, in the order in which they are looked at.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exclusion } from '#contracts/capacity/match.ts';
import type { Bid, Rfq } from '#contracts/sourcing/records.ts';
import { START_MS } from '#test/world.ts';
import { DAY_MS, HASH, HOUR_MS, mandate, rulesWith, SELLS } from './market.fixture.ts';
import { nextSelling, type SellingSituation, type SellingStep } from './selling.ts';

const NEEDED_BY_MS = START_MS + 40 * DAY_MS;
const OTHER_HASH = `${'B'.repeat(42)}A`;
const MANDATE = mandate(SELLS, START_MS + 400 * DAY_MS);
const CONTENT = { unitPriceCents: 13_248, deliverByMs: NEEDED_BY_MS - DAY_MS, validUntilMs: START_MS + 4 * HOUR_MS };

const rfq: Rfq = {
  ...{ id: 'rfq-1', buyer: 'acme', publishedAtMs: START_MS, addenda: 0, state: 'open' },
  order: {
    ...{ itemType: 'type-1', quantity: 4, unit: 'EUR', neededByMs: NEEDED_BY_MS, deliveryPlace: HASH },
    ...{ terms: [], assumed: [], payment: 'hold', conditions: { law: 'DE', warrantyDays: 365 } },
  },
  requirement: {
    ...{ process: 'separating', material: 'EN AW-6082', envelopeMicrometres: { x: 96_000, y: 96_000, z: 16_000 } },
    ...{ certificates: [], exportZones: [], machineMinutes: 300, neededByMs: NEEDED_BY_MS },
  },
  ...{ reserveUnitPriceCents: 20_000, weights: { price: 6_000, time: 2_000, shop: 2_000 } },
  ...{ sealUntilMs: START_MS + HOUR_MS, openUntilMs: START_MS + 2 * HOUR_MS, awardUntilMs: START_MS + 4 * HOUR_MS },
  ...{ bondCents: 5_000, invited: [], counterOffers: { rounds: 1, mostBasisPoints: 1_000 } },
};
const toBuyer: Partial<Rfq> = { toBuyer: { contestUntilMs: START_MS + 3 * HOUR_MS, reader: 'acme/agent' } };
const order = (changes: Partial<Rfq['order']>): Partial<Rfq> => ({ order: { ...rfq.order, ...changes } });
const conditions = (changes: object): Partial<Rfq> =>
  order({ conditions: { law: 'DE', warrantyDays: 365, ...changes } });

const bid: Bid = {
  ...{ id: 'rfq-1:borealis', rfq: 'rfq-1', buyer: 'acme', bidder: 'borealis', commitment: HASH, acknowledged: 0 },
  ...{ place: 2, changes: 0, state: 'sealed', faults: [], eligible: false },
};
const qualification: SellingSituation['qualification'] = {
  ...{ exclusions: [], machine: 'borealis/machine', scorePoints: 8_000 },
  reasons: [{ part: 'earliness', points: 3_000, mostPoints: 3_500, asked: NEEDED_BY_MS, found: START_MS + 6 * DAY_MS }],
};
const down: Exclusion = { code: 'machine_down', machine: 'borealis/machine', found: 'down' };

type Row = readonly [
  name: string,
  expected: string,
  changes: Omit<Partial<SellingSituation>, 'rfq' | 'bid'> & {
    readonly rfq?: Partial<Rfq>;
    readonly bid?: Partial<Bid>;
    readonly afterMs?: number;
  },
];

function choose({ rfq: asked, bid: own, afterMs = 0, ...changes }: Row[2]): string {
  const choice = nextSelling({
    ...{ rfq: { ...rfq, ...asked }, rules: rulesWith(), mandate: MANDATE, nowMs: START_MS + afterMs, isTaken: false },
    ...{ qualification, recordFaults: [], hasSignedNda: false, addenda: [], hasRank: false, pending: [] },
    ...(own === undefined ? {} : { bid: { ...bid, ...own } }),
    ...changes,
  });
  const step = choice.verdict === 'act' ? ` ${wordsOf(choice.step)}` : '';
  return `${choice.verdict}${step}: ${choice.reasons.at(-1)?.code}`;
}

function wordsOf(step: SellingStep): string {
  return step.action === 'sealBid' ? `sealBid at ${step.content.unitPriceCents}` : step.action;
}

const most = rulesWith().most;
const bidding: readonly Row[] = [
  ['a request that is over', 'leaves: rfq_over', { rfq: { state: 'ended' } }],
  ['a refused buyer', 'leaves: buyer_refused', { rules: rulesWith({ buyers: { discounts: [], refused: ['acme'] } }) }],
  ['too late', 'leaves: sealing_over', { afterMs: HOUR_MS }],
  ['a shop that does not qualify', 'leaves: machine_down', { qualification: { ...qualification, exclusions: [down] } }],
  ['months that do not reach', 'leaves: orders_few', { recordFaults: ['orders_few'] }],
  ['an agreement that nobody read', 'person: nda_unread', { rfq: { nda: HASH } }],
  ['an agreement that was read', 'act signNda: nda_read', { rfq: { nda: HASH }, rules: rulesWith({ read: [HASH] }) }],
  [
    'an agreement beyond the mandate',
    'person: mandate_missing',
    { rfq: { nda: HASH }, rules: rulesWith({ read: [HASH] }), mandate: mandate({ sealBid: 5_000 }, NEEDED_BY_MS) },
  ],
  ['an addendum that nobody read', 'person: addendum_unread', { rfq: { addenda: 1 }, addenda: [OTHER_HASH] }],
  ['an addendum that is not seen', 'person: addendum_unseen', { rfq: { addenda: 1 } }],
  ['too many units', 'person: quantity_large', { rules: rulesWith({ most: { ...most, quantity: 3 } }) }],
  [
    'just as many, and as large a bond',
    'act sealBid at 13248: delivery',
    { rules: rulesWith({ most: { ...most, quantity: 4, bondCents: 5_000 } }) },
  ],
  ['a large bond', 'person: bond_large', { rules: rulesWith({ most: { ...most, bondCents: 4_999 } }) }],
  ['payment on invoice', 'person: payment_late', { rfq: order({ payment: 'invoice' }) }],
  ['much kept back', 'person: retention_large', { rfq: order({ retention: { shareBasisPoints: 501, days: 1 } }) }],
  ['kept back for long', 'person: retention_large', { rfq: order({ retention: { shareBasisPoints: 1, days: 366 } }) }],
  ['dear lateness', 'person: late_dear', { rfq: order({ late: { basisPointsPerDay: 1, mostBasisPoints: 501 } }) }],
  ['a law that is not known', 'person: law_other', { rfq: conditions({ law: 'FR' }) }],
  ['no law', 'person: law_other', { rfq: conditions({ law: undefined }) }],
  ['a long warranty', 'person: warranty_long', { rfq: conditions({ warrantyDays: 731 }) }],
  [
    'liability without a limit',
    'person: liability_large',
    { rules: rulesWith({ accepts: { ...rulesWith().accepts, mostLiabilityCents: 1 } }) },
  ],
  ['a term that is not known', 'person: term_unknown', { rfq: order({ terms: [{ name: 'coating' }] }) }],
  ['a term that is known', 'act sealBid at 13248: delivery', { rfq: order({ terms: [{ name: 'flatness' }] }) }],
  ['no price by the rules', 'person: material_unpriced', { rules: rulesWith({ materials: [] }) }],
  ['the buyer pays less than the least', 'leaves: above_reserve', { rfq: { reserveUnitPriceCents: 11_591 } }],
  ['lowered to what the buyer pays', 'act sealBid at 11592: delivery', { rfq: { reserveUnitPriceCents: 11_592 } }],
  [
    'a day that no calendar has',
    'act sealBid at 13248: delivery',
    { rfq: { ...order({ neededByMs: Number.MAX_SAFE_INTEGER }), awardUntilMs: Number.MAX_SAFE_INTEGER - 1 } },
  ],
  ['delivery after the day', 'leaves: too_late', { rules: rulesWith({ deliveryDays: 35 }) }],
  ['an order that is large', 'person: order_large', { rules: rulesWith({ most: { ...most, orderCents: 52_991 } }) }],
  [
    'a bond beyond the mandate',
    'person: mandate_exceeded',
    { mandate: mandate({ ...SELLS, sealBid: 4_999 }, NEEDED_BY_MS) },
  ],
  [
    'what could not be opened',
    'person: mandate_exceeded',
    { mandate: mandate({ ...SELLS, openBid: 52_991 }, NEEDED_BY_MS) },
  ],
  [
    'what could be opened',
    'act sealBid at 13248: delivery',
    { mandate: mandate({ ...SELLS, openBid: 52_992 }, NEEDED_BY_MS) },
  ],
  [
    'a mandate that is over by then',
    'person: mandate_missing',
    { mandate: mandate(SELLS, START_MS + 2 * HOUR_MS - 1) },
  ],
  [
    'what could not be handed over: the ledger counts the most',
    'person: mandate_exceeded',
    { rfq: toBuyer, mandate: mandate({ ...SELLS, handOver: 79_999 }, NEEDED_BY_MS) },
  ],
  [
    'many small ones that together could not be opened',
    'person: mandate_exceeded',
    {
      mandate: mandate({ ...SELLS, openBid: 52_992 }, NEEDED_BY_MS),
      pending: [{ what: 'sourcing.openBid', unit: 'EUR', amount: 1 }],
    },
  ],
  [
    'many small ones that together can be opened',
    'act sealBid at 13248: delivery',
    {
      mandate: mandate({ ...SELLS, openBid: 52_993 }, NEEDED_BY_MS),
      pending: [{ what: 'sourcing.openBid', unit: 'EUR', amount: 1 }],
    },
  ],
  [
    'what is sealed elsewhere counts for its own kind',
    'act sealBid at 13248: delivery',
    {
      mandate: mandate({ ...SELLS, openBid: 52_992 }, NEEDED_BY_MS),
      pending: [
        { what: 'sourcing.handOver', unit: 'EUR', amount: 1 },
        { what: 'sourcing.openBid', unit: 'USD', amount: 1 },
      ],
    },
  ],
  ['a person needs no mandate', 'act sealBid at 13248: delivery', { mandate: 'person' }],
  [
    'what a person took',
    'act sealBid at 13248: delivery',
    { mandate: 'person', isTaken: true, rules: rulesWith({ most: { orderCents: 0, quantity: 1, bondCents: 0 } }) },
  ],
  ['what is unread stops a person too', 'person: nda_unread', { rfq: { nda: HASH }, isTaken: true, mandate: 'person' }],
];

const handed: Partial<Bid> = { state: 'handedOver', shop: { lacks: [], points: 8_000 } };
const leader = { rfq: 'rfq-1', buyer: 'acme', invited: [], points: 5_000, place: 1 };
const later: readonly Row[] = [
  ['withdrawn by a person', 'leaves: bid_withdrawn', { bid: { state: 'withdrawn' } }],
  ['sealed by another of the shop', 'leaves: bid_of_another', { bid: {} }],
  ['sealed, and waiting', 'waits: sealing_runs', { bid: {}, content: CONTENT }],
  [
    'an addendum after sealing',
    'person: addendum_unread',
    { bid: {}, content: CONTENT, rfq: { addenda: 1 }, addenda: [HASH] },
  ],
  [
    'an addendum that was read',
    'act sealBid at 13248: delivery',
    { bid: {}, content: CONTENT, rfq: { addenda: 1 }, addenda: [HASH], rules: rulesWith({ read: [HASH] }) },
  ],
  ['opened on the ledger', 'act openBid: sealing_over', { bid: {}, content: CONTENT, afterMs: HOUR_MS }],
  ['handed over', 'act handOver: sealing_over', { bid: {}, content: CONTENT, rfq: toBuyer, afterMs: HOUR_MS }],
  ['forfeited', 'act settleBid: opening_over', { bid: {}, content: CONTENT, afterMs: 2 * HOUR_MS }],
  ['cancelled', 'act settleBid: opening_over', { bid: {}, content: CONTENT, rfq: { state: 'cancelled' } }],
  ['the buyer names', 'waits: naming_runs', { bid: handed, content: CONTENT, rfq: toBuyer, afterMs: 2 * HOUR_MS }],
  [
    'the buyer named none',
    'act openBid: none_named',
    { bid: handed, content: CONTENT, rfq: toBuyer, afterMs: 2.5 * HOUR_MS },
  ],
  [
    'the buyer cannot read it',
    'act openBid: bid_unreadable',
    { bid: { ...handed, isUnreadable: true }, content: CONTENT, rfq: toBuyer, afterMs: 2 * HOUR_MS },
  ],
  [
    'a better one is named',
    'waits: not_best',
    { bid: handed, content: CONTENT, rfq: toBuyer, afterMs: 2 * HOUR_MS, leader },
  ],
  [
    'a worse one is named',
    'act openBid: ours_better',
    { bid: handed, content: CONTENT, rfq: toBuyer, afterMs: 2 * HOUR_MS, leader: { ...leader, points: 3_000 } },
  ],
  [
    'a shop that lacked something when it handed over',
    'waits: shop_lacks',
    {
      ...{ content: CONTENT, rfq: toBuyer, afterMs: 2 * HOUR_MS, leader: { ...leader, points: 3_000 } },
      bid: { ...handed, shop: { lacks: ['machine_down'], points: 0 } },
    },
  ],
  [
    'a contest beyond the mandate',
    'person: mandate_exceeded',
    {
      ...{ bid: handed, content: CONTENT, rfq: toBuyer, afterMs: 2.5 * HOUR_MS },
      mandate: mandate({ ...SELLS, openBid: 52_991 }, NEEDED_BY_MS),
    },
  ],
  ['the contest is over', 'waits: award_runs', { bid: handed, content: CONTENT, rfq: toBuyer, afterMs: 3 * HOUR_MS }],
  ['handed over and over', 'act settleBid: rfq_over', { bid: handed, rfq: { ...toBuyer, state: 'awarded' } }],
  ['opened and compared', 'waits: award_runs', { bid: { state: 'opened', points: 4_000 } }],
  ['opened with a fault', 'waits: bid_excluded', { bid: { state: 'opened', faults: ['delivers_late'] } }],
  ['no award came', 'person: award_over', { bid: { state: 'opened', points: 1 }, afterMs: 4 * HOUR_MS }],
  ['opened and over', 'act settleBid: rfq_over', { bid: { state: 'opened' }, rfq: { state: 'ended' } }],
  [
    'a counter-offer at the least',
    'act acceptCounter: counter',
    { bid: { state: 'opened', points: 1 }, counter: { id: 'counter-1', unitPriceCents: 11_592 } },
  ],
  [
    'a counter-offer below it',
    'act declineCounter: counter',
    { bid: { state: 'opened', points: 1 }, counter: { id: 'counter-1', unitPriceCents: 11_591 } },
  ],
  [
    'a counter-offer beyond the mandate',
    'person: mandate_exceeded',
    {
      ...{ bid: { state: 'opened', points: 1 }, counter: { id: 'counter-1', unitPriceCents: 11_592 } },
      mandate: mandate({ ...SELLS, acceptCounter: 46_367 }, NEEDED_BY_MS),
    },
  ],
  ['lost: learns its place', 'act learnRank: rank_unknown', { bid: { state: 'lost', content: CONTENT } }],
  ['lost: knows its place', 'leaves: bid_lost', { bid: { state: 'lost', content: CONTENT }, hasRank: true }],
  [
    'lost, and shown to the buyer alone',
    'leaves: bid_lost',
    { bid: { state: 'lost', content: CONTENT }, rfq: toBuyer },
  ],
  ['won', 'leaves: bid_won', { bid: { state: 'won', content: CONTENT } }],
];
const pool: Partial<Rfq> = {
  ...{
    pool: { unit: 'CREDIT', amountCents: 100, capCents: 50 },
    poolHold: 'hold-1',
    state: 'awarded',
    endedAtMs: START_MS,
  },
};
const shares: readonly Row[] = [
  ['a share of the pool', 'act claimShare: share_due', { bid: { state: 'won', eligible: true }, rfq: pool }],
  ['a share that it has', 'leaves: bid_won', { bid: { state: 'won', eligible: true, shareCents: 50 }, rfq: pool }],
  ['no share', 'leaves: bid_won', { bid: { state: 'won' }, rfq: pool }],
  [
    'a share that lapsed',
    'leaves: bid_won',
    { bid: { state: 'won', eligible: true }, rfq: pool, afterMs: 30 * DAY_MS },
  ],
];

for (const [name, expected, changes] of [...bidding, ...later, ...shares])
  test(`selling: ${name}`, () => assert.equal(choose(changes), expected));
