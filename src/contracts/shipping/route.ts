// Packing, and the way from hand to hand: custody of every item moves with the shipment, by both signatures, or not at
// all. A leg that is left out is refused: only who holds it offers it, only the next of the route takes it.

import { bind, endOffer, itemOf, offerCustody, release, setState, takeCustody } from '#contracts/items/operations.ts';
import type { Identifier } from '#contracts/items/records.ts';
import { isMember } from '#contracts/membership/operations.ts';
import { orderOf } from '#contracts/procurement/operations.ts';
import type { Context } from '#core/contract.ts';
import type { Static } from '#core/schema.ts';
import { OVERDUE_MS, type Shipment, type shippingInterface } from './schema.ts';

/** What the shipping contract's rules see. */
export type Ctx = Context<typeof shippingInterface>;
type PackInput = Static<(typeof shippingInterface)['actions']['pack']['input']>;

/** Grades that a seal of each kind can give evidence of. */
const GRADES: { readonly [kind in Identifier['kind']]: readonly number[] } = {
  printedCode: [0, 1],
  chip: [2, 3],
  fingerprint: [4],
};

/** Action `pack`. */
export function pack(ctx: Ctx, { order: orderId, items, seal, carriers, dueMs }: PackInput) {
  const order = ctx.call(orderOf, { id: orderId });
  if (order === undefined) return ctx.refuse('order_unknown', { order: orderId });
  const { buyer, seller } = order;
  if (seller !== ctx.caller.member) return ctx.refuse('not_seller', { seller });
  if (order.state !== 'accepted' && order.state !== 'closing')
    return ctx.refuse('order_closed', { state: order.state });
  const route = routeOf(ctx, [seller], carriers, buyer);
  if (dueMs <= ctx.timeMs) return ctx.refuse('due_past', { dueMs });
  if (!GRADES[seal.kind].includes(seal.grade)) return ctx.refuse('seal_wrong', { kind: seal.kind, grade: seal.grade });
  const id = ctx.newId('shipment');
  const quantity = items.reduce((sum, item) => sum + packItem(ctx, { item, order: orderId, shipment: id, buyer }), 0);
  const packed = (ctx.get('packed', orderId)?.quantity ?? 0) + quantity;
  if (packed > order.quantity) return ctx.refuse('packed_too_many', { packed, ordered: order.quantity });
  ctx.put('packed', orderId, { order: orderId, buyer, seller, quantity: packed });
  const about = { id, order: orderId, buyer, seller, items, quantity, seal, route, dueMs };
  ctx.put('shipment', id, { ...about, at: 0, offered: [], state: 'packed' });
  ctx.emit('shipmentPacked', { shipment: id, order: orderId, quantity });
}

/** The owner's signature under the packing is its permit to pass the title when the buyer accepts. @returns its quantity */
function packItem(
  ctx: Ctx,
  { item: id, order, shipment, buyer }: { item: string; order: string; shipment: string; buyer: string },
): number {
  const item = ctx.call(itemOf, { id });
  if (item?.order !== order) return ctx.refuse('item_foreign', { item: id });
  // Named twice, it is bound already.
  if (item.bound?.record === shipment) return ctx.refuse('item_twice', { item: id });
  if (item.state !== 'released') return ctx.refuse('item_unready', { item: id, state: item.state });
  ctx.call(bind, { item: id, record: shipment, titleTo: buyer });
  return item.quantity;
}

function routeOf(ctx: Ctx, before: readonly string[], carriers: readonly string[], buyer: string): string[] {
  const route = [...before, ...carriers, buyer];
  const wrong = carriers.find(
    (carrier) => route.indexOf(carrier) !== route.lastIndexOf(carrier) || !ctx.call(isMember, { member: carrier }),
  );
  return wrong === undefined ? route : ctx.refuse('route_wrong', { carrier: wrong });
}

/** Action `offer`. */
export function offer(ctx: Ctx, id: string) {
  const shipment = underway(ctx, id);
  holder(ctx, shipment);
  if (shipment.offered.length > 0) return ctx.refuse('offered_already', { shipment: id });
  const to = nextOf(shipment);
  const offered = shipment.items.map((item) => ctx.call(offerCustody, { item, to }));
  ctx.put('shipment', id, { ...shipment, offered });
  ctx.emit('shipmentOffered', { shipment: id, to });
}

/** Action `take`. */
export function take(
  ctx: Ctx,
  { shipment: id, sealIntact }: { readonly shipment: string; readonly sealIntact: boolean },
) {
  const shipment = offeredToCaller(ctx, id);
  if (isLast(shipment)) return ctx.refuse('arrives', { shipment: id });
  for (const handover of shipment.offered) ctx.call(takeCustody, { handover });
  if (shipment.state === 'packed') for (const item of shipment.items) ctx.call(setState, { item, to: 'inTransit' });
  const at = shipment.at + 1;
  ctx.put('shipment', id, { ...shipment, at, offered: [], state: 'underway' });
  noteLeg(ctx, shipment, sealIntact);
  ctx.emit('shipmentTaken', { shipment: id, by: ctx.caller.member, sealIntact });
}

