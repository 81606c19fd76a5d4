// `touchmark serve`: a node's server from its settings to its graceful stop.

import { resolve } from 'node:path';
import { type ConfigSources, readConfig } from '#node/config.ts';
import { LocalNode } from '#node/local.ts';
import { type RunningServer, serveNode } from '#node/server.ts';
import { quoted } from '#sdk/plain-text.ts';
import { parseVerb } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import { logLine } from '../log-line.ts';
import { camel } from '../words.ts';

/** Serves until it is stopped. @returns 0 */
export async function runServe(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('serve', args);
  const { config: file, ...settings } = values;
  const options = Object.fromEntries(Object.entries(settings).map(([name, value]) => [camel(name), value]));
  const config = readConfig({
    ...(typeof file === 'string' ? { file: resolve(io.cwd, file) } : {}),
    env: io.env,
    // Names and values come from the table of settings, and are read by it.
    options: options as NonNullable<ConfigSources['options']>,
    cwd: io.cwd,
  });
  // From here on a signal is a wish to stop, not the end of the process.
  const { stop } = io;
  await using node = await LocalNode.open({ home: config.home, clock: () => io.clock() });
  const logger = {
    level: config.logLevel,
    stream: { write: (line: string) => io.err(io.isTty ? logLine(line) : line.trimEnd()) },
  };
  const server = await serveNode(node, config, { clock: () => io.clock(), logger });
  for (const line of greeting(server, node)) io.out(line);
  await stopped(stop);
  io.err(`touchmark serve: stopping; requests under way have ${config.shutdownSeconds} s`);
  await closeWithin(server, config.shutdownSeconds);
  io.err('touchmark serve: stopped');
  return EXIT.ok;
}

function greeting({ address }: RunningServer, { ledger }: LocalNode): readonly string[] {
  const at = `--node ${address} --ledger ${ledger.id}`;
  return [
    `serving ${quoted(ledger.genesis.body.name)} at ${address}`,
    `ledger ${ledger.id}, ${ledger.head.size} entries`,
    '',
    'In another terminal:',
    `  touchmark watch ${at}`,
    `  touchmark call <contract> <action> --as <key file> ${at}`,
    `  ${address}/openapi.json describes every route`,
    'Control-C stops it.',
  ];
}

function stopped(stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What is still under way after this time is cut off. */
async function closeWithin({ app, close }: RunningServer, seconds: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), seconds * 1000);
  try {
    await close();
  } finally {
    clearTimeout(timer);
  }
}
