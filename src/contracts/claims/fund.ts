// Money that the owner sets aside to pay claims: one hold, which grows by being returned and placed anew, never more than
// all claims pay. It leaves to whoever gives up claims, and to the owner when they end.

import { placeHold, settleHold } from '#contracts/accounts/operations.ts';
import type { Context } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { accountIn, owed } from './known.ts';
import type { Asset, claimsInterface, Fund } from './schema.ts';

type Ctx = Context<typeof claimsInterface>;

/** The fund of an asset. */
export function fundOf(ctx: Ctx, asset: string): Fund {
  const fund = ctx.get('fund', asset);
  assert(fund !== undefined, `asset ${asset} has no fund`);
  return fund;
}

/** Adds to the fund. */
export function addTo(ctx: Ctx, asset: Asset, add: { readonly from: string; readonly amountCents: number }) {
  if (asset.state !== 'open') return ctx.refuse('not_open', { state: asset.state });
  if (ctx.timeMs >= asset.lapsesAtMs) return ctx.refuse('not_open', { lapsesAtMs: asset.lapsesAtMs });
  accountIn(ctx, add.from, asset.payUnit);
  const { account, hold, leftCents } = fundOf(ctx, asset.id);
  if (account !== undefined && account !== add.from) return ctx.refuse('fund_account', { account });
  const sumCents = leftCents + add.amountCents;
  const owedCents = owed(ctx, asset);
  if (sumCents > owedCents) return ctx.refuse('fund_too_large', { owedCents, leftCents });
  if (hold !== undefined) ctx.call(settleHold, { hold, payTo: undefined, amountCents: leftCents });
  const terms = { account: add.from, amountCents: sumCents, record: asset.id, condition: 'claims.redeemed' };
  const placed = ctx.call(placeHold, terms);
  ctx.put('fund', asset.id, { asset: asset.id, account: add.from, hold: placed, leftCents: sumCents });
  ctx.emit('assetFunded', { asset: asset.id, leftCents: sumCents });
}

/** Pays from the fund, which has so much; without `to` it goes back to the owner. */
export function payFrom(
  ctx: Ctx,
  asset: Asset,
  { to, amountCents }: { readonly to: string | undefined; readonly amountCents: number },
): void {
  const { account, hold, leftCents } = fundOf(ctx, asset.id);
  assert(hold !== undefined && amountCents <= leftCents, `the fund of ${asset.id} has less than ${amountCents}`);
  ctx.call(settleHold, { hold, payTo: to, amountCents });
  const left = leftCents - amountCents;
  const rest = left === 0 || account === undefined ? {} : { account, hold };
  ctx.put('fund', asset.id, { asset: asset.id, ...rest, leftCents: left });
}
