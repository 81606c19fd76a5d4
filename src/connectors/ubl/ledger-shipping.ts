// What was shipped and what arrived, as UBL documents: one of each for each shipment that has left its seller.

import type { Receipt, Shipment } from '#contracts/shipping/schema.ts';
import type { UblDocument } from './documents.ts';
import {
  issuedAt,
  itemOf,
  type LedgerDocument,
  type LedgerOrder,
  LINE_ID,
  partyOf,
  quantityOf,
  sidesOf,
  until,
} from './ledger-order.ts';

type Arrival = { readonly missing: number; readonly refused: number };

/** Where things of the order are, as far as no document says it. */
export function shippingUnsaid(seen: LedgerOrder): readonly string[] {
  return seen.shipments.flatMap((shipment) => {
    const { id, state } = shipment;
    if (state === 'packed' || state === 'unpacked') return [`shipment ${id}: it is ${state}, and has not left`];
    const receipt = seen.receipts.find((one) => one.id === id);
    if (state === 'lost') return [`shipment ${id}: its seller gave it up`];
    if (receipt !== undefined && arrivalOf(seen, shipment, receipt) === undefined)
      return [`receipt of ${id}: how much of its lots is missing or refused, of which records name the lots alone`];
    return [];
  });
}

/** What left the seller. */
export function despatchDocuments(seen: LedgerOrder): readonly LedgerDocument[] {
  return left(seen).map(({ shipment, leftMs }, i) => ({
    file: `despatch-advice-${i + 1}.xml`,
    name: 'DespatchAdvice',
    document: despatchOf(seen, shipment, leftMs),
  }));
}

/** What arrived, with what of it was refused. */
export function receiptDocuments(seen: LedgerOrder): readonly LedgerDocument[] {
  return left(seen).flatMap(({ shipment }, i) => {
    const receipt = seen.receipts.find(({ id }) => id === shipment.id);
    const arrival = receipt && arrivalOf(seen, shipment, receipt);
    if (receipt === undefined || arrival === undefined) return [];
    const document = receiptOf(seen, shipment, receipt, arrival);
    return [{ file: `receipt-advice-${i + 1}.xml`, name: 'ReceiptAdvice', document }];
  });
}

function despatchOf(seen: LedgerOrder, shipment: Shipment, leftMs: number): UblDocument<'DespatchAdvice'> {
  const { id, order, buyer, seller, quantity, route, dueMs, items } = shipment;
  const [, carrier = buyer] = route;
  const instances = seen.items
    .filter((item) => items.includes(item.id))
    .map(({ kind, number }) => (kind === 'serial' ? { serial: number } : { lot: { number } }));
  return {
    id,
    ...issuedAt(leftMs),
    orders: [{ id: { value: order } }],
    from: { party: partyOf(seen, seller) },
    to: { party: partyOf(seen, buyer) },
    ...sidesOf(seen),
    shipment: {
      id,
      delivery: {
        promised: until(dueMs),
        ...(carrier === buyer ? {} : { carrier: partyOf(seen, carrier) }),
      },
    },
    lines: [
      {
        id: LINE_ID,
        delivered: quantityOf(seen, quantity),
        orderLines: [{ lineId: LINE_ID, order: { id: { value: order } } }],
        item: { ...itemOf(seen), ...(instances.length === 0 ? {} : { instances }) },
      },
    ],
  };
}

function receiptOf(
  seen: LedgerOrder,
  { id, order, buyer, seller, quantity }: Shipment,
  receipt: Receipt,
  { missing, refused }: Arrival,
): UblDocument<'ReceiptAdvice'> {
  const acceptance = seen.acceptances.find((one) => one.id === id);
  const { issueDate: receivedDate } = issuedAt(receipt.atMs);
  return {
    id: `${id}/receipt`,
    ...issuedAt(refused === 0 ? receipt.atMs : (acceptance?.atMs ?? receipt.atMs)),
    orders: [{ id: { value: order } }],
    despatches: [{ id: { value: id } }],
    to: { party: partyOf(seen, buyer) },
    from: { party: partyOf(seen, seller) },
    ...sidesOf(seen),
    lines: [
      {
        id: LINE_ID,
        received: quantityOf(seen, quantity - missing),
        ...(missing === 0 ? {} : { short: quantityOf(seen, missing) }),
        ...(refused === 0 ? {} : { rejected: quantityOf(seen, refused) }),
        receivedDate,
        orderLine: { lineId: LINE_ID, order: { id: { value: order } } },
        items: [itemOf(seen)],
      },
    ],
  };
}

/** Undefined where it is of some lots and not of others: what is left of a lot now is not what was packed. */
function arrivalOf({ type, acceptances }: LedgerOrder, shipment: Shipment, receipt: Receipt): Arrival | undefined {
  const gone = receipt.exceptions.filter(({ result }) => result === 'missing').length;
  const refused = acceptances.find(({ id }) => id === shipment.id)?.refused.length ?? 0;
  const { quantity, items } = shipment;
  const quantityOfSome = (count: number): number | undefined => {
    if (type.tracking === 'serial' || count === 0) return count;
    return count === items.length ? quantity : undefined;
  };
  const [missing, rejected] = [quantityOfSome(gone), quantityOfSome(refused)];
  return missing === undefined || rejected === undefined ? undefined : { missing, refused: rejected };
}

/** What has left its seller, in the order of leaving: what leaves later changes no earlier number. */
function left({ shipments, legs }: LedgerOrder): readonly { readonly shipment: Shipment; readonly leftMs: number }[] {
  return shipments
    .flatMap((shipment) => {
      const times = legs.flatMap((leg) => (leg.shipment === shipment.id ? [leg.atMs] : []));
      return times.length === 0 ? [] : [{ shipment, leftMs: Math.min(...times) }];
    })
    .sort((a, b) => a.leftMs - b.leftMs || (a.shipment.id < b.shipment.id ? -1 : 1));
}
