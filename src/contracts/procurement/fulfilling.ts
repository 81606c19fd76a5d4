// Evidence of other contracts becomes counts of an order. A count never goes beyond the order and never goes back, and
// an item counts once for each kind of evidence.

import type { Context } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import type { Progress, procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;
type Kind = 'built' | 'inspected' | 'delivered' | 'accepted';

/** What a contract on a higher floor says was done. */
export type Fulfilment = {
  readonly order: string;
  readonly kind: Kind;
  readonly quantity: number;
  /** Block time of the evidence; that of the statement where absent. */
  readonly atMs?: number;
  /** The serialised items that it is about: at most 100. */
  readonly items?: readonly string[];
};

/** Which contract vouches for which kind. */
const VOUCHES: { readonly [kind in Kind]: string } = {
  built: 'production',
  inspected: 'inspection',
  delivered: 'shipping',
  accepted: 'shipping',
};

/** Counts what was done. */
export function recordProgress(ctx: Ctx, { order: id, kind, quantity, items }: Fulfilment) {
  assert(ctx.via === VOUCHES[kind], `${kind} is for ${VOUCHES[kind]} to say, not for ${ctx.via}`);
  assert(Number.isSafeInteger(quantity) && quantity > 0, `a quantity is a whole number above zero, not ${quantity}`);
  const order = ctx.get('order', id);
  const progress = ctx.get('progress', id);
  if (order === undefined || progress === undefined) return ctx.refuse('order_unknown', { id });
  const counted =
    items === undefined ? quantity : items.filter((item) => countsFirst(ctx, progress, kind, item)).length;
  const count = Math.min(progress[kind] + counted, order.quantity);
  ctx.put('progress', id, { ...progress, [kind]: count });
  ctx.emit('orderProgressed', { order: id, kind, count });
}

/** Notes that an item counts, where it did not before. */
function countsFirst(ctx: Ctx, { order, buyer, seller }: Progress, kind: Kind, item: string): boolean {
  const id = `${kind}/${item}`;
  if (ctx.get('counted', id) !== undefined) return false;
  ctx.put('counted', id, { order, buyer, seller });
  return true;
}
