import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '#core/crypto.ts';
import { base32, concat, utf8 } from './bytes.ts';
import { ledgerIdOf, newId } from './id.ts';

const TX = sha256(utf8('a transaction'));

test('an id is the kind and 128 bits of the hash of transaction, kind and ordinal', () => {
  const digest = sha256(concat(TX, utf8('order#0')));
  assert.equal(newId(TX, 'order', 0), `order-${base32(digest.subarray(0, 16))}`);
  assert.match(newId(TX, 'order', 0), /^order-[a-z2-7]{26}$/);
});

test('another transaction, kind or ordinal gives another id', () => {
  const ids = [
    newId(TX, 'order', 0),
    newId(TX, 'order', 1),
    newId(TX, 'item', 0),
    newId(sha256(TX), 'order', 0),
    newId(TX, 'order', 10),
  ];
  assert.equal(new Set(ids).size, ids.length);
});

test('a ledger’s id is the SHA-256 of its genesis, 52 characters', () => {
  assert.equal(ledgerIdOf(utf8('genesis')), base32(sha256(utf8('genesis'))));
  assert.match(ledgerIdOf(utf8('genesis')), /^[a-z2-7]{52}$/);
});