/** Notes who gave it to whom, and how the seal was. */
export function noteLeg(ctx: Ctx, { id: shipment, route, at }: Shipment, sealIntact: boolean): void {
  const id = ctx.newId('leg');
  const { member: to, actor: takenBy } = ctx.caller;
  const about = { id, shipment, from: route[at] ?? '', to, takenBy, readers: [...route] };
  ctx.put('leg', id, { ...about, sealIntact, atMs: ctx.timeMs });
}

/** Action `takeBack`: by either side of the offer. */
export function takeBack(ctx: Ctx, id: string) {
  const shipment = underway(ctx, id);
  const { member } = ctx.caller;
  if (shipment.offered.length === 0) return ctx.refuse('not_offered', { shipment: id });
  if (member !== shipment.route[shipment.at] && member !== nextOf(shipment)) {
    return ctx.refuse('not_holder', { holder: shipment.route[shipment.at] });
  }
  for (const handover of shipment.offered) ctx.call(endOffer, { handover });
  ctx.put('shipment', id, { ...shipment, offered: [] });
  ctx.emit('offerTakenBack', { shipment: id, by: member });
}

/** Action `reroute`: what was done stays done. */
export function reroute(
  ctx: Ctx,
  { shipment: id, carriers }: { readonly shipment: string; readonly carriers: readonly string[] },
) {
  const shipment = underway(ctx, id);
  if (shipment.seller !== ctx.caller.member) return ctx.refuse('not_seller', { seller: shipment.seller });
  if (shipment.offered.length > 0) return ctx.refuse('offered_already', { shipment: id });
  const done = shipment.route.slice(0, shipment.at + 1);
  const route = routeOf(ctx, done, carriers, shipment.buyer);
  // Its schema refuses a route that became too long.
  ctx.put('shipment', id, { ...shipment, route });
  ctx.emit('shipmentRerouted', { shipment: id });
}

/** Action `unpack`. */
export function unpack(ctx: Ctx, id: string) {
  const shipment = underway(ctx, id);
  holder(ctx, shipment);
  if (shipment.at > 0) return ctx.refuse('not_seller', { seller: shipment.seller });
  if (shipment.offered.length > 0) return ctx.refuse('offered_already', { shipment: id });
  end(ctx, shipment, 'unpacked');
  ctx.emit('shipmentUnpacked', { shipment: id });
}

/** Action `giveUp`: the things stay where they are, and are the seller's to deal with again. */
export function giveUp(ctx: Ctx, id: string) {
  const shipment = underway(ctx, id);
  if (shipment.seller !== ctx.caller.member) return ctx.refuse('not_seller', { seller: shipment.seller });
  if (shipment.at === 0) return ctx.refuse('not_underway', { shipment: id });
  if (ctx.timeMs < shipment.dueMs + OVERDUE_MS) return ctx.refuse('not_overdue', { dueMs: shipment.dueMs });
  // An offer that was left open would bind the things for ever.
  for (const handover of shipment.offered) ctx.call(endOffer, { handover });
  end(ctx, { ...shipment, offered: [] }, 'lost');
  ctx.emit('shipmentGivenUp', { shipment: id });
}

function end(ctx: Ctx, shipment: Shipment, state: 'unpacked' | 'lost'): void {
  const { id, items, order, buyer, seller, quantity } = shipment;
  for (const item of items) ctx.call(release, { item, record: id });
  ctx.put('shipment', id, { ...shipment, state });
  unpacked(ctx, { order, buyer, seller }, quantity);
}

/** So much of an order may be packed again. */
export function unpacked(ctx: Ctx, about: Pick<Shipment, 'order' | 'buyer' | 'seller'>, quantity: number): void {
  const packed = ctx.get('packed', about.order)?.quantity ?? 0;
  ctx.put('packed', about.order, { ...about, quantity: packed - quantity });
}

/** The shipment with this id, while it is packed or under way. */
function underway(ctx: Ctx, id: string): Shipment {
  const shipment = known(ctx, id);
  const isOnItsWay = shipment.state === 'packed' || shipment.state === 'underway';
  return isOnItsWay ? shipment : ctx.refuse('shipment_ended', { state: shipment.state });
}

/** The shipment with this id. */
export function known(ctx: Ctx, id: string): Shipment {
  return ctx.get('shipment', id) ?? ctx.refuse('shipment_unknown', { shipment: id });
}

/** A shipment that is offered to the caller's member. */
export function offeredToCaller(ctx: Ctx, id: string): Shipment {
  const shipment = underway(ctx, id);
  if (nextOf(shipment) !== ctx.caller.member) return ctx.refuse('not_next', { next: nextOf(shipment) });
  return shipment.offered.length > 0 ? shipment : ctx.refuse('not_offered', { shipment: id });
}

/** True where the next of the route is the buyer. */
export function isLast({ route, at }: Shipment): boolean {
  return at === route.length - 2;
}

function nextOf({ route, at }: Shipment): string {
  return route[at + 1] ?? '';
}

function holder(ctx: Ctx, { route, at }: Shipment): void {
  if (route[at] !== ctx.caller.member) ctx.refuse('not_holder', { holder: route[at] });
}
