import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgetLedger, pinLedger, readIdentity, type Store, writeIdentity } from './identity.ts';

function newStore(): Store {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

test('who acted is remembered, and a visitor is nobody', () => {
  const store = newStore();
  assert.deepEqual(readIdentity(store), { kind: 'visitor' });
  for (const kind of ['keys', 'demo'] as const) {
    writeIdentity(store, { kind, actor: 'harbour/sales' });
    assert.deepEqual(readIdentity(store), { kind, actor: 'harbour/sales' });
  }
  writeIdentity(store, { kind: 'visitor' });
  assert.deepEqual(readIdentity(store), { kind: 'visitor' });
});

test('what another program left there makes nobody an actor', () => {
  const store = newStore();
  for (const text of ['', 'admin', 'root harbour/sales', 'keys', '{"kind":"keys"}']) {
    store.setItem('touchmark.identity', text);
    assert.deepEqual(readIdentity(store), { kind: 'visitor' }, text);
  }
});

test('an address that serves another ledger is not gone on with, until its user says so', () => {
  const store = newStore();
  pinLedger(store, 'a');
  pinLedger(store, 'a');
  writeIdentity(store, { kind: 'demo', actor: 'harbour/sales' });
  assert.throws(() => pinLedger(store, 'b'), { code: 'ledger_changed' });
  forgetLedger(store);
  assert.deepEqual(readIdentity(store), { kind: 'visitor' });
  pinLedger(store, 'b');
  assert.throws(() => pinLedger(store, 'a'), { code: 'ledger_changed' });
});
