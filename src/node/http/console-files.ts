// The built console as the node serves it: read once, so that a request names one of these files or none. Names under
// assets/ hold a hash of their content and never change; the page that names them is asked for anew each time.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyReply, onRequestAsyncHookHandler } from 'fastify';

/** A file of the console. */
type ConsoleFile = {
  readonly type: string;
  readonly policy: string;
  readonly bytes: Buffer;
  readonly brotli: Buffer | undefined;
};
/** All files by their path below the folder. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

/** What a page may do: run and show what this node gave, and speak with this node. No script and no style stands inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What a worker may do that runs a reader compiled to WebAssembly (codes, solids): compile it, and fetch from this node. The
 * page itself may not.
 */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const WORKER = /\.worker-[\w-]+\.js$/;

/** Media types of what is in it. */
export const CONSOLE_TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** First parts of addresses that are the API's: what is not there is a problem, and no page. */
const OF_API = ['v1', 'log', 'entries', '.well-known', '01', 'health', 'metrics', 'openapi.json', 'assets', 'demo'];

/** Reads the built console; undefined where there is none. */
export function readConsole(folder: string): ConsoleFiles | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const names = globSync('**/*', { cwd: folder }).map((name) => name.replaceAll('\\', '/'));
  return new Map(
    names.flatMap((name) => {
      const type = CONSOLE_TYPES[extname(name)];
      if (type === undefined) return [];
      const brotli = names.includes(`${name}.br`) ? readFileSync(join(folder, `${name}.br`)) : undefined;
      const policy = WORKER.test(name) ? WORKER_POLICY : POLICY;
      return [[name, { type, policy, bytes: readFileSync(join(folder, name)), brotli }] as const];
    }),
  );
}

/** True where a person's browser asks for a page of the console: its own addresses are all answered by the one page. */
export function isForPage(method: string, url: string, accept: string | undefined): boolean {
  const [, first = ''] = /^\/([^/?]*)/.exec(url) ?? [];
  return method === 'GET' && !OF_API.includes(first) && takesPages(accept);
}

/** True for a person's browser. @param accept the request's Accept */
function takesPages(accept: string | undefined): boolean {
  return /\btext\/html\b/.test(accept ?? '');
}

/**
 * For an address that codes on things carry: a person's browser gets the console's page, where there is one, and programs
 * what the route answers. Caches are told that it depends on who asks.
 */
export function pageForPeople(files: ConsoleFiles | undefined): onRequestAsyncHookHandler {
  const page = files?.get('index.html');
  return async ({ headers }, reply) => {
    void reply.header('vary', [reply.getHeader('vary') ?? [], 'accept'].flat().join(', '));
    if (page === undefined || !takesPages(headers.accept)) return;
    return sendFile(reply, page, { encodings: headers['accept-encoding'], isHashed: false });
  };
}

/** Sends a file of the console. @param encodings the request's Accept-Encoding */
export function sendFile(
  reply: FastifyReply,
  { type, policy, bytes, brotli }: ConsoleFile,
  { encodings, isHashed }: { readonly encodings: string | undefined; readonly isHashed: boolean },
): FastifyReply {
  void reply
    .header('content-security-policy', policy)
    .header('cross-origin-opener-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('permissions-policy', 'camera=(self)')
    .header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('vary', isHashed ? 'accept-encoding' : 'accept, accept-encoding')
    .type(type);
  if (brotli === undefined || !/\bbr\b/.test(encodings ?? '')) return reply.send(bytes);
  return reply.header('content-encoding', 'br').send(brotli);
}
