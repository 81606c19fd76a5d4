// What an order adds to the standing of its two sides, when it is final: an answer, an acceptance of things, an end, a
// dispute, a payment. Both sides see each of these; other members see sums without names and prices.

import { type Counts, sizeOf } from '#contracts/standing/match.ts';
import { count } from '#contracts/standing/operations.ts';
import type { Context } from '#core/contract.ts';
import type { Books } from './books.ts';
import type { Dispute } from './course.ts';
import type { Money, Order, Progress } from './records.ts';
import type { procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;
type Kind = 'answer' | 'closing' | 'acceptance' | 'payment' | 'dispute' | 'cancelling';

const MINUTE_MS = 60_000;

/** The seller accepted or declined an order that was put before it. */
export function countAnswer(ctx: Ctx, order: Order, answer: 'yes' | 'no'): void {
  const placedAtMs = ctx.get('progress', order.id)?.placedAtMs ?? ctx.timeMs;
  const no = answer === 'no' ? { answersNo: 1 } : {};
  add(ctx, order, 'answer', { seller: { answers: 1, answerMinutes: minutes(ctx.timeMs - placedAtMs), ...no } });
}

/** The buyer took an order back before it was answered; from its date on nobody can answer it, and it has to. */
export function countCancelling(ctx: Ctx, order: Order): void {
  if (order.neededByMs <= ctx.timeMs) return;
  add(ctx, order, 'cancelling', { buyer: { ordersCancelled: 1 } });
}

/** The buyer accepted things by its signature. */
export function countAcceptance(ctx: Ctx, order: Order, { lastDeliveredMs = ctx.timeMs }: Progress): void {
  add(ctx, order, 'acceptance', {
    buyer: { acceptances: 1, acceptanceMinutes: minutes(ctx.timeMs - lastDeliveredMs) },
  });
}

/** An order is closed. What neither came nor was accepted by its date was missed; before its date it was called off. */
export function countClosing(ctx: Ctx, { order, money, progress }: Books, acceptedQuantity: number): void {
  const { id, quantity, totalCents, neededByMs, payment } = order;
  const { delivered, late, rejected, accepted, acceptedSilently } = progress;
  const missed = ctx.timeMs > neededByMs ? quantity - Math.max(delivered, acceptedQuantity) : 0;
  const size: Counts = { orders: 1, [sizeOf(totalCents)]: 1 };
  add(ctx, order, 'closing', {
    seller: {
      ...size,
      unitsOrdered: quantity,
      unitsAccepted: acceptedQuantity,
      unitsRejected: rejected,
      unitsReplaced: ctx.get('units', id)?.remade ?? 0,
      unitsTimed: delivered + missed,
      unitsInTime: delivered - late,
    },
    buyer: {
      ...size,
      ...(payment === 'hold' ? { ordersSetAside: 1 } : {}),
      ...(money.invoicedMs === undefined ? {} : { invoices: 1 }),
      unitsTaken: accepted,
      unitsTakenSilently: acceptedSilently,
    },
  });
}

/**
 * A dispute has ended; who gets less than half of it has lost. What one side alone brings about, by taking it back or
 * letting it run out, is no judgement of either: with disputes of a cent it would thin out what it lost, or make the
 * other lose.
 */
export function countDispute(ctx: Ctx, order: Order, { amountCents, sellerCents = 0, state }: Dispute): void {
  if (state !== 'agreed' && state !== 'decided') return;
  const lost = (isLost: boolean): Counts => (isLost ? { disputes: 1, disputesLost: 1 } : { disputes: 1 });
  const twice = 2n * BigInt(sellerCents);
  add(ctx, order, 'dispute', { seller: lost(twice < BigInt(amountCents)), buyer: lost(twice > BigInt(amountCents)) });
}

/** The seller confirmed that its invoice was paid: in the month of the invoice, beside which it is read. */
export function countPayment(ctx: Ctx, order: Order, { invoicedMs, invoiceDueMs }: Money): void {
  const isLate = invoiceDueMs !== undefined && ctx.timeMs > invoiceDueMs;
  const counts = { invoicesPaid: 1, ...(isLate ? { invoicesLate: 1 } : {}) };
  add(ctx, order, 'payment', { buyer: counts, ...(invoicedMs === undefined ? {} : { ofMs: invoicedMs }) });
}

function add(
  ctx: Ctx,
  { id: record, buyer, seller, unit }: Order,
  kind: Kind,
  counts: { readonly seller?: Counts; readonly buyer?: Counts; readonly ofMs?: number },
): void {
  const about = { unit, kind, record, ofMs: counts.ofMs ?? ctx.timeMs };
  const related = ctx.get('progress', record)?.related ?? [];
  if (counts.seller !== undefined && !related.includes(seller))
    ctx.call(count, { ...about, member: seller, other: buyer, side: 'seller', counts: counts.seller });
  if (counts.buyer !== undefined && !related.includes(buyer))
    ctx.call(count, { ...about, member: buyer, other: seller, side: 'buyer', counts: counts.buyer });
}

function minutes(ms: number): number {
  return Math.floor(Math.max(0, ms) / MINUTE_MS);
}
