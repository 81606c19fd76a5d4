// One member's client in bad weather: it sends statements, some of them twice at once, and writes down what it was told of
// each. What it may know of a statement is its outcome, or that nothing is known.

import assert from 'node:assert/strict';
import { base64url } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { decodeStatement } from '#core/statement.ts';
import type { HttpTransport } from '#sdk/http-transport.ts';
import { OutcomeUnknown } from '#sdk/outcome-unknown.ts';
import type { Submitted } from '#sdk/transport.ts';
import { KINDS, type KindSent, signTraded } from '#test/trade-home.ts';

/** Statements on their way at once, at most. */
const BURST = 6;
const TWICE = 0.15;

/** What a client was told of a statement. */
export type Told = { readonly outcome: string; readonly index: number };
/** A statement that was sent. */
export type Sent = {
  readonly txId: string;
  readonly bytes: Uint8Array;
  /** What the contract will say. */
  readonly expected: string;
  /** Undefined while nothing is known. */
  told: Told | undefined;
};

/** The sender of one member. */
export class Sender {
  readonly sent: Sent[] = [];
  /** Times that it gave up on a statement. */
  gaveUp = 0;
  #words = 0;
  readonly #member: string;
  readonly #transport: HttpTransport;
  readonly #random: () => number;

  constructor(member: string, transport: HttpTransport, random: () => number) {
    this.#member = member;
    this.#transport = transport;
    this.#random = random;
  }

  /** Sends so many statements. @param onDone after each that has its end, whichever */
  async send(count: number, onDone: () => void): Promise<void> {
    for (let left = count; left > 0; ) {
      const burst = Math.min(left, 1 + Math.floor(this.#random() * BURST));
      left -= burst;
      await Promise.all(
        Array.from({ length: burst }, async () => {
          const sent = await this.#next();
          const copies = this.#random() < TWICE ? 2 : 1;
          await Promise.all(Array.from({ length: copies }, () => this.#submit(sent)));
          onDone();
        }),
      );
    }
  }

  /** Sends again, in fair weather, what it gave up on, and some of the rest: each has one outcome, its first. */
  async sendAgain(): Promise<void> {
    for (const sent of this.sent) {
      if (sent.told === undefined || this.#random() < 0.05) await this.#submit(sent);
      assert.ok(sent.told, `statement ${sent.txId}: no outcome in fair weather`);
    }
  }

  async #next(): Promise<Sent> {
    const chance = this.#random();
    const kind: KindSent = chance < 0.6 ? 'payment' : chance < 0.75 ? 'overdraft' : 'certificate';
    const word = `${this.#member}-${this.#words++}`;
    const nowMs = this.#transport.nowMs();
    const bytes = await signTraded(this.#transport.ledgerId, { kind, member: this.#member, word, nowMs });
    const sent: Sent = { txId: base64url(decodeStatement(bytes).txId), bytes, expected: KINDS[kind], told: undefined };
    this.sent.push(sent);
    return sent;
  }

  async #submit(sent: Sent): Promise<void> {
    let submitted: Submitted;
    try {
      submitted = await this.#transport.submit(sent.bytes);
    } catch (error) {
      // Nothing is known, or nothing of it arrived whole, however often it was sent.
      if (!(error instanceof OutcomeUnknown) && !isFault(error, 'request_incomplete')) throw error;
      this.gaveUp++;
      return;
    }
    const { outcome, index } = submitted;
    assert.ok(index !== undefined, `statement ${sent.txId} was dropped: ${outcome}`);
    assert.equal(outcome, sent.expected, `statement ${sent.txId}`);
    assert.equal(base64url(submitted.txId), sent.txId);
    if (sent.told !== undefined)
      assert.deepEqual({ outcome, index }, sent.told, `statement ${sent.txId}: two outcomes`);
    sent.told = { outcome, index };
  }
}
