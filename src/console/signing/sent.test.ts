// What was sent without an answer is kept for its ledger and actor, once, until its outcome is known.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault, OutcomeUnknown } from '#sdk/index.ts';
import { dropSent, isNotTaken, keepSent, sentBy, sentPlace } from './sent.ts';

function newStore() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const sender = { ledger: 'a', actor: 'harbour/sales' };
const sent = { action: 'procurement.placeOrder', sentence: 'An order', sentMs: 1, statements: ['AA', 'BB'] };

test('it is kept once however often it is sent, and for nobody else', () => {
  const store = newStore();
  keepSent(store, sender, sent);
  keepSent(store, sender, { ...sent, sentMs: 2 });
  assert.deepEqual(sentBy(store, sender), [{ ...sent, sentMs: 2 }]);
  assert.deepEqual(sentBy(store, { ...sender, ledger: 'b' }), []);
  assert.deepEqual(sentBy(store, { ...sender, actor: 'harbour/quality' }), []);
  dropSent(store, sender, sent);
  assert.equal(store.getItem(sentPlace(sender)), null);
});

test('what is not ours is nothing that was sent', () => {
  const store = newStore();
  for (const text of ['no JSON', '{}', '[1]', '[{"action":"a","sentence":"b","sentMs":1,"statements":[]}]']) {
    store.setItem(sentPlace(sender), text);
    assert.deepEqual(sentBy(store, sender), [], text);
  }
});

test('a node that says no took nothing; silence says nothing', () => {
  assert.equal(isNotTaken(new Fault('too_many_requests', 'later')), true);
  const transaction = { txId: new Uint8Array(32), notAfterMs: 1 };
  assert.equal(isNotTaken(new OutcomeUnknown(new Uint8Array(), transaction, undefined)), false);
  assert.equal(isNotTaken(new TypeError('a bug')), false);
});
