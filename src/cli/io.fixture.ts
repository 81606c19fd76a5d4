// The world outside as a test gives it to a verb: no terminal, a clock that stands, and lines that can be looked at.

import { Fault } from '#core/fault.ts';
import { run } from './run.ts';

/** How a test's surroundings differ from the usual: an empty environment and nobody at the terminal. */
export type Surroundings = {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  /** What the person at the terminal types, in turn. */
  readonly answers?: readonly string[];
};

/** Runs a command line in this process. @returns its exit code and all that it printed */
export async function touchmark(
  args: readonly string[],
  { cwd, env = {}, answers }: Surroundings,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const waiting = [...(answers ?? [])];
  const code = await run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    progress: () => {},
    isTty: answers !== undefined,
    env,
    cwd,
    clock: () => 1_767_600_000_000,
    askHidden: async (question) => {
      const answer = waiting.shift();
      if (answer === undefined) throw new Fault('no_answer', `nobody answers ${question}`);
      return answer;
    },
    stop: new AbortController().signal,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
