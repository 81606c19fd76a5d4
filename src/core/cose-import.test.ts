import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { testKey } from '#test/keys.ts';
import { sharedData } from '#test/shared-data.ts';
import { concat, fromBase64url, fromHex, hex, utf8 } from './bytes.ts';
import { encodeCbor, TAG_SIGN1, Tagged } from './cbor.ts';
import { verifyImportedSign1 } from './cose-import.ts';
import { decodeSign1, encodeSign1, sigStructure } from './cose-sign1.ts';

/** What each vector comes to: its payload verifies, or the code it fails with. */
const VERDICTS: Readonly<Record<string, string>> = {
  'ecdsa-examples_ecdsa-sig-01.json': 'verifies',
  'sign1-sign-0000.json': 'verifies',
  'sign1-sign-0001.json': 'verifies',
  'sign1-tests_sign-fail-01.json': 'cbor_unsupported', // tag 998
  'sign1-tests_sign-fail-02.json': 'cose_signature_invalid',
  'sign1-tests_sign-fail-03.json': 'cose_algorithm_unsupported', // -999
  'sign1-tests_sign-fail-04.json': 'cose_algorithm_unsupported', // 'unknown'
  'sign1-tests_sign-fail-06.json': 'cose_signature_invalid',
  'sign1-tests_sign-fail-07.json': 'cose_signature_invalid',
  'sign1-tests_sign-pass-01.json': 'verifies',
  'sign1-tests_sign-pass-02.json': 'verifies',
  'sign1-tests_sign-pass-03.json': 'verifies',
  'sign1-verify-0000.json': 'verifies',
  'sign1-verify-0001.json': 'verifies',
  // Algorithms that are not ours.
  'ecdsa-examples_ecdsa-sig-02.json': 'cose_algorithm_unsupported', // ES384 on P-384
  'ecdsa-examples_ecdsa-sig-03.json': 'cose_algorithm_unsupported', // ES512 on P-521
  'ecdsa-examples_ecdsa-sig-04.json': 'cose_algorithm_unsupported', // ES512 on P-256
  'eddsa-examples_eddsa-sig-01.json': 'cose_algorithm_unsupported', // Ed25519
  'eddsa-examples_eddsa-sig-02.json': 'cose_algorithm_unsupported', // Ed448
  'sign1-sign-0002.json': 'cose_algorithm_unsupported', // ES384
  'sign1-sign-0003.json': 'cose_algorithm_unsupported', // ES512
  'sign1-sign-0004.json': 'cose_algorithm_unsupported', // PS256
  'sign1-sign-0005.json': 'cose_algorithm_unsupported', // PS384
  'sign1-sign-0006.json': 'cose_algorithm_unsupported', // PS512
  'sign1-verify-0002.json': 'cose_algorithm_unsupported', // as sign-0002 to 0006
  'sign1-verify-0003.json': 'cose_algorithm_unsupported',
  'sign1-verify-0004.json': 'cose_algorithm_unsupported',
  'sign1-verify-0005.json': 'cose_algorithm_unsupported',
  'sign1-verify-0006.json': 'cose_algorithm_unsupported',
};

type Hex = { readonly cborHex: string };
type Key = { readonly crv?: string; readonly x?: string; readonly y?: string };
type WorkingGroupFile = {
  readonly fail?: boolean;
  readonly input: { readonly sign0: { readonly key: Key; readonly external?: string } };
  readonly intermediates: { readonly ToBeSign_hex: string };
  readonly output: { readonly cbor: string };
};
type GlueFile = {
  readonly key: Key;
  readonly 'sign1::sign'?: { readonly tbsHex: Hex; readonly external: string; readonly expectedOutput: Hex };
  readonly 'sign1::verify'?: {
    readonly taggedCOSESign1: Hex;
    readonly external: string;
    readonly shouldVerify: boolean;
  };
};
type Case = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly externalAad: Uint8Array;
  readonly toBeSigned: string | undefined;
  readonly shouldVerify: boolean;
};

function cases(folder: string): readonly Case[] {
  return readdirSync(folder).map((name) => {
    // Both layouts are told apart by their members.
    const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as WorkingGroupFile | GlueFile;
    return 'input' in file ? workingGroupCase(name, file) : glueCase(name, file);
  });
}

