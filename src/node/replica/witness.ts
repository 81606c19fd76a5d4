// A witness: co-signs heads that its replica has stored, each larger than the one before and grown out of it. What it
// signed last is durable before the signature leaves, so that neither a crash nor a swapped ledger makes it sign two logs.

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { base64url, equalBytes, fromBase64url } from '#core/bytes.ts';
import { decodeJson, encodeJson } from '#core/canonical-json.ts';
import { addCosignatures, cosign } from '#core/cosignature.ts';
import { Fault, isFault } from '#core/fault.ts';
import { compile, Hash, integer, object, type Static, Type } from '#core/schema.ts';
import { decodeNote, type NoteSigner } from '#core/signed-note.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { readSmall, writeDurably } from './durable-file.ts';
import { STATE_BYTES } from './limits.ts';
import type { SignedHead } from './signed-head.ts';

const State = object({
  format: Type.Literal('touchmark-witness-1'),
  ledger: Type.String({ pattern: '^[a-z2-7]{52}$' }),
  size: integer(1, Number.MAX_SAFE_INTEGER),
  root: Hash,
});
const check = compile(State);
type Signed = { readonly size: number; readonly root: Uint8Array };

/** Where a witness's key and memory lie, and its name in co-signatures: no white space, no plus. */
export type WitnessOptions = { readonly keyPath: string; readonly statePath: string; readonly name: string };

/** One witness of one ledger. */
export class Witness {
  readonly signer: NoteSigner;
  readonly #ledgerId: string;
  readonly #statePath: string;
  #last: Signed | undefined;

  /**
   * Opens a witness's key and memory, making the key where there is none.
   * @throws Fault `witness_key_invalid`, `witness_state_invalid`
   */
  constructor(ledgerId: string, { keyPath, statePath, name }: WitnessOptions) {
    this.signer = { ...openWitnessKey(keyPath), name };
    this.#ledgerId = ledgerId;
    this.#statePath = statePath;
    this.#last = readState(statePath, ledgerId);
  }

  /** Entries of the largest head that it co-signed; 0 where it signed none. */
  get signedSize(): number {
    return this.#last?.size ?? 0;
  }

  /**
   * Co-signs a head that the ledger holds.
   * @returns the head's note with this co-signature
   * @throws Fault `witness_not_stored`, `witness_smaller`, `witness_other_history`: it does not sign; `replica_disk`
   */
  async cosign(ledger: Ledger, head: SignedHead, timeSeconds: number): Promise<string> {
    this.#assertMaySign(ledger, head);
    this.#remember(head);
    const line = await cosign(decodeNote(head.note).text, this.signer, timeSeconds);
    return addCosignatures(head.note, [line]);
  }

  #assertMaySign(ledger: Ledger, { size, root }: SignedHead): void {
    const what = `the head of ${size} entries`;
    if (ledger.id !== this.#ledgerId || size > ledger.head.size || !equalBytes(ledger.tree.root(size), root)) {
      throw new Fault('witness_not_stored', `${what} is not co-signed: the replica does not hold it`);
    }
    const last = this.#last;
    if (last === undefined) return;
    if (size < last.size) {
      throw new Fault('witness_smaller', `${what} is not co-signed: one of ${last.size} entries was before`);
    }
    if (!equalBytes(ledger.tree.root(last.size), last.root)) {
      throw new Fault(
        'witness_other_history',
        `${what} is not co-signed: the replica's first ${last.size} entries are not those that were co-signed before`,
      );
    }
  }

  /** Durably, before any signature. */
  #remember({ size, root }: SignedHead): void {
    if (this.#last?.size === size) return;
    const state: Static<typeof State> = {
      format: 'touchmark-witness-1',
      ledger: this.#ledgerId,
      size,
      root: base64url(root),
    };
    writeDurably(this.#statePath, encodeJson(state));
    this.#last = { size, root };
  }
}

/** The witness's Ed25519 key, made where there is none. The file is not encrypted: its folder is the protection. */
function openWitnessKey(path: string): Omit<NoteSigner, 'name'> {
  let pem = readSmall(path, STATE_BYTES);
  if (pem === undefined) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeDurably(path, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    pem = readSmall(path, STATE_BYTES);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(Buffer.from(pem ?? []));
  } catch (cause) {
    throw new Fault('witness_key_invalid', `${path} does not hold a private key`, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new Fault('witness_key_invalid', `${path}: expected an Ed25519 key, it is ${key.asymmetricKeyType}`);
  }
  return {
    publicKey: new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

function readState(path: string, ledgerId: string): Signed | undefined {
  const bytes = readSmall(path, STATE_BYTES);
  if (bytes === undefined) return undefined;
  try {
    const value = decodeJson(bytes);
    const fault = check.firstError(value);
    if (fault !== undefined) throw new Fault('witness_state_invalid', fault);
    // The schema was checked in the line above.
    const { ledger, size, root } = value as Static<typeof State>;
    if (ledger !== ledgerId) throw new Fault('witness_state_invalid', `it is of the ledger ${ledger}`);
    return { size, root: fromBase64url(root) };
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw new Fault(
      'witness_state_invalid',
      `${path} is not the memory of a witness of ${ledgerId}: ${cause.message}`,
      {
        cause,
      },
    );
  }
}
