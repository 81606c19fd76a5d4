// The session proof: it opens a session for its actor, ledger and challenge, and is nothing else, nor anything else it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64url, utf8 } from '#core/bytes.ts';
import { encodeJson } from '#core/canonical-json.ts';
import type { CborMap, CborValue } from '#core/cbor.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { ALGORITHM_ESP256, encodeSign1, LABEL, signSign1 } from '#core/cose-sign1.ts';
import { signStatement } from '#core/statement.ts';
import { testKey } from '#test/keys.ts';
import { MAX_SESSION_PROOF_BYTES, readSessionProof, SESSION_TYPE, signSessionProof } from './session-proof.ts';

const signer = testKey('acme/buyer');
const claim = { actor: 'acme/buyer', address: '127.0.0.1:4800', audience: 'a'.repeat(52), challenge: 'c'.repeat(43) };
const kid = keyThumbprint(signer.publicKey);

test('a proof says who, where and which challenge, and verifies with its key only', async () => {
  const { verifies, ...said } = readSessionProof(await signSessionProof(claim, signer));
  assert.deepEqual(said, { ...claim, kid: base64url(kid) });
  assert.ok(verifies(signer.publicKey));
  assert.ok(!verifies(testKey('borealis/buyer').publicKey));
});

test('a claim that is none is not signed', async () => {
  for (const wrong of [
    { actor: 'acme' },
    { address: 'two words' },
    { audience: 'A' },
    { challenge: 'short' },
    { more: 'x' },
  ]) {
    await assert.rejects(signSessionProof({ ...claim, ...wrong }, signer), { code: 'session_proof_invalid' });
  }
});

test('each flipped byte is refused, or verifies no more', async () => {
  const proof = await signSessionProof(claim, signer);
  for (let at = 0; at < proof.length; at++) {
    const changed = Uint8Array.from(proof, (byte, i) => (i === at ? byte ^ 1 : byte));
    let verified = false;
    try {
      verified = readSessionProof(changed).verifies(signer.publicKey);
    } catch (error) {
      assert.equal((error as { code?: string }).code, 'session_proof_invalid', `byte ${at}: ${error}`);
    }
    assert.ok(!verified, `byte ${at}`);
  }
});

/** A COSE_Sign1 with a proof's header but for what is given. */
async function envelope(
  header: readonly (readonly [number, CborValue])[],
  payload: Uint8Array,
  unprotected: CborMap = new Map(),
): Promise<Uint8Array> {
  return encodeSign1(await signSign1({ protected: new Map(header), unprotected, payload }, signer));
}

const usual: readonly (readonly [number, CborValue])[] = [
  [LABEL.algorithm, ALGORITHM_ESP256],
  [LABEL.contentType, SESSION_TYPE],
  [LABEL.kid, kid],
];
const NOT_PROOFS: readonly (readonly [what: string, make: () => Promise<Uint8Array>, says: RegExp])[] = [
  ['no bytes', async () => new Uint8Array(0), /session proof/],
  ['too many bytes', async () => new Uint8Array(MAX_SESSION_PROOF_BYTES + 1), /at most 2048 bytes/],
  [
    'another content type',
    () =>
      envelope(
        [
          [1, -9],
          [3, 'text/plain'],
          [4, kid],
        ],
        encodeJson(claim),
      ),
    /protected header/,
  ],
  [
    'another algorithm',
    () =>
      envelope(
        [
          [1, -7],
          [3, SESSION_TYPE],
          [4, kid],
        ],
        encodeJson(claim),
      ),
    /protected header/,
  ],
  ['no kid', () => envelope(usual.slice(0, 2), encodeJson(claim)), /kid of 32 bytes/],
  ['one header more', () => envelope([...usual, [5, 'x']], encodeJson(claim)), /protected header/],
  ['something unprotected', () => envelope(usual, encodeJson(claim), new Map([[7, 1]])), /empty unprotected/],
  ['no JSON', () => envelope(usual, utf8('{')), /JSON/],
  ['JSON that is not canonical', () => envelope(usual, utf8('{"challenge": ""}')), /canonical/],
  ['a member more', () => envelope(usual, encodeJson({ ...claim, more: 1 })), /payload/],
  ['a member less', () => envelope(usual, encodeJson({ actor: claim.actor })), /payload/],
  [
    'a detached payload',
    async () => {
      const sign1 = await signSign1({ protected: new Map(usual), payload: encodeJson(claim) }, signer);
      return encodeSign1({ ...sign1, payload: undefined });
    },
    /got nil/,
  ],
  [
    'a statement',
    () =>
      signStatement(
        {
          issuer: 'acme',
          subject: 's',
          audience: claim.audience,
          action: {
            contract: 'c',
            version: 1,
            action: 'a',
            input: {},
            expects: {},
            nonce: 'A'.repeat(22),
            notAfterMs: 1,
          },
        },
        signer,
      ),
    /session proof/,
  ],
];

for (const [what, make, says] of NOT_PROOFS) {
  test(`${what}: no proof`, async () => {
    const bytes = await make();
    assert.throws(() => readSessionProof(bytes), { code: 'session_proof_invalid', message: says });
  });
}
