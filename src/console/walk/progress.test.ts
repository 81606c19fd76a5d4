import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOf } from '../data/kinds.ts';
import { STOP_TEXTS } from '../texts/walk.ts';
import { readWalk, writeWalk } from './progress.ts';
import { STOPS } from './stops.ts';

function storeOf(): { readonly store: Parameters<typeof writeWalk>[0]; readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return { store, kept };
}

test('a walk goes on where it was, and what is kept by something else is no walk', () => {
  const { store, kept } = storeOf();
  assert.equal(readWalk(store, 3), undefined);
  for (const progress of [
    { stop: 0, isShown: false },
    { stop: 2, isShown: true },
  ]) {
    writeWalk(store, progress);
    assert.deepEqual(readWalk(store, 3), progress);
  }
  assert.equal(readWalk(store, 2), undefined, 'a stop that there is no longer');
  for (const text of ['', '1', '1 shown more', '-1 new', 'x new']) {
    kept.set('touchmark.walk', text);
    assert.equal(readWalk(store, 3), undefined, text);
  }
  writeWalk(store, undefined);
  assert.equal(kept.size, 0);
});

test('each stop has its words, and kinds and states that there are', () => {
  assert.deepEqual(
    STOPS.map(({ name }) => name),
    Object.keys(STOP_TEXTS),
  );
  for (const { name, place } of STOPS) {
    if ('path' in place) continue;
    const kind = kindOf(place.kind);
    assert.ok(kind !== undefined, name);
    const schema = JSON.stringify(kind.record.schema);
    for (const state of place.states ?? []) assert.ok(schema.includes(`"${state}"`), `${name}: ${state}`);
  }
});
