// From a UBL order to what is ordered, line by line, as the ledger takes it: whole quantities, cents, one date and one
// place for each line. What is missing, or would make it another order, is refused with its line; nothing is guessed.

import {
  MAX_ORDER_OPTION_CHARACTERS,
  MAX_ORDER_OPTIONS,
  MAX_ORDER_QUANTITY,
  MAX_UBL_LINE_ID_CHARACTERS,
} from '../limits.ts';
import { centsOf } from './cents.ts';
import { neededBy, placeOf } from './deliveries.ts';
import type { Ordered } from './order.ts';
import { unfit } from './order-fault.ts';

/** One line of an order. */
export type UblOrderLine = {
  /** Its id in the document, which no other line has. */
  readonly id: string;
  /** The seller’s number of the part, the buyer’s and the standard one, as far as there are any. */
  readonly parts: readonly string[];
  readonly quantity: number;
  /** UN/ECE Recommendation 20, as written. */
  readonly unitCode: string | undefined;
  /** Undefined where the line has no price. */
  readonly price: { readonly unitPriceCents: number; readonly currency: string } | undefined;
  /** When the line's requested period ends, or the order's; of a day without a time its last millisecond, UTC. */
  readonly neededByMs: number;
  /** In one line of text. */
  readonly deliveryPlace: string;
  /** The line's notes, and its item's properties as `name: value`; each once. */
  readonly options: readonly string[];
};

type Line = NonNullable<NonNullable<NonNullable<Ordered['lines']>[number]>['item']>;

/** Codes of UN/CEFACT 1001 for an order that is nothing but one: not blanket, rush, on call or on consignment. */
const PURCHASE_ORDER = ['105', '220'];

/** The lines of an order. @throws Fault `ubl_order_unfit` naming the line and the element */
export function orderLinesOf(order: Ordered): readonly UblOrderLine[] {
  const { copy = 'false', typeCode = '220', allowances = [], lines = [] } = order;
  if (copy === 'true' || copy === '1') throw unfit('Order', 'CopyIndicator', 'no copy of an order', copy);
  if (!PURCHASE_ORDER.includes(typeCode))
    throw unfit('Order', 'OrderTypeCode', `one of ${PURCHASE_ORDER.join(', ')}`, typeCode);
  noAllowances('Order', allowances);
  if (lines.length === 0) throw unfit('Order', 'OrderLine', 'at least one line', 'none');
  const seen = new Set<string>();
  return lines.map(({ item, notes = [] }, i) => {
    if (item === undefined) throw unfit(`OrderLine at place ${i + 1}`, 'LineItem', 'what is ordered', 'nothing');
    const id = idOf(item, i, seen);
    const where = `line ${id}`;
    if (item.statusCode !== undefined) throw unfit(where, 'LineStatusCode', 'none', item.statusCode);
    noAllowances(where, item.allowances ?? []);
    const { subLines = [] } = item;
    if (subLines.length > 0) throw unfit(where, 'SubLineItem', 'none', String(subLines.length));
    const quantity = wholeOf(where, 'Quantity', item.quantity?.value);
    return {
      id,
      parts: partsOf(where, item),
      quantity,
      unitCode: item.quantity?.unitCode,
      price: priceOf(where, item, quantity),
      neededByMs: neededBy(where, order, item),
      deliveryPlace: placeOf(where, order, item),
      options: optionsOf(where, item, notes),
    };
  });
}

function idOf({ id = '' }: Line, i: number, seen: Set<string>): string {
  const isPlain = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(id) && id.length <= MAX_UBL_LINE_ID_CHARACTERS;
  const expected = `1 to ${MAX_UBL_LINE_ID_CHARACTERS} printable ASCII characters that no other line has`;
  if (!isPlain || seen.has(id)) throw unfit(`OrderLine at place ${i + 1}`, 'ID', expected, id);
  seen.add(id);
  return id;
}

/** What comes on top of a price, or off it, would make another price than the one on the ledger. */
function noAllowances(where: string, allowances: readonly object[]): void {
  if (allowances.length > 0) throw unfit(where, 'AllowanceCharge', 'none', String(allowances.length));
}

function partsOf(where: string, { item }: Line): readonly string[] {
  const numbers = [item?.sellersId, item?.buyersId, item?.standardId].map((one) => one?.id?.value ?? '');
  const found = [...new Set(numbers.filter((number) => number !== ''))];
  if (found.length > 0) return found;
  throw unfit(where, 'SellersItemIdentification', 'a number of the part', 'none');
}

function wholeOf(where: string, element: string, written: string | undefined): number {
  const whole = /^\+?(\d{1,9})(\.0*)?$/.exec(written ?? '')?.[1];
  const quantity = Number(whole ?? 0);
  if (quantity >= 1 && quantity <= MAX_ORDER_QUANTITY) return quantity;
  throw unfit(where, element, `a whole number from 1 to ${MAX_ORDER_QUANTITY}`, written ?? 'none');
}

/** The price of one unit: the price amount is of the base quantity, of one where there is none. */
function priceOf(where: string, { price, amount, quantity: ordered }: Line, quantity: number): UblOrderLine['price'] {
  if (price?.amount === undefined) {
    if (amount === undefined) return undefined;
    throw unfit(where, 'PriceAmount', 'the price that LineExtensionAmount comes of', 'none');
  }
  const { value, currency } = price.amount;
  const { factor = '1' } = price;
  if (!/^1(\.0*)?$/.test(factor)) throw unfit(where, 'OrderableUnitFactorRate', 'none, or 1', factor);
  const { value: of = '1', unitCode = ordered?.unitCode } = price.base ?? {};
  if (unitCode !== ordered?.unitCode)
    throw unfit(where, 'BaseQuantity', `the unit of the quantity, ${ordered?.unitCode ?? 'none'}`, String(unitCode));
  const base = BigInt(wholeOf(where, 'BaseQuantity', of));
  const cents = centsOf(value);
  if (cents === undefined || cents % base !== 0n || cents / base > 1_000_000_000_000_000n)
    throw unfit(
      where,
      'PriceAmount',
      'an amount of whole cents for a unit',
      base === 1n ? value : `${value} for ${base}`,
    );
  const sum = (cents / base) * BigInt(quantity);
  const isSum = amount === undefined || (amount.currency === currency && centsOf(amount.value) === sum);
  if (!isSum) throw unfit(where, 'LineExtensionAmount', `price times quantity, in ${currency}`, amount.value);
  return { unitPriceCents: Number(cents / base), currency };
}

function optionsOf(where: string, { item, notes: own = [] }: Line, notes: readonly string[]): readonly string[] {
  const properties = (item?.properties ?? []).map(({ name = '', value = '' }) => `${name}: ${value}`);
  const options = [
    ...[...notes, ...own].map((option) => ['Note', option] as const),
    ...properties.map((option) => ['AdditionalItemProperty', option] as const),
  ].filter(([, option]) => option !== '');
  const most = MAX_ORDER_OPTION_CHARACTERS;
  for (const [element, option] of options)
    if ([...option].length > most) throw unfit(where, element, `at most ${most} characters`, option);
  const all = [...new Set(options.map(([, option]) => option))];
  if (all.length <= MAX_ORDER_OPTIONS) return all;
  throw unfit(where, 'Note', `at most ${MAX_ORDER_OPTIONS} notes and properties`, String(all.length));
}
