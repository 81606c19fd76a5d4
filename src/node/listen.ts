// A node's HTTP side from listening to its graceful stop.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { Fault } from '#core/fault.ts';
import type { Config } from './config.ts';
import { buildApp } from './http/app.ts';
import { type DemoActors, isLoopback } from './http/routes/demo.ts';
import type { Served } from './http/served.ts';
import { IDLE_MS } from './limits.ts';

/** Where tools/build-console.ts puts the console. */
const CONSOLE_FOLDER = fileURLToPath(new URL('../../dist/console', import.meta.url));

/** What a server is given from outside. */
export type ServerOptions = {
  /** ms since 1970 */
  readonly clock: () => number;
  readonly logger?: FastifyServerOptions['logger'];
  /** Folder of the built console, where it is another than this repository's. */
  readonly consoleFolder?: string;
  /** The actors of a demo: handed to browsers on this computer, and to nobody where others reach this node. */
  readonly demo?: DemoActors;
};

type ListenOptions = Omit<ServerOptions, 'clock'> & { readonly port?: number };

/** The HTTP side, listening. */
export type Listening = {
  /** As a URL without a slash at the end. */
  readonly address: string;
  readonly app: FastifyInstance;
};

/** Listens. @throws Fault `address_in_use`, `tls_unreadable` */
export async function listen(
  served: Served,
  config: Config,
  { logger, demo, consoleFolder = CONSOLE_FOLDER, port = config.port }: ListenOptions,
): Promise<Listening> {
  if (demo !== undefined && !isLoopback(config.host)) {
    throw new Fault('demo_not_here', `the keys of a demo are for this computer, and others reach ${config.host}`);
  }
  const tls = tlsOf(config);
  const app = await buildApp(served, config, {
    consoleFolder,
    ...(demo === undefined ? {} : { demo }),
    ...(tls === undefined ? {} : { tls }),
    ...(logger === undefined ? {} : { logger }),
  });
  try {
    return { address: await app.listen({ host: config.host, port }), app };
  } catch (cause) {
    await app.close();
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    const sentence = `${config.host}:${port} cannot be listened on (${code}): choose another address or port`;
    throw new Fault('address_in_use', sentence, { cause });
  }
}

/** Takes no new requests and ends those under way; after shutdownSeconds it ends them all the same. */
export async function stopListening({ app }: Listening, { shutdownSeconds }: Config): Promise<void> {
  // A connection whose last request has just been answered would be kept alive.
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_MS);
  const hurry = setTimeout(() => app.server.closeAllConnections(), shutdownSeconds * 1000);
  try {
    await app.close();
  } finally {
    clearTimeout(hurry);
    clearInterval(idle);
  }
}

function tlsOf({
  tlsCertificate,
  tlsKey,
}: Config): { readonly cert: Uint8Array; readonly key: Uint8Array } | undefined {
  if (tlsCertificate === undefined || tlsKey === undefined) return undefined;
  try {
    return { cert: readFileSync(tlsCertificate), key: readFileSync(tlsKey) };
  } catch (cause) {
    throw new Fault('tls_unreadable', `${tlsCertificate} and ${tlsKey} cannot both be read`, { cause });
  }
}
