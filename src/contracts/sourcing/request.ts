// Publishing a request for quotation, what is asked and answered about it, and its end.

import { findAccount, placeHold, settleHold } from '#contracts/accounts/operations.ts';
import { typeOf } from '#contracts/items/operations.ts';
import { isMember, liveActor } from '#contracts/membership/operations.ts';
import { orderable } from '#contracts/procurement/operations.ts';
import { blobOf, endOccasion, openOccasion } from '#contracts/sharing/operations.ts';
import { count } from '#contracts/standing/operations.ts';
import type { Context } from '#core/contract.ts';
import type { Static } from '#core/schema.ts';
import { poolShare, WHOLE } from './match.ts';
import type { Rfq, Tally } from './records.ts';
import type { sourcingInterface } from './schema.ts';

/** What the sourcing contract's rules see. */
export type Ctx = Context<typeof sourcingInterface>;
type Terms = Static<(typeof sourcingInterface)['actions']['publishRfq']['input']>;

/** After the end of a request shares of its pool are claimed for so long: 30 days. */
export const CLAIM_MS = 30 * 86_400_000;

/** Action `publishRfq`. */
export function publishRfq(ctx: Ctx, terms: Terms) {
  checkTerms(ctx, terms);
  checkFiles(ctx, terms);
  const buyer = ctx.caller.member;
  const id = ctx.newId('rfq');
  const { pool, order } = terms;
  // Forfeited bonds go to this account: nobody may bid towards a buyer without one.
  if (terms.bondCents > 0) accountOf(ctx, buyer, order.unit);
  const poolHold =
    pool === undefined
      ? {}
      : {
          poolHold: ctx.call(placeHold, {
            account: accountOf(ctx, buyer, pool.unit),
            amountCents: pool.amountCents,
            record: id,
            condition: 'rfq.ended',
          }),
        };
  ctx.put('rfq', id, { id, buyer, ...terms, publishedAtMs: ctx.timeMs, addenda: 0, state: 'open', ...poolHold });
  ctx.put('tally', id, { rfq: id, buyer, places: 0, bidders: 0, sealed: 0, opened: 0, eligible: 0, claimed: 0 });
  if (terms.files !== undefined) ctx.call(openOccasion, { id, untilMs: terms.awardUntilMs });
  ctx.emit('rfqPublished', { rfq: id });
}

function checkTerms(ctx: Ctx, { order, requirement, weights, invited, ...terms }: Terms): void {
  const maker = ctx.call(typeOf, { id: order.itemType })?.maker;
  if (maker !== ctx.caller.member) ctx.refuse('type_foreign', { maker });
  const { sealUntilMs, openUntilMs, awardUntilMs, toBuyer, pool } = terms;
  const contest = toBuyer === undefined ? [] : [toBuyer.contestUntilMs];
  const times = [ctx.timeMs, sealUntilMs, openUntilMs, ...contest, awardUntilMs, order.neededByMs];
  if (times.some((time, i) => i > 0 && time <= (times[i - 1] ?? 0))) ctx.refuse('times_wrong', { sealUntilMs });
  if (toBuyer !== undefined) readsFor(ctx, ctx.caller.member, toBuyer.reader);
  // Its shares are of bids that everyone can count.
  if (pool !== undefined && toBuyer !== undefined) ctx.refuse('pool_unfit');
  const { price, time, shop } = weights;
  if (price + time + shop !== WHOLE) ctx.refuse('weights_wrong', { sum: price + time + shop });
  if (requirement.neededByMs !== order.neededByMs) ctx.refuse('needs_differ', { neededByMs: order.neededByMs });
  for (const [at, member] of invited.entries()) {
    const isOther = member !== ctx.caller.member && invited.indexOf(member) === at;
    if (!isOther || !ctx.call(isMember, { member })) ctx.refuse('invited_wrong', { member });
    if (member === order.conditions?.arbiter) ctx.refuse('arbiter_apart', { member });
  }
  // Else the award would fail, when every bid is in.
  ctx.call(orderable, { ...order, unitPriceCents: terms.reserveUnitPriceCents });
}

/** Grants of them will be the buyer's to give: see files.ts. */
function checkFiles(ctx: Ctx, { files = [] }: Terms): void {
  for (const [at, blob] of files.entries()) {
    const found = ctx.call(blobOf, { blob });
    const isOwn = found?.owner === ctx.caller.member && found.state === 'live';
    if (!isOwn || files.indexOf(blob) !== at) ctx.refuse('files_foreign', { blob });
  }
}

