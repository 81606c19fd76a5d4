// `touchmark serve`: a node's server from its settings to its graceful stop.

import { resolve } from 'node:path';
import { Fault } from '#core/fault.ts';
import { LocalNode } from '#node/local.ts';
import { type RunningServer, serveNode } from '#node/server.ts';
import { quoted } from '#sdk/plain-text.ts';
import { readDemoActors } from '#tour/demo-actors.ts';
import { parseVerb, usage } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';
import { configOf, loggerOf, stopped } from '../serving.ts';

/** Serves until it is stopped. @returns 0 */
export async function runServe(args: readonly string[], io: Io): Promise<number> {
  const { 'demo-actors': demoFolder, ...values } = parseVerb('serve', args).values;
  const config = configOf(values, io);
  if (config.origin !== undefined) throw usage('the settings name an origin to follow: that is touchmark replica');
  if (!LocalNode.exists(config.home))
    throw new Fault('ledger_missing', `${config.home} holds no ledger: touchmark init founds one`);
  // From here on a signal is a wish to stop, not the end of the process.
  const { stop } = io;
  const demo = demoFolder === undefined ? undefined : readDemoActors(resolve(io.cwd, demoFolder));
  await using node = await LocalNode.open({ home: config.home, clock: () => io.clock() });
  const server = await serveNode(node, config, {
    clock: () => io.clock(),
    logger: loggerOf(config, io),
    ...(demo === undefined ? {} : { demo }),
  });
  for (const line of greeting(server, node)) io.out(line);
  await stopped(stop);
  io.err(`touchmark serve: stopping; requests under way have ${config.shutdownSeconds} s`);
  await server.close();
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
