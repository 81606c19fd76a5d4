import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { base64url, fromHex, fromUtf8, hex, utf8 } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import type { FileSecret } from './file-secret.ts';
import { importReaderKey, importReaderPublicKey, newReaderKey, readerPublicKey } from './reader-key.ts';
import { seededBytes } from './vault.fixture.ts';
import { decodeWrappedKey, encodeWrappedKey, type KeyBinding, unwrapKey, WRAP_SUITE, wrapKey } from './wrap.ts';

type Vector = {
  readonly name: string;
  readonly aead_id: number;
  readonly info: string;
  readonly skRm: string;
  readonly pkRm: string;
  readonly skEm: string;
  readonly pkEm: string;
  readonly enc: string;
  readonly encryptions: readonly { readonly aad: string; readonly pt: string; readonly ct: string }[];
};

const { vectors }: { vectors: readonly Vector[] } = JSON.parse(
  readFileSync(new URL('../../vectors/hpke-p256.json', import.meta.url), 'utf8'),
);
const secret: FileSecret = {
  contentKey: seededBytes(32, 1),
  salt: seededBytes(32, 2),
  nonce: base64url(seededBytes(16, 3)),
  name: 'plate.step',
};
const binding: KeyBinding = { ledger: 'ledger-a', blob: 'ab'.repeat(32), reader: 'actor-a' };
const code = (expected: string) => (error: unknown) => isFault(error, expected);

function suiteOf(vector: Vector): CipherSuite {
  if (vector.aead_id === 2) return WRAP_SUITE;
  return new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
}

for (const vector of vectors) {
  test(`a reader opens, and a sender makes, the messages of ${vector.name}`, async () => {
    const suite = suiteOf(vector);
    const info = fromHex(vector.info);
    const recipientKey = await importReaderKey(fromHex(vector.skRm), fromHex(vector.pkRm));
    const recipient = await suite.createRecipientContext({ recipientKey, enc: fromHex(vector.enc), info });
    const sender = await suite.createSenderContext({
      recipientPublicKey: await importReaderPublicKey(fromHex(vector.pkRm)),
      info,
      ekm: await importReaderKey(fromHex(vector.skEm), fromHex(vector.pkEm)),
    });
    assert.equal(hex(new Uint8Array(sender.enc)), vector.enc);
    assert.ok(vector.encryptions.length > 0);
    for (const { aad, pt, ct } of vector.encryptions) {
      assert.equal(hex(new Uint8Array(await recipient.open(fromHex(ct), fromHex(aad)))), pt);
      assert.equal(hex(new Uint8Array(await sender.seal(fromHex(pt), fromHex(aad)))), ct);
    }
  });
}

test('a reader takes out the secret that was wrapped for it, whole', async () => {
  const pair = await newReaderKey();
  const wrapped = await wrapKey(secret, await readerPublicKey(pair), binding);
  assert.deepEqual([wrapped.enc.length, wrapped.ciphertext.length], [65, 352]);
  assert.deepEqual(await unwrapKey(wrapped, pair, binding), secret);
  assert.deepEqual(await unwrapKey(decodeWrappedKey(encodeWrappedKey(wrapped)), pair, binding), secret);
});

test('two wrappings of one key for one reader share nothing', async () => {
  const point = await readerPublicKey(await newReaderKey());
  const [a, b] = [await wrapKey(secret, point, binding), await wrapKey(secret, point, binding)];
  assert.notDeepEqual(a.enc, b.enc);
  assert.notDeepEqual(a.ciphertext, b.ciphertext);
});

const moves: Record<keyof KeyBinding, string> = { ledger: 'ledger-b', blob: 'cd'.repeat(32), reader: 'actor-b' };
for (const [field, other] of Object.entries(moves)) {
  test(`a wrapped key moved to another ${field} does not open`, async () => {
    const pair = await newReaderKey();
    const wrapped = await wrapKey(secret, await readerPublicKey(pair), binding);
    await assert.rejects(unwrapKey(wrapped, pair, { ...binding, [field]: other }), code('vault_key_wrong'));
  });
}

