import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractInterfaces } from '#sdk/index.ts';
import { FIRST_STEPS, firstSteps } from './model.ts';

test('every first step is an action that there is', () => {
  for (const step of FIRST_STEPS) {
    const [contract, name = ''] = step.split('.');
    assert.ok(contractInterfaces.find((one) => one.name === contract)?.actions[name] !== undefined, step);
  }
});

test('a role is offered what it may sign, and no more than five', () => {
  assert.equal(firstSteps('buyer')[0]?.label, 'Place order');
  assert.ok(!firstSteps('designer').some(({ label }) => label === 'Place order'));
  assert.ok(firstSteps('designer').some(({ label }) => label === 'Register design'));
  assert.ok(firstSteps('admin').length <= 5);
});
