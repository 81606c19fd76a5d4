// Money and other units as promises of their issuers. An issuer puts its unit into circulation by crediting an account;
// owners pay each other; who wants to be paid out transfers to the issuer, which takes the units out of circulation.
// Contracts on higher floors set money aside until a condition of theirs is met.
//
//   hold:  placeHold ──▶ held ──settleHold, in parts: paid to another account or returned──▶ settled
//
// For each unit, always: the sum of balance + held over its accounts = issued − redeemed, void or not; none of them is negative; what
// an account holds = the sum of what remains in its holds; and a sum is exact, for everything ever issued is below 2^53.

import { defineContract } from '#core/contract.ts';
import { book, own, unvoided } from './booking.ts';
import { create, issue, takeOut } from './circulation.ts';
import { accountsInterface } from './schema.ts';

/** The accounts contract. */
export const accounts = defineContract(accountsInterface, {
  visibleTo: {
    unit: 'members',
    supply: 'members',
    account: ({ owner }) => [owner],
    hold: ({ owner, beneficiary }) => (beneficiary === undefined ? [owner] : [owner, beneficiary]),
    transfer: ({ payer, payee }) => [payer, payee],
  },
  actions: {
    createUnit: {
      run(ctx, { code }) {
        create(ctx, code);
      },
    },
    openAccount: {
      run(ctx, { unit, name }) {
        if (ctx.get('unit', unit) === undefined) return ctx.refuse('unit_unknown', { unit });
        const owner = ctx.caller.member;
        const id = name === undefined ? `${owner}/${unit}` : `${owner}/${unit}/${name}`;
        if (ctx.get('account', id) !== undefined) return ctx.refuse('account_taken', { account: id });
        const named = name === undefined ? {} : { name };
        ctx.put('account', id, { id, owner, unit, balanceCents: 0, heldCents: 0, ...named });
        ctx.emit('accountOpened', { id });
      },
    },
    issue: {
      commits: (ctx, { to, amountCents }) => commitment('accounts.issue', ctx.get('account', to)?.unit, amountCents),
      run(ctx, input) {
        issue(ctx, input);
      },
    },
    redeem: {
      commits: (ctx, { from, amountCents }) =>
        commitment('accounts.redeem', ctx.get('account', from)?.unit, amountCents),
      run(ctx, input) {
        takeOut(ctx, input);
      },
    },
    transfer: {
      commits: (ctx, { from, amountCents }) =>
        commitment('accounts.transfer', ctx.get('account', from)?.unit, amountCents),
      run(ctx, booking) {
        unvoided(ctx, own(ctx, booking.from).unit);
        book(ctx, booking);
      },
    },
  },
});

/** Nothing is committed where there is no account; `run` then says so to persons. */
function commitment(what: string, unit: string | undefined, amount: number) {
  return unit === undefined ? undefined : { what, unit, amount };
}
