// A node over HTTP for tests: a ledger founded with test keys, on a clock that the test steps, listening on a free port of
// this machine; and plain calls to it, with or without a session.

import { join } from 'node:path';
import { signSessionProof } from '#sdk/session-proof.ts';
import { testKey } from '#test/keys.ts';
import { readConfig } from '../config.ts';
import { newHome, type TestHome } from '../home.fixture.ts';
import { type RunningServer, serveNode } from '../server.ts';

/** A served home. */
export type TestServer = TestHome & {
  readonly server: RunningServer;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** A call as an actor, or as anyone where none is given. */
  call(actor: string | undefined, method: string, path: string, body?: CallBody): Promise<Answer>;
  /** A token for an actor. */
  signIn(actor: string): Promise<string>;
};
/** A body with its media type, or JSON. */
export type CallBody = { readonly type: string; readonly bytes: Uint8Array } | { readonly json: unknown };
/** What came back. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  /** The body as JSON. */
  json(): Record<string, unknown>;
};

/** Serves a new ledger of acme and borealis, or of other members. @param options over the tests' own */
export async function newServer(
  home: string,
  options: Parameters<typeof readConfig>[0]['options'] = {},
  members?: readonly string[],
): Promise<TestServer> {
  const test = await newHome(home, members);
  const config = readConfig({
    env: {},
    cwd: join(home, '..'),
    options: { home, port: 0, requestsPerMinute: 1_000_000, requestsPerMinuteAnonymous: 1_000_000, ...options },
  });
  const server = await serveNode(test.node, config, { clock: () => test.clock.nowMs });
  const url = server.address;
  const tokens = new Map<string, string>();
  const signIn = async (actor: string): Promise<string> => {
    const known = tokens.get(actor);
    if (known !== undefined) return known;
    const { challenge } = (await call(url, undefined, 'POST', '/v1/sessions/challenge')).json();
    const proof = await signSessionProof(
      { actor, address: new URL(url).host, audience: test.node.ledger.id, challenge: String(challenge) },
      testKey(actor),
    );
    const answer = await call(url, undefined, 'POST', '/v1/sessions', { type: 'application/cose', bytes: proof });
    const token = String(answer.json().token);
    tokens.set(actor, token);
    return token;
  };
  return Object.assign(test, {
    server,
    url,
    signIn,
    call: async (actor: string | undefined, method: string, path: string, body?: CallBody) =>
      call(url, actor === undefined ? undefined : await signIn(actor), method, path, body),
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await test.node[Symbol.asyncDispose]();
    },
  });
}

async function call(
  url: string,
  token: string | undefined,
  method: string,
  path: string,
  body?: CallBody,
): Promise<Answer> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  let content: string | Uint8Array<ArrayBuffer> | undefined;
  if (body !== undefined) {
    headers['content-type'] = 'json' in body ? 'application/json' : body.type;
    content = 'json' in body ? JSON.stringify(body.json) : new Uint8Array(body.bytes);
  }
  const response = await fetch(url + path, { method, headers, body: content ?? null });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json: () => JSON.parse(new TextDecoder().decode(bytes)),
  };
}
