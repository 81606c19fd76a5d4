// What every action of claims looks up first, and refuses where it is not there or not the caller's.

import { accountOf, circulationOf } from '#contracts/accounts/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import type { Context } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import type { Asset, claimsInterface } from './schema.ts';

type Ctx = Context<typeof claimsInterface>;

/** The asset with this id. */
export function known(ctx: Ctx, id: string): Asset {
  return ctx.get('asset', id) ?? ctx.refuse('asset_unknown', { asset: id });
}

/** The asset with this id, when the caller's member owns it. */
export function owned(ctx: Ctx, id: string): Asset {
  const asset = known(ctx, id);
  return asset.owner === ctx.caller.member ? asset : ctx.refuse('not_owner', { owner: asset.owner });
}

/** What all claims in circulation pay. */
export function owed(ctx: Ctx, { unit, payCents }: Asset): number {
  const owedCents = timesCents(ctx.call(circulationOf, { code: unit }), payCents);
  assert(owedCents !== undefined, `claims in ${unit} pay more than a value can be`);
  return owedCents;
}

/** Passes where the account is of this unit; whether it exists is accounts' to say when money moves. */
export function accountIn(ctx: Ctx, id: string, unit: string): void {
  const account = ctx.call(accountOf, { id });
  if (account?.unit !== unit) ctx.refuse('account_wrong', { account: id, unit });
}
