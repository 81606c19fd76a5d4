// Files as the SDK shares them: sealed here, stored by the hash of their ciphertext, opened here by a reader to whom the
// owner gave a wrapped key. The node sees ciphertext; the ledger sees commitments.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { sharingInterface } from '#contracts/sharing/schema.ts';
import { base64url, concat, fromBase64url, fromHex, hex } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { Fault } from '#core/fault.ts';
import { type CommitmentPlace, checkCommitment, commit } from '#vault/commitment.ts';
import { openByReader } from '#vault/reader.ts';
import { sealFile } from '#vault/seal.ts';
import { wrapKey } from '#vault/wrap.ts';
import type { Client } from './client.ts';

/** What the owner keeps of a file that it shared: with the salt, the commitment can be shown to be right. */
export type SharedFile = {
  readonly name: string;
  /** SHA-256 of the ciphertext, base64url: the blob's id on the ledger. */
  readonly blob: string;
  readonly sizeBytes: number;
  /** SHA-256 of the plaintext, hexadecimal. */
  readonly plaintextHash: string;
  readonly opening: Opening;
  readonly contentKey: Uint8Array;
};

/** What opens a commitment: handed to readers together with the key. */
export type Opening = { readonly place: CommitmentPlace; readonly salt: Uint8Array; readonly commitment: string };

/** A file to share. */
export type FileToShare = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };

/** A commitment to a value, as the ledger writes hashes. @param field what it is, within its contract */
export function commitTo(client: Client, contract: string, field: string, value: string): Opening {
  const nonce = base64url(globalThis.crypto.getRandomValues(new Uint8Array(16)));
  const place = { ledger: client.transport.ledgerId, contract, field, owner: client.member, nonce };
  const { hash, salt } = commit(place, value);
  return { place, salt, commitment: base64url(fromHex(hash)) };
}

/** Seals a file, stores its ciphertext, and registers it as this client's member's. */
export async function shareFile(client: Client, { name, mediaType, bytes }: FileToShare): Promise<SharedFile> {
  const sealing = sealFile([bytes]);
  const chunks: Uint8Array[] = [];
  for await (const chunk of sealing.bytes) chunks.push(chunk);
  const { ciphertextHash, sizeBytes, plaintextHash, contentKey } = sealing.summary();
  await client.transport.putBlob(ciphertextHash, toAsync(chunks));
  const opening = commitTo(client, 'sharing', 'file', plaintextHash);
  const blob = base64url(fromHex(ciphertextHash));
  await client.do(sharingInterface, 'registerBlob', {
    hash: blob,
    sizeBytes,
    mediaType,
    contentCommitment: opening.commitment,
  });
  return { name, blob, sizeBytes, plaintextHash, opening, contentKey };
}

/** Grants a reader access to a file and wraps its key for them. @throws Fault `reader_has_no_key` */
export async function grantFile(
  owner: Client,
  file: SharedFile,
  grant: {
    readonly reader: string;
    readonly purpose: 'quote' | 'build' | 'inspect' | 'audit';
    readonly untilMs: number;
  },
): Promise<string> {
  const { reader, purpose, untilMs } = grant;
  const actor = await owner.need(membershipInterface, 'actor', reader);
  if (actor.encryptionKey === undefined)
    throw new Fault('reader_has_no_key', `${reader} has no encryption key on the ledger`);
  await owner.do(sharingInterface, 'grantAccess', { blob: file.blob, reader, purpose, untilMs });
  const blobHex = hex(fromBase64url(file.blob));
  const binding = { ledger: owner.transport.ledgerId, blob: blobHex, reader };
  await owner.transport.putKey(
    blobHex,
    reader,
    await wrapKey(file.contentKey, fromBase64url(actor.encryptionKey), binding),
  );
  return `${file.blob}:${reader}:${purpose}`;
}

/**
 * Opens a granted file and holds it against its commitment.
 * @param opening from the owner; its commitment must be the one on the ledger
 * @throws Fault `file_differs` naming the file, and the vault's
 */
export async function openGranted(
  reader: Client,
  readerKey: CryptoKeyPair,
  file: { readonly name: string; readonly blob: string; readonly opening: Opening },
): Promise<Uint8Array> {
  const blob = hex(fromBase64url(file.blob));
  const { transport } = reader;
  const source = {
    get: (id: string) => transport.getBlob(id),
    getKey: (id: string, who: string) => transport.getKey(id, who),
  };
  const chunks: Uint8Array[] = [];
  for await (const chunk of openByReader(
    source,
    { ledger: transport.ledgerId, blob, reader: reader.actor },
    readerKey,
  )) {
    chunks.push(chunk);
  }
  const bytes = concat(...chunks);
  assertCommitted(file.name, file.opening, hex(sha256(bytes)));
  return bytes;
}

/** Holds a plaintext's hash (hexadecimal) against a commitment. @throws Fault `file_differs` */
export function assertCommitted(name: string, { place, salt, commitment }: Opening, plaintextHash: string): void {
  if (checkCommitment(hex(fromBase64url(commitment)), place, plaintextHash, salt)) return;
  throw new Fault('file_differs', `${name}: its hash differs from the one that was committed to`);
}

async function* toAsync(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
