// The next step of a buying agent: one row for each thing that decides it, in the order in which they are looked at.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bid, Rfq } from '#contracts/sourcing/records.ts';
import { START_MS } from '#test/world.ts';
import { asking, FAR_MS, limits, lineOf, need, policy } from './asking.fixture.ts';
import { type BidSeen, type BuyingSituation, nextBuying } from './buying.ts';
import { BUYS, DAY_MS, HASH, HOUR_MS, mandate, policyWith } from './market.fixture.ts';
import { requestFor } from './requesting.ts';

const request = requestFor(asking);
assert.ok('input' in request);
const rfq: Rfq = { id: 'rfq-1', buyer: 'acme', ...request.input, publishedAtMs: START_MS, addenda: 0, state: 'open' };
const onLedger = (): Rfq => {
  const { toBuyer: _, ...rest } = rfq;
  return rest;
};
const content = { unitPriceCents: 13_000, deliverByMs: START_MS + 8 * DAY_MS, validUntilMs: rfq.awardUntilMs };
const fine = { exclusions: [], scorePoints: 8_000, reasons: [] };
function seen(bidder: string, place: number, changes: Partial<Bid> & Omit<Partial<BidSeen>, 'bid'> = {}): BidSeen {
  const { content: read, qualification = fine, hasRank = false, ...bid } = changes;
  const usual = { id: `rfq-1:${bidder}`, rfq: 'rfq-1', buyer: 'acme', bidder, commitment: HASH, acknowledged: 0 };
  const isOpened = bid.state === 'opened' || bid.state === 'won';
  return {
    bid: {
      ...{ ...usual, place, changes: 0, state: 'handedOver', faults: [], eligible: false },
      ...{ shop: { lacks: [], points: 8_000 }, ...bid },
      ...(isOpened && read !== undefined ? { content: read } : {}),
    },
    ...{ qualification, hasRank },
    ...(isOpened || read === undefined ? {} : { content: read }),
  };
}
const opened = (bidder: string, place: number, points: number, unitPriceCents = 13_000): BidSeen =>
  seen(bidder, place, { state: 'opened', points, content: { ...content, unitPriceCents } });

