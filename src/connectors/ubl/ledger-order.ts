// An order on the ledger, as one reader sees it, and what all its documents say alike. Nothing is invented: what is not on
// the ledger, or not for this reader, is in no document.

import type { Item, ItemType } from '#contracts/items/records.ts';
import type { Money, Order, Progress, Term } from '#contracts/procurement/records.ts';
import type { procurementInterface } from '#contracts/procurement/schema.ts';
import type { Receipt, Shipment, shippingInterface } from '#contracts/shipping/schema.ts';
import { Fault } from '#core/fault.ts';
import type { Static } from '#core/schema.ts';
import { decimalOf } from './cents.ts';
import type { DocumentName, UblDocument } from './documents.ts';
import type { Amount, Quantity } from './shape.ts';
import { unitCodesOf } from './unit-codes.ts';

/** Terms of an order as they were agreed once. */
export type Revision = Static<(typeof procurementInterface)['records']['revision']['schema']>;
type Leg = Static<(typeof shippingInterface)['records']['leg']['schema']>;
type Acceptance = Static<(typeof shippingInterface)['records']['acceptance']['schema']>;

/** An order with its records, and what the log says of it, as one reader sees them. */
export type LedgerOrder = {
  /** The ledger's id. */
  readonly ledger: string;
  readonly order: Order;
  readonly type: ItemType;
  /** Absent where the reader is neither side of the order. */
  readonly progress?: Progress;
  readonly money?: Money;
  /** Members' names by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly revisions: readonly Revision[];
  readonly shipments: readonly Shipment[];
  readonly legs: readonly Leg[];
  readonly receipts: readonly Receipt[];
  readonly acceptances: readonly Acceptance[];
  /** Those that the reader sees now: whoever neither owns nor holds one does not. */
  readonly items: readonly Item[];
  /** In words, from whoever holds what opens the order's commitment to it. */
  readonly deliveryPlace?: string;
  /** What the seller said, as the log has it; absent where it shows the reader none. */
  readonly answered?: { readonly atMs: number; readonly isAccepted: boolean };
  /** What the seller was given, or on invoice is owed, each time, as the log has it; block times. */
  readonly releases: readonly { readonly atMs: number; readonly paidCents: number }[];
};

/** A document with the name of its file. */
export type LedgerDocument = {
  readonly file: string;
  readonly name: DocumentName;
  readonly document: UblDocument;
};

/** Terms of an order, now or once. */
export type Terms = Omit<Revision, 'order' | 'buyer' | 'number' | 'sinceMs' | 'disputed'>;

/** The one line of a ledger's order. */
export const LINE_ID = '1';
const DAY_MS = 86_400_000;
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

/** A time as day and time, UTC. @throws Fault `ubl_time_unfit` beyond the year 9999 */
export function issuedAt(timeMs: number): { readonly issueDate: string; readonly issueTime: string } {
  if (timeMs > LAST_MS) throw new Fault('ubl_time_unfit', `expected a time before the year 10000, got ${timeMs} ms`);
  const [issueDate = '', issueTime = ''] = new Date(timeMs).toISOString().replace('.000Z', 'Z').split('T');
  return { issueDate, issueTime };
}

/** The end of a period: a day, and its time where that is not its end. */
export function until(timeMs: number): { readonly endDate: string; readonly endTime?: string } {
  const { issueDate: endDate, issueTime: endTime } = issuedAt(timeMs);
  return timeMs % DAY_MS === DAY_MS - 1 ? { endDate } : { endDate, endTime };
}

/** A member as a party: by its id on the ledger, and its name. */
export function partyOf({ ledger, names }: LedgerOrder, member: string) {
  const name = names.get(member);
  return {
    identifications: [{ id: { value: member, scheme: ledger } }],
    ...(name === undefined ? {} : { names: [{ name }] }),
  };
}

/** Both sides. */
export function sidesOf(seen: LedgerOrder) {
  const { buyer, seller } = seen.order;
  return { buyer: { party: partyOf(seen, buyer) }, seller: { party: partyOf(seen, seller) } };
}

/** An amount in the order's unit. @throws Fault `ubl_currency_unfit` where that is no ISO 4217 code */
export function amountOf({ order: { unit } }: LedgerOrder, cents: number): Amount {
  if (!/^[A-Z]{3}$/.test(unit))
    throw new Fault('ubl_currency_unfit', `unit: expected a currency of ISO 4217, as UBL has them, got ${unit}`);
  return { value: decimalOf(cents), currency: unit };
}

/** A quantity of the ordered type. */
export function quantityOf({ type }: LedgerOrder, count: number): Quantity {
  return { value: String(count), unitCode: unitCodesOf(type.unit)[0] };
}

/** The price of one. */
export function priceOf(seen: LedgerOrder, cents: number) {
  return { amount: amountOf(seen, cents), base: quantityOf(seen, 1) };
}

/** What is ordered. @param terms in whose words; without them the thing alone */
export function itemOf({ type, order }: LedgerOrder, terms?: Terms) {
  const { name, partNumber, gtin, maker } = type;
  const id = { id: { value: partNumber } };
  const properties = terms?.terms.flatMap((term) => propertyOf(term) ?? []) ?? [];
  return {
    name,
    ...(maker === order.buyer ? { buyersId: id } : { sellersId: id }),
    ...(gtin === undefined ? {} : { standardId: { id: { value: gtin, scheme: 'GTIN' } } }),
    ...(terms?.designVersion === undefined
      ? {}
      : { specifications: [{ id: { value: terms.designVersion }, type: 'design version' }] }),
    ...(properties.length === 0 ? {} : { properties }),
  };
}

/** Terms that are a name and nothing else. */
export function notesOf({ terms }: Terms): readonly string[] {
  return terms.flatMap((term) => (propertyOf(term) === undefined ? [term.name] : []));
}

/** A term that says a value: as the order's file wrote it, or what is measured, the limit and what shows it. */
function propertyOf({ name, measure, limit, unit, evidenceSource }: Term) {
  const said = [measure, limit, unit, evidenceSource].filter((text) => text !== undefined);
  if (said.length > 0) return { name, value: said.join(', ') };
  const [, own, value] = /^(.+?): (.+)$/s.exec(name) ?? [];
  return own === undefined || value === undefined ? undefined : { name: own, value };
}
