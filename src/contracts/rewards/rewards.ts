// Rewards for a period: an operator publishes points for what members contribute and sets a pool of its credits aside.
// While the period runs each member enters its contributions, which are records of the ledger; each counts once, ever.
// When it has ended each takes its share, and what nobody claimed goes back.
//
//   open ──enter, while it runs──▶ open ──claimReward, from its end──▶ open ──settle, when claiming is over──▶ settled
//
// Always: paid + held = pool while open; a member is paid once for a period; shares follow from the counts alone (match.ts),
// which stand still when claiming begins; what counts has cost a fee to the operator, so that points are not free.

import { accountOf, findAccount, placeHold, settleHold } from '#contracts/accounts/operations.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { contributionOf } from './contributions.ts';
import { pointsOf, shareOf } from './match.ts';
import { LEAST_CLAIM_MS, LONGEST_MS, type Period, rewardsInterface } from './schema.ts';

type Ctx = Context<typeof rewardsInterface>;

/** The rewards contract. */
export const rewards = defineContract(rewardsInterface, {
  visibleTo: {
    // Anyone computes any share again: from the rules, the points of all and the counts of each.
    period: 'members',
    sum: 'members',
    tally: 'members',
    // Which order it was is for those who know the order.
    entered: ({ operator, member }) => [operator, member],
  },
  actions: {
    open: { run: open },
    enter: { free: 'counting what was done binds nobody', run: enter },
    claimReward: { free: 'it pays to the member’s own account', run: (ctx, { period }) => claim(ctx, period) },
    settle: { free: 'it follows from the period’s times', run: (ctx, { period }) => settle(ctx, period) },
  },
});

function open(ctx: Ctx, input: Omit<Period, 'id' | 'operator' | 'account' | 'hold'> & { readonly from: string }) {
  const { from, ...rules } = input;
  const { unit, poolCents, points, startsAtMs, endsAtMs, claimUntilMs } = rules;
  const isInTime =
    startsAtMs >= ctx.timeMs &&
    startsAtMs <= ctx.timeMs + LONGEST_MS &&
    endsAtMs > startsAtMs &&
    endsAtMs <= startsAtMs + LONGEST_MS &&
    claimUntilMs >= endsAtMs + LEAST_CLAIM_MS &&
    claimUntilMs <= endsAtMs + LONGEST_MS;
  if (!isInTime) return ctx.refuse('times_wrong', { startsAtMs, endsAtMs, claimUntilMs });
  if (pointsOf({ orders: 1, onTime: 1, bids: 1 }, points) === 0) return ctx.refuse('points_none');
  if (ctx.call(accountOf, { id: from })?.unit !== unit) return ctx.refuse('account_wrong', { account: from, unit });
  const id = ctx.newId('period');
  const terms = { account: from, amountCents: poolCents, record: id, condition: 'period.ended' };
  const hold = ctx.call(placeHold, terms);
  ctx.put('period', id, { id, operator: ctx.caller.member, ...rules, account: from, hold });
  ctx.put('sum', id, { period: id, points: 0, paidCents: 0, state: 'open' });
  ctx.emit('periodOpened', { period: id, unit, poolCents });
}

function enter(
  ctx: Ctx,
  { period: id, kind, record }: { readonly period: string; readonly kind: 'order' | 'bid'; readonly record: string },
) {
  const { operator, points: published, startsAtMs, endsAtMs } = known(ctx, id);
  if (ctx.timeMs < startsAtMs || ctx.timeMs >= endsAtMs) return ctx.refuse('not_running', { startsAtMs, endsAtMs });
  // Its own orders cost it nothing: with them it would take back what it has promised.
  if (ctx.caller.member === operator) return ctx.refuse('operator_apart', { operator });
  const entered = ctx.contentId({ operator, kind, record });
  if (ctx.get('entered', entered) !== undefined) return ctx.refuse('entered_already', { record });
  const found = contributionOf(ctx, { kind, record, operator });
  const added = pointsOf(found, published);
  if (added === 0) return ctx.refuse('worth_nothing', { kind });
  const { member } = ctx.caller;
  const { onTime } = found;
  ctx.put('entered', entered, { id: entered, period: id, operator, member, kind, record, onTime: onTime > 0 });
  const tallyId = `${id}:${member}`;
  const { counts, points } = ctx.get('tally', tallyId) ?? { counts: { orders: 0, onTime: 0, bids: 0 }, points: 0 };
  const sums = { orders: counts.orders + found.orders, onTime: counts.onTime + onTime, bids: counts.bids + found.bids };
  ctx.put('tally', tallyId, { id: tallyId, period: id, member, counts: sums, points: points + added });
  const sum = sumOf(ctx, id);
  ctx.put('sum', id, { ...sum, points: sum.points + added });
  ctx.emit('contributionEntered', { period: id, member, points: added });
}

function claim(ctx: Ctx, id: string) {
  const period = known(ctx, id);
  if (ctx.timeMs < period.endsAtMs) return ctx.refuse('not_ended', { endsAtMs: period.endsAtMs });
  if (ctx.timeMs >= period.claimUntilMs) return ctx.refuse('claim_over', { claimUntilMs: period.claimUntilMs });
  const { member } = ctx.caller;
  const tally = ctx.get('tally', `${id}:${member}`);
  if (tally === undefined) return ctx.refuse('nothing_entered', { member });
  if (tally.paidCents !== undefined) return ctx.refuse('claimed_already', { paidCents: tally.paidCents });
  const account = ctx.call(findAccount, { member, unit: period.unit });
  if (account === undefined) return ctx.refuse('account_missing', { unit: period.unit });
  const sum = sumOf(ctx, id);
  const amountCents = shareOf(period, tally.points, sum.points);
  if (amountCents > 0) ctx.call(settleHold, { hold: period.hold, payTo: account.id, amountCents });
  ctx.put('tally', tally.id, { ...tally, paidCents: amountCents });
  ctx.put('sum', id, { ...sum, paidCents: sum.paidCents + amountCents });
  ctx.emit('rewardPaid', { period: id, member, amountCents });
}

function settle(ctx: Ctx, id: string) {
  const { poolCents, claimUntilMs, hold } = known(ctx, id);
  const sum = sumOf(ctx, id);
  if (sum.state === 'settled') return ctx.refuse('settled', { period: id });
  if (ctx.timeMs < claimUntilMs) return ctx.refuse('claim_open', { claimUntilMs });
  const leftCents = poolCents - sum.paidCents;
  assert(leftCents >= 0, `period ${id} has paid more than its pool`);
  if (leftCents > 0) ctx.call(settleHold, { hold, payTo: undefined, amountCents: leftCents });
  ctx.put('sum', id, { ...sum, state: 'settled' });
  ctx.emit('periodSettled', { period: id, leftCents });
}

function known(ctx: Ctx, id: string): Period {
  return ctx.get('period', id) ?? ctx.refuse('period_unknown', { period: id });
}

function sumOf(ctx: Ctx, id: string) {
  const sum = ctx.get('sum', id);
  assert(sum !== undefined, `period ${id} has no sum`);
  return sum;
}
