// Sessions of actors: a challenge is answered by a signature of the actor's key, once, and gives a token for a short
// time. A token is bound to its key: with the key's revocation it is dead, and the actor's role is read at each request.

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { base64url, concat, fromBase64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { KeyBinding } from '#core/identity.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { readSessionProof } from '#sdk/session-proof.ts';
import { CHALLENGE_MS, CHALLENGES_MOST, SESSIONS_MOST, SESSIONS_OF_AN_ACTOR } from '../limits.ts';

/** What is asked to be signed, and until when. */
export type Challenge = { readonly challenge: string; readonly expiresMs: number };
/** A session that begins. */
export type NewSession = KeyBinding & { readonly token: string; readonly expiresMs: number };

type Session = { readonly kid: string; readonly actor: string; readonly expiresMs: number };

const TIME_BYTES = 8;
const RANDOM_BYTES = 16;
const MAC_BYTES = 16;

/** What sessions need of their node. */
export type SessionOptions = {
  /** ms since 1970 */
  readonly clock: () => number;
  readonly lastsMs: number;
  /** True for a host and port by which this node is reached. */
  readonly isOurs: (address: string) => boolean;
};

/** The sessions of one node; they end with its process. */
export class Sessions {
  readonly #ledger: Ledger;
  readonly #clock: () => number;
  readonly #lastsMs: number;
  readonly #isOurs: (address: string) => boolean;
  readonly #secret = randomBytes(32);
  /** By the hash of the token, in the order in which they began. */
  readonly #sessions = new Map<string, Session>();
  /** Challenges that were answered, until they expire. */
  readonly #answered = new Map<string, number>();

  constructor(ledger: Ledger, { clock, lastsMs, isOurs }: SessionOptions) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#lastsMs = lastsMs;
    this.#isOurs = isOurs;
  }

  /** Something to sign. It is kept nowhere until it was answered. */
  challenge(): Challenge {
    const expiresMs = this.#clock() + CHALLENGE_MS;
    const time = new Uint8Array(TIME_BYTES);
    new DataView(time.buffer).setBigUint64(0, BigInt(expiresMs));
    const content = concat(time, new Uint8Array(randomBytes(RANDOM_BYTES)));
    return { challenge: base64url(concat(content, this.#mac(content))), expiresMs };
  }

  /** Begins a session. @param proof see session-proof.ts @throws Fault `session_proof_invalid`, `session_refused` */
  begin(proof: Uint8Array): NewSession {
    const { actor, address, audience, challenge, kid, verifies } = readSessionProof(proof);
    if (audience !== this.#ledger.id) throw refused('the proof is for another ledger');
    if (!this.#isOurs(address)) {
      throw refused(`the proof is for ${address}, which is not an address of this node: set publicAddress to it`);
    }
    this.#checkChallenge(challenge);
    const key = this.#ledger.key(kid);
    if (key?.actor !== actor) throw refused(`${actor} has no live key ${kid}`);
    if (!verifies(fromBase64url(key.publicKey))) throw refused(`the signature is not by the key ${kid}`);
    this.#answer(challenge);
    this.#makeRoom(actor);
    const token = base64url(new Uint8Array(randomBytes(32)));
    const expiresMs = this.#clock() + this.#lastsMs;
    this.#sessions.set(nameOf(token), { kid, actor, expiresMs });
    return { ...key, token, expiresMs };
  }

  /** Who holds a token now. @throws Fault `session_unknown` where it ended, or its key did */
  holder(token: string): KeyBinding {
    const name = nameOf(token);
    const session = this.#sessions.get(name);
    const key = session === undefined ? undefined : this.#ledger.key(session.kid);
    if (session !== undefined && session.expiresMs > this.#clock() && key !== undefined) return key;
    this.#sessions.delete(name);
    throw new Fault('session_unknown', 'the session has ended, or its key was revoked: sign in again');
  }

  /** Ends a session, where there is one. */
  end(token: string): void {
    this.#sessions.delete(nameOf(token));
  }

  #checkChallenge(challenge: string): void {
    const bytes = fromBase64url(challenge);
    const content = bytes.subarray(0, TIME_BYTES + RANDOM_BYTES);
    const mac = bytes.subarray(TIME_BYTES + RANDOM_BYTES);
    if (mac.length !== MAC_BYTES || !timingSafeEqual(mac, this.#mac(content))) {
      throw refused('the challenge is not of this node, or of before its last start');
    }
    const expiresMs = Number(new DataView(content.buffer, content.byteOffset, TIME_BYTES).getBigUint64(0));
    if (expiresMs < this.#clock()) throw refused('the challenge has expired: ask for a new one');
    if (this.#answered.has(challenge)) throw refused('the challenge was answered already: ask for a new one');
  }

  #answer(challenge: string): void {
    const now = this.#clock();
    for (const [old, expiresMs] of this.#answered) {
      if (expiresMs >= now) break;
      this.#answered.delete(old);
    }
    if (this.#answered.size >= CHALLENGES_MOST) throw new Fault('sessions_full', 'too many sign in: try again soon');
    this.#answered.set(challenge, now + CHALLENGE_MS);
  }

  #makeRoom(actor: string): void {
    const own = [...this.#sessions].filter(([, session]) => session.actor === actor);
    for (const [name] of own.slice(0, Math.max(0, own.length - SESSIONS_OF_AN_ACTOR + 1))) this.#sessions.delete(name);
    if (this.#sessions.size < SESSIONS_MOST) return;
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined) this.#sessions.delete(oldest);
  }

  #mac(content: Uint8Array): Uint8Array {
    return new Uint8Array(createHmac('sha256', this.#secret).update(content).digest()).subarray(0, MAC_BYTES);
  }
}

/** Tokens are kept by their hash: what is in memory opens nothing. */
function nameOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function refused(why: string): Fault {
  return new Fault('session_refused', why);
}
