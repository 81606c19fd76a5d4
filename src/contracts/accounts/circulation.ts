// Units come to be, go into circulation and out of it. A unit that a contract keeps is issued and taken out through that
// contract alone, still with the signature of the issuer, or of the owner of what is taken out.

import type { Context } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { known, moved, note, own, unvoided, wholeAmount } from './booking.ts';
import type { accountsInterface } from './schema.ts';

type Ctx = Context<typeof accountsInterface>;

/** Creates a unit of the caller's member; one that the calling contract keeps, where a contract calls. */
export function create(ctx: Ctx, code: string): void {
  if (ctx.get('unit', code) !== undefined) ctx.refuse('unit_taken', { code });
  const issuer = ctx.caller.member;
  ctx.put('unit', code, { code, issuer, ...(ctx.via === '' ? {} : { contract: ctx.via }) });
  ctx.put('supply', code, { unit: code, issuedTotal: 0, redeemedTotal: 0 });
  ctx.emit('unitCreated', { code, issuer });
}

/** Puts so much into circulation by crediting an account, with the issuer's signature. */
export function issue(
  ctx: Ctx,
  { to, amountCents, reference }: { readonly to: string; readonly amountCents: number; readonly reference: string },
) {
  wholeAmount(ctx, amountCents);
  const account = known(ctx, to);
  const { unit } = account;
  const issuer = ctx.get('unit', unit)?.issuer;
  if (issuer !== ctx.caller.member) return ctx.refuse('not_issuer', { issuer });
  kept(ctx, unit);
  unvoided(ctx, unit);
  const supply = ctx.get('supply', unit);
  assert(supply !== undefined, `unit ${unit} has no supply`);
  if (amountCents > Number.MAX_SAFE_INTEGER - supply.issuedTotal) {
    return ctx.refuse('amount_too_large', { amountCents, issuedTotal: supply.issuedTotal });
  }
  ctx.put('supply', unit, { ...supply, issuedTotal: supply.issuedTotal + amountCents });
  ctx.put('account', to, moved(account, amountCents));
  note(ctx, { unit, to, payer: issuer, payee: account.owner, amountCents, reference });
}

/** Takes so much out of circulation from an account of the caller's: the issuer's, or anyone's of a unit that is kept. */
export function takeOut(
  ctx: Ctx,
  { from, amountCents, reference }: { readonly from: string; readonly amountCents: number; readonly reference: string },
) {
  wholeAmount(ctx, amountCents);
  const account = own(ctx, from);
  const { unit, owner } = account;
  const issuer = ctx.get('unit', unit)?.issuer;
  if (issuer === undefined || (issuer !== owner && ctx.via === '')) return ctx.refuse('not_issuer', { issuer });
  kept(ctx, unit);
  unvoided(ctx, unit);
  if (account.balanceCents < amountCents) return ctx.refuse('balance_short', { account: from, amountCents });
  const supply = ctx.get('supply', unit);
  assert(supply !== undefined, `unit ${unit} has no supply`);
  ctx.put('supply', unit, { ...supply, redeemedTotal: supply.redeemedTotal + amountCents });
  ctx.put('account', from, moved(account, -amountCents));
  note(ctx, { unit, from, payer: owner, payee: issuer, amountCents, reference });
}

/** Declares what is left of a unit void, for good. */
export function voidUnit(ctx: Ctx, code: string) {
  const unit = ctx.get('unit', code);
  if (unit === undefined) return ctx.refuse('unit_unknown', { unit: code });
  kept(ctx, code);
  unvoided(ctx, code);
  ctx.put('unit', code, { ...unit, voidSinceMs: ctx.timeMs });
  ctx.emit('unitVoided', { code });
}

/** Passes where the unit is kept by the calling contract, or by none where a person calls. */
function kept(ctx: Ctx, code: string): void {
  const contract = ctx.get('unit', code)?.contract ?? '';
  if (contract !== ctx.via) ctx.refuse('unit_kept', { unit: code, contract });
}
