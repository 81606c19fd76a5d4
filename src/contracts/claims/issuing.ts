// How claims come to be: the owner binds its thing, and issues no more than the valuer's word bears.

import { circulationOf, createKeptUnit, issueKept } from '#contracts/accounts/operations.ts';
import { bind, itemOf } from '#contracts/items/operations.ts';
import { isMember } from '#contracts/membership/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import { saysRelated } from '#contracts/standing/operations.ts';
import type { Context } from '#core/contract.ts';
import { accountIn, owned } from './known.ts';
import { type Asset, type claimsInterface, LONGEST_MS } from './schema.ts';

type Ctx = Context<typeof claimsInterface>;

/** Action `propose`. */
export function propose(
  ctx: Ctx,
  input: Pick<Asset, 'item' | 'valuer' | 'unit' | 'payUnit' | 'payCents' | 'lapsesAtMs'>,
) {
  const { item, valuer, unit, payUnit, lapsesAtMs } = input;
  const owner = ctx.caller.member;
  if (valuer === owner || !ctx.call(isMember, { member: valuer })) return ctx.refuse('valuer_wrong', { valuer });
  apart(ctx, owner, valuer);
  if (unit === payUnit) return ctx.refuse('unit_same', { unit });
  if (lapsesAtMs <= ctx.timeMs || lapsesAtMs > ctx.timeMs + LONGEST_MS)
    return ctx.refuse('lapse_wrong', { lapsesAtMs });
  const id = ctx.newId('asset');
  ctx.call(bind, { item, record: id });
  const state = ctx.call(itemOf, { id: item })?.state;
  // Only these can still be scrapped: what is under way could not die with its claims.
  if (state !== 'released' && state !== 'inService') return ctx.refuse('item_unready', { state });
  ctx.call(createKeptUnit, { code: unit });
  ctx.put('asset', id, { id, owner, ...input, state: 'proposed' });
  ctx.put('fund', id, { asset: id, leftCents: 0 });
  ctx.emit('assetProposed', { asset: id, item });
}

/** A thing is valued by who says of neither side that they are related, and of whom the owner does not say it. */
export function apart(ctx: Ctx, owner: string, valuer: string): void {
  const isRelated =
    ctx.call(saysRelated, { member: owner, to: valuer }) || ctx.call(saysRelated, { member: valuer, to: owner });
  if (isRelated) ctx.refuse('valuer_related', { valuer });
}

/** Action `issue`. */
export function issue(
  ctx: Ctx,
  { asset: id, to, claims }: { readonly asset: string; readonly to: string; readonly claims: number },
) {
  const asset = owned(ctx, id);
  if (asset.state !== 'open') return ctx.refuse('not_open', { state: asset.state });
  if (asset.lossReportedAtMs !== undefined) return ctx.refuse('loss_reported', { asset: id });
  if (ctx.timeMs >= asset.lapsesAtMs) return ctx.refuse('not_open', { lapsesAtMs: asset.lapsesAtMs });
  accountIn(ctx, to, asset.unit);
  const all = ctx.call(circulationOf, { code: asset.unit }) + claims;
  const payCents = timesCents(all, asset.payCents);
  const { valueCents = 0 } = asset;
  if (payCents === undefined || payCents > valueCents) return ctx.refuse('above_value', { valueCents });
  ctx.call(issueKept, { to, amountCents: claims, reference: id });
  ctx.emit('claimsIssued', { asset: id, claims });
}
