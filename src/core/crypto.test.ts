import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { testKey } from '#test/keys.ts';
import { sharedData } from '#test/shared-data.ts';
import { concat, fromHex, hex, utf8 } from './bytes.ts';
import * as node from './crypto.node.ts';
import * as browser from './crypto.ts';
import { isLowS, verifyEs256 } from './es256.ts';

type Wycheproof = {
  readonly testGroups: readonly {
    readonly publicKey: { readonly uncompressed: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly msg: string;
      readonly sig: string;
      readonly result: 'valid' | 'invalid' | 'acceptable';
    }[];
  }[];
};

type Vector = Wycheproof['testGroups'][number]['tests'][number] & { readonly publicKey: Uint8Array };

function wycheproof(name: string): readonly Vector[] | undefined {
  const path = sharedData(`wycheproof/${name}`);
  if (path === undefined) return undefined;
  const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as Wycheproof;
  return testGroups.flatMap(({ publicKey, tests }) =>
    tests.map((vector) => ({ ...vector, publicKey: fromHex(publicKey.uncompressed) })),
  );
}

/** Both platforms' answer, which must be one. */
function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array, what: string): boolean {
  const answer = node.verifyP256(publicKey, message, signature);
  assert.equal(browser.verifyP256(publicKey, message, signature), answer, `noble and node:crypto differ on ${what}`);
  return answer;
}

/** r and s of a signature in strict DER (RFC 3279 section 2.2.3), undefined for any other bytes. */
function ofDer(der: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  for (let at = 2; at < der.length; ) {
    const digits = der.subarray(at + 2, at + 2 + (der[at + 1] ?? 0));
    const [first = 0x80, second = 0] = digits;
    if (der[at] !== 2 || digits.length !== der[at + 1] || first >= 0x80) return undefined;
    if (first === 0 && digits.length > 1 && second < 0x80) return undefined;
    const unsigned = first === 0 ? digits.subarray(1) : digits;
    if (unsigned.length > 32) return undefined;
    parts.push(concat(new Uint8Array(32 - unsigned.length), unsigned));
    at += 2 + digits.length;
  }
  return parts.length === 2 ? concat(...parts) : undefined;
}

test('ECDSA: both platforms give the verdict of every Wycheproof vector of our signature form', (t) => {
  const vectors = wycheproof('ecdsa_secp256r1_sha256_p1363_test.json');
  if (vectors === undefined) return t.skip('shared/data is absent');
  for (const { tcId, comment, publicKey, msg, sig, result } of vectors) {
    const [message, signature] = [fromHex(msg), fromHex(sig)];
    const valid = verifyP256(publicKey, message, signature, `vector ${tcId}`);
    assert.equal(valid, result === 'valid', `vector ${tcId}: ${comment}`);
    assert.equal(verifyEs256(publicKey, message, signature), valid && isLowS(signature), `vector ${tcId}: low s`);
  }
  assert.equal(vectors.length, 262);
});

test('ECDSA: the DER vectors that say r and s in strict DER have their verdict; the others say nothing of our form', (t) => {
  const vectors = wycheproof('ecdsa_secp256r1_sha256_test.json');
  if (vectors === undefined) return t.skip('shared/data is absent');
  const ours = vectors.flatMap((vector) => {
    const signature = ofDer(fromHex(vector.sig));
    return signature === undefined ? [] : [{ ...vector, signature }];
  });
  for (const { tcId, comment, publicKey, msg, signature, result } of ours) {
    const valid = verifyP256(publicKey, fromHex(msg), signature, `vector ${tcId}`);
    assert.equal(valid, result === 'valid', `vector ${tcId}: ${comment}`);
  }
  // Passed over: broken, long-form or negative DER, and r or s beyond 32 bytes. None of them is a valid signature.
  const passedOver = vectors.filter(({ sig }) => ofDer(fromHex(sig)) === undefined);
  assert.deepEqual(
    passedOver.filter(({ result }) => result === 'valid'),
    [],
  );
  assert.deepEqual([vectors.length, ours.length], [484, 249]);
});

test('a key that is no point of the curve verifies nothing, on either platform', () => {
  const { publicKey, signNow } = testKey('curve');
  const message = utf8('message');
  const signature = signNow(message);
  assert.ok(verifyP256(publicKey, message, signature, 'a good key'));
  const offCurve = publicKey.map((byte, i) => (i === 64 ? byte ^ 1 : byte));
  const compressed = concat(Uint8Array.of(2 + ((publicKey[64] ?? 0) & 1)), publicKey.subarray(1, 33));
  const hybrid = concat(Uint8Array.of(6 + ((publicKey[64] ?? 0) & 1)), publicKey.subarray(1));
  const beyond = concat(Uint8Array.of(4), new Uint8Array(64).fill(255));
  const none = new Uint8Array(65);
  for (const key of [offCurve, compressed, hybrid, beyond, none, Uint8Array.of(0), new Uint8Array(0)]) {
    assert.ok(!verifyP256(key, message, signature, hex(key)), hex(key));
  }
});

test('Ed25519 agrees on the vectors of RFC 8032 section 7.1', () => {
  const rows = [
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ] as const;
  for (const platform of [node, browser]) {
    for (const [key, message, signature] of rows) {
      const [k, m, s] = [fromHex(key), fromHex(message), fromHex(signature)];
      assert.ok(platform.verifyEd25519(k, m, s));
      assert.ok(!platform.verifyEd25519(k, concat(m, Uint8Array.of(0)), s));
      assert.ok(
        !platform.verifyEd25519(
          k,
          m,
          s.map((byte, i) => (i === 40 ? byte ^ 1 : byte)),
        ),
      );
      assert.ok(!platform.verifyEd25519(k.subarray(1), m, s));
      assert.ok(!platform.verifyEd25519(k, m, s.subarray(1)));
    }
  }
});

test('an Ed25519 key of small order, which would sign everything, verifies nothing on either platform', () => {
  const zeros = '00'.repeat(31);
  const small = [
    `01${zeros}`,
    `00${zeros}`,
    `ec${'ff'.repeat(30)}7f`,
    `01${'00'.repeat(30)}80`,
    `ee${'ff'.repeat(30)}7f`,
  ];
  for (const key of small.map(fromHex)) {
    for (const point of small.map(fromHex)) {
      const signature = concat(point, new Uint8Array(32));
      for (const platform of [node, browser]) assert.ok(!platform.verifyEd25519(key, utf8('any'), signature), hex(key));
    }
  }
});

test('Ed25519: of a signature with a part of small order the platforms judge differently, so no contract may ask', () => {
  // R = r·B + T where T has order 8: RFC 8032 section 5.1.7 leaves open whether that is a signature.
  const key = fromHex('e41e8090cf421908c7b328025f94db86fe187b44591bd50349bc75aea2549121');
  const signature = fromHex(
    '10c41464f89003e126822bfd78b269641461b2b30032b7ec9e41cde72ce9d0edbff90f0213f148767279d1bd73c4745e12cf3660dc2bc8b8604cd00b435c6500',
  );
  const answers = [node, browser].map((platform) => platform.verifyEd25519(key, utf8('message'), signature));
  assert.deepEqual(answers, [false, true]);
});

test('SHA-256 agrees on the examples of FIPS 180-4', () => {
  for (const platform of [node, browser]) {
    assert.equal(hex(platform.sha256(utf8('abc'))), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  }
  for (let length = 0; length < 300; length++) {
    const bytes = new Uint8Array(length).fill(length);
    assert.equal(hex(browser.sha256(bytes)), hex(node.sha256(bytes)));
  }
});
