import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractInterfaces } from '#sdk/index.ts';
import { sentenceOf } from './model.ts';

const SAID: readonly (readonly [says: string, sentence: string])[] = [
  ['Order {quantity} at {unitPriceCents} {unit} cents each', 'Order ‹quantity› at ‹unit price› each'],
  ['Pay {amountCents} cents of {licence}', 'Pay ‹amount› of ‹licence›'],
  ['Take {feeBasisPoints} basis points', 'Take ‹fee›'],
  ['Do it', 'Do it'],
];
for (const [says, sentence] of SAID)
  test(`"${says}" reads "${sentence}"`, () => assert.equal(sentenceOf(says), sentence));

test('no sentence of any action keeps a brace or a number’s unit', () => {
  for (const { actions } of contractInterfaces)
    for (const { says } of Object.values(actions)) assert.doesNotMatch(sentenceOf(says), /[{}]|› cents|› basis points/);
});
