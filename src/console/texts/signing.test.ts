import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractInterfaces } from '#sdk/index.ts';
import { kindOf } from '../data/kinds.ts';
import { TEACHING } from './records.ts';
import { UNDO } from './signing.ts';

const isAction = (path: string): boolean => {
  const [contract, name = ''] = path.split('.');
  return contractInterfaces.find((one) => one.name === contract)?.actions[name] !== undefined;
};

test('what the sheet says of undoing names actions that there are', () => {
  for (const [action, { by }] of Object.entries(UNDO))
    assert.deepEqual([isAction(action), isAction(by)], [true, true], action);
});

test('what an empty list teaches is of kinds that there are', () => {
  for (const kind of Object.keys(TEACHING)) assert.ok(kindOf(kind) !== undefined, kind);
});
