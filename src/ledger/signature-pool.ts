// Checks ESP256 signatures on worker threads. Signatures travel in calls of up to SIGNATURES_PER_CALL, packed into one
// buffer that is moved, not copied.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { assert, Fault } from '#core/fault.ts';
import { SIGNATURES_PER_CALL, SIGNATURES_WORTH_A_CALL } from './limits.ts';

/** One signature to check: 65-byte key, message, 64-byte r and s. */
export type SignatureCheck = {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

type Call = { readonly resolve: (right: Uint8Array) => void; readonly reject: (error: Error) => void };

/** Worker threads that check signatures. */
export class SignaturePool {
  readonly #workers: readonly { readonly thread: Worker; readonly calls: Call[] }[];
  /** Why no more calls are taken. */
  #lost: Fault | undefined;

  constructor(size: number = availableParallelism()) {
    this.#workers = Array.from({ length: Math.max(1, size) }, () => {
      const thread = new Worker(new URL('./signature-worker.ts', import.meta.url));
      const worker = { thread, calls: [] as Call[] };
      // Calls are answered in their order.
      thread.on('message', (right: Uint8Array) => {
        worker.calls.shift()?.resolve(right);
        if (worker.calls.length === 0) thread.unref();
      });
      thread.on('error', (cause) => this.#fail('its thread ended', cause));
      thread.on('exit', () => this.#fail('its thread ended'));
      thread.unref();
      return worker;
    });
  }

  /** Checks signatures. @returns true or false for each, in their order @throws Fault `signature_worker_lost` */
  async verify(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
    const calls: Promise<Uint8Array>[] = [];
    // As many to each thread as to the others: whoever sent few at once waits for them.
    const share = Math.ceil(checks.length / this.#workers.length);
    const perCall = Math.min(SIGNATURES_PER_CALL, Math.max(SIGNATURES_WORTH_A_CALL, share));
    for (let at = 0; at < checks.length; at += perCall) {
      calls.push(this.#call(pack(checks.slice(at, at + perCall))));
    }
    return (await Promise.all(calls)).flatMap((right) => Array.from(right, (byte) => byte === 1));
  }

  /** Ends the threads. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#fail('the pool was closed');
    await Promise.all(this.#workers.map(({ thread }) => thread.terminate()));
  }

  #call(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    if (this.#lost !== undefined) return Promise.reject(this.#lost);
    const idlest = this.#workers.reduce((a, b) => (b.calls.length < a.calls.length ? b : a));
    return new Promise((resolve, reject) => {
      idlest.calls.push({ resolve, reject });
      idlest.thread.ref();
      idlest.thread.postMessage(packed, [packed.buffer]);
    });
  }

  #fail(why: string, cause?: unknown): void {
    const lost = this.#lost ?? new Fault('signature_worker_lost', `a signature was not checked: ${why}`, { cause });
    this.#lost = lost;
    for (const { calls } of this.#workers) for (const call of calls.splice(0)) call.reject(lost);
  }
}

/** `[key 65][signature 64][length 4][message]` for each. */
function pack(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(checks.reduce((sum, { message }) => sum + 133 + message.length, 0));
  const view = new DataView(packed.buffer);
  let at = 0;
  for (const { publicKey, message, signature } of checks) {
    assert(publicKey.length === 65 && signature.length === 64, 'keys have 65 bytes, signatures 64');
    packed.set(publicKey, at);
    packed.set(signature, at + 65);
    view.setUint32(at + 129, message.length);
    packed.set(message, at + 133);
    at += 133 + message.length;
  }
  return packed;
}