/** Action `signNda`. */
export function signNda(ctx: Ctx, id: string) {
  const rfq = forBidder(ctx, openRfq(ctx, id));
  const { nda, buyer } = rfq;
  if (nda === undefined) return ctx.refuse('nda_none', { rfq: id });
  const { member, actor: by } = ctx.caller;
  const signed = `${id}:${member}`;
  if (ctx.get('nda', signed) !== undefined) return ctx.refuse('nda_signed', { rfq: id });
  ctx.put('nda', signed, { id: signed, rfq: id, buyer, member, nda, by });
  ctx.emit('ndaSigned', { rfq: id, member });
}

/** Action `ask`. */
export function ask(ctx: Ctx, { rfq: id, question }: { readonly rfq: string; readonly question: string }) {
  const { buyer } = forBidder(ctx, openRfq(ctx, id));
  const own = ctx.newId('question');
  ctx.put('question', own, { id: own, rfq: id, buyer, asker: ctx.caller.member, question, state: 'open' });
  ctx.emit('questionAsked', { rfq: id, question: own });
}

/** Action `answer`: who asked stands in the question alone, which the others do not see. */
export function answer(
  ctx: Ctx,
  { question: id, asked, answer: text }: { readonly question: string; readonly asked: string; readonly answer: string },
) {
  const question = ctx.get('question', id);
  if (question === undefined) return ctx.refuse('question_unknown', { question: id });
  const rfq = asBuyer(ctx, openRfq(ctx, question.rfq));
  if (question.state === 'answered') return ctx.refuse('question_answered', { question: id });
  ctx.put('question', id, { ...question, state: 'answered' });
  notify(ctx, rfq, { kind: 'answer', question: asked, text });
  ctx.emit('questionAnswered', { rfq: rfq.id });
}

/** Action `addAddendum`. */
export function addAddendum(ctx: Ctx, { rfq: id, text }: { readonly rfq: string; readonly text: string }) {
  const rfq = asBuyer(ctx, openRfq(ctx, id));
  if (ctx.timeMs >= rfq.sealUntilMs) return ctx.refuse('sealing_over', { sealUntilMs: rfq.sealUntilMs });
  // Else a buyer shuts bids out that had no time to sign it.
  const quarterMs = Math.floor((rfq.sealUntilMs - rfq.publishedAtMs) / 4);
  if (ctx.timeMs >= rfq.sealUntilMs - quarterMs) return ctx.refuse('addendum_late', { sealUntilMs: rfq.sealUntilMs });
  const addenda = rfq.addenda + 1;
  ctx.put('rfq', id, { ...rfq, addenda });
  notify(ctx, rfq, { kind: 'addendum', number: addenda, text });
  ctx.emit('addendumAdded', { rfq: id, number: addenda });
}

function notify(
  ctx: Ctx,
  { id: rfq, buyer, invited }: Rfq,
  notice: {
    readonly kind: 'answer' | 'addendum';
    readonly number?: number;
    readonly question?: string;
    readonly text: string;
  },
) {
  const id = ctx.newId('notice');
  ctx.put('notice', id, { id, rfq, buyer, invited, ...notice, atMs: ctx.timeMs });
}

/** Action `cancelRfq`: while nobody has shown a price. */
export function cancelRfq(ctx: Ctx, id: string) {
  const rfq = asBuyer(ctx, openRfq(ctx, id));
  if (ctx.timeMs >= rfq.sealUntilMs) return ctx.refuse('sealing_over', { sealUntilMs: rfq.sealUntilMs });
  end(ctx, rfq, 'cancelled');
  ctx.emit('rfqCancelled', { rfq: id });
}

/** Action `endRfq`: by the buyer once the opening is over, by anyone once the time for the award is. */
export function endRfq(ctx: Ctx, id: string) {
  const rfq = openRfq(ctx, id);
  if (ctx.timeMs < rfq.awardUntilMs) {
    if (rfq.buyer !== ctx.caller.member) return ctx.refuse('award_runs', { awardUntilMs: rfq.awardUntilMs });
    if (!isOpeningOver(ctx, rfq)) return ctx.refuse('opening_runs', { openUntilMs: rfq.openUntilMs });
  }
  end(ctx, rfq, 'ended');
  ctx.emit('rfqEnded', { rfq: id });
}

