// The text behind a commitment of the ledger, such as a decision's reason: it lies sealed among the files that were granted
// to its readers, with what opens the commitment. No record says which file it is, so those that could be it are opened,
// and each is held against the commitment.

import { assertCommitted, fromBase64url, isFault, type Opening, openGranted } from '#sdk/index.ts';
import type { Me } from '../session/open-session.ts';
import { wholeList } from './queries.ts';

/** A file with a text is small; of so many files, the last ones, at most one is looked for. */
const LARGEST_BYTES = 65_536;
const FILES = 100;

/** The text, or undefined where no file that this actor sealed or was granted has it. @param owner who committed to it */
export async function findText(me: Me, owner: string, commitment: string): Promise<string | undefined> {
  const { transport } = me.client;
  const lists = await Promise.all([
    wholeList(transport, 'sharing/grant', { reader: me.actor }),
    // What one sealed oneself was granted to nobody.
    ...(owner === me.member ? [wholeList(transport, 'sharing/blob', { owner })] : []),
  ]);
  const candidates = lists
    .flatMap(({ items }) => items)
    .filter(({ value }) => value.owner === owner && value.state === 'live' && value.mediaType === 'application/json')
    .filter(({ value }) => Number(value.sizeBytes) <= LARGEST_BYTES)
    .sort((a, b) => b.entry - a.entry)
    .slice(0, FILES);
  for (const { value } of candidates) {
    const text = await textOf(me, String(value.hash), commitment);
    if (text !== undefined) return text;
  }
  return undefined;
}

async function textOf({ client, keys }: Me, blob: string, commitment: string): Promise<string | undefined> {
  try {
    const { bytes, name } = await openGranted(client, keys.readerKey, blob, { maxBytes: LARGEST_BYTES });
    const { value, opening } = sealedText(JSON.parse(new TextDecoder().decode(bytes)), commitment);
    assertCommitted(name, opening, value);
    return value;
  } catch (error) {
    // Another text, no text at all, or a file whose grant is over: the next one may be it.
    if (error instanceof SyntaxError || (isFault(error) && NOT_IT.test(error.code))) return undefined;
    throw error;
  }
}

const NOT_IT = /^(file_differs$|vault_|blob_|base64url_)/;

/** The form in which texts are sealed: the text, where it was committed to, and the salt. */
function sealedText(content: unknown, commitment: string): { readonly value: string; readonly opening: Opening } {
  const { value, place, salt }: { readonly [name: string]: unknown } = Object(content);
  const { ledger, contract, field, owner, nonce }: { readonly [name: string]: unknown } = Object(place);
  return {
    value: String(value),
    opening: {
      place: {
        ...{ ledger: String(ledger), contract: String(contract), field: String(field) },
        ...{ owner: String(owner), nonce: String(nonce) },
      },
      salt: bytesOf(salt),
      commitment,
    },
  };
}

/** Salt that cannot be read opens nothing. */
function bytesOf(text: unknown): Uint8Array {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(text) ? fromBase64url(text) : new Uint8Array(0);
}
