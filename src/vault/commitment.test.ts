import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { isFault } from '#core/fault.ts';
import { type CommitmentPlace, checkCommitment, commit } from './commitment.ts';

const place: CommitmentPlace = {
  ledger: 'ledger-a',
  contract: 'procurement',
  field: 'bid.priceCents',
  owner: 'member-a',
  nonce: 'n-1',
};
const zeros = (length: number) => new Uint8Array(length);

test('a commitment is the SHA-256 of the written-out canonical JSON', () => {
  const text = `{"contract":"procurement","domain":"touchmark/commitment/v1","field":"bid.priceCents","ledger":"ledger-a","nonce":"n-1","owner":"member-a","salt":"${'A'.repeat(43)}","value":1250000}`;
  assert.equal(commit(place, 1_250_000, zeros).hash, createHash('sha256').update(text).digest('hex'));
});

test('a commitment opens with its value and salt', () => {
  const { hash, salt } = commit(place, { priceCents: 1_250_000, days: 30 });
  assert.equal(salt.length, 32);
  assert.equal(checkCommitment(hash, place, { days: 30, priceCents: 1_250_000 }, salt), true);
});

test('a commitment does not open to another value, with another salt, or at another place', () => {
  const { hash, salt } = commit(place, 1_250_000);
  assert.equal(checkCommitment(hash, place, 1_250_001, salt), false);
  assert.equal(checkCommitment(hash, place, '1250000', salt), false);
  assert.equal(checkCommitment(hash, place, 1_250_000, zeros(32)), false);
  for (const name of ['ledger', 'contract', 'field', 'owner', 'nonce'] as const) {
    assert.equal(checkCommitment(hash, { ...place, [name]: `${place[name]}x` }, 1_250_000, salt), false, name);
  }
});

test('text cannot move from one name of the place to the next', () => {
  const { hash, salt } = commit({ ...place, owner: 'ab', nonce: 'c' }, 1);
  assert.equal(checkCommitment(hash, { ...place, owner: 'a', nonce: 'bc' }, 1, salt), false);
});

test('two commitments to one value differ', () => {
  assert.notEqual(commit(place, 1).hash, commit(place, 1).hash);
});

test('a salt that is not 256 bits, and a value that canonical JSON cannot say, are refused', () => {
  assert.throws(
    () => commit(place, 1, () => zeros(16)),
    (error) => isFault(error, 'vault_salt_invalid'),
  );
  assert.throws(
    () => commit(place, 1.5),
    (error) => isFault(error, 'json_unsupported'),
  );
});
