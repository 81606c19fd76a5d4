// The full ledger behind HTTP, and plain calls to it. Every answer is held against the API's description and looked through
// for the node's insides; a request that is not answered in time fails.

import assert from 'node:assert/strict';
import { Agent, type IncomingMessage, request } from 'node:http';
import { readConfig } from '#node/config.ts';
import { type RunningServer, serveNode } from '#node/server.ts';
import { signSessionProof } from '#sdk/session-proof.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { type Answer, Api } from './api.ts';
import { FullLedger } from './full-ledger.ts';
import { playAll, SHARED } from './full-play.ts';

/** No request takes longer. */
const ANSWER_MS = 20_000;
/** Far above what any test asks. */
const NO_RATE = 10_000_000;

/** A body with its media type. */
export type Body = { readonly type: string; readonly bytes: Uint8Array | string };
/** A request. */
export type Call = {
  readonly method: string;
  /** As it goes into the request line. */
  readonly path: string;
  readonly body?: Body | undefined;
  readonly token?: string | undefined;
  readonly headers?: { readonly [name: string]: string };
  /** A stream is read until it has said this. */
  readonly until?: string | undefined;
};

/** A served full ledger. */
export class ServedLedger {
  readonly full: FullLedger;
  readonly server: RunningServer;
  readonly api: Api;
  readonly url: string;
  /** acme's webhook: nothing is ever posted to it. */
  webhook = '';
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly #tokens = new Map<string, string>();
  readonly #release: () => void;

  /** Serves a new full ledger, with the shared file uploaded. @param changed settings that differ from the tests' own */
  static async create(changed: Parameters<typeof readConfig>[0]['options'] = {}): Promise<ServedLedger> {
    const folder = temporaryFolder();
    const full = await FullLedger.create(folder.path);
    await playAll(full);
    const own = { home: full.home, port: 0, requestsPerMinute: NO_RATE, requestsPerMinuteAnonymous: NO_RATE };
    const options = { ...own, webhookAllowLoopback: true, ...changed };
    const config = readConfig({ env: {}, cwd: folder.path, options });
    const server = await serveNode(full.node, config, { clock: () => full.clock.nowMs });
    const served = new ServedLedger(full, server, () => folder[Symbol.dispose]());
    const { status } = await served.as('acme/engineer', {
      method: 'PUT',
      path: `/v1/blobs/${SHARED.hash}`,
      body: { type: 'application/octet-stream', bytes: SHARED.bytes },
    });
    assert.equal(status, 204);
    served.webhook = await served.#newWebhook();
    return served;
  }

  private constructor(full: FullLedger, server: RunningServer, release: () => void) {
    this.full = full;
    this.server = server;
    this.url = server.address;
    this.api = new Api(JSON.parse(JSON.stringify(server.app.swagger())));
    this.#release = release;
  }

  /** A checked call. */
  async call(call: Call): Promise<Answer> {
    const answer = await this.send(call);
    this.api.check(this.api.find(call.method, call.path), answer);
    return answer;
  }

  /** A checked call by an actor, or by anyone. */
  async as(actor: string | undefined, call: Call): Promise<Answer> {
    return this.call({ ...call, token: actor === undefined ? undefined : await this.token(actor) });
  }

  /** What a checked call that succeeds gives. */
  async json(actor: string | undefined, path: string): Promise<Record<string, unknown>> {
    const answer = await this.as(actor, { method: 'GET', path });
    assert.equal(answer.status, 200, `${path}: ${text(answer)}`);
    return JSON.parse(text(answer));
  }

  /** A call whose answer nobody has looked at. */
  send({ method, path, body, token, headers = {}, until }: Call): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          ...{ hostname, port, method, path, agent: this.#agent },
          signal: AbortSignal.timeout(ANSWER_MS),
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': body.type, 'content-length': lengthOf(body.bytes) }),
            ...headers,
          },
        },
        (response) => collect(response, until).then(resolve, reject),
      );
      outgoing.on('error', (cause) => reject(new Error(`${method} ${path} was not answered`, { cause })));
      outgoing.end(body?.bytes);
    });
  }

  /** A token of an actor; the same each time. */
  async token(actor: string): Promise<string> {
    const known = this.#tokens.get(actor);
    if (known !== undefined) return known;
    const token = await this.newToken(actor);
    this.#tokens.set(actor, token);
    return token;
  }

  /** A token of a session of its own. */
  async newToken(actor: string): Promise<string> {
    const answer = await this.call({
      method: 'POST',
      path: '/v1/sessions',
      body: { type: 'application/cose', bytes: await this.proof(actor) },
    });
    assert.equal(answer.status, 200, text(answer));
    return JSON.parse(text(answer)).token;
  }

  /** A session proof for a new challenge. */
  async proof(actor: string): Promise<Uint8Array> {
    const { challenge } = JSON.parse(text(await this.call({ method: 'POST', path: '/v1/sessions/challenge' })));
    const audience = this.full.node.ledger.id;
    return signSessionProof({ actor, address: new URL(this.url).host, audience, challenge }, testKey(actor));
  }

  async #newWebhook(): Promise<string> {
    const wish = { url: 'http://127.0.0.1:9/', after: Number.MAX_SAFE_INTEGER };
    const body = { type: 'application/json', bytes: JSON.stringify(wish) };
    const answer = await this.as('acme/admin', { method: 'POST', path: '/v1/webhooks', body });
    assert.equal(answer.status, 201, text(answer));
    return JSON.parse(text(answer)).webhook.id;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#agent.destroy();
    await this.server.close();
    await this.full[Symbol.asyncDispose]();
    this.#release();
  }
}

/** An answer's body. */
export function text({ bytes }: Answer): string {
  return new TextDecoder().decode(bytes);
}

function lengthOf(bytes: Uint8Array | string): number {
  return typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
}

async function collect(response: IncomingMessage, until: string | undefined): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response) {
    chunks.push(chunk);
    // Leaving the loop closes the connection.
    if (until !== undefined && Buffer.concat(chunks).includes(until)) break;
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    bytes: new Uint8Array(Buffer.concat(chunks)),
  };
}
