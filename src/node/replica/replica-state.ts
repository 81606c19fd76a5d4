// What a replica must not forget and its ledger does not hold: the largest signed head that it began to follow, and when
// it last saw which head as the newest. Written before anything is done under it.

import { decodeJson, encodeJson } from '#core/canonical-json.ts';
import { Fault, isFault } from '#core/fault.ts';
import { compile, object, type Static, TimeMs, Type } from '#core/schema.ts';
import { readSmall, writeDurably } from './durable-file.ts';
import { SEEN_STORED_MS, STATE_BYTES } from './limits.ts';
import { type Founding, readKeptHead, type SignedHead } from './signed-head.ts';

const Note = Type.String({ minLength: 1, maxLength: 65_536 });
const State = object({
  format: Type.Literal('touchmark-replica-1'),
  latest: Type.Optional(Note),
  seen: Type.Optional(object({ checkpoint: Note, atMs: TimeMs })),
});
const check = compile(State);

/** A head, and a moment by the replica's clock at which the origin had no newer one. */
export type Seen = { readonly head: SignedHead; readonly atMs: number };

/** The state of one replica, on disk. */
export class ReplicaState {
  readonly #path: string;
  #latest: SignedHead | undefined;
  #seen: Seen | undefined;
  #storedMs = 0;

  /** @throws Fault `replica_state_invalid` */
  constructor(path: string, founding: Founding) {
    this.#path = path;
    const { latest, seen } = readState(path, founding);
    this.#latest = latest;
    this.#seen = seen;
    this.#storedMs = seen?.atMs ?? 0;
  }

  /** The largest head that was begun. */
  get latest(): SignedHead | undefined {
    return this.#latest;
  }

  get seen(): Seen | undefined {
    return this.#seen;
  }

  /** A head is about to be followed. */
  begin(head: SignedHead): void {
    if (this.#latest !== undefined && this.#latest.size >= head.size) return;
    this.#latest = head;
    this.#store();
  }

  /** The replica holds this head, and the origin had no newer one at this moment. */
  saw(head: SignedHead, atMs: number): void {
    const isNew = this.#seen?.head.size !== head.size;
    this.#seen = { head, atMs };
    // A moment that is a little older only notices a little less.
    if (isNew || Math.abs(atMs - this.#storedMs) >= SEEN_STORED_MS) this.#store();
  }

  /** What was seen went into an evidence file; an operator who removes that file accepts the block. */
  forgetSeen(): void {
    this.#seen = undefined;
    this.#store();
  }

  #store(): void {
    const latest = this.#latest?.note;
    const seen = this.#seen && { checkpoint: this.#seen.head.note, atMs: this.#seen.atMs };
    const state: Static<typeof State> = {
      format: 'touchmark-replica-1',
      ...(latest !== undefined && { latest }),
      ...(seen !== undefined && { seen }),
    };
    writeDurably(this.#path, encodeJson(state));
    this.#storedMs = seen?.atMs ?? 0;
  }
}

function readState(
  path: string,
  founding: Founding,
): { readonly latest: SignedHead | undefined; readonly seen: Seen | undefined } {
  const bytes = readSmall(path, STATE_BYTES);
  if (bytes === undefined) return { latest: undefined, seen: undefined };
  try {
    const value = decodeJson(bytes);
    const fault = check.firstError(value);
    if (fault !== undefined) throw new Fault('replica_state_invalid', fault);
    // The schema was checked in the line above.
    const { latest, seen } = value as Static<typeof State>;
    return {
      latest: latest === undefined ? undefined : readKeptHead(latest, founding),
      seen: seen && { head: readKeptHead(seen.checkpoint, founding), atMs: seen.atMs },
    };
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw new Fault('replica_state_invalid', `${path} is not the state of a replica of this ledger: ${cause.message}`, {
      cause,
    });
  }
}
