// From a UBL order to what is ordered, line by line, as the ledger takes it: whole quantities, cents, one date for each
// line. What is missing or does not fit is refused with its line; nothing is guessed.

import { Fault } from '#core/fault.ts';
import { MAX_ORDER_QUANTITY } from '../limits.ts';
import type { UblDocument } from './documents.ts';

/** One line of an order. */
export type UblOrderLine = {
  /** Its id in the document. */
  readonly id: string;
  /** The seller’s number of the part, the buyer’s where there is none, or the standard one. */
  readonly part: string;
  readonly name: string | undefined;
  readonly quantity: number;
  /** UN/ECE Recommendation 20, as written. */
  readonly unitCode: string | undefined;
  /** Undefined where the line has no price. */
  readonly unitPriceCents: number | undefined;
  readonly currency: string | undefined;
  /** The last millisecond, UTC, of the last day of the line’s requested period, or of the order’s. */
  readonly neededByMs: number;
  readonly notes: readonly string[];
};

type Order = UblDocument<'Order'>;
type Line = NonNullable<NonNullable<NonNullable<Order['lines']>[number]>['item']>;
const DAY_MS = 86_400_000;

/** The lines of an order. @throws Fault `ubl_order_unfit` naming the line and the element */
export function orderLinesOf(order: Order): readonly UblOrderLine[] {
  const lines = order.lines ?? [];
  if (lines.length === 0) throw unfit('Order', 'OrderLine', 'at least one line', 'none');
  return lines.map(({ item, notes = [] }, i) => {
    const id = item?.id ?? `at place ${i + 1}`;
    if (item === undefined) throw unfit(`line ${id}`, 'LineItem', 'what is ordered', 'nothing');
    return {
      id,
      part: partOf(id, item),
      name: item.item?.name,
      quantity: wholeOf(id, item.quantity?.value),
      unitCode: item.quantity?.unitCode,
      ...priceOf(id, item),
      neededByMs: neededBy(id, order, item),
      notes: [...notes, ...(item.notes ?? [])],
    };
  });
}

function partOf(line: string, { item }: Line): string {
  const found = item?.sellersId?.id?.value ?? item?.buyersId?.id?.value ?? item?.standardId?.id?.value;
  if (found === undefined || found === '') {
    throw unfit(`line ${line}`, 'SellersItemIdentification', 'a number of the part', 'none');
  }
  return found;
}

function wholeOf(line: string, written: string | undefined): number {
  const whole = /^\+?(\d{1,9})(\.0*)?$/.exec(written ?? '')?.[1];
  const quantity = Number(whole ?? 0);
  if (quantity >= 1 && quantity <= MAX_ORDER_QUANTITY) return quantity;
  throw unfit(`line ${line}`, 'Quantity', `a whole number from 1 to ${MAX_ORDER_QUANTITY}`, written ?? 'none');
}

/** The price of one unit: the price amount is of the base quantity, of one where there is none. */
function priceOf(line: string, { price }: Line): Pick<UblOrderLine, 'unitPriceCents' | 'currency'> {
  if (price?.amount === undefined) return { unitPriceCents: undefined, currency: undefined };
  const { value, currency } = price.amount;
  const base = BigInt(wholeOf(line, price.base?.value ?? '1'));
  const cents = centsOf(value);
  if (cents === undefined || cents % base !== 0n || cents / base > 1_000_000_000_000_000n) {
    const got = price.base === undefined ? value : `${value} for ${base}`;
    throw unfit(`line ${line}`, 'PriceAmount', 'an amount of whole cents for a unit', got);
  }
  return { unitPriceCents: Number(cents / base), currency };
}

/** Exact: more places than two must be zeros. */
function centsOf(written: string): bigint | undefined {
  const [, whole = '0', part = ''] = /^\+?(\d*)\.?(\d*)$/.exec(written) ?? [];
  if (!/^\+?(\d+\.?\d*|\.\d+)$/.test(written) || /[1-9]/.test(part.slice(2))) return undefined;
  return BigInt(whole === '' ? '0' : whole) * 100n + BigInt(part.slice(0, 2).padEnd(2, '0'));
}

type Delivery = NonNullable<Line['deliveries']>[number];

function neededBy(line: string, order: Order, item: Line): number {
  const days = [...(item.deliveries ?? []), ...(order.deliveries ?? [])].map(lastDayOf);
  const day = days.find((found) => found !== undefined);
  // A day of a zone of its own would end at another time: what the plant means by it is not ours to guess.
  const written = /^(\d{4})-(\d\d)-(\d\d)Z?$/.exec(day ?? '');
  const timeMs = Date.UTC(Number(written?.[1]), Number(written?.[2]) - 1, Number(written?.[3]));
  if (written !== null && new Date(timeMs).toISOString().slice(0, 10) === written[0].slice(0, 10))
    return timeMs + DAY_MS - 1;
  throw unfit(`line ${line}`, 'RequestedDeliveryPeriod', 'a last day, without a zone other than UTC', day ?? 'none');
}

function lastDayOf({ requested, latestDate }: Delivery): string | undefined {
  return requested?.endDate ?? latestDate ?? requested?.startDate;
}

function unfit(where: string, element: string, expected: string, got: string): Fault {
  return new Fault(
    'ubl_order_unfit',
    `${where}: ${element}: expected ${expected}, got ${JSON.stringify(got.slice(0, 80))}`,
  );
}
