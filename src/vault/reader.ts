// Opening as a reader: take the content key out of the wrapped key, then open the blob, from a disk or through a node.
// Like openFile: nothing that came out may be acted on before the stream ended without a Fault.

import { Fault } from '#core/fault.ts';
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

/** Options of `openByReader`. */
export type ReadOptions = OpenOptions & {
  /** SHA-256 that the plaintext must have, in lower-case hexadecimal: the value of the commitment on the ledger. */
  readonly plaintextHash?: string;
};

/**
 * Opens a blob with a reader's key.
 * @throws Fault `vault_key_unknown` where no key is wrapped for the reader, `vault_plaintext_differs` at the end where
 * the plaintext has another hash; and as unwrapKey, openFile and the source's get
 */
export async function* openByReader(
  source: BlobSource,
  binding: KeyBinding,
  readerKey: CryptoKeyPair,
  options: ReadOptions = {},
): AsyncGenerator<Uint8Array> {
  const wrapped = await source.getKey(binding.blob, binding.reader);
  if (wrapped === undefined) {
    throw new Fault(
      'vault_key_unknown',
      `expected a key of blob ${binding.blob} wrapped for reader ${binding.reader}, got none`,
    );
  }
  const contentKey = await unwrapKey(wrapped, readerKey, binding);
  const plaintext = new Meter();
  for await (const chunk of openFile(source.get(binding.blob), contentKey, options)) yield plaintext.pass(chunk);
  const hash = plaintext.digest();
  if (options.plaintextHash !== undefined && options.plaintextHash !== hash) {
    throw new Fault(
      'vault_plaintext_differs',
      `blob ${binding.blob}: expected a plaintext with hash ${options.plaintextHash}, got ${hash}`,
    );
  }
}
