// Files as the SDK shares them: sealed here, registered on the ledger by commitment, stored by the hash of their
// ciphertext, opened here by a reader to whom the owner gave a wrapped key. The node sees ciphertext, the ledger
// commitments; name, key and what opens the commitment travel sealed to each reader, the owner included.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { type Purpose, sharingInterface } from '#contracts/sharing/schema.ts';
import { base64url, concat, fromBase64url, fromHex, hex } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { type CommitmentPlace, checkCommitment, commit } from '#vault/commitment.ts';
import { commitToFile } from '#vault/file-secret.ts';
import { MAX_BYTES_IN_MEMORY, MAX_FILE_BYTES } from '#vault/limits.ts';
import { openByReader } from '#vault/reader.ts';
import { unwrapKey, wrapKey } from '#vault/wrap.ts';
import type { Client } from './client.ts';
import { type FileContent, sealSource } from './sealed-source.ts';
import type { Transfer } from './transport.ts';

/** What the owner keeps of a file that it shared: enough to let others read it. ownFile gives it again. */
export type SharedFile = {
  readonly name: string;
  /** SHA-256 of the ciphertext, base64url: the blob's id on the ledger. */
  readonly blob: string;
  /** Of the ciphertext. */
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly opening: Opening;
  readonly contentKey: Uint8Array;
};

/** What opens a commitment: `commitment` is base64url, as on the ledger. */
export type Opening = { readonly place: CommitmentPlace; readonly salt: Uint8Array; readonly commitment: string };

/** A file to share. */
export type FileToShare = { readonly name: string; readonly mediaType: string; readonly bytes: FileContent };

/** A sealed file on its way: `share` can be called again where it failed, and goes on with what is not done yet. */
export type FileOnItsWay = {
  readonly file: SharedFile;
  /** SHA-256 of the plaintext, hexadecimal. */
  readonly plaintextHash: string;
  /** Registers the file, uploads it, and lays the owner's own key beside it. */
  share(transfer?: Transfer): Promise<void>;
};

/** A file that a reader opened. */
export type OpenFile<Bytes> = { readonly name: string; readonly mediaType: string; readonly bytes: Bytes };

/** A grant that the owner gives. */
export type FileGrant = { readonly reader: string; readonly purpose: Purpose; readonly untilMs: number };

/** A commitment to a value, as the ledger writes hashes. @param field what it is, within its contract */
export function commitTo(client: Client, contract: string, field: string, value: string): Opening {
  const nonce = base64url(globalThis.crypto.getRandomValues(new Uint8Array(16)));
  const place = { ledger: client.transport.ledgerId, contract, field, owner: client.member, nonce };
  const { hash, salt } = commit(place, value);
  return { place, salt, commitment: base64url(fromHex(hash)) };
}

/**
 * Seals a file, registers it as this client's member's, stores its ciphertext, and keeps a key for this client's actor.
 * @throws Fault `reader_has_no_key` where the actor has no encryption key: nobody could ever open the file
 */
export async function shareFile(
  client: Client,
  file: FileToShare,
  transfer?: Transfer,
): Promise<SharedFile & { readonly plaintextHash: string }> {
  const onItsWay = await sealForSharing(client, file);
  await onItsWay.share(transfer);
  return { ...onItsWay.file, plaintextHash: onItsWay.plaintextHash };
}

