// When and where a line of an order is to be delivered: what the line says, or the order where the line says nothing. One
// time and one place, or it is refused: which of two is meant is not ours to guess.

import { MAX_UBL_PLACE_CHARACTERS } from '../limits.ts';
import type { Ordered } from './order.ts';
import { unfit } from './order-fault.ts';

type Delivered = Pick<Ordered, 'deliveries'>;
type Delivery = NonNullable<Delivered['deliveries']>[number];
type Address = NonNullable<Delivery['address']>;

const DAY_MS = 86_400_000;

/** ms since 1970; of a day without a time its last one. @throws Fault `ubl_order_unfit` */
export function neededBy(where: string, order: Delivered, line: Delivered): number {
  const found = said(order, line, endsOf);
  // A day of a zone of its own would end at another time: what the plant means by it is not ours to guess.
  const [, day = '', time] = /^(\d{4}-\d\d-\d\d)Z?(?:T([\d:]{8}(?:\.\d+)?)Z?)?$/.exec(found[0] ?? '') ?? [];
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(startMs) && new Date(startMs).toISOString().startsWith(day);
  const timeMs = time === undefined ? startMs + DAY_MS - 1 : Date.parse(`${day}T${time}Z`);
  if (found.length === 1 && isDay && !Number.isNaN(timeMs)) return timeMs;
  throw unfit(where, 'RequestedDeliveryPeriod', 'one last day, without a zone other than UTC', gotOf(found));
}

/** In one line of text. @throws Fault `ubl_order_unfit` */
export function placeOf(where: string, order: Delivered, line: Delivered): string {
  const found = said(order, line, (delivery) => [placeIn(delivery)]);
  const [place = ''] = found;
  if (found.length === 1 && place.length <= MAX_UBL_PLACE_CHARACTERS) return place;
  throw unfit(where, 'DeliveryLocation', `one place of at most ${MAX_UBL_PLACE_CHARACTERS} characters`, gotOf(found));
}

/** What the line's deliveries say, or the order's, each once. */
function said(
  { deliveries: ofOrder = [] }: Delivered,
  { deliveries: ofLine = [] }: Delivered,
  read: (delivery: Delivery) => readonly string[],
): readonly string[] {
  const all = (deliveries: readonly Delivery[]) => [...new Set(deliveries.flatMap(read).filter((text) => text !== ''))];
  const own = all(ofLine);
  return own.length > 0 ? own : all(ofOrder);
}

function gotOf(found: readonly string[]): string {
  return found.length === 0 ? 'none' : found.join(' and ');
}

function endsOf({ requested: { endDate, endTime } = {}, latestDate = '' }: Delivery): readonly string[] {
  return [joined('T', [endDate, endTime]), latestDate];
}

function placeIn({ location, address }: Delivery): string {
  const { id, name, address: own } = location ?? {};
  return joined(', ', [name, id?.value, wordsOf(own), wordsOf(address)]);
}

function wordsOf(address: Address = {}): string {
  const { id, postbox, street, additionalStreet, buildingNumber, department, city, postalZone, region } = address;
  return joined(', ', [
    ...[id?.value, department, postbox, joined(' ', [street, buildingNumber]), additionalStreet],
    ...(address.lines ?? []).map(({ line }) => line),
    ...[joined(' ', [postalZone, city]), region, address.country?.code],
  ]);
}

function joined(by: string, texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== '').join(by);
}
