// Tables of refusals of one code at more than one place, beside the row that each code has already.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { Step } from '#test/world.ts';

/** What is tried, its outcome, what is given, and the step. */
export type Row = readonly [what: string, code: string, given: readonly (Step | Later)[], step: Later];

/** The same step, by another. */
export const by =
  (actor: string, step: Later): Later =>
  (world) => ({ ...step(world), by: actor });

/** Declares a test for each row. */
export function rowsOf(what: string, rows: readonly Row[]): void {
  describe(what, () => {
    for (const [name, code, given, step] of rows) {
      test(`${name}: ${code}`, () => {
        const world = play(given);
        const { outcome, details } = world.do(step(world));
        assert.equal(outcome, code === 'accepted' ? code : `sourcing.${code}`, JSON.stringify(details));
      });
    }
  });
}
