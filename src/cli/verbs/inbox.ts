// `touchmark inbox`: the process beside the node that holds an agent's key, and makes statements of dropped files.

import { resolve } from 'node:path';
import { plainWord } from '#sdk/plain-text.ts';
import { needed, parseVerb, usage, wholeNumber } from '../arguments.ts';
import { openKeys, pinnedLedger } from '../connection.ts';
import { readInboxConfig } from '../inbox/config.ts';
import { Inbox } from '../inbox/inbox.ts';
import { lineTo } from '../inbox/line.ts';
import type { Worked } from '../inbox/work.ts';
import { EXIT, type Io } from '../io.ts';
import { INBOX_BACK_OFF_MOST_MS, INBOX_PAUSE_MOST_MS, INBOX_PAUSE_MS } from '../limits.ts';
import { backedOff, paused } from '../pausing.ts';
import { jsonLine } from '../print.ts';
import { readProfile } from '../profile.ts';

/** Works on an inbox until it is stopped, or once. @returns 0, 1 or 4: see exitCode */
export async function runInbox(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('inbox', args);
  const folder = resolve(io.cwd, needed(values.folder, '--folder <folder>'));
  const pauseMs = wholeNumber(values.pause, 'pause', INBOX_PAUSE_MS, INBOX_PAUSE_MOST_MS);
  const config = readInboxConfig(folder);
  const ledgerId = pinnedLedger(values, io);
  const { url, keyPath } = readProfile(values, io);
  if (url === undefined) throw usage('--node <url> is missing: which node?');
  if (keyPath === undefined) throw usage('--as <key file> is missing: which agent signs?');
  const keys = await openKeys(keyPath, io);
  // From here on a signal is a wish to stop, not the end of the process.
  const { stop } = io;
  const seen = { wrong: 0, waiting: new Set<string>() };
  const onWorked = (worked: Worked): void => {
    const { outcome, path } = worked;
    if (outcome.state === 'waiting') seen.waiting.add(path);
    else seen.waiting.delete(path.replace(/\/(done|rejected)\//, '/waiting/'));
    if (outcome.state === 'refused' || outcome.state === 'failed') seen.wrong++;
    io.progress('');
    io.out(values.json === true ? jsonLine({ ...outcome, path }) : lineOf(worked));
  };
  await using inbox = Inbox.open({
    folder,
    config,
    connect: () => lineTo(url, { ledgerId, keys, clock: () => io.clock() }),
    nowMs: () => io.clock(),
    pauseMs,
    at: `--node ${url} --ledger ${ledgerId}`,
    onWorked,
    onNotice: (sentence) => io.err(`touchmark inbox: ${sentence}`),
    stop,
  });
  io.err(`touchmark inbox: ${keys.actor} works on ${folder}; Control-C ends it`);
  const isOut = await (values.once === true ? once(inbox, { pauseMs, io }) : untilStopped(inbox, { pauseMs, io }));
  if (values.once !== true) return EXIT.ok;
  if (isOut) return EXIT.unreadable;
  return seen.wrong + seen.waiting.size === 0 ? EXIT.ok : EXIT.wrong;
}

type Pace = { readonly pauseMs: number; readonly io: Io };

/** Two looks: what changes in between is not whole. @returns whether the node was not reached */
async function once(inbox: Inbox, { pauseMs, io }: Pace): Promise<boolean> {
  const first = await inbox.look();
  if (first.growing > 0 && !(await paused(pauseMs, io.stop))) return false;
  const { growing, trouble = first.trouble } = first.growing > 0 ? await inbox.look() : first;
  if (growing > 0)
    io.err(`touchmark inbox: ${growing} files may still be written to, or are too many for once: run it again`);
  if (trouble !== undefined) io.err(`touchmark inbox: ${trouble.message} (${trouble.code})`);
  return trouble !== undefined;
}

async function untilStopped(inbox: Inbox, { pauseMs, io }: Pace): Promise<boolean> {
  for (let failures = 0; !io.stop.aborted; ) {
    const { trouble } = await inbox.look();
    if (trouble !== undefined && failures === 0) io.err(`touchmark inbox: ${trouble.message} (${trouble.code})`);
    if (trouble === undefined && failures > 0) io.err('touchmark inbox: the node answers again');
    failures = trouble === undefined ? 0 : failures + 1;
    io.progress(trouble === undefined ? 'looking for files' : 'waiting for the node');
    await paused(backedOff(pauseMs, failures, INBOX_BACK_OFF_MOST_MS), io.stop);
  }
  io.progress('');
  return false;
}

function lineOf({ outcome, path }: Worked): string {
  const { kind, file, state, code, sentence, statements, first } = outcome;
  const made = (first?.statements ?? statements).flatMap((part) => part.made ?? []).map(({ id }) => id);
  const why = code === undefined || code === state ? '' : ` (${code})`;
  const ids = made.length === 0 ? '' : `; ${made.join(', ')}`;
  return `${kind}/${plainWord(file)}: ${state}: ${sentence}${why}${ids}; ${plainWord(path)}`;
}
