// What other contracts ask of standing.

import { defineOperation } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { addCounts, type Counts, monthOf } from './match.ts';
import { type Fact, standingInterface } from './schema.ts';

/** The contracts that vouch for what they count. */
const VOUCHING: readonly string[] = ['procurement', 'sourcing'];

/** Counts something for a member, in the month of this statement. The calling contract vouches for it. */
export const count = defineOperation(
  standingInterface,
  (ctx, input: Omit<Fact, 'id' | 'month'> & { readonly counts: Counts }): void => {
    assert(VOUCHING.includes(ctx.via), `${ctx.via} does not count for the standing of members`);
    const { member, side, unit, counts } = input;
    const month = monthOf(ctx.timeMs);
    const fact = ctx.newId('fact');
    ctx.put('fact', fact, { id: fact, month, ...input });
    const id = `${member}:${side}:${unit}:${month}`;
    const before = ctx.get('month', id)?.counts ?? {};
    ctx.put('month', id, { id, member, side, unit, month, counts: addCounts(before, counts) });
    ctx.emit('counted', { member, side, month });
  },
);

/** The counts of a member in one unit of money, over so many months up to the one of this statement. */
export const countsOver = defineOperation(
  standingInterface,
  (
    ctx,
    {
      member,
      side,
      unit,
      months,
    }: Pick<Fact, 'member' | 'side' | 'unit'> & {
      /** 1 to 36. */
      readonly months: number;
    },
  ): Counts => {
    const last = monthOf(ctx.timeMs);
    return Array.from({ length: months }, (_, ago) => `${member}:${side}:${unit}:${last - ago}`).reduce<Counts>(
      (sum, id) => addCounts(sum, ctx.get('month', id)?.counts ?? {}),
      {},
    );
  },
);
