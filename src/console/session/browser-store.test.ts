// What is kept where a browser keeps nothing, or has no room.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BrowserStore } from './browser-store.ts';

function storage(room: number): Storage {
  const kept = new Map<string, string>();
  return {
    length: 0,
    key: () => null,
    clear: () => kept.clear(),
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => {
      if (value.length > room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(name, value);
    },
    removeItem: (name) => void kept.delete(name),
  };
}

test('what fits lasts, for every tab', () => {
  const shared = storage(10);
  const [one, other] = [new BrowserStore(() => shared), new BrowserStore(() => shared)];
  one.setItem('a', 'short');
  assert.equal(one.lasts('a'), true);
  assert.equal(other.getItem('a'), 'short');
  other.removeItem('a');
  assert.equal(one.getItem('a'), null);
});

test('what does not fit is there for this tab, which knows that it does not last', () => {
  const shared = storage(10);
  const [one, other] = [new BrowserStore(() => shared), new BrowserStore(() => shared)];
  one.setItem('a', 'short');
  one.setItem('a', 'longer than there is room');
  assert.equal(one.lasts('a'), false);
  assert.equal(one.getItem('a'), 'longer than there is room');
  assert.equal(other.getItem('a'), 'short');
  one.setItem('a', 'fits');
  assert.equal(one.lasts('a'), true);
  one.removeItem('a');
  assert.equal(one.getItem('a'), null);
});

test('where the browser blocks its storage, a tab works on, and a bug is a bug', () => {
  const blocked = new BrowserStore(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  assert.equal(blocked.getItem('a'), null);
  blocked.setItem('a', 'b');
  assert.equal(blocked.getItem('a'), 'b');
  assert.equal(blocked.lasts('a'), false);
  const broken = new BrowserStore(() => {
    throw new TypeError('a bug');
  });
  assert.throws(() => broken.getItem('a'), TypeError);
});
