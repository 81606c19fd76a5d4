import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordSeen } from '#sdk/index.ts';
import { foundMembers, onceEach } from './search-results.ts';

const MEMBERS = [
  ['harbour', 'Harbour Machining'],
  ['fjord', 'Fjord Machining'],
  ['transit', 'Transit Couriers'],
].map(([id, name]) => ({ id, value: { name } })) as unknown as readonly RecordSeen[];

test('members are found by a part of their name, and named by it', () => {
  assert.deepEqual(foundMembers('machining', MEMBERS), [
    { label: 'Harbour Machining', what: 'member', to: '/members/harbour' },
    { label: 'Fjord Machining', what: 'member', to: '/members/fjord' },
  ]);
  assert.deepEqual(foundMembers('  ', MEMBERS), []);
});

test('what is found by its key and by its name stands once, in the first place', () => {
  const [harbour] = foundMembers('harbour', MEMBERS);
  assert.ok(harbour !== undefined);
  const other = { label: 'Work', what: 'page', to: '/work' };
  assert.deepEqual(onceEach([harbour, other, { ...harbour }]), [harbour, other]);
});
