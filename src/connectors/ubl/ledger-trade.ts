// The order as it was placed, the seller's answer, and each change that both agreed, as UBL documents.

import type { UblDocument } from './documents.ts';
import {
  amountOf,
  issuedAt,
  itemOf,
  type LedgerDocument,
  type LedgerOrder,
  LINE_ID,
  notesOf,
  priceOf,
  quantityOf,
  type Revision,
  sidesOf,
  type Terms,
  until,
} from './ledger-order.ts';

/** UN/CEFACT 4343: accepted, rejected. */
const ACCEPTED = 'AP';
const REJECTED = 'RE';

/** The order in its first words; none where the reader does not see when it was placed, or those words. */
export function orderDocuments(seen: LedgerOrder): readonly LedgerDocument[] {
  const { order, progress, revisions } = seen;
  const first: Terms | undefined = order.revision === undefined ? order : revisions.find(({ number }) => number === 1);
  if (progress === undefined || first === undefined) return [];
  const { deliveryTerms, ...terms } = termsOf(seen, first);
  const document: UblDocument<'Order'> = {
    id: order.id,
    ...issuedAt(progress.placedAtMs),
    ...sidesOf(seen),
    ...terms,
    ...(deliveryTerms === undefined ? {} : { deliveryTerms: [deliveryTerms] }),
  };
  return [{ file: 'order.xml', name: 'Order', document }];
}

/** What the seller said to the order. */
export function responseDocuments(seen: LedgerOrder): readonly LedgerDocument[] {
  const { order, answered } = seen;
  if (answered === undefined) return [];
  const document: UblDocument<'OrderResponse'> = {
    id: `${order.id}/response`,
    ...issuedAt(answered.atMs),
    code: answered.isAccepted ? ACCEPTED : REJECTED,
    orders: [{ id: { value: order.id } }],
    ...sidesOf(seen),
  };
  return [{ file: 'order-response.xml', name: 'OrderResponse', document }];
}

/** The order in its words after each change that both sides agreed. */
export function changeDocuments(seen: LedgerOrder): readonly LedgerDocument[] {
  return seen.revisions
    .filter(({ number }) => number > 1)
    .sort((a, b) => a.number - b.number)
    .map((revision) => ({
      file: `order-change-${revision.number - 1}.xml`,
      name: 'OrderChange',
      document: changeOf(seen, revision),
    }));
}

function changeOf(seen: LedgerOrder, revision: Revision): UblDocument<'OrderChange'> {
  const { order } = seen;
  return {
    id: `${order.id}/change/${revision.number - 1}`,
    ...issuedAt(revision.sinceMs),
    sequence: String(revision.number - 1),
    order: { id: { value: order.id } },
    ...sidesOf(seen),
    ...termsOf(seen, revision),
  };
}

function termsOf(seen: LedgerOrder, terms: Terms) {
  const { quantity, unitPriceCents, totalCents, neededByMs, unit, conditions = {} } = terms;
  const { incoterm, paymentDays } = conditions;
  const notes = notesOf(terms);
  const location = seen.deliveryPlace === undefined ? {} : { location: { name: seen.deliveryPlace } };
  return {
    currency: unit,
    ...(incoterm === undefined
      ? {}
      : {
          deliveryTerms: {
            id: { value: incoterm.code, scheme: 'Incoterms 2020' },
            location: { id: { value: incoterm.place } },
          },
        }),
    ...(paymentDays === undefined ? {} : { paymentTerms: [{ notes: [`${paymentDays} days`] }] }),
    total: { lines: amountOf(seen, totalCents), payable: amountOf(seen, totalCents) },
    lines: [
      {
        item: {
          id: LINE_ID,
          ...(notes.length === 0 ? {} : { notes }),
          quantity: quantityOf(seen, quantity),
          amount: amountOf(seen, totalCents),
          deliveries: [{ ...location, requested: until(neededByMs) }],
          price: priceOf(seen, unitPriceCents),
          item: itemOf(seen, terms),
        },
      },
    ],
  };
}
