// What the seller was given of the price, or on invoice is owed, each time a step of the order released it: one invoice for
// each release. Together they are what the ledger counts as paid.

import type { UblDocument } from './documents.ts';
import {
  amountOf,
  issuedAt,
  itemOf,
  type LedgerDocument,
  type LedgerOrder,
  LINE_ID,
  partyOf,
  priceOf,
  quantityOf,
} from './ledger-order.ts';

/** One for each time that something was released to the seller. */
export function invoiceDocuments(seen: LedgerOrder): readonly LedgerDocument[] {
  return seen.releases
    .filter(({ paidCents }) => paidCents > 0)
    .map((release, i) => ({
      file: `invoice-${i + 1}.xml`,
      name: 'Invoice',
      document: invoiceOf(seen, release, i + 1),
    }));
}

function invoiceOf(
  seen: LedgerOrder,
  { atMs, paidCents }: LedgerOrder['releases'][number],
  number: number,
): UblDocument<'Invoice'> {
  const { order, money } = seen;
  const amount = amountOf(seen, paidCents);
  const count = wholeUnitsOf(seen, paidCents);
  return {
    id: `${order.id}/invoice/${number}`,
    ...issuedAt(atMs),
    ...(money?.invoiceDueMs === undefined ? {} : { dueDate: issuedAt(money.invoiceDueMs).issueDate }),
    currency: order.unit,
    order: { id: { value: order.id } },
    supplier: { party: partyOf(seen, order.seller) },
    customer: { party: partyOf(seen, order.buyer) },
    // What was set aside is paid by the release itself.
    total:
      order.payment === 'hold'
        ? { lines: amount, prepaid: amount, payable: amountOf(seen, 0) }
        : { lines: amount, payable: amount },
    lines: [
      {
        id: LINE_ID,
        ...(count === undefined ? {} : { quantity: quantityOf(seen, count) }),
        amount,
        orderLines: [{ lineId: LINE_ID, order: { id: { value: order.id } } }],
        item: itemOf(seen),
        ...(count === undefined ? {} : { price: priceOf(seen, order.unitPriceCents) }),
      },
    ],
  };
}

/** How many units the one release of an order without milestones or reductions pays; undefined for parts of a price. */
function wholeUnitsOf({ order, releases }: LedgerOrder, paidCents: number): number | undefined {
  const { acceptedQuantity, unitPriceCents, state } = order;
  const isOnly = state === 'closed' && releases.filter((release) => release.paidCents > 0).length === 1;
  if (!isOnly || acceptedQuantity === undefined) return undefined;
  return BigInt(acceptedQuantity) * BigInt(unitPriceCents) === BigInt(paidCents) ? acceptedQuantity : undefined;
}
