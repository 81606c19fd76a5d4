// The world outside as a test gives it to a verb: no terminal, a clock that stands, and lines that can be looked at.

import { utf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { run } from './run.ts';

/** How a test's surroundings differ from the usual: an empty environment and nobody at the terminal. */
export type Surroundings = {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  /** What the person at the terminal types, in turn. */
  readonly answers?: readonly string[];
  /** What comes in on standard input. */
  readonly input?: string;
  /** Characters of a line of the terminal. */
  readonly width?: number;
  /** Ends a verb that runs until it is stopped. */
  readonly stop?: AbortSignal;
  readonly clock?: () => number;
  /** Sees each line as it is printed. */
  readonly onLine?: (line: string) => void;
};

/** Runs a command line in this process. @returns its exit code and all that it printed */
export async function touchmark(
  args: readonly string[],
  { cwd, env = {}, answers, input = '', width, stop, clock, onLine }: Surroundings,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const waiting = [...(answers ?? [])];
  const answer = async (question: string): Promise<string> => {
    const next = waiting.shift();
    if (next === undefined) throw new Fault('no_answer', `nobody answers ${question}`);
    return next;
  };
  const print = (lines: string[]) => (line: string) => {
    lines.push(line);
    onLine?.(line);
  };
  const code = await run(args, {
    out: print(out),
    err: print(err),
    progress: () => {},
    data: print(out),
    isTty: answers !== undefined,
    width,
    env,
    cwd,
    clock: clock ?? (() => 1_767_600_000_000),
    input: async function* () {
      yield utf8(input);
    },
    askHidden: answer,
    ask: answer,
    stop: stop ?? new AbortController().signal,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
