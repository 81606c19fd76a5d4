// How money moves between two accounts: what one side loses, the other gains, and a transfer records it.

import type { Context } from '#core/contract.ts';
import type { Account, accountsInterface } from './schema.ts';

type Ctx = Context<typeof accountsInterface>;

/** One movement: amount in the unit's smallest part, reference an id without spaces. */
export type Booking = {
  readonly from: string;
  readonly to: string;
  readonly amountCents: number;
  readonly reference: string;
};

/** Moves free money from one account to another; the right to do so is the caller's affair. @returns the transfer's id */
export function book(ctx: Ctx, { from, to, amountCents, reference }: Booking): string {
  wholeAmount(ctx, amountCents);
  if (from === to) return ctx.refuse('account_same', { account: from });
  const payer = known(ctx, from);
  const payee = known(ctx, to);
  if (payer.unit !== payee.unit) return ctx.refuse('unit_differs', { from: payer.unit, to: payee.unit });
  if (payer.balanceCents < amountCents) return ctx.refuse('balance_short', { account: from, amountCents });
  ctx.put('account', from, moved(payer, -amountCents));
  ctx.put('account', to, moved(payee, amountCents));
  return note(ctx, { unit: payer.unit, from, to, payer: payer.owner, payee: payee.owner, amountCents, reference });
}

/** Records a movement and tells of it. @returns the transfer's id */
export function note(
  ctx: Ctx,
  movement: {
    readonly unit: string;
    readonly from?: string;
    readonly to?: string;
    readonly payer: string;
    readonly payee: string;
    readonly amountCents: number;
    readonly reference: string;
  },
): string {
  const id = ctx.newId('transfer');
  ctx.put('transfer', id, { id, ...movement, timeMs: ctx.timeMs });
  ctx.emit('transferred', { id, ...movement });
  return id;
}

/** The account with more, or less, free to spend. */
export function moved(account: Account, byCents: number): Account {
  return { ...account, balanceCents: account.balanceCents + byCents };
}

/** The account with this id; refuses with `account_unknown`. */
export function known(ctx: Ctx, id: string): Account {
  return ctx.get('account', id) ?? ctx.refuse('account_unknown', { account: id });
}

/** The account of the caller's member with this id; refuses with `account_unknown` or `not_owner`. */
export function own(ctx: Ctx, id: string): Account {
  const account = known(ctx, id);
  return account.owner === ctx.caller.member ? account : ctx.refuse('not_owner', { owner: account.owner });
}

/** Passes where the unit is not void. What was set aside before still moves, so that what waits for it can end. */
export function unvoided(ctx: Ctx, code: string): void {
  const voidSinceMs = ctx.get('unit', code)?.voidSinceMs;
  if (voidSinceMs !== undefined) ctx.refuse('unit_void', { unit: code, voidSinceMs });
}

/** Contracts compute amounts: zero, a fraction or less would move nothing, or move it the wrong way. */
export function wholeAmount(ctx: Ctx, amountCents: number): void {
  if (!Number.isSafeInteger(amountCents) || amountCents < 1)
    ctx.refuse('amount_invalid', { amount: String(amountCents) });
}
