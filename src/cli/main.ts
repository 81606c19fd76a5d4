// The `touchmark` process: the one file of the command line that reads arguments, environment, terminal and signals.
// Whatever is printed goes through withoutControls, so that no text from outside can steer a terminal.

import { createInterface } from 'node:readline/promises';
import { Fault } from '#core/fault.ts';
import { withoutControls } from '#sdk/plain-text.ts';
import { askHidden } from './ask-hidden.ts';
import { EXIT, type Io } from './io.ts';
import { run } from './run.ts';

let stop: AbortController | undefined;
let progressShown = false;

const io: Io = {
  out: (line) => {
    process.stdout.write(`${withoutControls(line)}\n`);
  },
  err: (line) => {
    process.stderr.write(`${withoutControls(line)}\n`);
  },
  progress: (line) => {
    if (!process.stderr.isTTY || (line === '' && !progressShown)) return;
    progressShown = line !== '';
    process.stderr.write(`\r\u001b[2K${withoutControls(line)}`);
  },
  data: (text) => {
    if (!process.stdout.isTTY) process.stdout.write(text);
    else for (const line of text.split(/\r?\n/)) io.out(line);
  },
  isTty: process.stdin.isTTY === true && process.stdout.isTTY === true,
  width: process.stdout.isTTY ? process.stdout.columns : undefined,
  env: process.env,
  cwd: process.cwd(),
  clock: () => Date.now(),
  input: () => process.stdin,
  askHidden: (question) => askHidden(question, process.stdin, process.stderr),
  ask: askAloud,
  get stop() {
    stop ??= stopOnSignal();
    return stop.signal;
  },
};

async function askAloud(question: string): Promise<string> {
  if (process.stdin.isTTY !== true) throw new Fault('no_terminal', 'there is no terminal to ask at');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const broken = new AbortController();
  terminal.on('close', () => broken.abort());
  try {
    return await terminal.question(question, { signal: broken.signal });
  } catch (cause) {
    throw new Fault('no_answer', 'no answer was given', { cause });
  } finally {
    terminal.close();
  }
}

/** Where a verb asks for it, the first signal aborts it; the second one does what signals do by default. */
function stopOnSignal(): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller;
}

// A reader that has seen enough (`touchmark … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

try {
  process.exitCode = await run(process.argv.slice(2), io);
} catch (bug) {
  io.err('touchmark: this is a bug in touchmark, not in what you gave it:');
  for (const line of String(bug instanceof Error ? bug.stack : bug).split('\n')) io.err(line);
  process.exitCode = EXIT.bug;
}
