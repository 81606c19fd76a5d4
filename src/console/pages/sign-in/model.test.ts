import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byMember, mainCount } from './model.ts';

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
