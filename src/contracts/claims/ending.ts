// How claims end: with their asset, with their time, or because none is left. What was set aside and not paid goes back to
// the owner, and what is still in circulation is void from then on.

import { circulationOf, voidKeptUnit } from '#contracts/accounts/operations.ts';
import { scrapBound } from '#contracts/items/operations.ts';
import type { Context } from '#core/contract.ts';
import { fundOf, payFrom } from './fund.ts';
import { known } from './known.ts';
import type { Asset, claimsInterface } from './schema.ts';

type Ctx = Context<typeof claimsInterface>;

/** Action `confirmLoss`: the owner reported it, the valuer looked; the thing is scrapped and its claims die with it. */
export function confirmLoss(ctx: Ctx, id: string) {
  const asset = known(ctx, id);
  if (asset.valuer !== ctx.caller.member) return ctx.refuse('not_valuer', { valuer: asset.valuer });
  if (asset.state !== 'open') return ctx.refuse('not_open', { state: asset.state });
  if (asset.lossReportedAtMs === undefined) return ctx.refuse('loss_unreported', { asset: id });
  ctx.call(scrapBound, { item: asset.item, record: id });
  end(ctx, asset, 'lost');
}

/** Ends an asset; the thing is free, or gone, already. */
export function end(ctx: Ctx, asset: Asset, state: 'ended' | 'lost' | 'lapsed'): void {
  const { leftCents } = fundOf(ctx, asset.id);
  if (leftCents > 0) payFrom(ctx, asset, { to: undefined, amountCents: leftCents });
  const unpaidClaims = ctx.call(circulationOf, { code: asset.unit });
  ctx.call(voidKeptUnit, { code: asset.unit });
  ctx.put('asset', asset.id, { ...asset, state, unpaidClaims });
  ctx.emit('assetEnded', { asset: asset.id, state, unpaidClaims });
}
