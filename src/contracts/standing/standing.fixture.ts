// Members that say they are related, and what always holds of the standing of members, whatever happened.

import assert from 'node:assert/strict';
import type { Step, World } from '#test/world.ts';
import { addCounts, type Counts } from './match.ts';
import type { Fact, MonthOfMember } from './schema.ts';

/** A member says that it is related to another, or no longer. */
export const relate = (member: string, to: string, action = 'declareRelation'): Step => ({
  by: `${member}/admin`,
  action: `standing.${action}`,
  input: { member: to },
});

/** Months are the sums of what counted; an order that is closed and a dispute that both or an arbiter ended count once for each side. */
export function checkStanding(world: World): void {
  const facts = world.all('standing/fact') as Fact[];
  for (const { member, side, unit, month, counts } of world.all('standing/month') as MonthOfMember[]) {
    const own = facts.filter(
      (fact) => fact.member === member && fact.side === side && fact.month === month && fact.unit === unit,
    );
    const sum = own.reduce<Counts>((all, fact) => addCounts(all, fact.counts), {});
    assert.deepEqual(counts, sum);
    const { unitsTimed = 0, unitsInTime = 0, unitsTaken = 0, unitsTakenSilently = 0, unitsOrdered = 0 } = sum;
    assert.ok(unitsInTime <= unitsTimed && unitsTimed <= unitsOrdered && unitsTakenSilently <= unitsTaken);
  }
  const closed = world.all('procurement/order').filter(({ state }) => state === 'closed').length;
  const ended = world
    .all('procurement/dispute')
    .filter(({ state }) => ['agreed', 'decided'].includes(String(state))).length;
  const of = (kind: Fact['kind']) => facts.filter((fact) => fact.kind === kind).length;
  assert.deepEqual([of('closing'), of('dispute')], [2 * closed, 2 * ended]);
}
