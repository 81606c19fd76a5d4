// Following a node through a network that breaks: every statement once, in order, whatever happens between.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import type { FollowOptions } from './follow.ts';
import { answering, httpClient, type Network, newNetwork, QUICK } from './http.fixture.ts';
import { HttpTransport } from './http-transport.ts';

const folder = temporaryFolder();
let network: Network;
let server: TestServer;
let counted = 0;

before(async () => {
  network = await newNetwork();
  server = await newServer(folder.file('home'), { publicAddress: network.url });
  network.leadTo(server.url);
});
after(async () => {
  await network[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Certifies so many things. @returns the indexes of the statements */
async function certify(times: number): Promise<readonly number[]> {
  const admin = server.client('acme/admin');
  const done = Array.from({ length: times }, () =>
    admin.do(membershipInterface, 'issueCredential', {
      subject: 'borealis',
      kind: `certificate ${counted++}`,
      validFromMs: 1,
      validUntilMs: 2,
      evidence: base64url(sha256(utf8('a certificate'))),
    }),
  );
  return (await Promise.all(done)).map(({ index }) => index).sort((a, b) => a - b);
}

async function transportTo(url: string): Promise<HttpTransport> {
  const { transport } = await httpClient(server, 'acme/admin');
  await transport[Symbol.asyncDispose]();
  return (await httpClient({ ...server, url } as TestServer, 'acme/admin')).transport;
}

/** Follows until so many came; `onEntry` may break things meanwhile. */
async function take(
  transport: HttpTransport,
  { from, most, ...options }: FollowOptions & { readonly from: number; readonly most: number },
  onEntry: (index: number) => void = () => undefined,
): Promise<readonly number[]> {
  const indexes: number[] = [];
  for await (const { index } of transport.follow(from, { ...QUICK, ...options })) {
    indexes.push(index);
    onEntry(index);
    if (indexes.length === most) break;
  }
  return indexes;
}

test('what was there, and then what comes, with the head as it moves', async () => {
  const from = server.node.ledger.head.size - 1;
  const there = await certify(3);
  const heads: number[] = [];
  const transport = await transportTo(server.url);
  let coming: Promise<readonly number[]> | undefined;
  const seen = await take(transport, { from, most: 6, onHead: ({ size }) => heads.push(size) }, (index) => {
    if (index === there.at(-1)) coming = certify(3);
  });
  assert.deepEqual(seen, [...there, ...((await coming) ?? [])]);
  assert.ok(heads.length > 0);
});

test('a connection cut after any number of bytes leaves out nothing and repeats nothing', async () => {
  const from = server.node.ledger.head.size - 1;
  const indexes = await certify(40);
  const transport = await transportTo(network.url);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2_000, max: 40_000 }), async (bytes) => {
      network.cut();
      network.cutAfter(bytes);
      assert.deepEqual(await take(transport, { from, most: indexes.length }), indexes);
    }),
    { numRuns: 25 },
  );
  network.cutAfter(Number.POSITIVE_INFINITY);
});

test('a connection that was silenced is given up for another', async () => {
  const from = server.node.ledger.head.size - 1;
  const transport = await transportTo(network.url);
  const [first = 0, second = 0] = await certify(2);
  let later: Promise<readonly number[]> | undefined;
  const seen = await take(transport, { from, most: 3, silenceMs: 150 }, (index) => {
    if (index !== second) return;
    network.silence();
    later = certify(1);
  });
  assert.deepEqual(seen, [first, second, ...((await later) ?? [])]);
});

test('a session that ended while following is begun anew', async () => {
  const from = server.node.ledger.head.size - 1;
  let authorization = '';
  const fetch: typeof globalThis.fetch = (input, init) => {
    authorization = new Headers(init?.headers).get('authorization') ?? authorization;
    return globalThis.fetch(input, init);
  };
  const { transport } = await httpClient(server, 'acme/admin', { fetch });
  const [first = 0] = await certify(1);
  let later: Promise<readonly number[]> | undefined;
  const seen = await take(transport, { from, most: 2 }, (index) => {
    if (index !== first) return;
    const ended = globalThis.fetch(`${server.url}/v1/sessions/current`, {
      method: 'DELETE',
      headers: { authorization },
    });
    later = ended.then(() => certify(1));
  });
  assert.deepEqual(seen, [first, ...((await later) ?? [])]);
});

test('a signal ends it, while it waits as well', async () => {
  const transport = await transportTo(server.url);
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  const from = server.node.ledger.head.size;
  assert.deepEqual(await take(transport, { from, most: 1, signal: stop.signal }), []);
  const already = AbortSignal.abort();
  assert.deepEqual(await take(transport, { from, most: 1, signal: already }), []);
});

test('a node that repeats itself and goes backwards is listened to once', async () => {
  const line = (index: number) =>
    `id: ${index}\nevent: entry\ndata: ${JSON.stringify({
      ...{ index, txId: 'A'.repeat(43), height: 1, timeMs: 1, contract: 'c', action: 'a', subject: 's' },
      ...{ member: 'm', actor: 'm/a', outcome: 'accepted', details: {}, events: [] },
    })}\n\n`;
  const asked: string[] = [];
  await using liar = await answering((request, response) => {
    if (request.url === '/v1/ledger') {
      return response.end(JSON.stringify({ ledgerId: 'l', name: 'l', size: 9, nowMs: 0 }));
    }
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.end([5, 5, 3, 6, 4, 7].map(line).join(''));
  });
  const transport = await HttpTransport.connect(liar.url, { ledgerId: 'l', ...QUICK });
  const stop = new AbortController();
  const seen: number[] = [];
  for await (const { index } of transport.follow(4, { ...QUICK, signal: stop.signal })) {
    seen.push(index);
    if (asked.length === 2 || index === 7) stop.abort();
  }
  assert.deepEqual(seen, [5, 6, 7]);
  assert.equal(asked[0], '/v1/events?after=4');
});

test('what the node says no to ends it, and what is no event', async () => {
  const { url } = server;
  const anyone = await HttpTransport.connect(url, { ledgerId: server.node.ledger.id, ...QUICK });
  await assert.rejects(take(anyone, { from: -1, most: 1 }), { code: 'request_invalid' });
});

test('a listener that fails ends it, with its own error', async () => {
  const transport = await transportTo(server.url);
  const failure = new Error('the listener failed');
  const onHead = (): never => {
    throw failure;
  };
  await assert.rejects(take(transport, { from: 0, most: 1000, onHead }), (error) => error === failure);
});
