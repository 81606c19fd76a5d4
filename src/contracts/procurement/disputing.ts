// A dispute freezes a part of an order's money, and nothing else of the order. It ends by both sides, by the arbiter that
// the order names, by the side that opened it, or when its time has run out: one of the buyer is then split as the order
// says; otherwise the freeze is lifted, and the money goes on as if there had been no dispute.

import type { Context } from '#core/contract.ts';
import { asSide, type Books, booksOf, keepMoney, known, release } from './books.ts';
import { keepRevision } from './changing.ts';
import { countDispute } from './counting.ts';
import type { Dispute } from './course.ts';
import type { Input } from './inputs.ts';
import { endedWith, type Frozen, frozen, lastParts, openCents, openParts, splitUp, thawed } from './price.ts';
import { disputeEndMs, partsOf, portion } from './rules.ts';
import type { procurementInterface } from './schema.ts';
import { isSeconded } from './second.ts';

type Ctx = Context<typeof procurementInterface>;

/** So many times each side may freeze something of one order: what nobody ends runs out, so that all ends. */
const DISPUTES_PER_SIDE = 8;

/** Action `openDispute`. */
export function openDispute(ctx: Ctx, { id: orderId, part, reason }: Input['openDispute']) {
  const books = booksOf(ctx, orderId);
  const { order, money, progress } = books;
  const { buyer, seller, conditions } = asSide(ctx, order);
  const by = ctx.caller.member;
  const side = by === buyer ? 'buyer' : 'seller';
  const opened = money.disputes[side] + 1;
  if (opened > DISPUTES_PER_SIDE) return ctx.refuse('disputes_too_many', { opened: DISPUTES_PER_SIDE });
  const about = frozenBy(ctx, books, part);
  const amountCents = about.parts.reduce((sum, one) => sum + one.amountCents, about.retainedCents);
  if (amountCents === 0) return ctx.refuse('dispute_empty', { order: orderId });
  const id = ctx.newId('dispute');
  const { built, inspected, delivered, accepted } = progress;
  ctx.put('dispute', id, {
    id,
    order: orderId,
    buyer,
    seller,
    ...(conditions?.arbiter === undefined ? {} : { arbiter: conditions.arbiter }),
    by,
    reason,
    amountCents,
    parts: [...about.parts],
    retainedCents: about.retainedCents,
    built,
    inspected,
    delivered,
    accepted,
    untilMs: disputeEndMs(order, ctx.timeMs),
    state: 'open',
  });
  if (conditions?.arbiter !== undefined) keepRevision(ctx, order, true);
  keepMoney(ctx, order, money, { ...frozen(money, about), disputes: { ...money.disputes, [side]: opened } });
  ctx.emit('disputeOpened', { order: orderId, dispute: id, amountCents });
}

/** Action `proposeSplit`. */
export function proposeSplit(ctx: Ctx, input: Input['split']) {
  const { order: id, dispute: disputeId, sellerCents } = input;
  const order = asSide(ctx, known(ctx, id));
  const dispute = openOne(ctx, id, disputeId);
  if (sellerCents > dispute.amountCents) return ctx.refuse('split_too_much', { amountCents: dispute.amountCents });
  if (!isSeconded(ctx, order, { action: 'proposeSplit', amountCents: sellerCents, content: input })) return;
  ctx.put('dispute', disputeId, { ...dispute, proposal: { by: ctx.caller.member, sellerCents } });
  ctx.emit('splitProposed', { order: id, dispute: disputeId, sellerCents });
}

/** Action `agreeSplit`. */
export function agreeSplit(ctx: Ctx, input: Input['ofDispute']) {
  const { order: id, dispute: disputeId } = input;
  const books = booksOf(ctx, id);
  asSide(ctx, books.order);
  const dispute = openOne(ctx, id, disputeId);
  const { proposal } = dispute;
  if (proposal === undefined) return ctx.refuse('split_not_proposed', { dispute: disputeId });
  if (proposal.by === ctx.caller.member) return ctx.refuse('not_other_side', { by: proposal.by });
  const { sellerCents } = proposal;
  const content = { ...input, sellerCents };
  if (!isSeconded(ctx, books.order, { action: 'agreeSplit', amountCents: sellerCents, content })) return;
  endDispute(ctx, books, { ...dispute, state: 'agreed', sellerCents });
}

/** Action `decideDispute`. */
export function decideDispute(ctx: Ctx, { order: id, dispute: disputeId, sellerCents }: Input['split']) {
  const books = booksOf(ctx, id);
  const dispute = openOne(ctx, id, disputeId);
  const { arbiter, amountCents } = dispute;
  if (arbiter === undefined || ctx.caller.member !== arbiter) return ctx.refuse('not_arbiter', { arbiter });
  if (sellerCents > amountCents) return ctx.refuse('split_too_much', { amountCents });
  endDispute(ctx, books, { ...dispute, state: 'decided', sellerCents });
}

