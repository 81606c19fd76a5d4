// A server between a client and a node that changes some answers, as a dishonest node could.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of the bodies of paths that begin so; others pass as they are. */
export type Changes = { readonly [path: string]: (body: Uint8Array) => Uint8Array | Promise<Uint8Array> };

/** Listens on a free port until it is disposed of. `changed` names the paths of changes that were asked for, in order. */
export async function changingProxy(
  target: string,
  changes: Changes,
): Promise<{ readonly url: string; changed(): readonly string[]; [Symbol.asyncDispose](): Promise<void> }> {
  const hits = new Set<string>();
  const answer = async ({ url = '/', headers }: IncomingMessage) => {
    const { authorization } = headers;
    const response = await fetch(target + url, { headers: authorization === undefined ? {} : { authorization } });
    const body = new Uint8Array(await response.arrayBuffer());
    const path = Object.keys(changes).find((start) => url.startsWith(start));
    const change = path === undefined || response.status !== 200 ? undefined : changes[path];
    if (path === undefined || change === undefined) return { status: response.status, body };
    hits.add(path);
    return { status: response.status, body: await change(body) };
  };
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => response.writeHead(status).end(body),
      (error) => response.destroy(error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on TCP, the address is one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    changed: () => [...hits],
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
