// One node of the tour as a process of its own: `touchmark` with a verb that serves. It is ended by its id, and where it
// ends by itself that is told with the last lines of its log.

import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { assert, Fault } from '#core/fault.ts';
import { GREETING_LINES, LOG_LINE_CHARACTERS, LOG_LINES_SHOWN, NODE_START_MS, NODE_STOP_MS } from './limits.ts';
import { NodeEnded } from './nodes.ts';

const END_WITH_PARENT = new URL('./end-with-parent/main.ts', import.meta.url).href;

/** How a node's process is started. */
export type NodeProcessOptions = {
  /** `the origin of northwind` */
  readonly who: string;
  /** The program's file, and its arguments. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  /** File that its log goes to. */
  readonly log: string;
};

/** A node's process. */
export class NodeProcess {
  readonly #options: NodeProcessOptions;
  readonly #child: ChildProcess;
  readonly #ended = new AbortController();
  readonly #exited: Promise<void>;
  #isStopping = false;

  constructor(options: NodeProcessOptions) {
    const { program, args, env, cwd, log } = options;
    this.#options = options;
    const logFile = openSync(log, 'a', 0o600);
    try {
      this.#child = fork(program, args, {
        ...{ cwd, env },
        execArgv: ['--import', END_WITH_PARENT],
        stdio: ['ignore', 'pipe', logFile, 'ipc'],
        // Ctrl+C at the terminal is for the tour, which then ends its nodes.
        detached: true,
      });
    } finally {
      closeSync(logFile);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#exited = promise;
    this.#child.once('exit', (code, signal) => {
      resolve();
      if (!this.#isStopping) this.#ended.abort(this.#endedWith(signal ?? `exit code ${code}`));
    });
    this.#child.once('error', (error) => {
      resolve();
      this.#ended.abort(new Fault('tour_node_ended', `${options.who} cannot be started: ${error.message}`));
    });
  }

  /** Aborted, with a Fault as its reason, where it ended by itself. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /**
   * What it prints when it serves.
   * @param read gives what is wanted of the lines so far, or undefined
   * @param stop ends the waiting with its reason
   * @throws Fault `tour_node_ended`, `tour_node_unready`, `address_in_use`, the stop's reason
   */
  async greeting<T>(read: (lines: readonly string[]) => T | undefined, stop: AbortSignal): Promise<T> {
    const { who, log } = this.#options;
    const late = new AbortController();
    const text = `${who} did not serve within ${NODE_START_MS / 1000} s; its log is ${log}`;
    const timer = setTimeout(() => late.abort(new Fault('tour_node_unready', text)), NODE_START_MS);
    const over = AbortSignal.any([this.ended, stop, late.signal]);
    try {
      return await until(this.#greeting(read), over);
    } finally {
      clearTimeout(timer);
    }
  }

  #greeting<T>(read: (lines: readonly string[]) => T | undefined): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const lines: string[] = [];
    const { stdout } = this.#child;
    assert(stdout !== null, 'its output is a pipe');
    // It goes on being read: a process whose output nobody takes comes to stand.
    createInterface({ input: stdout }).on('line', (line) => {
      if (lines.length < GREETING_LINES) lines.push(line);
      const found = read(lines);
      if (found !== undefined) resolve(found);
    });
    return promise;
  }

  /** Stops it as a signal does, and after a while for good. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopping = true;
    this.#child.kill('SIGTERM');
    const hurry = setTimeout(() => this.#child.kill('SIGKILL'), NODE_STOP_MS);
    await this.#exited;
    clearTimeout(hurry);
  }

  #endedWith(how: string): Fault {
    const { who, log } = this.#options;
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN);
    const shown = lines.map((line) =>
      line.length > LOG_LINE_CHARACTERS ? `${line.slice(0, LOG_LINE_CHARACTERS)}…` : line,
    );
    if (lines.some((line) => line.includes('(address_in_use)')))
      return new Fault('address_in_use', `${who}: ${lines.at(-1)}`);
    return new NodeEnded(`${who} ended by itself (${how}); the last lines of its log, ${log}:`, shown);
  }
}

/** The promise, unless the signal comes first: then its reason. */
function until<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const give = (): void => reject(signal.reason);
  if (signal.aborted) give();
  signal.addEventListener('abort', give, { once: true });
  return Promise.race([promise, over]).finally(() => signal.removeEventListener('abort', give));
}
