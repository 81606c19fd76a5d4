// Reads a UBL order for the ledger: by a form of only what becomes part of an order there, or must not be ignored. All else
// of the file counts as not kept, and is listed.

import { MAX_UBL_PARTY_NAMES } from '../limits.ts';
import { unfit } from './order-fault.ts';
import { orderLinesOf, type UblOrderLine } from './order-lines.ts';
import { allowance, delivery, item, lineItem, party, period } from './parts.ts';
import { readForms, type Unkept } from './read.ts';
import { group, indicator, many, type RecordOf, text } from './shape.ts';

/** An order of a file. */
export type UblOrder = Unkept & {
  /** Every name and number that the file gives the buyer and the seller, as written. */
  readonly buyer: readonly string[];
  readonly seller: readonly string[];
  readonly lines: readonly UblOrderLine[];
};
/** What is read of an order. */
export type Ordered = RecordOf<typeof ORDERED>;

const { endpoint, identifications, names, legalEntities } = party;
const { registrationName, companyId } = party.taxSchemes.many.shape;
const taxSchemes = many(group('PartyTaxScheme', { registrationName, companyId }));
const named = { party: group('Party', { endpoint, identifications, names, taxSchemes, legalEntities }) } as const;
const { address, location, latestDate } = delivery;
const { endDate, endTime } = period;
const requested = group('RequestedDeliveryPeriod', { endDate, endTime });
const deliveries = many(group('Delivery', { latestDate, address, location, requested }));
const allowances = many(group('AllowanceCharge', allowance));
const { id, notes, statusCode, quantity, amount } = lineItem;
const price = group('Price', { ...lineItem.price.shape, factor: text('OrderableUnitFactorRate') });
const subLines = many(group('SubLineItem', { item: group('LineItem', { id }) }));
const { buyersId, sellersId, standardId, properties } = item;
const part = group('Item', { buyersId, sellersId, standardId, properties });

const ORDERED = {
  copy: indicator('CopyIndicator'),
  typeCode: text('OrderTypeCode'),
  buyer: group('BuyerCustomerParty', named),
  seller: group('SellerSupplierParty', named),
  deliveries,
  allowances,
  lines: many(
    group('OrderLine', {
      notes,
      item: group('LineItem', {
        id,
        notes,
        statusCode,
        quantity,
        amount,
        deliveries,
        allowances,
        price,
        item: part,
        subLines,
      }),
    }),
  ),
} as const;

/** Reads an order. @throws Fault `ubl_order_unfit`, which names the element, and those of readUbl */
export async function readUblOrder(bytes: Uint8Array): Promise<UblOrder> {
  const { document, unkept, unkeptCount, twice } = await readForms(bytes, { Order: ORDERED });
  // Readers differ in which of two they take: whoever wrote both could show one order and have another placed.
  if (twice !== undefined) throw unfit('Order', twice.path, 'one', `a second at line ${twice.line}`);
  const { buyer, seller } = document;
  return {
    buyer: namesOf('BuyerCustomerParty', buyer),
    seller: namesOf('SellerSupplierParty', seller),
    lines: orderLinesOf(document),
    unkept,
    unkeptCount,
  };
}

function namesOf(element: string, side: Ordered['buyer']): readonly string[] {
  const { endpoint: at, identifications: own = [], names: called = [], ...registered } = side?.party ?? {};
  const { taxSchemes: taxed = [], legalEntities: legal = [] } = registered;
  const found = [
    at?.value,
    ...own.map((one) => one.id?.value),
    ...called.map(({ name }) => name),
    ...[...legal, ...taxed].flatMap((one) => [one.companyId?.value, one.registrationName]),
  ];
  const all = [...new Set(found.flatMap((one) => (one === undefined || one === '' ? [] : [one])))];
  if (all.length >= 1 && all.length <= MAX_UBL_PARTY_NAMES) return all;
  throw unfit('Order', element, `1 to ${MAX_UBL_PARTY_NAMES} names and numbers`, String(all.length));
}
