// What members say of orders to come: above which amount two persons of theirs sign, and what the operator of a platform
// takes of an accepted order. A tariff never changes; it is withdrawn, and orders that named it keep their fee.

import type { Context } from '#core/contract.ts';
import type { Input } from './inputs.ts';
import type { procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;

/** Action `setPolicy`. */
export function setPolicy(ctx: Ctx, { unit, secondAboveCents }: Input['setPolicy']): void {
  const { member } = ctx.caller;
  const id = `${member}/${unit}`;
  if (secondAboveCents === undefined) ctx.delete('policy', id);
  else ctx.put('policy', id, { member, unit, secondAboveCents });
  ctx.emit('policySet', { member, unit });
}

/** Action `publishTariff`. */
export function publishTariff(ctx: Ctx, { unit, feeBasisPoints, mostCents }: Input['publishTariff']): void {
  const id = ctx.newId('tariff');
  ctx.put('tariff', id, { id, operator: ctx.caller.member, unit, feeBasisPoints, mostCents, state: 'open' });
  ctx.emit('tariffPublished', { id, unit });
}

/** Action `withdrawTariff`. */
export function withdrawTariff(ctx: Ctx, { id }: Input['ofOrder']) {
  const tariff = ctx.get('tariff', id);
  if (tariff?.state !== 'open') return ctx.refuse('tariff_unknown', { tariff: id });
  if (tariff.operator !== ctx.caller.member) return ctx.refuse('not_operator', { operator: tariff.operator });
  ctx.put('tariff', id, { ...tariff, state: 'withdrawn' });
  ctx.emit('tariffWithdrawn', { id });
}
