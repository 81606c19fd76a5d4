// A network between clients and a node that treats each connection in its own way: it cuts, truncates, closes one half,
// delays, holds one connection's bytes back while those of others go on, or falls silent. It changes no byte and keeps the
// order within a connection: that much TCP promises.

import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of a connection in rough weather. */
export const FATES = ['fair', 'reset', 'truncated', 'half-closed', 'slow', 'held', 'silent'] as const;
type Fate = (typeof FATES)[number];
/** Chance of the first. */
const FAIR = 0.55;
/** Bytes that pass before a fate befalls, at most. */
const BYTES_BEFORE = 4_000;
const SLOW_MS = 60;
/** Held bytes go on after so many pieces of other connections, or this time. */
const HELD_PIECES = 8;
const HELD_MS = 500;
/** A silent connection ends after this time. */
const SILENT_MS = 2_000;

type Lane = { readonly from: Socket; readonly to: Socket };
type Connection = { readonly near: Socket; readonly far: Socket; readonly fate: Fate; readonly before: number };

/** The network to one node. */
export class RoughNetwork {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  weather: 'fair' | 'rough' = 'fair';
  /** So many connections find nobody. */
  downFor = 0;
  /** Connections that the node did not take. */
  unreached = 0;
  /** How many connections met each fate. */
  readonly met: Record<Fate | 'cut' | 'down', number>;
  readonly #server: Server;
  readonly #target: () => number;
  readonly #random: () => number;
  readonly #open = new Set<Connection>();
  readonly #toCome: Fate[] = [];
  readonly #held = new Set<{ left: number; readonly release: () => void }>();

  /** @param target the port of the node @param random from 0 up to, not including, 1 */
  static async open(target: () => number, random: () => number): Promise<RoughNetwork> {
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new RoughNetwork(server, target, random);
  }

  private constructor(server: Server, target: () => number, random: () => number) {
    // A server that listens on TCP has an address of this kind.
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.met = { fair: 0, reset: 0, truncated: 0, 'half-closed': 0, slow: 0, held: 0, silent: 0, cut: 0, down: 0 };
    this.#server = server;
    this.#target = target;
    this.#random = random;
    server.on('connection', (near) => this.#take(near));
  }

  /** Breaks every connection. */
  cut(): void {
    for (const { near, far } of this.#open) {
      this.met.cut++;
      reset(near);
      reset(far);
    }
  }

  /** Fair from here on: what is open and rough ends. */
  calm(): void {
    this.weather = 'fair';
    this.downFor = 0;
    this.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  #take(near: Socket): void {
    near.on('error', () => {});
    if (this.downFor > 0) {
      this.downFor--;
      this.met.down++;
      reset(near);
      return;
    }
    const far = connect({ port: this.#target(), host: '127.0.0.1', allowHalfOpen: true });
    const before = Math.floor(this.#random() * BYTES_BEFORE);
    const connection = { near, far, fate: this.#fate(), before };
    this.met[connection.fate]++;
    this.#open.add(connection);
    let isReached = false;
    far.on('connect', () => {
      isReached = true;
    });
    far.on('error', () => {
      if (!isReached) this.unreached++;
      reset(near);
    });
    for (const socket of [near, far]) {
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        this.#open.delete(connection);
      });
    }
    // One of the two halves.
    const closesAnswers = this.#random() < 0.5;
    const spared: Connection = { ...connection, fate: 'fair' };
    const isHalf = connection.fate === 'half-closed';
    this.#pass({ from: near, to: far }, isHalf && closesAnswers ? spared : connection);
    this.#pass({ from: far, to: near }, isHalf && !closesAnswers ? spared : connection);
  }

  /** Each fate comes once before any comes twice, with fair ones between. */
  #fate(): Fate {
    if (this.weather === 'fair' || this.#random() < FAIR) return 'fair';
    if (this.#toCome.length === 0) this.#toCome.push(...FATES.filter((fate) => fate !== 'fair'));
    const [fate = 'fair'] = this.#toCome.splice(Math.floor(this.#random() * this.#toCome.length), 1);
    return fate;
  }

  /** One direction of a connection, piece by piece; a side that reads slowly is waited for. */
  #pass({ from, to }: Lane, { near, far, fate, before }: Connection): void {
    let left = before;
    let isOver = false;
    const step = async (bytes: Buffer): Promise<void> => {
      this.#letHeldGo();
      if (fate === 'slow') await new Promise((resolve) => setTimeout(resolve, this.#random() * SLOW_MS));
      if (fate === 'held') {
        // Within a piece, so that a message is cut wherever it happens.
        const at = Math.floor(this.#random() * bytes.length);
        await written(to, bytes.subarray(0, at));
        await this.#hold();
        return written(to, bytes.subarray(at));
      }
      left -= bytes.length;
      if (fate === 'fair' || fate === 'slow' || left > 0) return written(to, bytes);
      // What still comes is swallowed.
      isOver = true;
      await written(to, bytes.subarray(0, bytes.length + left));
      if (fate === 'half-closed') to.end();
      else if (fate === 'silent') setTimeout(() => near.destroy(), SILENT_MS).unref();
      else if (fate === 'reset') reset(near);
      else {
        near.end();
        far.end();
      }
    };
    from.on('data', (bytes: Buffer) => {
      if (isOver) return;
      from.pause();
      step(bytes).then(
        () => from.resume(),
        (error: Error) => near.destroy(error),
      );
    });
    from.on('end', () => {
      if (!isOver) to.end();
    });
  }

  #hold(): Promise<void> {
    return new Promise((resolve) => {
      const held = { left: HELD_PIECES, release: () => done() };
      const timer = setTimeout(() => done(), HELD_MS);
      const done = (): void => {
        clearTimeout(timer);
        this.#held.delete(held);
        resolve();
      };
      this.#held.add(held);
    });
  }

  #letHeldGo(): void {
    for (const held of this.#held) {
      held.left--;
      if (held.left <= 0) held.release();
    }
  }
}

/** Resolves when there is room for more, or nobody left who takes it. */
function written(to: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (bytes.length === 0 || to.destroyed || to.writableEnded || to.write(bytes)) return resolve();
    const done = (): void => {
      to.off('drain', done);
      to.off('close', done);
      resolve();
    };
    to.on('drain', done);
    to.on('close', done);
  });
}

/** Ends a connection at once. One whose end is under way cannot be reset: Node would never let go of it. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
