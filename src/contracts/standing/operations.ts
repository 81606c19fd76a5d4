// What other contracts ask of standing.

import { defineOperation } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { addCounts, type Counts, monthOf } from './match.ts';
import { type Fact, standingInterface } from './schema.ts';

/** The contracts that vouch for what they count. */
const VOUCHING: readonly string[] = ['procurement', 'sourcing'];

/** Relations of one member that are looked at. */
const RELATIONS = 100;

/** Members to which this one says it is related: at most 100. */
export const relationsOf = defineOperation(
  standingInterface,
  (ctx, { member }: { readonly member: string }): readonly string[] =>
    ctx.list('relation', 'a', member, { limit: RELATIONS }).map(([, { b }]) => b),
);

/** True where the member says that it is related to the other. */
export const saysRelated = defineOperation(
  standingInterface,
  (ctx, { member, to }: { readonly member: string; readonly to: string }): boolean =>
    ctx.get('relation', relationId(member, to)) !== undefined,
);

/**
 * Counts something for a member, in the month of `ofMs`, or of this statement where absent. The calling contract vouches for it, and leaves out what
 * belongs to a deal at whose beginning the member said that it is related to the other: a word given or taken back once
 * the outcome shows would leave out the bad alone.
 */
export const count = defineOperation(
  standingInterface,
  (
    ctx,
    { ofMs = ctx.timeMs, ...input }: Omit<Fact, 'id' | 'month'> & { readonly counts: Counts; readonly ofMs?: number },
  ): void => {
    assert(VOUCHING.includes(ctx.via), `${ctx.via} does not count for the standing of members`);
    const { member, side, unit, counts } = input;
    const month = monthOf(ofMs);
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

/** The id of a member's word that it is related to another: each side's is a record of its own. */
export function relationId(member: string, other: string): string {
  return `${member}:${other}`;
}
