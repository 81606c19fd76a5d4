// Opening as a reader: take the file's secret out of the wrapped key, then open the blob, from a disk or through a node.
// Like openFile: nothing that came out may be acted on before the stream ended without a Fault.

import { Fault } from '#core/fault.ts';
import { type FileSecret, isCommittedFile } from './file-secret.ts';
import { Meter } from './meter.ts';
import { type OpenOptions, openFile } from './open.ts';
import { type KeyBinding, unwrapKey, type WrappedKey } from './wrap.ts';

/** Where blobs and wrapped keys come from: a BlobStore, or a client of a node. */
export interface BlobSource {
  /** The sealed file. */
  get(blob: string): AsyncIterable<Uint8Array>;
  /** The key wrapped for a reader; undefined where there is none (any more). */
  getKey(blob: string, reader: string): Promise<WrappedKey | undefined>;
}

/** A file opened by a reader. */
export type OpenedFile = {
  readonly secret: FileSecret;
  /** The plaintext, to be read once. Its end throws Fault `vault_plaintext_differs` where it is not what was committed to. */
  readonly bytes: AsyncGenerator<Uint8Array>;
};

/** What the ledger says of a file: whose it is, and the commitment to its plaintext (64 hexadecimal digits). */
export type CommittedFile = { readonly owner: string; readonly commitment: string };

/**
 * Opens a blob with a reader's key. The reader's key is asked for at once, the blob when `bytes` is read.
 * @throws Fault `vault_key_unknown` where no key is wrapped for the reader; as unwrapKey; reading `bytes` also throws as
 * openFile and the source's get
 */
export async function openByReader(
  source: BlobSource,
  binding: KeyBinding,
  readerKey: CryptoKeyPair,
  { owner, commitment, ...options }: CommittedFile & OpenOptions,
): Promise<OpenedFile> {
  const wrapped = await source.getKey(binding.blob, binding.reader);
  if (wrapped === undefined) {
    throw new Fault(
      'vault_key_unknown',
      `expected a key of blob ${binding.blob} wrapped for reader ${binding.reader}, got none`,
    );
  }
  const secret = await unwrapKey(wrapped, readerKey, binding);
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const plaintext = new Meter();
    for await (const chunk of openFile(source.get(binding.blob), secret.contentKey, options))
      yield plaintext.pass(chunk);
    if (isCommittedFile(commitment, secret, { ledger: binding.ledger, owner }, plaintext.digest())) return;
    throw new Fault('vault_plaintext_differs', `blob ${binding.blob}: its plaintext is not what ${owner} committed to`);
  }
  return { secret, bytes: bytes() };
}
