// Orders that did not go as the tour's: disputes in every state, changes and replacements that wait, endings of every kind.

import type { JsonObject } from '#core/canonical-json.ts';
import type { World } from '#test/world.ts';
import { day, type Given, numbered, onOrder, orderOf, place, placed, REASON, thing } from './words.ts';

/** The order with everything that can come up; the one on invoice that is overdue. */
export const BUSY = 11;
const [DECLINED, CANCELLED, WITHDRAWN, CLOSING, INVOICED, UNANSWERED, SCRAPPING] = [12, 13, 14, 15, 16, 17, 19];

const policy = (more: JsonObject): Given => ({
  by: 'acme/admin',
  action: 'procurement.setPolicy',
  input: { unit: 'EUR', ...more },
});

/** The latest dispute of the busy order that is open and has this amount. */
function disputeOf(world: World, amountCents: number): string {
  const order = orderOf(world, BUSY);
  const found = world
    .all('procurement/dispute')
    .find((one) => one.order === order && one.state === 'open' && one.amountCents === amountCents);
  return String(found?.id);
}

const dispute = (by: string, part: JsonObject): Given => onOrder(BUSY, by, 'openDispute', { part, reason: REASON });
const onDispute =
  (amountCents: number, by: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({
    by,
    action: `procurement.${action}`,
    input: { order: orderOf(world, BUSY), dispute: disputeOf(world, amountCents), ...more },
  });

const CONDITIONS = {
  ...{ arbiter: 'carter', acceptanceDays: 10, warrantyDays: 365, law: 'FI', forum: 'District court of Helsinki' },
  incoterm: { code: 'DAP', place: 'Dock 3, Hall B' },
  dispute: { days: 10, sellerBasisPoints: 5000 },
};

/** Early: some of it runs out until the market is looked at. */
export const EARLY_ORDERS: readonly Given[] = [
  policy({}),
  ...placed(BUSY, {
    conditions: CONDITIONS,
    milestones: [
      { name: 'start', shareBasisPoints: 3000, when: 'acceptance' },
      { name: 'on delivery', shareBasisPoints: 4000, when: 'delivered' },
      { name: 'at the end', shareBasisPoints: 3000, when: 'accepted' },
    ],
    retention: { shareBasisPoints: 500, days: 30 },
    late: { basisPointsPerDay: 100, mostBasisPoints: 1000 },
    terms: [
      { name: 'bore', measure: 'diameter of hole 3', unit: 'mm', limit: '4.05', evidenceSource: 'QIF results' },
      { name: 'finish' },
    ],
    assumed: ['finish'],
  }),
  numbered(BUSY, ['B1', 'B2', 'B3', 'B4']),
  dispute('acme/quality', { amountCents: 9000 }),
  ...placed(INVOICED, { payment: 'invoice', conditions: { paymentDays: 5 } }),
  onOrder(INVOICED, 'acme/buyer', 'closeOrder', { acceptedQuantity: INVOICED }),
  place(UNANSWERED, { neededByMs: day(3) }),
  place(DECLINED),
  onOrder(DECLINED, 'borealis/sales', 'declineOrder'),
  place(CANCELLED),
  onOrder(CANCELLED, 'acme/buyer', 'cancelOrder'),
  policy({ secondAboveCents: 1 }),
  place(WITHDRAWN),
  onOrder(WITHDRAWN, 'acme/buyer', 'cancelOrder'),
  policy({}),
];

/** Late: what is open when the market is looked at. */
export const LATE_ORDERS: readonly Given[] = [
  (world) => ({
    by: 'borealis/sales',
    action: 'procurement.settle',
    input: { id: orderOf(world, BUSY), dispute: disputeOf(world, 9000) },
  }),
  dispute('acme/quality', { amountCents: 7000 }),
  onDispute(7000, 'acme/quality', 'withdrawDispute'),
  dispute('acme/buyer', { amountCents: 8000 }),
  onDispute(8000, 'acme/buyer', 'proposeSplit', { sellerCents: 2000 }),
  onDispute(8000, 'borealis/sales', 'agreeSplit'),
  dispute('borealis/sales', { quantity: 1, milestone: 'at the end' }),
  onDispute(3000, 'carter/admin', 'decideDispute', { sellerCents: 1000 }),
  dispute('acme/buyer', { amountCents: 50_000 }),
  onDispute(50_000, 'borealis/sales', 'proposeSplit', { sellerCents: 30_000 }),
  dispute('acme/quality', { retainedCents: 1_000 }),
  onOrder(BUSY, 'borealis/sales', 'proposeChange', { neededByMs: day(60), unitPriceCents: 10_500, quantity: 12 }),
  onOrder(BUSY, 'acme/buyer', 'proposeChange', { neededByMs: day(26) }),
  onOrder(BUSY, 'borealis/sales', 'declineChange', { from: 'buyer' }),
  ...['B3', 'B4'].map(
    (number): Given =>
      (world) => ({
        by: 'borealis/operator',
        action: 'items.changeState',
        input: { item: thing(world, number), to: 'scrapped' },
      }),
  ),
  (world) => ({
    by: 'borealis/sales',
    action: 'procurement.proposeRemake',
    input: { id: orderOf(world, BUSY), items: [thing(world, 'B3'), thing(world, 'B4')] },
  }),
  ...placed(CLOSING),
  onOrder(CLOSING, 'borealis/sales', 'closeOrder', { acceptedQuantity: 9, payCents: 80_000 }),
  ...placed(SCRAPPING),
];
