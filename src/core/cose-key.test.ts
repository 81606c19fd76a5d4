import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testKey } from '#test/keys.ts';
import { concat, fromHex, hex } from './bytes.ts';
import { encodeCbor } from './cbor.ts';
import { checkPublicKey, keyThumbprint } from './cose-key.ts';
import { sha256 } from './crypto.node.ts';

test('the thumbprint of RFC 9679 section 6', () => {
  const x = '65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d';
  const y = '1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c';
  const thumbprint = keyThumbprint(fromHex(`04${x}${y}`));
  assert.equal(hex(thumbprint), '496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec');
});

test('the thumbprint hashes the key as deterministic CBOR', () => {
  const { publicKey } = testKey('thumbprint');
  const [x, y] = [publicKey.slice(1, 33), publicKey.slice(33)];
  const encoded = encodeCbor(new Map<number, number | Uint8Array>([[1, 2], [-1, 1], [-2, x], [-3, y]])); // biome-ignore format: one key
  assert.equal(hex(keyThumbprint(publicKey)), hex(sha256(encoded)));
});

test('a key in another form is refused', () => {
  const { publicKey } = testKey('form');
  const compressed = concat(Uint8Array.of(2), publicKey.subarray(1, 33));
  const hybrid = concat(Uint8Array.of(6), publicKey.subarray(1));
  for (const key of [new Uint8Array(0), compressed, hybrid, publicKey.subarray(1), concat(publicKey, compressed)]) {
    assert.throws(() => checkPublicKey(key), { code: 'public_key_invalid' });
    assert.throws(() => keyThumbprint(key), { code: 'public_key_invalid' });
  }
});
