// Money against a thing. Its owner has another member value a thing, and issues claims against it, each a promise to pay
// so much; they are a unit of accounts that this contract keeps, given and taken like any other. The owner sets money
// aside, and whoever gives up claims is paid from it. Meanwhile the thing stays where it is and as it is. No market, no
// price: for what a claim changes hands is said nowhere.
//
//   proposed ──value──▶ open ──close: money is set aside for every claim──▶ covered ──redeem the last──▶ ended
//       │                ├──close, no claim is out──▶ ended
//       └──close──▶ ended└──reportLoss, confirmLoss──▶ lost: scrapped, claims void, money returned
//   proposed, open, covered ──settle, after their time──▶ lapsed: claims void, money returned, thing free
//
// Always: what all claims in circulation pay ≤ the value that the valuer signed; what is set aside ≤ what they pay; in
// `covered` it is exactly that; while a claim is out and not covered, the thing is its owner's and bound to them.

import { circulationOf, takeOutKept } from '#contracts/accounts/operations.ts';
import { release } from '#contracts/items/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { confirmLoss, end } from './ending.ts';
import { addTo, fundOf, payFrom } from './fund.ts';
import { apart, issue, propose } from './issuing.ts';
import { accountIn, known, owed, owned } from './known.ts';
import { claimsInterface } from './schema.ts';

type Ctx = Context<typeof claimsInterface>;

/** The claims contract. */
export const claims = defineContract(claimsInterface, {
  visibleTo: {
    // Whoever may be given a claim judges it by its terms, its value and the money behind it.
    asset: 'members',
    fund: 'members',
  },
  actions: {
    propose: { run: propose },
    value: { run: (ctx, { asset, valueCents }) => value(ctx, asset, valueCents) },
    issue: { run: issue },
    fund: {
      commits: (ctx, { asset, amountCents }) =>
        commitment('claims.fund', ctx.get('asset', asset)?.payUnit, amountCents),
      run: (ctx, { asset: id, from, amountCents }) => addTo(ctx, owned(ctx, id), { from, amountCents }),
    },
    redeem: {
      commits: (ctx, { asset, claims: count }) => commitment('claims.redeem', ctx.get('asset', asset)?.unit, count),
      run: redeem,
    },
    close: { run: (ctx, { asset }) => close(ctx, asset) },
    reportLoss: {
      run(ctx, { asset: id }) {
        const asset = owned(ctx, id);
        if (asset.state !== 'open') return ctx.refuse('not_open', { state: asset.state });
        if (asset.lossReportedAtMs !== undefined) return ctx.refuse('loss_reported', { asset: id });
        ctx.put('asset', id, { ...asset, lossReportedAtMs: ctx.timeMs });
        ctx.emit('lossReported', { asset: id });
      },
    },
    confirmLoss: { run: (ctx, { asset }) => confirmLoss(ctx, asset) },
    settle: {
      free: 'it follows from the time that the terms say',
      run(ctx, { asset: id }) {
        const asset = known(ctx, id);
        if (['ended', 'lost', 'lapsed'].includes(asset.state)) return ctx.refuse('ended', { state: asset.state });
        if (ctx.timeMs < asset.lapsesAtMs) return ctx.refuse('not_lapsed', { lapsesAtMs: asset.lapsesAtMs });
        if (asset.state !== 'covered') ctx.call(release, { item: asset.item, record: id });
        end(ctx, asset, 'lapsed');
      },
    },
  },
});

function value(ctx: Ctx, id: string, valueCents: number) {
  const asset = known(ctx, id);
  if (asset.valuer !== ctx.caller.member) return ctx.refuse('not_valuer', { valuer: asset.valuer });
  if (asset.state !== 'proposed' && asset.state !== 'open') return ctx.refuse('not_open', { state: asset.state });
  apart(ctx, asset.owner, asset.valuer);
  const owedCents = owed(ctx, asset);
  if (valueCents < owedCents) return ctx.refuse('value_short', { owedCents });
  ctx.put('asset', id, { ...asset, valueCents, state: 'open' });
  ctx.emit('assetValued', { asset: id, valueCents });
}

function redeem(
  ctx: Ctx,
  input: { readonly asset: string; readonly from: string; readonly claims: number; readonly to: string },
) {
  const asset = known(ctx, input.asset);
  if (asset.state !== 'open' && asset.state !== 'covered') return ctx.refuse('not_open', { state: asset.state });
  if (ctx.timeMs >= asset.lapsesAtMs) return ctx.refuse('not_open', { lapsesAtMs: asset.lapsesAtMs });
  accountIn(ctx, input.from, asset.unit);
  accountIn(ctx, input.to, asset.payUnit);
  const amountCents = timesCents(input.claims, asset.payCents);
  const { leftCents } = fundOf(ctx, asset.id);
  if (amountCents === undefined || amountCents > leftCents) return ctx.refuse('fund_short', { leftCents });
  ctx.call(takeOutKept, { from: input.from, amountCents: input.claims, reference: asset.id });
  payFrom(ctx, asset, { to: input.to, amountCents });
  ctx.emit('claimsRedeemed', { asset: asset.id, claims: input.claims, amountCents });
  if (asset.state === 'covered' && ctx.call(circulationOf, { code: asset.unit }) === 0) end(ctx, asset, 'ended');
}

function close(ctx: Ctx, id: string) {
  const asset = owned(ctx, id);
  if (asset.state !== 'proposed' && asset.state !== 'open') return ctx.refuse('not_open', { state: asset.state });
  const owedCents = owed(ctx, asset);
  const { leftCents } = fundOf(ctx, id);
  if (leftCents < owedCents) return ctx.refuse('not_covered', { owedCents, leftCents });
  assert(leftCents === owedCents, `${id} has more set aside than its claims pay`);
  ctx.call(release, { item: asset.item, record: id });
  if (owedCents === 0) return end(ctx, asset, 'ended');
  ctx.put('asset', id, { ...asset, state: 'covered' });
}

/** Nothing is committed where there is no such asset; `run` then says so to persons. */
function commitment(what: string, unit: string | undefined, amount: number) {
  return unit === undefined ? undefined : { what, unit, amount };
}
