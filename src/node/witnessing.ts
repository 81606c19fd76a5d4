// The co-signatures of a ledger's witnesses as a node collects them: each is checked against the ledger's own tree and the
// key that the witness registered. A head is durable at this node, and witnessed once more than half of the live witnesses
// co-signed it or a later one: they are two states, and are told apart.

import { equalBytes, fromBase64url } from '#core/bytes.ts';
import { originOf, parseCheckpointText } from '#core/checkpoint.ts';
import { addCosignatures, verifyCosignature } from '#core/cosignature.ts';
import { Fault } from '#core/fault.ts';
import { decodeNote, encodeNote, type NoteSignature, signaturesBy } from '#core/signed-note.ts';
import { isWitnessed } from '#core/witnessed.ts';
import type { Ledger } from '#ledger/ledger.ts';
import type { Cosignatures } from './cosignatures.ts';
import { WANTED_MS, WITNESSES_MOST } from './limits.ts';

/** A live witness as the ledger has it. */
export type Witness = { readonly name: string; readonly member: string; readonly publicKey: string };

/** The witnesses of one ledger, and what they co-signed. */
export class Witnessing {
  readonly #ledger: Ledger;
  readonly #cosignatures: Cosignatures;
  readonly #clock: () => number;
  #witnessed: { readonly by: string; readonly size: number } | undefined;
  #wanted: { readonly size: number; readonly note: string; readonly sinceMs: number } | undefined;

  constructor(ledger: Ledger, cosignatures: Cosignatures, clock: () => number) {
    this.#ledger = ledger;
    this.#cosignatures = cosignatures;
    this.#clock = clock;
  }

  /** The live witnesses, by name. */
  live(): readonly Witness[] {
    const { state } = this.#ledger;
    return state.list('membership/witness', 'state', 'live', '', WITNESSES_MOST).flatMap((id) => {
      const text = state.get('membership/witness', id);
      // Written through the record's schema.
      return text === undefined ? [] : [JSON.parse(text) as Witness];
    });
  }

  /**
   * Takes the co-signatures of a checkpoint.
   * @param note the checkpoint with the lines of witnesses
   * @returns its size, and whose lines are under it now
   * @throws Fault `checkpoint_origin`, `size_has_no_checkpoint`, `cosignature_other_root`, `cosignature_missing`, those of decodeNote
   */
  take(note: string): { readonly size: number; readonly witnesses: readonly string[] } {
    const decoded = decodeNote(note);
    const { origin, size, root } = parseCheckpointText(decoded.text);
    const { id, head, tree } = this.#ledger;
    if (origin !== originOf(id))
      throw new Fault('checkpoint_origin', `expected a checkpoint of ${originOf(id)}, got ${origin}`);
    if (size > head.size || size === 0) {
      throw new Fault('size_has_no_checkpoint', `this node has ${head.size} entries, and no checkpoint of ${size}`);
    }
    if (!equalBytes(tree.root(size), root)) {
      throw new Fault('cosignature_other_root', `the log of this node has another root at ${size} entries`);
    }
    const found = this.live().flatMap(({ name, publicKey }) => {
      const key = { name, publicKey: fromBase64url(publicKey) };
      if (verifyCosignature(decoded, key) === undefined) return [];
      // By the key, not the name: a line that anyone wrote under the name would stay in place of the witness's own.
      return signaturesBy(decoded, key, 'witness').map((line) => ({ name, line: textOf(line) }));
    });
    if (found.length === 0)
      throw new Fault('cosignature_missing', 'no line is by a witness that is registered and live');
    const receivedMs = this.#clock();
    for (const { name, line } of found) this.#cosignatures.add({ size, witness: name, line, receivedMs });
    const live = this.live();
    if (size > this.witnessedSize() && this.#isWitnessed(live, size)) {
      this.#witnessed = { by: namesOf(live), size };
    }
    return { size, witnesses: this.of(size).map(({ name }) => name) };
  }

  /** The lines under the checkpoint of a size. */
  of(size: number): readonly NoteSignature[] {
    return this.#cosignatures.of(size).flatMap(({ line }) => decodeNote(`x\n\n${line}\n`).signatures);
  }

  /** The largest size that a witness co-signed, or undefined. */
  latestSizeOf(name: string): number | undefined {
    return this.#cosignatures.latestSizeOf(name);
  }

  /** A checkpoint with the lines that are there for its size. */
  withCosignatures(note: string): string {
    const { size } = parseCheckpointText(decodeNote(note).text);
    const lines = this.of(size);
    return lines.length === 0 ? note : addCosignatures(note, lines);
  }

  /** Size of the largest head that enough witnesses co-signed; 0 where there is none. */
  witnessedSize(): number {
    const live = this.live();
    const by = namesOf(live);
    // With other witnesses another number of them is enough.
    if (this.#witnessed?.by !== by) this.#witnessed = { by, size: this.#lookForWitnessed(live) };
    return this.#witnessed.size;
  }

  /** That head's size and its checkpoint with its co-signatures, or undefined. */
  witnessedHead(): { readonly size: number; readonly note: string } | undefined {
    const size = this.witnessedSize();
    const note = size === 0 ? undefined : this.#ledger.storedCheckpoint(size);
    return note === undefined ? undefined : { size, note: this.withCosignatures(note) };
  }

  /**
   * The checkpoint that witnesses are asked to co-sign. It stays the same until it is witnessed, or a while has passed:
   * would each sign the newest, no two would sign the same while statements come.
   */
  async wanted(newest: () => Promise<string>): Promise<string> {
    const now = this.#clock();
    const { size } = this.#ledger.head;
    const wanted = this.#wanted;
    const isDone = wanted === undefined || wanted.size <= this.witnessedSize() || now - wanted.sinceMs > WANTED_MS;
    if (!isDone) return wanted.note;
    if (wanted?.size === size) return wanted.note;
    const note = await newest();
    this.#wanted = { size, note, sinceMs: now };
    return note;
  }

  /** After a start, and when witnesses came or went: among the last that each signed. */
  #lookForWitnessed(live: readonly Witness[]): number {
    const sizes = live.flatMap(({ name }) => this.#cosignatures.latestSizeOf(name) ?? []);
    return Math.max(0, ...sizes.filter((size) => this.#isWitnessed(live, size)));
  }

  #isWitnessed(live: readonly Witness[], size: number): boolean {
    return isWitnessed(
      live,
      this.of(size).map(({ name }) => name),
    );
  }
}

/** A name has no space. */
function namesOf(witnesses: readonly Witness[]): string {
  return witnesses.map(({ name }) => name).join(' ');
}

function textOf(line: NoteSignature): string {
  return encodeNote({ text: 'x\n', signatures: [line] }).split('\n')[2] ?? '';
}