test('a wrapped key does not open with the key of another reader', async () => {
  const [a, b] = [await newReaderKey(), await newReaderKey()];
  const wrapped = await wrapKey(secret, await readerPublicKey(a), binding);
  await assert.rejects(unwrapKey(wrapped, b, binding), code('vault_key_wrong'));
});

test('a wrapped key with any one byte changed does not open', async () => {
  const pair = await newReaderKey();
  const wrapped = await wrapKey(secret, await readerPublicKey(pair), binding);
  for (const part of ['enc', 'ciphertext'] as const) {
    for (let i = 0; i < wrapped[part].length; i++) {
      const changed = wrapped[part].slice();
      changed[i] = (changed[i] ?? 0) ^ 1;
      await assert.rejects(
        unwrapKey({ ...wrapped, [part]: changed }, pair, binding),
        // A changed ephemeral key is almost never a point on the curve.
        code(part === 'enc' ? 'vault_wrapped_key_invalid' : 'vault_key_wrong'),
        `${part} byte ${i}`,
      );
    }
  }
});

test('the private key of a reader cannot be taken out', async () => {
  const [vector] = vectors;
  assert.ok(vector);
  for (const pair of [await newReaderKey(), await importReaderKey(fromHex(vector.skRm), fromHex(vector.pkRm))]) {
    await assert.rejects(globalThis.crypto.subtle.exportKey('pkcs8', pair.privateKey), /not extractable/);
  }
});

const [a3, a256] = vectors;
const offCurve = `${a3?.pkRm.slice(0, -2)}a1`;
const badKeys: Record<string, readonly [privateKey: string, publicKey: string]> = {
  'a private key of 31 bytes': [a3?.skRm.slice(2) ?? '', a3?.pkRm ?? ''],
  'the private key 0': ['00'.repeat(32), a3?.pkRm ?? ''],
  'the order of the curve as private key': [
    'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    a3?.pkRm ?? '',
  ],
  'the public key of another': [a3?.skRm ?? '', a256?.pkRm ?? ''],
  'a point off the curve': [a3?.skRm ?? '', offCurve],
  'a compressed point': [a3?.skRm ?? '', `02${a3?.pkRm.slice(2, 66)}`],
  'a point in hybrid form': [a3?.skRm ?? '', `06${a3?.pkRm.slice(2)}`],
  'the point at infinity': [a3?.skRm ?? '', '00'],
};
for (const [name, [privateKey, publicKey]] of Object.entries(badKeys)) {
  test(`no reader key is made from ${name}`, async () => {
    await assert.rejects(importReaderKey(fromHex(privateKey), fromHex(publicKey)), code('vault_key_invalid'));
  });
}

test('only a content key of 32 bytes is wrapped', async () => {
  const point = await readerPublicKey(await newReaderKey());
  await assert.rejects(
    wrapKey({ ...secret, contentKey: secret.contentKey.subarray(1) }, point, binding),
    code('vault_key_invalid'),
  );
});

test('a file that is no wrapped key is refused', async () => {
  const wrapped = await wrapKey(secret, await readerPublicKey(await newReaderKey()), binding);
  const text = fromUtf8(encodeWrappedKey(wrapped));
  const files: readonly string[] = [
    '',
    '[]',
    '{}',
    `${text} `,
    text.replace('{', '{"a":1,'),
    text.replace('"enc"', '"end"'),
    text.replace('"enc":"B', '"enc":"A'),
    text.replace('"ciphertext":"', '"ciphertext":"AAAA'),
    text.replace('"ciphertext":"', '"ciphertext":"!'),
    'x'.repeat(3000),
  ];
  for (const file of files) {
    assert.throws(() => decodeWrappedKey(utf8(file)), code('vault_wrapped_key_invalid'), file.slice(0, 40));
  }
});
