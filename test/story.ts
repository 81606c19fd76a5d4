// A seeded story for a ledger: certificates given and taken back, people enrolled, their keys replaced and revoked,
// statements that are refused and such that have no place in the log.

import { newId } from '#core/id.ts';
import type { Applied } from '#ledger/applied.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { type Signing, signedFor } from '#test/ledgers.ts';
import { addBlock, certificate, enrolment, revocation, rotation, seededRandom } from '#test/load.ts';
import { START_MS } from '#test/world.ts';

/** One statement as it was submitted, with the block time that it met. */
export type Told = { readonly bytes: Uint8Array; readonly timeMs: number; readonly applied: Applied };

/** How a story goes. */
export type StoryOptions = {
  readonly seed: number;
  readonly statements: number;
  /** Statements in a block, at most. */
  readonly mostPerBlock?: number;
  /** Statements that share one block time. */
  readonly perTime?: number;
};

type Person = { readonly actor: string; readonly word: string; readonly state: 'live' | 'revoked' };

/** Tells the story to a ledger, block by block. */
export async function tellStory(ledger: Ledger, options: StoryOptions): Promise<readonly Told[]> {
  const { seed, statements, mostPerBlock = 6, perTime = 6 } = options;
  const random = seededRandom(seed);
  const cast = new Cast(ledger, random);
  const told: Told[] = [];
  while (told.length < statements) {
    const timeMs = START_MS + Math.floor(told.length / perTime) * 1000;
    const room = perTime - (told.length % perTime);
    const size = Math.min(1 + Math.floor(random() * mostPerBlock), room, statements - told.length);
    const block: Uint8Array[] = [];
    for (let i = 0; i < size; i++)
      block.push(await signedFor(ledger, { ...cast.next(), notAfterMs: START_MS + 3_600_000 }));
    const applied = addBlock(ledger, timeMs, block);
    for (const [i, one] of applied.entries()) {
      const bytes = block[i] ?? new Uint8Array();
      told.push({ bytes, timeMs, applied: one });
      if (one.events.some(({ name }) => name === 'credentialIssued'))
        cast.certificates.push(newId({ txId: one.txId, notAfterMs: START_MS + 3_600_000 }, 'credential', 0));
    }
  }
  return told;
}

class Cast {
  readonly certificates: string[] = [];
  readonly #ledger: Ledger;
  readonly #random: () => number;
  readonly #people: Person[] = [];
  #count = 0;

  constructor(ledger: Ledger, random: () => number) {
    this.#ledger = ledger;
    this.#random = random;
  }

  next(): Signing {
    const n = this.#count++;
    const chance = this.#random();
    const person = this.#one(this.#people);
    const earlier = this.#one(this.certificates);
    if (chance < 0.12) return this.#enrol(`acme/inspector-${n}`);
    if (chance < 0.2 && person?.state === 'live') return this.#rotate(person, `new key ${n}`);
    if (chance < 0.28 && person?.state === 'live') return this.#revoke(person);
    // By a revoked key too: it has no place in the log.
    if (chance < 0.55 && person !== undefined)
      return { ...certificate(`certificate ${n}`, person.actor), key: person.word };
    if (chance < 0.65 && earlier !== undefined) {
      return { by: 'acme/quality', action: 'membership.revokeCredential', input: { id: earlier } };
    }
    const by = ['acme/admin', 'acme/quality', 'borealis/quality', 'borealis/buyer'] as const;
    return certificate(`certificate ${n}`, this.#one(by));
  }

  #enrol(actor: string): Signing {
    this.#people.push({ actor, word: actor, state: 'live' });
    return enrolment(this.#ledger, actor);
  }

  #rotate(person: Person, word: string): Signing {
    this.#people.push({ ...person, word });
    this.#people[this.#people.indexOf(person)] = { ...person, state: 'revoked' };
    return { ...rotation(this.#ledger, person.actor, word), key: person.word };
  }

  #revoke(person: Person): Signing {
    this.#people[this.#people.indexOf(person)] = { ...person, state: 'revoked' };
    return revocation(person.word);
  }

  #one<T>(values: readonly T[]): T | undefined {
    return values[Math.floor(this.#random() * values.length)];
  }
}

/** The records of a ledger, in their order. */
export function recordsOf({ store }: Ledger): readonly string[] {
  const rows = store.db.prepare('SELECT kind, id, value FROM records ORDER BY kind, id').all();
  return rows.map(({ kind, id, value }) => `${kind} ${id} ${value}`);
}
