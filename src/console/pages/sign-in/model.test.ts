import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byMember, mainCount, pageAfter } from './model.ts';

const actor = (name: string) => ({ actor: name, does: `what ${name.split('/')[0]} does`, keyFile: '' });

test('who has a main part comes first, then the others by name, and machines are not offered', () => {
  const members = byMember(
    ['alpen/sales', 'harbour/machine', 'harbour/sales', 'northwind/buyer', 'northwind/root', 'zinc/sales'].map(actor),
  );
  assert.deepEqual(
    members.map(({ member, actors }) => [member, ...actors]),
    [
      ['northwind', 'northwind/buyer'],
      ['harbour', 'harbour/sales'],
      ['alpen', 'alpen/sales'],
      ['zinc', 'zinc/sales'],
    ],
  );
  assert.equal(mainCount(members), 2);
  assert.equal(members[0]?.does, 'what northwind does');
});

test('signing in leads back to the page that asked for it, and never off the console', () => {
  assert.equal(pageAfter({ from: '/p/item-1' }), '/p/item-1');
  for (const other of [
    null,
    undefined,
    {},
    'x',
    { from: 5 },
    { from: '//evil.example' },
    { from: 'https://evil.example' },
  ]) {
    assert.equal(pageAfter(other), '/work');
  }
});
