// What the tests of the SDK's HTTP side share: clients of a test server's actors, and servers that say what they are told.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer, type Socket } from 'node:net';
import { utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import type { TestServer } from '#node/http/server.fixture.ts';
import { testKey } from '#test/keys.ts';
import { importReaderKey } from '#vault/reader-key.ts';
import type { Client } from './client.ts';
import { type ConnectOptions, connect } from './connect.ts';
import type { HttpTransport } from './http-transport.ts';

/** Tries again at once, and not for long. */
export const QUICK = { pauseFirstMs: 1, pauseMostMs: 5, attempts: 3 } as const;

/** A client over HTTP of an actor of the test's founders. */
export function httpClient(
  server: TestServer,
  actor: string,
  options: Partial<ConnectOptions> = {},
): Promise<Client<HttpTransport>> {
  const clock = (): number => server.clock.nowMs;
  const usual = { ledgerId: server.node.ledger.id, actor, signer: testKey(actor), clock, ...QUICK };
  return connect(server.url, { ...usual, ...options });
}

/** The key by which an actor of the test's founders opens files: see home.fixture.ts. */
export function readerKeyOf(actor: string): Promise<CryptoKeyPair> {
  const word = `${actor} reads`;
  return importReaderKey(sha256(utf8(`touchmark test key ${word}`)), testKey(word).publicKey);
}

/** A server of one answer to whatever is asked. */
export async function answering(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A network between a client and a node, that breaks when told to. */
export type Network = {
  readonly url: string;
  /** Leads to this node from now on. */
  leadTo(url: string): void;
  /** Breaks every connection. */
  cut(): void;
  /** From now on a connection breaks after this many bytes of answers. */
  cutAfter(bytes: number): void;
  /** Takes what the node sends and passes nothing on, without a word. */
  silence(): void;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A network that leads nowhere yet. */
export async function newNetwork(): Promise<Network> {
  const sockets = new Set<Socket>();
  const state = { port: 0, cutAfter: Number.POSITIVE_INFINITY };
  const server = createTcpServer((near) => {
    const far = connectTcp(state.port, '127.0.0.1');
    let left = state.cutAfter;
    far.on('data', (bytes) => {
      near.write(bytes.subarray(0, left));
      left -= bytes.length;
      if (left <= 0) near.destroy();
    });
    near.pipe(far);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
        sockets.delete(socket);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    // A server that listens on TCP has an address of this kind.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (url) => {
      state.port = Number(new URL(url).port);
    },
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    cutAfter: (bytes) => {
      state.cutAfter = bytes;
    },
    silence: () => {
      for (const socket of sockets) {
        socket.removeAllListeners('data');
        socket.on('data', () => undefined);
      }
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
