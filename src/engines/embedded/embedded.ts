// The engine of one process: statements are put in the order in which their signatures were found right, and every
// commit takes all that wait (group commit: one fsync a block). What waits is in memory only; it was not acknowledged.
//
//   submit → form, window, key (here, cheap) → signature (worker threads) → block → execute → commit → head signed →
//   promise resolves. A crash before `commit` returned loses only what nobody was told of.

import { base64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { decodeStatement, type Statement } from '#core/statement.ts';
import type { Engine } from '#engines/engine.ts';
import type { Applied, DROPS } from '#ledger/applied.ts';
import { type Candidate, checkSignatures } from '#ledger/candidate.ts';
import type { Ledger } from '#ledger/ledger.ts';
import { SIGNATURES_WORTH_A_CALL, STATEMENTS_PER_BLOCK } from '#ledger/limits.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { BYTES_WAITING, STATEMENTS_WAITING, WORTH_A_BLOCK } from './limits.ts';

/** What the engine is given from outside. */
export type EmbeddedOptions = {
  readonly ledger: Ledger;
  readonly pool: SignaturePool;
  /** The time in ms since 1970, for block times. */
  readonly clock: () => number;
  /** Told once when the ledger broke: the process must end. By default the error is thrown where nothing catches it. */
  readonly onFatal?: (error: unknown) => void;
  /** Told after each block that became durable. It must not throw. */
  readonly onBlock?: () => void;
  readonly statementsPerBlock?: number;
};

type Waiting = {
  readonly statement: Statement;
  /** Transaction id and signature: another signature of the same transaction waits, and fails, on its own. */
  readonly key: string;
  readonly promise: Promise<Applied>;
  readonly resolve: (applied: Applied) => void;
  readonly reject: (error: unknown) => void;
  candidate?: Candidate;
};

/** An engine in this process. */
export class EmbeddedEngine implements Engine {
  readonly #options: EmbeddedOptions;
  /** Everything on its way, by its key: a statement sent twice waits once. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #toCheck: Waiting[] = [];
  readonly #toOrder: Waiting[] = [];
  #bytesWaiting = 0;
  #beingChecked = 0;
  #isOrdering = false;
  #failure: Fault | undefined;
  #closed = false;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
  }

  async submit(bytes: Uint8Array): Promise<Applied> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#closed) throw new Fault('engine_closed', 'the engine takes no more statements: it is closing');
    const statement = decodeStatement(bytes);
    const key = `${base64url(statement.txId)}.${base64url(statement.signature)}`;
    const twin = this.#waiting.get(key);
    if (twin !== undefined) return twin.promise;
    const reason = this.#reasonToDrop(statement);
    if (reason !== undefined) return this.#dropped(statement, reason);
    if (this.#waiting.size >= STATEMENTS_WAITING || this.#bytesWaiting + bytes.length > BYTES_WAITING) {
      throw new Fault('engine_full', `${this.#waiting.size} statements wait already: send this one again in a moment`);
    }
    return this.#enqueue(statement, key);
  }

  /** Statements that are taken and not durable yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  async idle(): Promise<void> {
    while (this.#waiting.size > 0) await Promise.allSettled([...this.#waiting.values()].map(({ promise }) => promise));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await this.idle();
    this.#options.ledger[Symbol.dispose]();
  }

  #enqueue(statement: Statement, key: string): Promise<Applied> {
    const { promise, resolve, reject } = Promise.withResolvers<Applied>();
    const waiting: Waiting = { statement, key, promise, resolve, reject };
    this.#waiting.set(key, waiting);
    this.#bytesWaiting += statement.bytes.length;
    this.#toCheck.push(waiting);
    // Statements that arrive in the same turn of the event loop, from whichever connections, are checked together, up to what one call takes.
    if (this.#toCheck.length === 1) setImmediate(() => this.#check());
    if (this.#toCheck.length >= SIGNATURES_WORTH_A_CALL) this.#check();
    return promise;
  }

  #check(): void {
    const batch = this.#toCheck.splice(0);
    if (batch.length > 0) this.#checkBatch(batch).catch((error: unknown) => this.#fail(error));
  }

  async #checkBatch(batch: readonly Waiting[]): Promise<void> {
    const { ledger, pool } = this.#options;
    const statements = batch.map(({ statement }) => statement);
    this.#beingChecked += batch.length;
    const candidates = await checkSignatures(pool, statements, ({ kid }) => ledger.key(kid)?.publicKey);
    this.#beingChecked -= batch.length;
    for (const [i, waiting] of batch.entries()) {
      const candidate = candidates[i];
      if (candidate === undefined) this.#finish(waiting, this.#dropped(waiting.statement, 'signature_wrong'));
      else this.#toOrder.push(Object.assign(waiting, { candidate }));
    }
    // While more are on their way, a fuller block is worth the wait: it shares its fsync.
    if (this.#beingChecked === 0 || this.#toOrder.length >= WORTH_A_BLOCK) await this.#order();
  }

  /** Cuts blocks until nothing is left that may be ordered. */
  async #order(): Promise<void> {
    if (this.#isOrdering) return;
    this.#isOrdering = true;
    try {
      while (this.#toOrder.length > 0 && this.#failure === undefined) {
        const block = this.#toOrder.splice(0, this.#options.statementsPerBlock ?? STATEMENTS_PER_BLOCK);
        await this.#commitBlock(block);
      }
    } finally {
      this.#isOrdering = false;
    }
  }

  async #commitBlock(block: readonly Waiting[]): Promise<void> {
    const { ledger, clock } = this.#options;
    const candidates = block.flatMap(({ candidate }) => candidate ?? []);
    const applied = ledger.execute(clock(), candidates);
    ledger.commit();
    if (ledger.signer !== undefined) await ledger.checkpoint();
    for (const [i, waiting] of block.entries()) {
      const result = applied[i];
      if (result !== undefined) this.#finish(waiting, result);
    }
    this.#options.onBlock?.();
  }

  #finish(waiting: Waiting, result: Applied): void {
    this.#forget(waiting);
    waiting.resolve(result);
  }

  #forget(waiting: Waiting): void {
    this.#waiting.delete(waiting.key);
    this.#bytesWaiting -= waiting.statement.bytes.length;
  }

  /** What can be seen before the signature. The ledger looks again at the statement's place. */
  #reasonToDrop(statement: Statement): keyof typeof DROPS | undefined {
    const { audience, action, kid, issuer } = statement;
    const { ledger, clock } = this.#options;
    const timeMs = Math.max(clock(), ledger.head.timeMs);
    if (audience !== ledger.id) return 'audience_wrong';
    if (timeMs > action.notAfterMs) return 'statement_expired';
    if (timeMs < action.notAfterMs - ledger.genesis.body.limits.windowMs) return 'statement_early';
    const key = ledger.key(kid);
    if (key === undefined) return 'key_unknown';
    return key.member === issuer ? undefined : 'issuer_wrong';
  }

  #dropped({ txId }: Statement, outcome: keyof typeof DROPS): Applied {
    const { height, timeMs } = this.#options.ledger.head;
    return { txId, index: undefined, height, timeMs, outcome, details: {}, events: [], readers: [] };
  }

  /** The ledger broke: nothing that waits was acknowledged, and nothing is retried in this process. */
  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = new Fault('engine_failed', `the ledger failed and this process must end: ${messageOf(error)}`, {
      cause: error,
    });
    for (const waiting of [...this.#waiting.values()]) {
      this.#forget(waiting);
      waiting.reject(this.#failure);
    }
    const failure = this.#failure;
    const { onFatal } = this.#options;
    if (onFatal !== undefined) onFatal(failure);
    else {
      queueMicrotask(() => {
        throw failure;
      });
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
