// The contract that the README shows: it is the file in docs/examples, and it does what it says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type RefusalTable, testRefusals } from '#test/refusals.ts';
import type { Step, World } from '#test/world.ts';
import { gauges, type gaugesInterface } from '../../docs/examples/gauge-loan.ts';

const lend: Step = {
  by: 'acme/quality',
  action: 'gauges.lend',
  input: { gauge: 'Plug gauge 12 H7', borrower: 'borealis' },
};
const giveBack =
  (by: string) =>
  (world: World): Step => ({
    by,
    action: 'gauges.giveBack',
    input: { id: String(world.state.list('gauges/loan', 'lender', 'acme', '', 1)[0]) },
  });

const table: RefusalTable<typeof gaugesInterface> = {
  loan_unknown: { refused: { by: 'borealis/quality', action: 'gauges.giveBack', input: { id: 'loan-none' } } },
  not_borrower: { given: [lend], refused: giveBack('acme/quality') },
  back_already: { given: [lend, giveBack('borealis/quality')], refused: giveBack('borealis/quality') },
};
testRefusals(gauges, table, { contracts: [gauges] });

test('the README shows the contract as it is', () => {
  const path = (name: string): URL => new URL(`../../${name}`, import.meta.url);
  const source = readFileSync(path('docs/examples/gauge-loan.ts'), 'utf8');
  assert.ok(readFileSync(path('README.md'), 'utf8').includes(`\`\`\`ts\n${source}\`\`\``));
});