/** As shareFile in two steps, so that an upload that failed can be repeated. @throws Fault `reader_has_no_key` */
export async function sealForSharing(client: Client, { name, mediaType, bytes }: FileToShare): Promise<FileOnItsWay> {
  await encryptionKeyOf(client, client.actor);
  const sealed = await sealSource(bytes);
  const { ciphertextHash, sizeBytes, plaintextHash, contentKey } = sealed.summary;
  const owner = { ledger: client.transport.ledgerId, owner: client.member };
  const { secret, commitment } = commitToFile({ name, contentKey, plaintextHash }, owner);
  const blob = base64url(fromHex(ciphertextHash));
  const place = { ...owner, contract: 'sharing', field: 'file', nonce: secret.nonce };
  const opening = { place, salt: secret.salt, commitment: base64url(fromHex(commitment)) };
  const file: SharedFile = { name, blob, sizeBytes, mediaType, opening, contentKey };
  const share = async (transfer: Transfer = {}): Promise<void> => {
    if ((await client.get(sharingInterface, 'blob', blob)) === undefined) {
      const registered = { hash: blob, sizeBytes, mediaType, contentCommitment: opening.commitment };
      await client.do(sharingInterface, 'registerBlob', registered);
    }
    await client.transport.putBlob(ciphertextHash, sealed, transfer);
    await layKey(client, file, client.actor);
  };
  return { file, plaintextHash, share };
}

/** Grants a reader access to a file and lays a key for them beside it. @returns the grant's id @throws Fault `reader_has_no_key` */
export async function grantFile(owner: Client, file: SharedFile, grant: FileGrant): Promise<string> {
  const { reader, purpose, untilMs } = grant;
  await encryptionKeyOf(owner, reader);
  await owner.do(sharingInterface, 'grantAccess', { blob: file.blob, reader, purpose, untilMs });
  await layKey(owner, file, reader);
  return `${file.blob}:${reader}:${purpose}`;
}

/**
 * A file that this actor shared earlier or elsewhere, as shareFile gave it.
 * @param blob base64url
 * @throws Fault `blob_not_granted`, `vault_key_unknown`, and those of unwrapKey
 */
export async function ownFile(owner: Client, readerKey: CryptoKeyPair, blob: string): Promise<SharedFile> {
  const record = await owner.get(sharingInterface, 'blob', blob);
  if (record === undefined) throw notGranted(owner.actor, blob);
  const { name, contentKey, salt, nonce } = await secretOf(owner, readerKey, blob);
  const { ledgerId: ledger } = owner.transport;
  const place = { ledger, contract: 'sharing', field: 'file', owner: record.owner, nonce };
  const { sizeBytes, mediaType, contentCommitment: commitment } = record;
  return { name, blob, sizeBytes, mediaType, contentKey, opening: { place, salt, commitment } };
}

/**
 * What opens the commitment to a file that this actor was granted or shared, without fetching it: a copy from elsewhere
 * can be held against it (assertCommitted).
 * @param blob base64url
 * @throws Fault `blob_not_granted`, `vault_key_unknown`, and those of unwrapKey
 */
export async function openingOfFile(
  reader: Client,
  readerKey: CryptoKeyPair,
  blob: string,
): Promise<{ readonly name: string; readonly opening: Opening }> {
  const { owner, contentCommitment: commitment } = await onLedger(reader, blob);
  const { name, salt, nonce } = await secretOf(reader, readerKey, blob);
  const { ledgerId: ledger } = reader.transport;
  return { name, opening: { place: { ledger, contract: 'sharing', field: 'file', owner, nonce }, salt, commitment } };
}

/**
 * Opens a file that this actor was granted, or shared itself, as a stream. Nothing that came out may be acted on before
 * the stream ended without a Fault: then the plaintext is what the owner committed to on the ledger.
 * @param blob base64url
 * @throws Fault `blob_not_granted`; `vault_plaintext_differs` at the end; and the vault's
 */
export async function openStream(
  reader: Client,
  readerKey: CryptoKeyPair,
  blob: string,
  { maxBytes = MAX_FILE_BYTES, ...transfer }: Transfer & { readonly maxBytes?: number } = {},
): Promise<OpenFile<AsyncGenerator<Uint8Array>>> {
  const { owner, contentCommitment, mediaType } = await onLedger(reader, blob);
  const { transport } = reader;
  const source = {
    get: (id: string) => transport.getBlob(id, transfer),
    getKey: (id: string, who: string) => transport.getKey(id, who),
  };
  const committed = { owner, commitment: hex(fromBase64url(contentCommitment)), maxBytes };
  const opened = await openByReader(source, bindingOf(reader, blob, reader.actor), readerKey, committed);
  return { name: opened.secret.name, mediaType, bytes: opened.bytes };
}