type Changes = Partial<Omit<BuyingSituation, 'tally'>> & {
  readonly best?: { readonly bid: string; readonly points: number; readonly place: number };
  readonly sealed?: number;
  readonly isUncontested?: boolean;
  readonly afterMs?: number;
};
function choose({ best, sealed = 0, isUncontested = false, afterMs = 0, ...changes }: Changes): string {
  return lineOf(
    nextBuying({
      ...{ policy, need, mandate: mandate(BUYS, FAR_MS), nowMs: START_MS + afterMs, rfq, bids: [], openQuestions: 0 },
      tally: { sealed, isUncontested, ...(best === undefined ? {} : { best }) },
      ...changes,
    }),
  );
}
const named = { bid: 'rfq-1:borealis', points: 5_000, place: 1 };
const two = [seen('borealis', 1, { content }), seen('carter', 2, { content: { ...content, unitPriceCents: 12_000 } })];
const couple = [opened('borealis', 1, 5_000), seen('carter', 2, { content: { ...content, unitPriceCents: 19_000 } })];
const rows: readonly (readonly [name: string, expected: string, changes: Changes])[] = [
  ['a need that changed', 'person: need_changed', { need: { ...need, quantity: 5 } }],
  ['an unanswered question', 'person answer: question_open', { openQuestions: 1 }],
  ['bids are sealed', 'waits: sealing_runs', {}],
  ['bids are handed over', 'waits: opening_runs', { afterMs: HOUR_MS }],
  ['bids are opened', 'waits: opening_runs', { afterMs: HOUR_MS, rfq: onLedger(), sealed: 1 }],
  [
    'all are opened before time',
    'act award borealis: delivery',
    {
      afterMs: HOUR_MS,
      rfq: onLedger(),
      best: named,
      bids: [opened('borealis', 1, 5_000), opened('carter', 2, 4_000)],
    },
  ],
  ['the best that was read is named', 'act openReceived carter: bid_compared', { afterMs: 2 * HOUR_MS, bids: two }],
  [
    'of equal ones the first',
    'act openReceived borealis: bid_compared',
    { afterMs: 2 * HOUR_MS, bids: [seen('carter', 2, { content }), seen('borealis', 1, { content })] },
  ],
  [
    'one of a shop that does not qualify is not',
    'act openReceived borealis: bid_compared',
    {
      afterMs: 2 * HOUR_MS,
      bids: [
        two[0] as BidSeen,
        seen('carter', 2, {
          content: { ...content, unitPriceCents: 1 },
          shop: { lacks: ['takes_no_orders'], points: 8_000 },
        }),
      ],
    },
  ],
  [
    'one with a fault is not',
    'act openReceived borealis: bid_compared',
    {
      afterMs: 2 * HOUR_MS,
      bids: [two[0] as BidSeen, seen('carter', 2, { content: { ...content, unitPriceCents: 1, validUntilMs: 0 } })],
    },
  ],
  [
    'one whose months do not reach is not',
    'act openReceived borealis: bid_compared',
    {
      afterMs: 2 * HOUR_MS,
      bids: [
        two[0] as BidSeen,
        seen('carter', 2, {
          content: { ...content, unitPriceCents: 1 },
          shop: { lacks: ['orders_few'], points: 8_000 },
        }),
      ],
    },
  ],
  ['a better one is there already', 'waits: contest_runs', { afterMs: 2 * HOUR_MS, bids: couple, best: named }],
  [
    'one that cannot be read',
    'person sayUnreadable: bid_unreadable',
    { afterMs: 2 * HOUR_MS, bids: [opened('borealis', 1, 5_000), seen('carter', 2)], best: named },
  ],
  [
    'it was said already',
    'waits: contest_runs',
    {
      afterMs: 2 * HOUR_MS,
      bids: [opened('borealis', 1, 5_000), seen('carter', 2, { isUnreadable: true })],
      best: named,
    },
  ],
  ['no more naming in the second half', 'waits: contest_runs', { afterMs: 2.5 * HOUR_MS, bids: two }],
  ['the award', 'act award borealis: delivery', { afterMs: 3 * HOUR_MS, bids: couple, best: named }],
  ['few bids', 'person award: bids_few', { afterMs: 3 * HOUR_MS, bids: couple.slice(0, 1), best: named }],
  [
    'a better one was taken out too late',
    'person award: not_contested',
    { afterMs: 3 * HOUR_MS, bids: couple, best: named, isUncontested: true },
  ],
  [
    'a shop that lost its certificate since is not',
    'act openReceived borealis: bid_compared',
    {
      afterMs: 2 * HOUR_MS,
      bids: [
        two[0] as BidSeen,
        seen('carter', 2, {
          content: { ...content, unitPriceCents: 1 },
          qualification: {
            ...fine,
            exclusions: [{ code: 'certificate_missing', kind: 'ISO 9001', issuers: ['delta'] }],
          },
        }),
      ],
    },
  ],
  [
    'a price too good',
    'person award: price_low',
    { afterMs: 3 * HOUR_MS, bids: [opened('borealis', 1, 5_000, 5_999), ...couple.slice(1)], best: named },
  ],
  [
    'a price just not too good',
    'act award borealis: delivery',
    { afterMs: 3 * HOUR_MS, bids: [opened('borealis', 1, 5_000, 6_000), ...couple.slice(1)], best: named },
  ],
  [
    'an award beyond the mandate',
    'person award: mandate_exceeded',
    { afterMs: 3 * HOUR_MS, bids: couple, best: named, mandate: mandate({ ...BUYS, award: 51_999 }, FAR_MS) },
  ],
  [
    'a policy that was narrowed since',
    'person award: order_large',
    {
      afterMs: 3 * HOUR_MS,
      bids: couple,
      best: named,
      policy: policyWith('type-1', { limits: { ...limits, mostOrderCents: 51_999 } }),
    },
  ],
  [
    'a certificate that lapsed',
    'act excludeLapsed borealis: certificate_missing',
    {
      afterMs: 3 * HOUR_MS,
      best: named,
      bids: [
        seen('borealis', 1, {
          state: 'opened',
          points: 5_000,
          content,
          qualification: {
            ...fine,
            exclusions: [{ code: 'certificate_missing', kind: 'ISO 9001', issuers: ['delta'] }],
          },
        }),
      ],
    },
  ],
  ['no bid', 'act endRfq: bid_none', { afterMs: 3 * HOUR_MS }],
  [
    'no bid, and no mandate to end',
    'person endRfq: mandate_missing',
    { afterMs: 3 * HOUR_MS, mandate: mandate({ award: 1 }, FAR_MS) },
  ],
  ['too late for an award', 'act endRfq: award_over', { afterMs: 4 * HOUR_MS, bids: couple, best: named }],
  ['it ended without an order', 'person: need_unmet', { rfq: { ...rfq, state: 'ended' } }],
  [
    'awarded: the loser is told',
    'act tellRank carter: rank',
    {
      rfq: { ...rfq, state: 'awarded', winner: 'rfq-1:borealis' },
      bids: [
        seen('borealis', 1, { state: 'won', points: 5_000, content }),
        seen('carter', 2, { content, state: 'lost' }),
      ],
    },
  ],
  [
    'awarded: all are told',
    'leaves: awarded',
    {
      rfq: { ...rfq, state: 'awarded', winner: 'rfq-1:borealis' },
      bids: [
        seen('borealis', 1, { state: 'won', points: 5_000, content }),
        seen('carter', 2, { content, state: 'lost', hasRank: true }),
      ],
    },
  ],
  [
    'awarded: on the ledger they learn it themselves',
    'leaves: awarded',
    { rfq: { ...onLedger(), state: 'awarded', winner: 'rfq-1:borealis' }, bids: [opened('carter', 2, 1)] },
  ],
];
for (const [name, expected, changes] of rows) test(`buying: ${name}`, () => assert.equal(choose(changes), expected));
