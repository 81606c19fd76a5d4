// Ordering by an agreement: at its price, within its limits, while the seller holds the certificates that it asks for.

import { holdsCredential } from '#contracts/membership/operations.ts';
import { placeAgreed } from '#contracts/procurement/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import type { Context, ReadContext } from '#core/contract.ts';
import type { Agreement, agreementsInterface } from './schema.ts';

/** What the agreements contract's rules see. */
export type Ctx = Context<typeof agreementsInterface>;
/** What its commitments see. */
export type ReadCtx = ReadContext<typeof agreementsInterface>;

export const DAY_MS = 86_400_000;

/** What a unit costs at a quantity, in cents. */
export function priceAt({ prices }: Pick<Agreement, 'prices'>, quantity: number): number {
  const step = prices.filter(({ fromQuantity }) => fromQuantity <= quantity).at(-1);
  return step?.unitPriceCents ?? prices[0]?.unitPriceCents ?? 0;
}

/** What a quantity costs; undefined where that is more than an amount may be. */
export function costOf(agreement: Pick<Agreement, 'prices'>, quantity: number): number | undefined {
  return timesCents(quantity, priceAt(agreement, quantity));
}

/** Why an agreement gives no order of this quantity now, or undefined. */
export function hindrance(
  ctx: ReadCtx,
  { id, state, untilMs, mostPerOrder, mostInTotal }: Agreement,
  quantity: number,
): 'not_live' | 'expired' | 'too_many' | undefined {
  if (state !== 'live') return 'not_live';
  if (ctx.timeMs >= untilMs) return 'expired';
  const total = (ctx.get('calledOff', id)?.quantity ?? 0) + quantity;
  return quantity > mostPerOrder || total > mostInTotal ? 'too_many' : undefined;
}

/** The first certificate that the seller does not hold at block time, or undefined. */
export function lapsed(ctx: Ctx, { certificates, seller }: Agreement): string | undefined {
  return certificates.find(({ kind, issuers }) => !ctx.call(holdsCredential, { subject: seller, kind, issuers }))?.kind;
}

/** Orders by an agreement. @returns the order's id */
export function callOff(ctx: Ctx, agreement: Agreement, quantity: number, neededByMs: number): string {
  const why = hindrance(ctx, agreement, quantity);
  if (why === 'too_many') return ctx.refuse('quantity_too_large', { quantity, most: agreement.mostPerOrder });
  if (why !== undefined) return ctx.refuse('agreement_ended', { agreement: agreement.id, why });
  if (neededByMs < ctx.timeMs + agreement.leadDays * DAY_MS) {
    return ctx.refuse('too_soon', { leadDays: agreement.leadDays });
  }
  const missing = lapsed(ctx, agreement);
  if (missing !== undefined) return ctx.refuse('certificate_lapsed', { seller: agreement.seller, kind: missing });
  const { id, buyer, seller, itemType, unit, order: standing } = agreement;
  const unitPriceCents = priceAt(agreement, quantity);
  const order = ctx.call(placeAgreed, { ...standing, seller, itemType, quantity, unitPriceCents, unit, neededByMs });
  const total = (ctx.get('calledOff', id)?.quantity ?? 0) + quantity;
  ctx.put('calledOff', id, { agreement: id, buyer, seller, quantity: total });
  ctx.emit('calledOff', { agreement: id, order, quantity });
  return order;
}

/** The agreement with this id, when the caller is its buyer. */
export function ownAgreement(ctx: Ctx, id: string): Agreement {
  const agreement = knownAgreement(ctx, id);
  return agreement.buyer === ctx.caller.member ? agreement : ctx.refuse('not_buyer', { buyer: agreement.buyer });
}

/** The agreement with this id. */
export function knownAgreement(ctx: Ctx, id: string): Agreement {
  return ctx.get('agreement', id) ?? ctx.refuse('agreement_unknown', { agreement: id });
}
