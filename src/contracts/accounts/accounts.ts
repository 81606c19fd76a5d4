// Money and other units as promises of their issuers. An issuer puts its unit into circulation by crediting an account;
// owners pay each other; who wants to be paid out transfers to the issuer, which takes the units out of circulation.
// Contracts on higher floors set money aside until a condition of theirs is met.
//
//   hold:  placeHold ──▶ held ──settleHold, in parts: paid to another account or returned──▶ settled
//
// For each unit, always: the sum of balance + held over its accounts = issued − redeemed; none of them is negative; what
// an account holds = the sum of what remains in its holds; and a sum is exact, for everything ever issued is below 2^53.

import { defineContract } from '#core/contract.ts';
import { book, known, moved, note, own } from './booking.ts';
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
        if (ctx.get('unit', code) !== undefined) return ctx.refuse('unit_taken', { code });
        ctx.put('unit', code, { code, issuer: ctx.caller.member });
        ctx.put('supply', code, { unit: code, issuedTotal: 0, redeemedTotal: 0 });
        ctx.emit('unitCreated', { code, issuer: ctx.caller.member });
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
      run(ctx, { to, amountCents, reference }) {
        const account = known(ctx, to);
        const { unit } = account;
        const issuer = ctx.get('unit', unit)?.issuer;
        if (issuer !== ctx.caller.member) return ctx.refuse('not_issuer', { issuer });
        const supply = ctx.get('supply', unit);
        if (supply === undefined) return ctx.refuse('unit_unknown', { unit });
        if (amountCents > Number.MAX_SAFE_INTEGER - supply.issuedTotal) {
          return ctx.refuse('amount_too_large', { amountCents, issuedTotal: supply.issuedTotal });
        }
        ctx.put('supply', unit, { ...supply, issuedTotal: supply.issuedTotal + amountCents });
        ctx.put('account', to, moved(account, amountCents));
        note(ctx, { unit, to, payer: issuer, payee: account.owner, amountCents, reference });
      },
    },
    redeem: {
      commits: (ctx, { from, amountCents }) =>
        commitment('accounts.redeem', ctx.get('account', from)?.unit, amountCents),
      run(ctx, { from, amountCents, reference }) {
        const account = own(ctx, from);
        const { unit, owner } = account;
        const issuer = ctx.get('unit', unit)?.issuer;
        if (issuer !== owner) return ctx.refuse('not_issuer', { issuer });
        if (account.balanceCents < amountCents) return ctx.refuse('balance_short', { account: from, amountCents });
        const supply = ctx.get('supply', unit);
        if (supply === undefined) return ctx.refuse('unit_unknown', { unit });
        ctx.put('supply', unit, { ...supply, redeemedTotal: supply.redeemedTotal + amountCents });
        ctx.put('account', from, moved(account, -amountCents));
        note(ctx, { unit, from, payer: owner, payee: issuer, amountCents, reference });
      },
    },
    transfer: {
      commits: (ctx, { from, amountCents }) =>
        commitment('accounts.transfer', ctx.get('account', from)?.unit, amountCents),
      run(ctx, booking) {
        own(ctx, booking.from);
        book(ctx, booking);
      },
    },
  },
});

/** Nothing is committed where there is no account; `run` then says so to persons. */
function commitment(what: string, unit: string | undefined, amount: number) {
  return unit === undefined ? undefined : { what, unit, amount };
}
