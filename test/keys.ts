// Keys for tests, each derived from a word, so that a run can be repeated. ECDSA signatures differ from run to run;
// transaction ids do not, since they leave the signature out.

import { createECDH, createPrivateKey, sign } from 'node:crypto';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { lowS } from '#core/es256.ts';

/** A P-256 key pair. */
export type TestKey = {
  /** SEC1 uncompressed point, 65 bytes. */
  readonly publicKey: Uint8Array;
  readonly publicKeyText: string;
  /** The private half. */
  readonly scalar: Uint8Array;
  signNow(message: Uint8Array): Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
};

const made = new Map<string, TestKey>();

/** The key of a word. */
export function testKey(word: string): TestKey {
  const known = made.get(word);
  if (known !== undefined) return known;
  const secret = sha256(utf8(`touchmark test key ${word}`));
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(secret);
  const publicKey = new Uint8Array(ecdh.getPublicKey());
  const x = base64url(publicKey.subarray(1, 33));
  const y = base64url(publicKey.subarray(33));
  const privateKey = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d: base64url(secret), x, y }, format: 'jwk' });
  const signNow = (message: Uint8Array): Uint8Array =>
    lowS(new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })));
  const key = {
    publicKey,
    publicKeyText: base64url(publicKey),
    scalar: secret,
    signNow,
    sign: async (m: Uint8Array) => signNow(m),
  };
  made.set(word, key);
  return key;
}