/** As openStream, into memory: all of it or nothing, at most 512 MiB or what is said. */
export async function openGranted(
  reader: Client,
  readerKey: CryptoKeyPair,
  blob: string,
  transfer: Transfer & { readonly maxBytes?: number } = {},
): Promise<OpenFile<Uint8Array>> {
  const opened = await openStream(reader, readerKey, blob, { maxBytes: MAX_BYTES_IN_MEMORY, ...transfer });
  const chunks: Uint8Array[] = [];
  for await (const chunk of opened.bytes) chunks.push(chunk);
  return { ...opened, bytes: concat(...chunks) };
}

/**
 * What its owner called a file: it travels sealed with the key, so it is known only where one is kept for this actor.
 * @param blob base64url
 * @throws Fault `vault_key_unknown`, and those of unwrapKey
 */
export async function nameOfFile(reader: Client, readerKey: CryptoKeyPair, blob: string): Promise<string> {
  return (await secretOf(reader, readerKey, blob)).name;
}

/** Holds a plaintext's hash (hexadecimal), or a text, against a commitment. @throws Fault `file_differs` */
export function assertCommitted(name: string, { place, salt, commitment }: Opening, value: string): void {
  if (checkCommitment(hex(fromBase64url(commitment)), place, value, salt)) return;
  throw new Fault('file_differs', `${name}: its hash differs from the one that was committed to`);
}

/** What lies sealed for this actor beside a file. */
async function secretOf(reader: Client, readerKey: CryptoKeyPair, blob: string) {
  const binding = bindingOf(reader, blob, reader.actor);
  const wrapped = await reader.transport.getKey(binding.blob, reader.actor);
  if (wrapped !== undefined) return unwrapKey(wrapped, readerKey, binding);
  throw new Fault('vault_key_unknown', `no key of the file ${blob} is kept for ${reader.actor}`);
}

/** What the ledger says of a file, to its owner or to a reader. */
async function onLedger(reader: Client, blob: string) {
  const own = await reader.get(sharingInterface, 'blob', blob);
  if (own !== undefined) return own;
  const grants = await reader.list(sharingInterface, 'grant', 'hash', blob);
  const grant = grants.find((one) => one.reader === reader.actor);
  if (grant === undefined) throw notGranted(reader.actor, blob);
  return grant;
}

/** Lays a key of a file for a reader beside it, without a grant. @throws Fault `reader_has_no_key` */
export async function layKey(
  owner: Client,
  { blob, name, contentKey, opening }: SharedFile,
  reader: string,
): Promise<void> {
  const binding = bindingOf(owner, blob, reader);
  const secret = { name, contentKey, salt: opening.salt, nonce: opening.place.nonce };
  const wrapped = await wrapKey(secret, await encryptionKeyOf(owner, reader), binding);
  await owner.transport.putKey(binding.blob, reader, wrapped);
}

/** The key to which an actor's files are sealed. @throws Fault `reader_has_no_key`, `record_unknown` */
export async function encryptionKeyOf(client: Client, actor: string): Promise<Uint8Array> {
  const { encryptionKey } = await client.need(membershipInterface, 'actor', actor);
  if (encryptionKey !== undefined) return fromBase64url(encryptionKey);
  throw new Fault('reader_has_no_key', `${actor} has no encryption key on the ledger`);
}

function bindingOf({ transport }: Client, blob: string, reader: string) {
  return { ledger: transport.ledgerId, blob: hex(fromBase64url(blob)), reader };
}

function notGranted(actor: string, blob: string): Fault {
  return new Fault('blob_not_granted', `${actor} neither owns the file ${blob} nor was granted it`);
}
