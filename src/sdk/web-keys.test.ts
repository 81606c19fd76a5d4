// Signing keys by WebCrypto: they sign what the ledger's verifier accepts, and stay where they are.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '#core/bytes.ts';
import { lowS, verifyEs256 } from '#core/es256.ts';
import { newSigningKey, signerOf } from './web-keys.ts';

test('a signature of a WebCrypto key verifies, over this message only', async () => {
  const signer = await signerOf(await newSigningKey());
  const signature = lowS(await signer.sign(utf8('order')));
  assert.equal(signer.publicKey.length, 65);
  assert.ok(verifyEs256(signer.publicKey, utf8('order'), signature));
  assert.ok(!verifyEs256(signer.publicKey, utf8('another order'), signature));
});

test('a key for memory cannot be taken out', async () => {
  const { privateKey } = await newSigningKey();
  assert.equal(privateKey.extractable, false);
  await assert.rejects(crypto.subtle.exportKey('jwk', privateKey));
});
