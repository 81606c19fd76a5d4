// The end of the way: the buyer counts what arrived and says what is missing or damaged; then it accepts, and the title
// passes for what it accepts. What it refuses stays the seller's, in the buyer's hands, until they settle where it goes.

import { endOffer, itemOf, passTitle, release, setState, takeCustody } from '#contracts/items/operations.ts';
import { fulfil, orderOf } from '#contracts/procurement/operations.ts';
import type { Static } from '#core/schema.ts';
import { type Ctx, isLast, known, noteLeg, offeredToCaller, unpacked } from './route.ts';
import type { Receipt, Shipment, shippingInterface } from './schema.ts';

type ReceiveInput = Static<(typeof shippingInterface)['actions']['receive']['input']>;
type AcceptInput = Static<(typeof shippingInterface)['actions']['accept']['input']>;
const DAY_MS = 86_400_000;
/** Where the order does not say how long silence lasts: when it lapses, too. */
const SILENCE_DAYS = 365;

/** Action `receive`. */
export function receive(ctx: Ctx, { shipment: id, sealIntact, exceptions }: ReceiveInput) {
  const shipment = offeredToCaller(ctx, id);
  if (!isLast(shipment)) return ctx.refuse('not_arriving', { shipment: id });
  const { order, buyer, seller, items, offered, route } = shipment;
  const named = exceptions.map(({ item }) => item);
  const wrong = named.find((item, at) => !items.includes(item) || named.indexOf(item) !== at);
  if (wrong !== undefined) return ctx.refuse('exception_wrong', { item: wrong });
  const missing = new Set(exceptions.flatMap(({ item, result }) => (result === 'missing' ? [item] : [])));
  for (const [i, handover] of offered.entries()) {
    const item = items[i] ?? '';
    if (missing.has(item)) leaveBehind(ctx, { item, handover, shipment: id });
    else arrive(ctx, { item, handover });
  }
  const arrived = items.filter((item) => !missing.has(item));
  ctx.put('shipment', id, { ...shipment, at: shipment.at + 1, offered: [], state: 'received' });
  const about = { id, order, buyer, seller, readers: [...route], counted: arrived.length, exceptions, sealIntact };
  ctx.put('receipt', id, { ...about, by: ctx.caller.actor, atMs: ctx.timeMs });
  noteLeg(ctx, shipment, sealIntact);
  const lost = quantityOf(ctx, [...missing]);
  if (lost > 0) unpacked(ctx, { order, buyer, seller }, lost);
  tell(ctx, order, 'delivered', arrived);
  ctx.emit('shipmentReceived', { shipment: id, arrived: arrived.length, missing: missing.size });
}

function arrive(ctx: Ctx, { item, handover }: { readonly item: string; readonly handover: string }): void {
  ctx.call(takeCustody, { handover });
  // Where no carrier took it, it never was in transit.
  if (ctx.call(itemOf, { id: item })?.state === 'inTransit') ctx.call(setState, { item, to: 'released' });
}

/** What did not arrive stays with who had it last, and is the seller's to look for. */
function leaveBehind(
  ctx: Ctx,
  { item, handover, shipment }: { readonly item: string; readonly handover: string; readonly shipment: string },
): void {
  ctx.call(endOffer, { handover });
  ctx.call(release, { item, record: shipment });
}

/** Action `accept`. */
export function accept(ctx: Ctx, { shipment: id, refused, reason }: AcceptInput) {
  const { shipment, receipt } = received(ctx, id);
  if (shipment.buyer !== ctx.caller.member) return ctx.refuse('not_buyer', { buyer: shipment.buyer });
  const arrived = arrivedOf(shipment, receipt);
  const wrong = refused.find((item, at) => !arrived.includes(item) || refused.indexOf(item) !== at);
  if (wrong !== undefined) return ctx.refuse('refused_wrong', { item: wrong });
  if (refused.length > 0 && reason === undefined) return ctx.refuse('reason_missing', { refused: refused.length });
  const accepted = arrived.filter((item) => !refused.includes(item));
  for (const item of accepted) {
    ctx.call(passTitle, { item, record: id });
  }
  for (const item of refused) ctx.call(release, { item, record: id });
  const { order, buyer, seller } = shipment;
  tell(ctx, order, 'accepted', accepted);
  tell(ctx, order, 'rejected', refused);
  if (refused.length > 0) unpacked(ctx, { order, buyer, seller }, quantityOf(ctx, refused));
  const why = reason === undefined ? {} : { reason };
  conclude(ctx, shipment, { accepted, refused: [...refused], ...why, by: ctx.caller.actor });
}

/** Action `acceptSilently`: the order, which both signed, says how long the buyer may keep silent. */
export function acceptSilently(ctx: Ctx, id: string) {
  const { shipment, receipt } = received(ctx, id);
  const days = ctx.call(orderOf, { id: shipment.order })?.conditions?.acceptanceDays ?? SILENCE_DAYS;
  const untilMs = receipt.atMs + days * DAY_MS;
  if (ctx.timeMs < untilMs) return ctx.refuse('silence_short', { untilMs });
  const accepted = arrivedOf(shipment, receipt);
  for (const item of accepted) ctx.call(passTitle, { item, record: id });
  conclude(ctx, shipment, { accepted, refused: [] });
}

type Said = { readonly accepted: readonly string[]; readonly refused: readonly string[]; readonly by?: string };

function conclude(ctx: Ctx, shipment: Shipment, said: Said & { readonly reason?: string }): void {
  const { id, order, buyer, seller } = shipment;
  const { accepted, refused, ...more } = said;
  const items = { accepted: [...accepted], refused: [...refused] };
  ctx.put('acceptance', id, { id, order, buyer, seller, ...items, ...more, atMs: ctx.timeMs });
  ctx.put('shipment', id, { ...shipment, state: 'accepted' });
  ctx.emit('shipmentAccepted', { shipment: id, accepted: accepted.length, refused: refused.length });
}

function received(ctx: Ctx, id: string): { readonly shipment: Shipment; readonly receipt: Receipt } {
  const shipment = known(ctx, id);
  const receipt = ctx.get('receipt', id);
  if (shipment.state !== 'received' || receipt === undefined)
    return ctx.refuse('not_received', { state: shipment.state });
  return { shipment, receipt };
}

function arrivedOf({ items }: Shipment, { exceptions }: Receipt): readonly string[] {
  const missing = exceptions.flatMap(({ item, result }) => (result === 'missing' ? [item] : []));
  return items.filter((item) => !missing.includes(item));
}

function tell(ctx: Ctx, order: string, kind: 'delivered' | 'accepted' | 'rejected', items: readonly string[]): void {
  const quantity = quantityOf(ctx, items);
  // A proposal to close it stops nothing: what comes meanwhile counts.
  const { state } = ctx.call(orderOf, { id: order }) ?? {};
  const isOpen = state === 'accepted' || state === 'closing';
  if (quantity > 0 && isOpen) ctx.call(fulfil, { order, kind, quantity, items: [...items] });
}

function quantityOf(ctx: Ctx, items: readonly string[]): number {
  return items.reduce((sum, id) => sum + (ctx.call(itemOf, { id })?.quantity ?? 0), 0);
}
