import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fitsOrder } from './fits.ts';

const open = { by: 'harbour', state: 'proposed' };

function known({ changes = [] as object[], remakes = [] as object[], units = undefined as object | undefined }) {
  return { changes, remakes, facts: { order: { quantity: 4 }, units } } as unknown as Parameters<typeof fitsOrder>[0];
}

const CASES: readonly (readonly [what: string, action: string, of: Parameters<typeof known>[0], fits: boolean])[] = [
  ['no change', 'agreeChange', {}, false],
  ['a change of the other side', 'agreeChange', { changes: [open] }, true],
  ['a change of one’s own', 'agreeChange', { changes: [{ ...open, by: 'northwind' }] }, false],
  ['a change that was agreed', 'agreeChange', { changes: [{ ...open, state: 'agreed' }] }, false],
  ['no remake', 'agreeRemake', { changes: [open] }, false],
  ['a remake of the other side', 'agreeRemake', { remakes: [open] }, true],
  ['units that are not known', 'registerUnits', {}, true],
  ['units without a number', 'registerUnits', { units: { planned: 3 } }, true],
  ['units that all have their number', 'registerUnits', { units: { planned: 4 } }, false],
  ['one more, in place of a rejected one', 'registerUnits', { units: { planned: 4, remade: 1 } }, true],
  ['what nothing speaks against', 'openDispute', {}, true],
];

describe('what fits an order', () => {
  for (const [what, action, of, fits] of CASES) {
    test(`${action}: ${what}`, () => {
      assert.equal(fitsOrder(known(of), 'northwind')(`procurement.${action}`), fits);
    });
  }
});
