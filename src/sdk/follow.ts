// Following a ledger: each statement that this reader may see, once, in the order of the log, across however many
// connections. A connection that breaks, or on which nothing comes any more, is followed by another that goes on behind
// the last index that was given.

import { Fault } from '#core/fault.ts';
import { EventStreamReader, type StreamEvent } from './event-stream.ts';
import { type EntrySeen, entryOfText, type HeadSeen, headOfText } from './http-answers.ts';
import { chunksOf, HttpFault, isUnread } from './http-port.ts';
import { FOLLOW_FAILURES, PAUSE_FIRST_MS, PAUSE_MOST_MS, SILENCE_MS } from './limits.ts';
import { scattered, wait } from './wait.ts';

/** Options of following. */
export type FollowOptions = {
  /** Ends it: the iteration then returns. */
  readonly signal?: AbortSignal;
  /** Told when the ledger's head moves. */
  readonly onHead?: (head: HeadSeen) => void;
  /** Told when a connection ended, with how many in a row brought nothing: 0 where this one did. */
  readonly onLost?: (failures: number) => void;
  /** A connection that is silent for so long is given up for another. */
  readonly silenceMs?: number;
  readonly pauseFirstMs?: number;
  readonly pauseMostMs?: number;
};

/** Opens a stream behind an index. The signal ends it at any time. */
export type OpenStream = (after: number, signal: AbortSignal) => Promise<Response>;

/** The statements behind `after`. @throws HttpFault where the node says no; Fault `answer_invalid`, `event_too_large` */
export async function* follow(open: OpenStream, after: number, options: FollowOptions): AsyncGenerator<EntrySeen> {
  const { signal, pauseFirstMs = PAUSE_FIRST_MS, pauseMostMs = PAUSE_MOST_MS } = options;
  const isEnded = (): boolean => signal?.aborted === true;
  let last = after;
  for (let failures = 0; failures < FOLLOW_FAILURES && !isEnded(); failures++) {
    const connection = new AbortController();
    const ended = signal === undefined ? connection.signal : AbortSignal.any([signal, connection.signal]);
    try {
      for await (const event of eventsOf(() => open(last, ended), connection, options.silenceMs ?? SILENCE_MS)) {
        failures = 0;
        if (event.type === 'head') options.onHead?.(headOfText(event.data));
        if (event.type !== 'entry') continue;
        const entry = entryOfText(event.data);
        if (entry.index <= last) continue;
        last = entry.index;
        yield entry;
      }
    } catch (error) {
      if (!isLost(error)) throw error;
    } finally {
      connection.abort();
    }
    if (isEnded()) return;
    options.onLost?.(failures);
    const pauseMs = Math.min(pauseMostMs, pauseFirstMs * 2 ** Math.min(failures, 20));
    // Aborted while waiting: the loop's condition ends it.
    await wait(scattered(pauseMs), signal).catch(() => undefined);
  }
  if (!isEnded()) {
    throw new Fault(
      'node_unreachable',
      `the node could not be followed: ${FOLLOW_FAILURES} connections brought nothing`,
    );
  }
}

async function* eventsOf(
  open: () => Promise<Response>,
  connection: AbortController,
  silenceMs: number,
): AsyncGenerator<StreamEvent> {
  const reader = new EventStreamReader();
  const giveUp = (): void => connection.abort(new Error(`nothing came for ${silenceMs} ms`));
  let timer = setTimeout(giveUp, silenceMs);
  try {
    // A kept connection may be dead before it is asked anything.
    for await (const chunk of piecesOf(open)) {
      clearTimeout(timer);
      yield* reader.push(chunk);
      // From here on, since whoever reads slowly is no silence of the node's.
      timer = setTimeout(giveUp, silenceMs);
    }
  } finally {
    clearTimeout(timer);
  }
}

class ConnectionLost extends Error {}

/** What breaks in here is the connection; what breaks in a listener or in us is not. */
async function* piecesOf(open: () => Promise<Response>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunksOf(await open());
  } catch (cause) {
    throw cause instanceof Fault ? cause : new ConnectionLost('the connection broke', { cause });
  }
}

/** True where another connection may do better. What a node says no to, it says no to again. */
function isLost(error: unknown): boolean {
  if (!(error instanceof HttpFault)) return error instanceof ConnectionLost;
  const { status, code } = error;
  return status === undefined || status >= 500 || status === 429 || isUnread(status, code);
}
