// Who sees a statement: one row per shape of what it wrote.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRegistry } from '#contracts/index.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import type { Write } from '#core/state.ts';
import { ANYONE, EVERY_MEMBER, entryReaders, readersOf } from './entry-readers.ts';

const registry = createRegistry();

function wrote(kind: string, value: object, change: 'written' | 'deleted' = 'written'): Write {
  const text = canonicalJson(value as never);
  return {
    kind,
    id: 'x',
    ...(change === 'written' ? { before: undefined, after: text } : { before: text, after: undefined }),
  };
}

const account = wrote('accounts/account', { owner: 'borealis' });
const unit = wrote('accounts/unit', { code: 'EUR' });
const member = wrote('membership/member', { id: 'acme' });
const actor = wrote('membership/actor', { id: 'acme/buyer' });
const item = wrote('items/item', { owner: 'acme', custodian: 'carrier', offers: [], passTo: [] });
const passport = wrote('items/passport', { item: 'x' });
const leader = wrote('sourcing/leader', { buyer: 'acme', invited: ['borealis', 'carter'] });
const taken = wrote('items/taken', { id: 'x', by: 'y' });

const rows: readonly { what: string; contract: string; writes: readonly Write[]; readers: readonly string[] }[] = [
  { what: 'a refusal wrote nothing: its issuer', contract: 'items', writes: [], readers: ['acme'] },
  { what: 'a record of parties: they and the issuer', contract: 'items', writes: [item], readers: ['acme', 'carrier'] },
  {
    what: 'a public record beside it opens nothing',
    contract: 'items',
    writes: [item, passport],
    readers: ['acme', 'carrier'],
  },
  { what: 'a public record alone: anyone', contract: 'items', writes: [passport], readers: [ANYONE] },
  { what: 'a record that nobody sees says nothing', contract: 'items', writes: [passport, taken], readers: [ANYONE] },
  { what: 'only records that nobody sees: the issuer', contract: 'items', writes: [taken], readers: ['acme'] },
  {
    what: 'members’ and public records: every member',
    contract: 'membership',
    writes: [member, actor],
    readers: [EVERY_MEMBER],
  },
  {
    what: 'a members’ record beside a party’s opens nothing',
    contract: 'accounts',
    writes: [unit, account],
    readers: ['acme', 'borealis'],
  },
  {
    what: 'records of other contracts open nothing',
    contract: 'procurement',
    writes: [account, passport],
    readers: ['acme'],
  },
  {
    what: 'a record that is apart opens nothing to its readers',
    contract: 'sourcing',
    writes: [wrote('sourcing/bid', { buyer: 'acme', bidder: 'borealis' }), leader],
    readers: ['acme', 'borealis'],
  },
  {
    what: 'what was deleted counts as it was',
    contract: 'accounts',
    writes: [wrote('accounts/hold', { owner: 'borealis' }, 'deleted')],
    readers: ['acme', 'borealis'],
  },
];

for (const { what, contract, writes, readers } of rows) {
  test(`entry readers: ${what}`, () => {
    assert.deepEqual(entryReaders(registry, { issuer: 'acme', action: { contract } }, writes), readers);
  });
}

test('a member reads what is for it, for members and for anyone; anyone reads what is for anyone', () => {
  assert.deepEqual(readersOf('acme'), [ANYONE, EVERY_MEMBER, 'acme']);
  assert.deepEqual(readersOf(undefined), [ANYONE]);
});
