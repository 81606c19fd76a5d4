// A node in a process of its own, to be loaded, stopped and killed. One that ends without being told to fails its test.

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { FollowerStatus } from '#node/replica/follower-options.ts';

/** What a process serves. */
export type NodePlan = {
  readonly home: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Its clock is that of this machine less so many ms. */
  readonly clockBehindMs: number;
  readonly publicAddress?: string;
  /** With it, a replica. */
  readonly replica?: {
    readonly origin: string;
    readonly ledgerId: string;
    readonly actor: string;
    readonly witnessName: string;
  };
};

/** Memory after a full collection. `heldBytes`: objects of JavaScript, and buffers that they hold. */
export type Memory = { readonly rssBytes: number; readonly heldBytes: number };
/** How a replica stands, as it told. */
export type ToldStatus = Pick<FollowerStatus, 'state' | 'finding'>;
/** What the process is asked. */
export type NodeRequest = 'stop' | 'memory';
/** What the process tells. */
export type NodeMessage =
  | { readonly address: string; readonly witnessKey?: readonly number[] }
  | { readonly status: ToldStatus }
  | { readonly memory: Memory };

/** No answer of a process, nor its end, takes longer. */
const PATIENCE_MS = 30_000;

/** One process. */
export class NodeProcess {
  readonly address: string;
  /** Ed25519, of a replica that is a witness. */
  readonly witnessKey: Uint8Array;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #isEnding = false;
  #failure: Error | undefined;

  /** Starts a process; resolves when it listens. @param onStatus told how a replica stands */
  static async start(plan: NodePlan, onStatus: (status: ToldStatus) => void = () => {}): Promise<NodeProcess> {
    const child = fork(new URL('./node-process.fixture.ts', import.meta.url), [JSON.stringify(plan)], {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      execArgv: ['--expose-gc'],
    });
    assert.ok(child.stderr);
    const errors = text(child.stderr);
    const ready = Promise.withResolvers<Extract<NodeMessage, { readonly address: string }>>();
    child.on('message', (message: NodeMessage) => {
      if ('address' in message) ready.resolve(message);
      if ('status' in message) onStatus(message.status);
    });
    const ended = new Promise<string>((resolve) => {
      child.on('exit', (code, signal) => {
        errors.then((said) => resolve(`the node ended with ${signal ?? code}: ${said}`), ready.reject);
      });
    });
    ended.then((how) => ready.reject(new Error(how)), ready.reject);
    return new NodeProcess(child, await inTime(child, 'the start of a node', ready.promise), ended);
  }

  private constructor(
    child: ChildProcess,
    ready: { readonly address: string; readonly witnessKey?: readonly number[] },
    ended: Promise<string>,
  ) {
    this.#child = child;
    this.address = ready.address;
    this.witnessKey = Uint8Array.from(ready.witnessKey ?? []);
    this.#ended = ended.then((how) => {
      if (!this.#isEnding) this.#failure = new Error(how);
    });
  }

  /** Throws where the process ended by itself. */
  assertAlive(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    this.assertAlive();
    this.#isEnding = true;
    this.#child.kill('SIGKILL');
    await inTime(this.#child, 'the end of a killed node', this.#ended);
  }

  /** Stops it gracefully: it has to end by itself, without an error. */
  async stop(): Promise<void> {
    this.assertAlive();
    this.#isEnding = true;
    this.#child.send('stop' satisfies NodeRequest);
    await inTime(this.#child, 'the graceful stop of a node', this.#ended);
    const { exitCode, signalCode } = this.#child;
    assert.deepEqual({ exitCode, signalCode }, { exitCode: 0, signalCode: null });
  }

  /** What it holds after a full garbage collection. */
  memory(): Promise<Memory> {
    const answer = new Promise<Memory>((resolve) => {
      const take = (message: NodeMessage): void => {
        if (!('memory' in message)) return;
        this.#child.off('message', take);
        resolve(message.memory);
      };
      this.#child.on('message', take);
    });
    this.#child.send('memory' satisfies NodeRequest);
    return inTime(this.#child, 'the memory of a node', answer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#isEnding = true;
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

/** A process that is late is killed, so that it does not outlive its test. */
async function inTime<T>(child: ChildProcess, what: string, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    late.reject(new Error(`${what} took more than ${PATIENCE_MS} ms`));
  }, PATIENCE_MS);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
