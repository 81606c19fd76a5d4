import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testKey } from '#test/keys.ts';
import { concat, fromHex, hex, utf8 } from './bytes.ts';
import { verifyP256 } from './crypto.node.ts';
import { isLowS, lowS, verifyEs256 } from './es256.ts';

const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const number = (n: bigint) => fromHex(n.toString(16).padStart(64, '0'));
const signatureWith = (s: bigint) => concat(number(1n), number(s));

/** The other signature of the same message: s becomes n - s. */
function mirrored(signature: Uint8Array): Uint8Array {
  return concat(signature.subarray(0, 32), number(N - BigInt(`0x${hex(signature.subarray(32))}`)));
}

test('s up to (n - 1) / 2 is low, and n - s is taken above it', () => {
  for (const s of [1n, 2n, (N - 1n) / 2n]) {
    assert.ok(isLowS(signatureWith(s)));
    assert.equal(hex(lowS(signatureWith(s))), hex(signatureWith(s)));
  }
  for (const s of [(N + 1n) / 2n, (N + 1n) / 2n + 255n, N - (1n << 128n), N - 256n, N - 1n]) {
    assert.ok(!isLowS(signatureWith(s)));
    assert.equal(hex(lowS(signatureWith(s))), hex(signatureWith(N - s)));
  }
});

test('what is no pair of r and s is not made into one', () => {
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(63),
    new Uint8Array(65),
    signatureWith(N),
    signatureWith(N + 1n),
  ]) {
    assert.throws(() => lowS(bytes), { code: 'signature_invalid' });
  }
});

test('a message has one valid signature of the two that ECDSA allows', () => {
  const key = testKey('statement');
  for (let i = 0; i < 20; i++) {
    const message = utf8(`message ${i}`);
    const low = lowS(key.signNow(message));
    const high = mirrored(low);
    assert.ok(verifyEs256(key.publicKey, message, low));
    assert.ok(verifyP256(key.publicKey, message, high), 'ECDSA itself accepts it');
    assert.ok(!verifyEs256(key.publicKey, message, high));
    assert.equal(hex(lowS(high)), hex(low));
    assert.ok(!verifyEs256(key.publicKey, utf8(`message ${i + 1}`), low));
    assert.ok(!verifyEs256(testKey('other').publicKey, message, low));
    assert.ok(!verifyEs256(key.publicKey, message, low.subarray(0, 63)));
  }
});