function workingGroupCase(name: string, file: WorkingGroupFile): Case {
  return {
    name,
    bytes: fromHex(file.output.cbor.toLowerCase()),
    publicKey: publicKeyOf(file.input.sign0.key),
    externalAad: fromHex((file.input.sign0.external ?? '').toLowerCase()),
    toBeSigned: file.fail ? undefined : file.intermediates.ToBeSign_hex.toLowerCase(),
    shouldVerify: !file.fail,
  };
}

function glueCase(name: string, file: GlueFile): Case {
  const [signing, verifying] = [file['sign1::sign'], file['sign1::verify']];
  return {
    name,
    bytes: fromHex((signing?.expectedOutput ?? verifying?.taggedCOSESign1)?.cborHex ?? ''),
    publicKey: publicKeyOf(file.key),
    externalAad: fromHex((signing ?? verifying)?.external ?? ''),
    toBeSigned: signing?.tbsHex.cborHex,
    shouldVerify: verifying?.shouldVerify ?? true,
  };
}

function publicKeyOf({ crv, x, y }: Key): Uint8Array {
  if (crv !== 'P-256' || x === undefined || y === undefined) return new Uint8Array(0);
  return concat(Uint8Array.of(4), fromBase64url(x), fromBase64url(y));
}

function verdict({ bytes, publicKey, externalAad }: Case): string {
  try {
    verifyImportedSign1(bytes, { publicKey, externalAad });
    return 'verifies';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

function folderOf(t: TestContext): string | undefined {
  const folder = sharedData('cose');
  if (folder === undefined) t.skip('shared/data is absent');
  return folder;
}

test('each COSE vector has its verdict, and none is passed over', (t) => {
  const folder = folderOf(t);
  if (folder === undefined) return;
  const all = cases(folder);
  assert.deepEqual(Object.fromEntries(all.map((vector) => [vector.name, verdict(vector)])), VERDICTS);
  for (const { name, shouldVerify } of all) {
    const expected = VERDICTS[name];
    if (expected !== 'cose_algorithm_unsupported') assert.equal(expected === 'verifies', shouldVerify, name);
  }
});

test('our envelope and Sig_structure are, byte for byte, those of the vectors', (t) => {
  const folder = folderOf(t);
  if (folder === undefined) return;
  let compared = 0;
  for (const vector of cases(folder)) {
    if (VERDICTS[vector.name] !== 'verifies' || vector.toBeSigned === undefined) continue;
    if (vector.name === 'sign1-tests_sign-pass-01.json' || vector.name === 'sign1-tests_sign-pass-03.json') {
      // An empty map as protected header, and no tag: read as foreign, refused as ours.
      assert.throws(() => decodeSign1(vector.bytes), { code: 'cose_invalid' }, vector.name);
      continue;
    }
    const sign1 = decodeSign1(vector.bytes);
    assert.ok(sign1.payload !== undefined);
    assert.equal(hex(encodeSign1(sign1)), hex(vector.bytes), vector.name);
    assert.equal(hex(sigStructure(sign1.protectedBytes, vector.externalAad, sign1.payload)), vector.toBeSigned);
    compared++;
  }
  assert.equal(compared, 4);
});

test('a foreign header is verified as it was written, however it was written', async () => {
  const key = testKey('foreign');
  const payload = utf8('certificate');
  // {4: h'31', 1: -9}: unsorted, and -9 in two bytes.
  const protectedBytes = fromHex('a2044131013808');
  const signature = await key.sign(sigStructure(protectedBytes, new Uint8Array(0), payload));
  const bytes = encodeCbor(new Tagged(TAG_SIGN1, [protectedBytes, new Map(), payload, signature]));
  assert.equal(verifyImportedSign1(bytes, { publicKey: key.publicKey }).algorithm, -9);
  assert.throws(() => decodeSign1(bytes), { code: 'cbor_not_deterministic' });

  const detached = encodeCbor(new Tagged(TAG_SIGN1, [protectedBytes, new Map(), null, signature]));
  const options = { publicKey: key.publicKey, detachedPayload: payload };
  assert.deepEqual(verifyImportedSign1(detached, options).payload, payload);
  assert.throws(() => verifyImportedSign1(detached, { publicKey: key.publicKey }), { code: 'cose_invalid' });
  assert.throws(() => verifyImportedSign1(bytes, options), { code: 'cose_invalid' });
  const other = { ...options, detachedPayload: utf8('Certificate') };
  assert.throws(() => verifyImportedSign1(detached, other), { code: 'cose_signature_invalid' });
});
