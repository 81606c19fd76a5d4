// Statements for tests of the ledger floor: certificates as plain load, keys that come and go, and statements that are
// wrong in one place.

import { base64url, utf8 } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { sha256 } from '#core/crypto.ts';
import { decodeGenesis, encodeGenesis, type GenesisBody, genesisSigningBytes } from '#core/genesis.ts';
import { possessionBytes } from '#core/possession.ts';
import { decodeStatement, type StatementContent, signStatement } from '#core/statement.ts';
import type { Applied } from '#ledger/applied.ts';
import { Candidate } from '#ledger/candidate.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { testKey } from '#test/keys.ts';
import { type Signing, signedFor, testGenesis } from '#test/ledgers.ts';
import { START_MS } from '#test/world.ts';

/** A certificate for borealis; `kind` tells one from another. */
export function certificate(kind: string, by = 'acme/admin'): Signing {
  const evidence = base64url(sha256(utf8(kind)));
  const input = { subject: 'borealis', kind, validFromMs: START_MS, validUntilMs: START_MS + 1, evidence };
  return { by, action: 'membership.issueCredential', input };
}

/** A certificate, signed. */
export function certify(ledger: Ledger, kind: string, by?: string): Promise<Uint8Array> {
  return signedFor(ledger, certificate(kind, by));
}

/** The key of a word with the proof that an actor holds it. */
function newKey(ledgerId: string, actor: string, word: string) {
  const key = testKey(word);
  return { publicKey: key.publicKeyText, proof: base64url(key.signNow(possessionBytes(ledgerId, actor))) };
}

/** Thumbprint of the key of a word. */
export function kidOf(word: string): string {
  return base64url(keyThumbprint(testKey(word).publicKey));
}

/** Enrols a person of acme in the quality department, with the key of the actor's id. */
export function enrolment({ id }: Ledger, actor: string): Signing {
  const input = { id: actor, kind: 'person', role: 'quality', key: newKey(id, actor, actor), mandate: [] };
  return { by: 'acme/admin', action: 'membership.enrolActor', input };
}

/** Replaces the actor's key by the key of a word. */
export function rotation({ id }: Ledger, actor: string, word: string): Signing {
  return { by: actor, action: 'membership.rotateKey', input: { key: newKey(id, actor, word) } };
}

/** Revokes the key of a word. */
export function revocation(word: string): Signing {
  return { by: 'acme/admin', action: 'membership.revokeKey', input: { kid: kidOf(word) } };
}

/** The content of a right statement, changed in some places, signed with the key of a word. */
export async function crafted(
  ledger: Ledger,
  change: (right: StatementContent) => Partial<StatementContent>,
  word = 'acme/admin',
): Promise<Uint8Array> {
  const { issuer, subject, audience, action } = decodeStatement(await certify(ledger, 'crafted'));
  const right = { issuer, subject, audience, action };
  return signStatement({ ...right, ...change(right) }, testKey(word));
}

/** Executes statements as one block and makes it durable. Signatures are checked in place. */
export function addBlock(ledger: Ledger, timeMs: number, statements: readonly Uint8Array[]): readonly Applied[] {
  const applied = ledger.execute(
    timeMs,
    statements.map((bytes) => new Candidate(decodeStatement(bytes))),
  );
  ledger.commit();
  return applied;
}

/** The test genesis with another body, signed by all its actors. */
export async function genesisWith(change: (body: GenesisBody) => GenesisBody): Promise<Uint8Array> {
  const body = change(decodeGenesis(await testGenesis()).genesis.body);
  const message = genesisSigningBytes(body);
  const actors = body.founders.flatMap((founder) => founder.actors);
  const signatures = actors.map(({ id }) => ({ kid: kidOf(id), signature: base64url(testKey(id).signNow(message)) }));
  return encodeGenesis({ body, signatures });
}

/** Numbers from 0 up to, not including, 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The bytes with one bit changed, among the lowest `bits` of its byte. */
export function flippedBytes(bytes: Uint8Array, random: () => number, bits: number): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  return Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ (1 << Math.floor(random() * bits)) : byte));
}

/** True where the long forms run. */
export const SOAK = process.env.SOAK === '1';
