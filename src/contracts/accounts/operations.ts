// What other contracts may do with accounts. Money leaves an account only by the signature of its owner in the running
// statement; it leaves a hold only through the contract that placed it. Amounts are whole and above zero.

import { type Context, defineOperation } from '#core/contract.ts';
import { book, known, moved, own, unvoided, wholeAmount } from './booking.ts';
import { create, issue, takeOut, voidUnit } from './circulation.ts';
import { type Account, accountsInterface } from './schema.ts';

type Ctx = Context<typeof accountsInterface>;

/** A member's main account in a unit (the one without a name), or undefined. */
export const findAccount = defineOperation(
  accountsInterface,
  (ctx, { member, unit }: { readonly member: string; readonly unit: string }): Account | undefined =>
    ctx.get('account', `${member}/${unit}`),
);

/**
 * Sets money of the caller's member aside; the calling contract alone may settle it.
 * @param input `record`: the id that the hold is for; `condition`: code of what must come true, such as
 * `order.accepted`; `beneficiary`: a member that sees the hold beside its owner
 * @returns the hold's id. Refuses with `account_unknown`, `not_owner`, `unit_void`, `amount_invalid`, `balance_short`
 */
export const placeHold = defineOperation(
  accountsInterface,
  (
    ctx,
    input: {
      readonly account: string;
      readonly amountCents: number;
      readonly record: string;
      readonly condition: string;
      readonly beneficiary?: string;
    },
  ): string => {
    const { account: accountId, amountCents, record, condition, beneficiary } = input;
    const account = own(ctx, accountId);
    unvoided(ctx, account.unit);
    wholeAmount(ctx, amountCents);
    if (account.balanceCents < amountCents) return ctx.refuse('balance_short', { account: accountId, amountCents });
    ctx.put('account', accountId, {
      ...account,
      balanceCents: account.balanceCents - amountCents,
      heldCents: account.heldCents + amountCents,
    });
    const id = ctx.newId('hold');
    const { owner, unit } = account;
    const permit = { contract: ctx.via, record, condition, ...(beneficiary === undefined ? {} : { beneficiary }) };
    ctx.put('hold', id, { id, account: accountId, owner, unit, amountCents, ...permit, state: 'held' });
    ctx.emit('holdPlaced', { id, account: accountId, amountCents });
    return id;
  },
);

/**
 * Pays part or all of a hold to an account of the same unit, or with `payTo` undefined returns it to the account that
 * it came from. Refuses with `hold_unknown`, `hold_foreign`, `hold_settled`, `amount_invalid`, `hold_short`,
 * `account_unknown`, `unit_differs`.
 */
export const settleHold = defineOperation(
  accountsInterface,
  (ctx, input: { readonly hold: string; readonly payTo: string | undefined; readonly amountCents: number }) => {
    const { hold: id, payTo, amountCents } = input;
    const hold = ctx.get('hold', id);
    if (hold === undefined) return ctx.refuse('hold_unknown', { hold: id });
    if (hold.contract !== ctx.via) return ctx.refuse('hold_foreign', { hold: id, contract: hold.contract });
    if (hold.state === 'settled') return ctx.refuse('hold_settled', { hold: id });
    wholeAmount(ctx, amountCents);
    if (hold.amountCents < amountCents) return ctx.refuse('hold_short', { hold: id, remainingCents: hold.amountCents });
    const remaining = hold.amountCents - amountCents;
    ctx.put('hold', id, { ...hold, amountCents: remaining, state: remaining === 0 ? 'settled' : 'held' });
    release(ctx, hold.account, amountCents);
    if (payTo === undefined || payTo === hold.account) {
      ctx.emit('holdReturned', { id, amountCents });
      return;
    }
    book(ctx, { from: hold.account, to: payTo, amountCents, reference: hold.record });
    ctx.emit('holdPaid', { id, to: payTo, amountCents });
  },
);

/**
 * Pays from an account of the caller's member. `reference` is what it is for: an id, printable without spaces.
 * @returns the transfer's id. Refuses with `account_unknown`, `not_owner`, `unit_void`, `amount_invalid`,
 * `account_same`, `unit_differs`, `balance_short`
 */
export const pay = defineOperation(
  accountsInterface,
  (
    ctx,
    input: { readonly from: string; readonly to: string; readonly amountCents: number; readonly reference: string },
  ): string => {
    unvoided(ctx, own(ctx, input.from).unit);
    return book(ctx, input);
  },
);

/**
 * Creates a unit of the caller's member that the calling contract keeps: nobody issues it or takes it out but through
 * that contract. It is transferred and set aside as any other. Refuses with `unit_taken`
 */
export const createKeptUnit = defineOperation(accountsInterface, (ctx, { code }: { readonly code: string }): void =>
  create(ctx, code),
);

/**
 * Issues a unit that the calling contract keeps, with the signature of its issuer. Refuses with `amount_invalid`,
 * `account_unknown`, `not_issuer`, `unit_kept`, `unit_void`, `amount_too_large`
 */
export const issueKept = defineOperation(
  accountsInterface,
  (ctx, input: { readonly to: string; readonly amountCents: number; readonly reference: string }): void =>
    issue(ctx, input),
);

/**
 * Takes a unit that the calling contract keeps out of circulation, from an account of the caller's member. Refuses with
 * `amount_invalid`, `account_unknown`, `not_owner`, `unit_kept`, `unit_void`, `balance_short`
 */
export const takeOutKept = defineOperation(
  accountsInterface,
  (ctx, input: { readonly from: string; readonly amountCents: number; readonly reference: string }): void =>
    takeOut(ctx, input),
);

/**
 * Declares what is left of a unit that the calling contract keeps void: it stays where it is and is neither paid nor set
 * aside any more; what was set aside before may still be settled. Refuses with `unit_unknown`, `unit_kept`, `unit_void`
 */
export const voidKeptUnit = defineOperation(accountsInterface, (ctx, { code }: { readonly code: string }): void =>
  voidUnit(ctx, code),
);

/** How much of a unit is in circulation: issued and not redeemed. Nothing where there is no such unit. */
export const circulationOf = defineOperation(accountsInterface, (ctx, { code }: { readonly code: string }): number => {
  const supply = ctx.get('supply', code);
  return supply === undefined ? 0 : supply.issuedTotal - supply.redeemedTotal;
});

/** The account with this id, or undefined. */
export const accountOf = defineOperation(
  accountsInterface,
  (ctx, { id }: { readonly id: string }): Account | undefined => ctx.get('account', id),
);

/** Frees what was held: from here it may be paid out or stay. */
function release(ctx: Ctx, accountId: string, amountCents: number): void {
  const account = known(ctx, accountId);
  ctx.put('account', accountId, { ...moved(account, amountCents), heldCents: account.heldCents - amountCents });
}
