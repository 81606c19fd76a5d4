// A text that is not for the ledger: a reason, an address. The ledger holds a salted commitment to it; text and salt lie
// sealed in the vault, and each reader can open them and hold them against the commitment.

import { base64url, fromBase64url, fromUtf8, utf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { Client } from '#sdk/client.ts';
import { assertCommitted, commitTo, grantFile, openGranted, type SharedFile, shareFile } from '#sdk/files.ts';
import type { CastKeys } from './cast.ts';

/** A commitment as it goes into a statement, and the sealed file by which it is opened. */
export type SealedText = { readonly commitment: string; readonly file: SharedFile };

/** Commits to a text and seals it for its readers. */
export async function sealText(
  owner: Client,
  { contract, field, value }: { readonly contract: string; readonly field: string; readonly value: string },
  access: { readonly readers: readonly string[]; readonly untilMs: number },
): Promise<SealedText> {
  const { place, salt, commitment } = commitTo(owner, contract, field, value);
  const bytes = utf8(JSON.stringify({ value, place, salt: base64url(salt) }));
  const file = await shareFile(owner, { name: `${field}.json`, mediaType: 'application/json', bytes });
  for (const reader of access.readers) {
    await grantFile(owner, file, { reader, purpose: 'audit', untilMs: access.untilMs });
  }
  return { commitment, file };
}

/**
 * The text behind a commitment of the ledger.
 * @throws Fault `file_differs` where the sealed text is not the one that was committed to
 */
export async function openText(
  reader: Client,
  { readerKey }: CastKeys,
  { file, commitment }: SealedText,
): Promise<string> {
  const { bytes } = await openGranted(reader, readerKey, file.blob);
  const { value, place, salt } = JSON.parse(fromUtf8(bytes));
  if (typeof value !== 'string') throw new Fault('file_differs', `${file.name} holds no text`);
  assertCommitted(file.name, { place, salt: fromBase64url(salt), commitment }, value);
  return value;
}
