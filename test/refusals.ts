// Refusal tables: one row for each refusal of a contract, typed so that a missing row does not compile. Each row is
// run twice: it must end in its refusal, and it must notice when the runtime switches that refusal off.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ContractInterface, RefusalOf } from '#core/contract.ts';
import { type Step, World, type WorldOptions } from '#test/world.ts';

/** Steps that are accepted, then one that is refused. The steps may read the world they have made so far. */
export type Row = {
  readonly given?: readonly (Step | ((world: World) => Step))[];
  readonly refused: Step | ((world: World) => Step);
};

/** A row for each refusal of a contract. */
export type RefusalTable<C extends ContractInterface> = { readonly [Code in RefusalOf<C>]: Row };

/** Declares the tests of a refusal table; `options` give the world that its rows need. */
export function testRefusals<C extends ContractInterface>(
  contract: C,
  table: RefusalTable<C>,
  options: WorldOptions = {},
): void {
  describe(`refusals of ${contract.name}`, () => {
    for (const [code, row] of Object.entries<Row>(table)) {
      const outcome = `${contract.name}.${code}`;
      test(outcome, () => runRow(row, outcome, new World(options)));
      test(`${outcome}, switched off, is noticed`, () => {
        assert.throws(() => runRow(row, outcome, new World({ ...options, switchedOff: outcome })));
      });
    }
  });
}

function runRow({ given = [], refused }: Row, outcome: string, world: World): void {
  for (const step of given) world.ok(typeof step === 'function' ? step(world) : step);
  const before = world.state.dump();
  const result = world.do(typeof refused === 'function' ? refused(world) : refused);
  assert.equal(result.outcome, outcome, JSON.stringify(result.details));
  assert.deepEqual(world.state.dump(), before, 'a refusal leaves the state as it was');
}