/** Action `withdrawDispute`. */
export function withdrawDispute(ctx: Ctx, { order: id, dispute: disputeId }: Input['ofDispute']) {
  const books = booksOf(ctx, id);
  const dispute = openOne(ctx, id, disputeId);
  if (dispute.by !== ctx.caller.member) return ctx.refuse('not_opener', { by: dispute.by });
  endDispute(ctx, books, { ...dispute, state: 'withdrawn' });
}

/** Ends a dispute whose time has run out. A seller that froze what it has not earned gets nothing by waiting. */
export function runOut(ctx: Ctx, books: Books, disputeId: string) {
  const dispute = openOne(ctx, books.order.id, disputeId);
  if (ctx.timeMs < dispute.untilMs) return ctx.refuse('nothing_due', { untilMs: dispute.untilMs });
  const agreed = books.order.conditions?.dispute;
  if (agreed === undefined || dispute.by === dispute.seller)
    return endDispute(ctx, books, { ...dispute, state: 'ranOut' });
  const sellerCents = portion(dispute.amountCents, agreed.sellerBasisPoints, 10_000);
  endDispute(ctx, books, { ...dispute, state: 'ranOut', sellerCents });
}

/** Splits what was frozen, or lifts the freeze where nobody said how; then what is due goes on. */
function endDispute(ctx: Ctx, books: Books, dispute: Dispute) {
  const { order, money, progress } = books;
  const { id, sellerCents, state } = dispute;
  ctx.put('dispute', id, dispute);
  ctx.emit('disputeEnded', { order: order.id, dispute: id, state });
  countDispute(ctx, order, dispute);
  const after = sellerCents === undefined ? thawed(money, dispute) : splitUp(money, dispute, sellerCents);
  if (order.state !== 'closed') return release(ctx, { order, money: after, progress }, money);
  // The order ended meanwhile: what it left behind ends like the rest of it.
  keepMoney(ctx, order, money, endedWith(order, after, order.acceptedQuantity ?? 0));
}

function openOne(ctx: Ctx, order: string, id: string): Dispute {
  const dispute = ctx.get('dispute', id);
  if (dispute === undefined || dispute.order !== order) return ctx.refuse('dispute_unknown', { dispute: id });
  return dispute.state === 'open' ? dispute : ctx.refuse('dispute_ended', { state: dispute.state });
}

/** What an order has open of what one side wants frozen; refuses with `milestone_unknown`, `dispute_too_much`. */
function frozenBy(
  ctx: Ctx,
  { order, money }: Pick<Books, 'order' | 'money'>,
  part: Input['openDispute']['part'],
): Frozen {
  const nothing: Frozen = { parts: [], retainedCents: 0 };
  if ('retainedCents' in part) {
    const mostCents = money.retainedCents - money.frozenRetainedCents;
    if (part.retainedCents > mostCents) return ctx.refuse('dispute_too_much', { mostCents });
    return { ...nothing, retainedCents: part.retainedCents };
  }
  if ('amountCents' in part) {
    const mostCents = openCents(order, money);
    if (part.amountCents > mostCents) return ctx.refuse('dispute_too_much', { mostCents });
    return { ...nothing, parts: lastParts(order, money, part.amountCents) };
  }
  return { ...nothing, parts: ofUnits(ctx, { order, money }, part) };
}

/** The share of so many units in one milestone; without one, in all of them as far as it is open. */
function ofUnits(
  ctx: Ctx,
  { order, money }: Pick<Books, 'order' | 'money'>,
  { quantity, milestone: name }: { readonly quantity: number; readonly milestone?: string },
): Frozen['parts'] {
  if (quantity > order.quantity) return ctx.refuse('dispute_too_much', { quantity: order.quantity });
  const open = openParts(order, money);
  const shares = partsOf(order).map((cents) => portion(cents, quantity, order.quantity));
  if (name === undefined) {
    const parts = shares.map((cents, milestone) => ({ milestone, amountCents: Math.min(cents, open[milestone] ?? 0) }));
    return parts.filter(({ amountCents }) => amountCents > 0);
  }
  const milestone = order.milestones?.findIndex((one) => one.name === name) ?? -1;
  const [amountCents, mostCents = 0] = [shares[milestone], open[milestone]];
  if (amountCents === undefined) return ctx.refuse('milestone_unknown', { milestone: name });
  if (amountCents > mostCents) return ctx.refuse('dispute_too_much', { mostCents });
  return [{ milestone, amountCents }];
}
