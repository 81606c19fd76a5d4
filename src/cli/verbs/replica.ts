// `touchmark replica`: follows another member's node until it is stopped, and says what it finds.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { base64url } from '#core/bytes.ts';
import type { Config } from '#node/config.ts';
import type { FollowerStatus } from '#node/replica/follower-options.ts';
import { type RunningReplica, serveReplica } from '#node/replica-server.ts';
import { timeOf } from '#sdk/field-value.ts';
import { needed, parseVerb, usage } from '../arguments.ts';
import { openKeys, pinnedLedger } from '../connection.ts';
import { EXIT, type Io } from '../io.ts';
import { readProfile } from '../profile.ts';
import { configOf, loggerOf, stopped } from '../serving.ts';

/** Follows until it is stopped. @returns 0, or 1 where the origin was found dishonest */
export async function runReplica(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('replica', args);
  const { from, ledger, as, witness, ...settings } = values;
  const origin = needed(from, '--from <url>');
  const ledgerId = pinnedLedger({ ledger }, io);
  const { keyPath } = readProfile({ as }, io);
  if (keyPath === undefined) throw usage('--as <key file> is missing: as whom is the log read?');
  const config = configOf({ ...settings, origin }, io);
  const { actor, signer } = await openKeys(keyPath, io);
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  // From here on a signal is a wish to stop, not the end of the process.
  const { stop } = io;
  const failed = Promise.withResolvers<never>();
  const replica = await serveReplica(config, {
    clock: () => io.clock(),
    logger: loggerOf(config, io),
    ledgerId,
    identity: { actor, signer },
    ...(witness === undefined ? {} : { witnessName: witness }),
    onStatus: (status) => io.err(`touchmark replica: ${statusLine(status, config)}`),
    onFatal: failed.reject,
  });
  for (const line of greeting(replica, { origin, ledgerId, witness })) io.out(line);
  try {
    await Promise.race([stopped(stop), failed.promise]);
  } finally {
    await replica.close();
  }
  const { state, size } = replica.status();
  io.err(`touchmark replica: stopped at ${size} entries`);
  return state === 'stopped_on_evidence' ? EXIT.wrong : EXIT.ok;
}

function greeting(
  { address, witnessKey }: RunningReplica,
  of: { readonly origin: string; readonly ledgerId: string; readonly witness: string | undefined },
): readonly string[] {
  const register =
    witnessKey === undefined
      ? []
      : [
          `co-signs as ${of.witness}, key ${base64url(witnessKey)}; once, an administrator or this node’s actor registers it:`,
          `  touchmark call membership registerWitness --name ${of.witness} --public-key ${base64url(witnessKey)} --node ${of.origin}`,
        ];
  return [
    `following ${of.origin}, serving reads at ${address}`,
    `ledger ${of.ledgerId}`,
    ...register,
    'Control-C stops it.',
  ];
}

function statusLine({ state, size, originSize, lastSeenMs, finding }: FollowerStatus, { home }: Config): string {
  const seen =
    lastSeenMs === undefined ? 'the origin was not reached yet' : `origin last reached ${timeOf(lastSeenMs)}`;
  const found = finding === undefined ? '' : `; ${finding.sentence}`;
  if (state === 'stopped_on_evidence') return `STOPPED${found}; the evidence is in ${join(home, 'evidence')}`;
  return `${state}: ${size} of ${originSize} entries, ${seen}${found}`;
}