/** Ends a request. */
export function end(
  ctx: Ctx,
  rfq: Rfq,
  state: 'awarded' | 'ended' | 'cancelled',
  more: Partial<Pick<Rfq, 'orderId' | 'winner' | 'choice'>> = {},
) {
  ctx.put('rfq', rfq.id, { ...rfq, state, endedAtMs: ctx.timeMs, ...more });
  if (rfq.files !== undefined) {
    ctx.call(endOccasion, { id: rfq.id, keptFor: more.winner && ctx.get('bid', more.winner)?.bidder });
  }
  const counts = { requests: 1, ...(state === 'awarded' ? { requestsAwarded: 1 } : {}) };
  const about = { member: rfq.buyer, unit: rfq.order.unit, record: rfq.id };
  ctx.call(count, { ...about, side: 'buyer', kind: 'request', counts });
}

/** Action `settlePool`. */
export function settlePool(ctx: Ctx, id: string) {
  const rfq = knownRfq(ctx, id);
  const { pool, poolHold, state, endedAtMs } = rfq;
  if (pool === undefined || poolHold === undefined) return ctx.refuse('pool_none', { rfq: id });
  if (state === 'open' || endedAtMs === undefined) return ctx.refuse('pool_open', { state });
  const tally = tallyOf(ctx, id);
  const isClaimable = state !== 'cancelled' && tally.claimed < tally.eligible && ctx.timeMs < endedAtMs + CLAIM_MS;
  if (isClaimable) return ctx.refuse('pool_claimable', { claimed: tally.claimed, eligible: tally.eligible });
  const { poolHold: _, ...settled } = rfq;
  ctx.put('rfq', id, settled);
  const left = pool.amountCents - tally.claimed * poolShare(pool, tally.eligible);
  if (left > 0) ctx.call(settleHold, { hold: poolHold, payTo: undefined, amountCents: left });
  ctx.emit('poolSettled', { rfq: id, returnedCents: left });
}

/** True once every sealed bid was opened, or the time for it and for contesting is over. */
export function isOpeningOver(ctx: Ctx, rfq: Rfq): boolean {
  const { id, sealUntilMs, toBuyer } = rfq;
  if (ctx.timeMs >= contestUntilMs(rfq)) return true;
  return toBuyer === undefined && ctx.timeMs >= sealUntilMs && tallyOf(ctx, id).sealed === 0;
}

/** Refuses a reader of bids that is no actor of the buyer now. */
export function readsFor(ctx: Ctx, buyer: string, reader: string): void {
  if (ctx.call(liveActor, { actor: reader })?.member !== buyer) ctx.refuse('reader_foreign', { reader });
}

/** Until when bids may come to stand on the ledger. */
export function contestUntilMs({ toBuyer, openUntilMs }: Rfq): number {
  return toBuyer?.contestUntilMs ?? openUntilMs;
}

/** Until when the buyer says which is the best, where bids go to it: half of the contest is left to the bidders. */
export function namingUntilMs(rfq: Rfq): number {
  return rfq.openUntilMs + Math.floor((contestUntilMs(rfq) - rfq.openUntilMs) / 2);
}

/** The request with this id. */
export function knownRfq(ctx: Ctx, id: string): Rfq {
  return ctx.get('rfq', id) ?? ctx.refuse('rfq_unknown', { rfq: id });
}

/** The request with this id, while it is neither awarded, ended nor cancelled. */
export function openRfq(ctx: Ctx, id: string): Rfq {
  const rfq = knownRfq(ctx, id);
  return rfq.state === 'open' ? rfq : ctx.refuse('rfq_closed', { state: rfq.state });
}

/** The counts of a request. */
export function tallyOf(ctx: Ctx, id: string): Tally {
  return ctx.get('tally', id) ?? ctx.refuse('rfq_unknown', { rfq: id });
}

/** The request, when the caller, or another member, may bid on it. */
export function forBidder(ctx: Ctx, rfq: Rfq, member = ctx.caller.member): Rfq {
  const isInvited = rfq.invited.length === 0 || rfq.invited.includes(member);
  return isInvited && member !== rfq.buyer ? rfq : ctx.refuse('not_invited', { rfq: rfq.id });
}

/** The request, when the caller is its buyer. */
export function asBuyer(ctx: Ctx, rfq: Rfq): Rfq {
  return rfq.buyer === ctx.caller.member ? rfq : ctx.refuse('not_buyer', { buyer: rfq.buyer });
}

/** The member's main account in a unit. */
export function accountOf(ctx: Ctx, member: string, unit: string): string {
  return (ctx.call(findAccount, { member, unit }) ?? ctx.refuse('account_missing', { member, unit })).id;
}
