import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fitsOrder } from './fits.ts';

const open = { by: 'harbour', state: 'proposed' };

type Known = Parameters<typeof fitsOrder>[0];

function known({ units, ...lists }: { readonly units?: object } & object): Known {
  const facts = { order: { quantity: 4, buyer: 'northwind', seller: 'harbour' }, units };
  return { ...{ changes: [], remakes: [], laboratories: {} }, ...lists, facts } as unknown as Known;
}

const CASES: readonly (readonly [what: string, action: string, of: object, fits: boolean])[] = [
  ['no change', 'procurement.agreeChange', {}, false],
  ['a change of the other side', 'procurement.agreeChange', { changes: [open] }, true],
  ['a change of one’s own', 'procurement.agreeChange', { changes: [{ ...open, by: 'northwind' }] }, false],
  ['a change that was agreed', 'procurement.agreeChange', { changes: [{ ...open, state: 'agreed' }] }, false],
  ['no remake', 'procurement.agreeRemake', { changes: [open] }, false],
  ['a remake of the other side', 'procurement.agreeRemake', { remakes: [open] }, true],
  ['units that are not known', 'procurement.registerUnits', {}, true],
  ['units without a number', 'procurement.registerUnits', { units: { planned: 3 } }, true],
  ['units that all have their number', 'procurement.registerUnits', { units: { planned: 4 } }, false],
  ['one more, in place of a rejected one', 'procurement.registerUnits', { units: { planned: 4, remade: 1 } }, true],
  ['no laboratory of one’s own', 'inspection.appointLaboratory', { laboratories: { seller: 'metrica' } }, true],
  ['a laboratory of one’s own', 'inspection.appointLaboratory', { laboratories: { buyer: 'calibra' } }, false],
  ['what nothing speaks against', 'procurement.openDispute', {}, true],
];

describe('what fits an order', () => {
  for (const [what, action, of, fits] of CASES) {
    test(`${action}: ${what}`, () => {
      assert.equal(fitsOrder(known(of), 'northwind')(action), fits);
    });
  }
});
