import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { rawExchange } from './raw-socket.ts';
import { ServedLedger } from './served.ts';

const HOST = 'Host: 127.0.0.1';
const COSE = 'Content-Type: application/cose';
const INSIDES = /node_modules|node:internal|\bat .{0,80}\.(ts|js):\d+|\/(tmp|home|root|usr|work)\/|TypeError/;

const PROBLEM = /application\/(problem\+json|concise-problem-details\+cbor)/;

/** What is sent, how many answers come, and which statuses they may have; 0 where the server just closes. */
type Row = {
  readonly name: string;
  readonly lines: readonly string[];
  readonly statuses: readonly number[];
  readonly answers?: number;
};

const lines = (...all: readonly string[]): string => all.join('\r\n');
const request = (first: string, ...headers: readonly string[]): string => lines(first, HOST, ...headers, '', '');
const live = request('GET /health/live HTTP/1.1');

const ROWS: readonly Row[] = [
  { name: 'no HTTP at all', lines: ['\u0016\u0003\u0001\u0002\u0000'], statuses: [400] },
  { name: 'HTTP/0.9', lines: ['GET /health/live\r\n\r\n'], statuses: [200, 400] },
  { name: 'HTTP/2 without TLS', lines: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], statuses: [400, 505] },
  { name: 'an unknown method', lines: [request('BREW /health/live HTTP/1.1')], statuses: [400] },
  { name: 'a method that no route has', lines: [request('PATCH /v1/ledger HTTP/1.1')], statuses: [404] },
  { name: 'TRACE', lines: [request('TRACE /v1/ledger HTTP/1.1')], statuses: [400, 404] },
  { name: 'an address of all', lines: [request('OPTIONS * HTTP/1.1')], statuses: [204, 400, 404] },
  { name: 'CONNECT', lines: [request('CONNECT example.com:443 HTTP/1.1')], statuses: [0, 400, 404] },
  {
    name: 'another host’s whole address',
    lines: [request('GET http://example.com/v1/ledger HTTP/1.1')],
    statuses: [200, 400, 404],
  },
  { name: 'no host', lines: ['GET /health/live HTTP/1.1\r\n\r\n'], statuses: [400] },
  { name: 'two hosts', lines: [request('GET /health/live HTTP/1.1', 'Host: other')], statuses: [200, 400] },
  { name: 'a path that is no encoding', lines: [request('GET /v1/entries/%zz HTTP/1.1')], statuses: [400] },
  { name: 'a path with a half character', lines: [request('GET /v1/entries/%ED%A0%80 HTTP/1.1')], statuses: [400] },
  { name: 'a path with NUL', lines: [request('GET /v1/entries/\u0000 HTTP/1.1')], statuses: [400] },
  { name: 'a path that climbs', lines: [request('GET /v1/../../etc/passwd HTTP/1.1')], statuses: [404] },
  { name: 'a climbing tile', lines: [request('GET /log/tile/../../../etc/passwd HTTP/1.1')], statuses: [400, 404] },
  {
    name: 'a very long path',
    lines: [request(`GET /v1/records/items/item/${'x'.repeat(10_000)} HTTP/1.1`)],
    statuses: [400, 404, 414],
  },
  {
    name: 'a header of 100 kB',
    lines: [request('GET /health/live HTTP/1.1', `X: ${'x'.repeat(100_000)}`)],
    statuses: [431],
  },
  {
    name: 'many headers',
    lines: [request('GET /health/live HTTP/1.1', ...Array.from({ length: 3000 }, (_, i) => `X${i}: 1`))],
    statuses: [200, 431],
  },
  {
    name: 'a header with a line break',
    lines: ['GET /health/live HTTP/1.1\r\nHost: x\r\nA: b\n c\r\n\r\n'],
    statuses: [400],
  },
  {
    name: 'both a length and chunks',
    lines: [
      `${request('POST /v1/statements HTTP/1.1', COSE, 'Content-Length: 3', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ],
    statuses: [400],
  },
  {
    name: 'two lengths',
    lines: [`${request('POST /v1/statements HTTP/1.1', COSE, 'Content-Length: 3', 'Content-Length: 4')}abcd`],
    statuses: [400],
  },
  {
    name: 'a negative length',
    lines: [request('POST /v1/statements HTTP/1.1', COSE, 'Content-Length: -1')],
    statuses: [400],
  },
  {
    name: 'an endless length',
    lines: [request('POST /v1/statements HTTP/1.1', COSE, `Content-Length: ${'9'.repeat(30)}`)],
    statuses: [400],
  },
  {
    name: 'a chunk without a size',
    lines: [`${request('POST /v1/statements HTTP/1.1', COSE, 'Transfer-Encoding: chunked')}zz\r\nabc\r\n`],
    statuses: [400],
  },
  {
    name: 'an endless chunk',
    lines: [`${request('POST /v1/statements HTTP/1.1', COSE, 'Transfer-Encoding: chunked')}ffffffffffffffffff\r\n`],
    statuses: [400, 413],
  },
  {
    name: 'a coding of its own',
    lines: [`${request('POST /v1/statements HTTP/1.1', COSE, 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`],
    statuses: [400],
  },
  {
    name: 'an upgrade that is not there',
    lines: [request('GET /health/live HTTP/1.1', 'Connection: Upgrade', 'Upgrade: websocket')],
    statuses: [200, 400, 404],
  },
  {
    name: 'an expectation that nobody knows',
    lines: [request('POST /v1/statements HTTP/1.1', COSE, 'Expect: a miracle', 'Content-Length: 0')],
    statuses: [400, 417],
  },
  { name: 'half a head', lines: ['GET /health/live HTTP/1.1\r\nHost: x\r\n'], statuses: [400] },
  {
    name: 'half a body',
    lines: [`${request('POST /v1/statements HTTP/1.1', COSE, 'Content-Length: 100')}abc`],
    statuses: [400],
  },
  {
    name: 'half a file',
    lines: [
      `${request(`PUT /v1/blobs/${'0'.repeat(64)} HTTP/1.1`, 'Content-Type: application/octet-stream', 'Content-Length: 100')}abc`,
    ],
    statuses: [400, 401],
  },
  { name: 'one byte after the other', lines: [...live], statuses: [200] },
  { name: 'ten requests at once', lines: [live.repeat(10)], statuses: [200], answers: 10 },
  {
    name: 'a good request behind a bad one',
    lines: [request('GET /v1/entries?limit=0 HTTP/1.1') + live],
    statuses: [400],
    answers: 2,
  },
  {
    name: 'a request in another’s body',
    lines: [request('POST /v1/statements HTTP/1.1', COSE, `Content-Length: ${live.length}`) + live],
    statuses: [400],
  },
];

let served: ServedLedger;
before(async () => {
  served = await ServedLedger.create();
});
after(() => served[Symbol.asyncDispose]());

describe('bytes that no client sends are answered or let go, and never with a reason of ours', () => {
  for (const row of ROWS) {
    test(row.name, async () => {
      const { answers = 1, statuses } = row;
      const { status, said } = await rawExchange(served.url, row.lines, {
        answers,
        end: answers > 1 ? 'keep' : 'half',
      });
      assert.doesNotMatch(said, INSIDES);
      assert.ok(statuses.includes(status ?? 0), `${status}: ${said.slice(0, 400)}`);
      assert.equal([...said.matchAll(/HTTP\/1\.1 \d{3} /g)].length, status === undefined ? 0 : answers);
      // What is refused is refused as a problem, however early; two refusals of Node's own are empty.
      const isEmpty = said.endsWith('\r\n\r\n0\r\n\r\n');
      if (status !== undefined && status >= 400 && !isEmpty) assert.match(said, PROBLEM);
    });
  }

  test('and the next client is served', async () => {
    assert.equal((await served.json(undefined, '/health/live')).state, 'live');
  });
});
