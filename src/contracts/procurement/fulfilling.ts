// Evidence of other contracts becomes counts of an order, and counts release milestones. A count never goes beyond the
// order, an item counts once for each kind of evidence, and no more is accepted than is delivered. Only a delivery goes
// back, when the buyer rejects it; what it released stays released, and is not released again.

import type { Context } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { type Books, booksOf, release } from './books.ts';
import { countAcceptance } from './counting.ts';
import { reduced } from './price.ts';
import { DELIVERIES_KEPT, type Order, type Progress } from './records.ts';
import { lateCentsOf, mostLateCentsOf } from './rules.ts';
import type { procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;
type Kind = 'built' | 'inspected' | 'delivered' | 'accepted' | 'rejected';

/** What a contract on a higher floor says was done. */
export type Fulfilment = {
  readonly order: string;
  readonly kind: Kind;
  readonly quantity: number;
  /** Block time of the evidence; that of the statement where absent. */
  readonly atMs?: number;
  /** The serialised items that it is about: at most 100. */
  readonly items?: readonly string[];
};

/** Which contract vouches for which kind. */
const VOUCHES: { readonly [kind in Kind]: string } = {
  built: 'production',
  inspected: 'inspection',
  delivered: 'shipping',
  accepted: 'shipping',
  rejected: 'shipping',
};

/** Counts what was done, and releases what is due by it. */
export function recordFulfilment(ctx: Ctx, { order: id, kind, quantity, items, atMs = ctx.timeMs }: Fulfilment): void {
  assert(ctx.via === VOUCHES[kind], `${kind} is for ${VOUCHES[kind]} to say, not for ${ctx.via}`);
  assert(Number.isSafeInteger(quantity) && quantity > 0, `a quantity is a whole number above zero, not ${quantity}`);
  const books = booksOf(ctx, id);
  const counted =
    items === undefined ? quantity : items.filter((item) => countsNow(ctx, books.order, kind, item)).length;
  const progress = counts(books, kind, counted, Math.min(atMs, ctx.timeMs));
  if (kind === 'accepted') countAcceptance(ctx, books.order, progress);
  progressTo(ctx, books, progress, Math.min(atMs, ctx.timeMs));
}

/** Writes how far the order is now, with what a late delivery costs, and releases what is due. */
export function progressTo(ctx: Ctx, books: Books, progress: Progress, atMs = ctx.timeMs): void {
  const { order, money } = books;
  ctx.put('progress', order.id, progress);
  const { built, inspected, delivered, accepted } = progress;
  ctx.emit('orderProgressed', { order: order.id, built, inspected, delivered, accepted });
  if (order.state === 'closed') return;
  const quantity = Math.max(0, delivered - books.progress.delivered);
  const late = reduced(money, lateCentsOf(order, { quantity, atMs }), mostLateCentsOf(order));
  release(ctx, { order, money: late, progress }, money);
}

function counts({ order, progress }: Books, kind: Kind, counted: number, atMs: number): Progress {
  const { quantity } = order;
  const { built, inspected, delivered, accepted, acceptedSigned } = progress;
  if (kind === 'built') return { ...progress, built: Math.min(quantity, built + counted) };
  if (kind === 'inspected') return { ...progress, inspected: Math.min(quantity, inspected + counted) };
  if (kind === 'rejected') {
    const left = Math.max(accepted, delivered - counted);
    return deliveredTo(order, { ...progress, rejected: progress.rejected + delivered - left }, left, atMs);
  }
  if (kind === 'delivered') return deliveredTo(order, progress, Math.min(quantity, delivered + counted), atMs);
  const signed = Math.min(delivered, acceptedSigned + counted);
  return acceptedTo({ ...progress, acceptedSigned: signed }, Math.max(accepted, signed));
}

/** Items that are replaced no longer count: those that replace them will. What they released is not released again. */
export function uncount(ctx: Ctx, { order, progress }: Books, items: readonly string[]): void {
  const taken = (kind: 'built' | 'inspected' | 'delivered') =>
    items.filter((item) => {
      const isCounted = ctx.get('counted', `${kind}/${item}`) !== undefined;
      if (isCounted) ctx.delete('counted', `${kind}/${item}`);
      return isCounted;
    }).length;
  const { built, inspected, delivered, accepted } = progress;
  const left = { built: Math.max(0, built - taken('built')), inspected: Math.max(0, inspected - taken('inspected')) };
  const stillThere = Math.max(accepted, delivered - taken('delivered'));
  ctx.put('progress', order.id, { ...deliveredTo(order, progress, stillThere, ctx.timeMs), ...left });
}

/** What was accepted silently and what by signature may be the same units: the larger count holds. */
export function acceptedTo(progress: Progress, accepted: number): Progress {
  const { deliveries, ...rest } = progress;
  const waiting = deliveries?.filter(({ delivered }) => delivered > accepted) ?? [];
  return { ...rest, accepted, ...(waiting.length === 0 ? {} : { deliveries: waiting }) };
}

function deliveredTo({ conditions, neededByMs }: Order, progress: Progress, delivered: number, atMs: number): Progress {
  const { deliveries = [], ...rest } = progress;
  const kept = deliveries.map((one) => ({ ...one, delivered: Math.min(one.delivered, delivered) }));
  const isMore = delivered > progress.delivered && conditions?.acceptanceDays !== undefined;
  const all = isMore ? [...kept, { atMs, delivered }] : kept;
  // The two latest become one at the later time: silence then counts later, never sooner.
  const fitting = all.length > DELIVERIES_KEPT ? [...all.slice(0, -2), ...all.slice(-1)] : all;
  const came = Math.max(0, delivered - progress.delivered);
  const late = Math.min(delivered, progress.late + (atMs > neededByMs ? came : 0));
  const last = came > 0 ? { lastDeliveredMs: atMs } : {};
  const waiting = fitting.length === 0 ? {} : { deliveries: fitting };
  return acceptedTo({ ...rest, delivered, late, ...last, ...waiting }, progress.accepted);
}

/** Notes that an item counts, where it did not before; a rejected one may be delivered again. */
function countsNow(ctx: Ctx, { id: order, buyer, seller }: Order, kind: Kind, item: string): boolean {
  const id = `${kind === 'rejected' ? 'delivered' : kind}/${item}`;
  const isCounted = ctx.get('counted', id) !== undefined;
  if (kind === 'rejected') {
    const isOpen = isCounted && ctx.get('counted', `accepted/${item}`) === undefined;
    if (isOpen) ctx.delete('counted', id);
    return isOpen;
  }
  if (!isCounted) ctx.put('counted', id, { order, buyer, seller });
  return !isCounted;
}
