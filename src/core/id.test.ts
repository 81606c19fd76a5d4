import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '#core/crypto.ts';
import { base32, concat, fromHex, utf8 } from './bytes.ts';
import { ledgerIdOf, newId } from './id.ts';

const SEED = { txId: sha256(utf8('a transaction')), notAfterMs: 1_767_600_000_000 };

test('an id is the kind, the time of the statement, and 128 bits of the hash of transaction, kind and ordinal', () => {
  const digest = sha256(concat(SEED.txId, utf8('order#0')));
  const bytes = concat(fromHex('019b8d2b8c00'), digest.subarray(0, 16));
  assert.equal(newId(SEED, 'order', 0), `order-${base32(bytes)}`);
  assert.match(newId(SEED, 'order', 0), /^order-[a-z2-7]{36}$/);
});

test('another transaction, time, kind or ordinal gives another id', () => {
  const ids = [
    newId(SEED, 'order', 0),
    newId(SEED, 'order', 1),
    newId(SEED, 'order', 10),
    newId(SEED, 'item', 0),
    newId({ ...SEED, txId: sha256(SEED.txId) }, 'order', 0),
    newId({ ...SEED, notAfterMs: SEED.notAfterMs + 1 }, 'order', 0),
  ];
  assert.equal(new Set(ids).size, ids.length);
});

test('a time at either end of what a statement may say gives an id', () => {
  for (const notAfterMs of [0, Number.MAX_SAFE_INTEGER]) {
    assert.match(newId({ ...SEED, notAfterMs }, 'order', 0), /^order-[a-z2-7]{36}$/);
  }
});

test('a ledger’s id is the SHA-256 of its genesis, 52 characters', () => {
  assert.equal(ledgerIdOf(utf8('genesis')), base32(sha256(utf8('genesis'))));
  assert.match(ledgerIdOf(utf8('genesis')), /^[a-z2-7]{52}$/);
});
