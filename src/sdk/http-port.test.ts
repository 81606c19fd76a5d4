// Requests to a node that is slow, busy, broken or not a node: tried again where that may help, and never for ever.

import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { compile, Type } from '#core/schema.ts';
import { answering, QUICK } from './http.fixture.ts';
import { bytesOf, type HttpFault, HttpPort, type HttpRequest } from './http-port.ts';

const ask: HttpRequest = { method: 'GET', path: '/x' };
const check = compile(Type.Object({ n: Type.Integer() }));

function problem(response: ServerResponse, status: number, code: string, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
  response.end(JSON.stringify({ type: 'about:blank', title: 't', status, code, detail: `about ${code}` }));
}

const ANSWERS: readonly (readonly [status: number, headers: object, attempts: number, isUncertain: boolean])[] = [
  [400, {}, 1, false],
  [401, {}, 1, false],
  [404, {}, 1, false],
  [408, {}, 3, false],
  [422, {}, 1, false],
  [429, {}, 3, false],
  [429, { 'retry-after': '0' }, 3, false],
  [429, { 'retry-after': '61' }, 1, false],
  [429, { 'retry-after': 'Mon, 05 Jan 2026 08:02:00 GMT', date: 'Mon, 05 Jan 2026 08:00:00 GMT' }, 1, false],
  [500, {}, 1, true],
  [502, {}, 3, true],
  [503, { 'retry-after': '0' }, 3, true],
  [504, {}, 3, true],
];

for (const [status, headers, attempts, isUncertain] of ANSWERS) {
  test(`an answer ${status} ${JSON.stringify(headers)} is asked for ${attempts} times`, async () => {
    let asked = 0;
    await using server = await answering((_, response) => {
      asked++;
      problem(response, status, 'some_code', headers);
    });
    await assert.rejects(new HttpPort(server.url, QUICK).bytes(ask), (error: HttpFault) => {
      assert.deepEqual([error.code, error.message, error.status], ['some_code', 'about some_code', status]);
      assert.equal(error.isUncertain, isUncertain);
      return true;
    });
    assert.equal(asked, attempts);
  });
}

test('a busy node that says when to come back is asked again then', async () => {
  let asked = 0;
  await using server = await answering((_, response) => {
    asked++;
    if (asked < 3) problem(response, 503, 'engine_full', { 'retry-after': '0' });
    else response.end('{"n":3}');
  });
  assert.deepEqual(await new HttpPort(server.url, QUICK).json(ask, check), { n: 3 });
});

test('a request of which a part was lost on its way is sent again: nothing was done', async () => {
  let asked = 0;
  await using server = await answering((_, response) => {
    asked++;
    if (asked < 3) problem(response, 400, 'request_incomplete');
    else response.end('{"n":3}');
  });
  assert.deepEqual(await new HttpPort(server.url, QUICK).json(ask, check), { n: 3 });
});

test('nobody there, a cut answer and a silent one are the same code, and end', async () => {
  let asked = 0;
  await using cutting = await answering((_, response) => {
    asked++;
    response.writeHead(200, { 'content-length': '100' });
    response.write('{');
    response.destroy();
  });
  await using silent = await answering(() => {
    asked++;
  });
  const gone = await answering(() => undefined);
  await gone[Symbol.asyncDispose]();
  for (const [url, attempts] of [
    [cutting.url, 3],
    [silent.url, 3],
    [gone.url, 0],
  ] as const) {
    asked = 0;
    const port = new HttpPort(url, { ...QUICK, attemptMs: 100 });
    await assert.rejects(port.json(ask, check), { code: 'node_unreachable', status: undefined, isUncertain: true });
    assert.equal(asked, attempts);
  }
});

test('a signal ends it at once, also while it waits', async () => {
  await using server = await answering((_, response) => problem(response, 503, 'engine_full', { 'retry-after': '50' }));
  const stop = new AbortController();
  const reason = new Error('enough');
  const answer = new HttpPort(server.url, {
    fetch: async (...sent) => {
      const response = await fetch(...sent);
      setImmediate(() => stop.abort(reason));
      return response;
    },
  }).bytes({ ...ask, signal: stop.signal });
  await assert.rejects(answer, (error) => error === reason);
});

const NOT_ANSWERS: readonly (readonly [what: string, body: string, code: string])[] = [
  ['no JSON', '<html>', 'answer_invalid'],
  ['another shape', '{"n":"one"}', 'answer_invalid'],
  ['bytes that are no UTF-8', '\u00ff', 'utf8_invalid'],
];
for (const [what, body, code] of NOT_ANSWERS) {
  test(`an answer that is ${what} is refused, and not asked for again`, async () => {
    let asked = 0;
    await using server = await answering((_, response) => {
      asked++;
      response.end(Buffer.from(body, 'latin1'));
    });
    await assert.rejects(new HttpPort(server.url, QUICK).json(ask, check), { code });
    assert.equal(asked, 1);
  });
}

test('more than what an answer may have is not read', async () => {
  let sent = 0;
  await using server = await answering((_, response) => {
    const more = (): void => {
      sent += 65_536;
      if (sent < 2 ** 30 && !response.destroyed) response.write(Buffer.alloc(65_536), more);
    };
    more();
  });
  const read = (response: Response): Promise<Uint8Array> => bytesOf(response, 100_000);
  await assert.rejects(new HttpPort(server.url, QUICK).send(ask, read), { code: 'answer_too_large' });
  assert.ok(sent < 2 ** 26, `${sent} bytes were sent`);
});

test('a redirect is not followed: the token is for this node', async () => {
  await using server = await answering((_, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' });
    response.end();
  });
  await assert.rejects(new HttpPort(server.url, QUICK).bytes(ask), { code: 'node_unreachable' });
});

for (const url of [
  '',
  'touchmark',
  'ftp://node',
  'file:///etc',
  'http://user@node',
  'http://node/?a=1',
  'http://node/#a',
]) {
  test(`${JSON.stringify(url)} is no address of a node`, () => {
    assert.throws(() => new HttpPort(url), { code: 'address_invalid' });
  });
}
