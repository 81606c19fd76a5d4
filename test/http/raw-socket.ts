// HTTP as bytes on a socket, for what no client sends: half requests, several at once, headers that contradict each other.

import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** The server answers or closes within this time. */
const CLOSE_MS = 15_000;

/** What came back on a connection. */
export type RawAnswer = {
  /** Of the first answer; undefined where none came. */
  readonly status: number | undefined;
  /** All that was sent, as text. */
  readonly said: string;
  /** Whether the server closed the connection, or the time was over first. */
  readonly end: 'closed' | 'open';
};

/**
 * Sends bytes and reads until `answers` status lines came, or the server closed.
 * @param pieces one after the other, each once the one before was handed over
 */
export async function rawRequest(url: string, ...pieces: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
  return rawExchange(url, pieces, { answers: 1, end: 'keep' });
}

/** As rawRequest. @param options.end `half` closes our side once all is sent, as one does who will not send the rest */
export async function rawExchange(
  url: string,
  pieces: readonly (string | Uint8Array)[],
  options: { readonly answers: number; readonly end: 'keep' | 'half' },
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  let said = '';
  const done = Promise.withResolvers<'closed' | 'open'>();
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1');
    if ((said.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0) >= options.answers && said.includes('\r\n\r\n'))
      done.resolve('open');
  });
  socket.on('end', () => done.resolve('closed'));
  socket.on('error', () => done.resolve('closed'));
  socket.on('close', () => done.resolve('closed'));
  const timer = new AbortController();
  try {
    for (const piece of pieces) {
      await new Promise<void>((resolve) => {
        socket.write(piece, () => resolve());
      });
    }
    if (options.end === 'half') socket.end();
    const end = await Promise.race([
      done.promise,
      wait(CLOSE_MS, 'late' as const, { signal: timer.signal, ref: false }),
    ]);
    if (end === 'late')
      throw new Error(`no answer within ${CLOSE_MS} ms: ${pieces.map(String).join('').slice(0, 200)}`);
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(said) ?? [];
    return { status: status === undefined ? undefined : Number(status), said, end };
  } finally {
    timer.abort();
    socket.destroy();
  }
}
