// SCRAPI as its draft (-11) says it, byte by byte with our own decoder; test/third-party has other projects' clients.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { base64url, concat, hex, utf8 } from '#core/bytes.ts';
import { type CborValue, decodeCbor, encodeCbor, Tagged } from '#core/cbor.ts';
import { originOf } from '#core/checkpoint.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { encodeSign1, LABEL, signSign1 } from '#core/cose-sign1.ts';
import { leafHash } from '#core/merkle.ts';
import { verifyReceipt } from '#core/receipt.ts';
import { decodeStatement } from '#core/statement.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { flippedBytes, seededRandom } from '#test/load.ts';
import { type Answer, newServer, type TestServer } from '../server.fixture.ts';

const folder = temporaryFolder();
let server: TestServer;
let statement: Uint8Array;
let registered: Answer;

before(async () => {
  server = await newServer(folder.file('home'), { publicAddress: 'https://ledger.example' });
  statement = await sign('EUR');
  registered = await post(statement);
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const sign = (code: string): Promise<Uint8Array> =>
  server.client('acme/finance').sign(accountsInterface, 'createUnit', { code });
const post = (bytes: Uint8Array, type = 'application/cose'): Promise<Answer> =>
  server.call(undefined, 'POST', '/entries', { type, bytes });
const get = (path: string): Promise<Answer> => server.call(undefined, 'GET', path);
const receiptKey = (): Uint8Array => server.node.ledger.signer?.receipt.publicKey ?? new Uint8Array();
const idOf = (bytes: Uint8Array): string => {
  const { action, txId } = decodeStatement(bytes);
  return `${action.notAfterMs}.${base64url(txId)}`;
};

function assertReceipt(bytes: Uint8Array): number {
  const { id: ledgerId } = server.node.ledger;
  const { subject } = decodeStatement(statement);
  const expected = { ledgerId, subject, leafHash: leafHash(statement), publicKey: receiptKey(), index: 2 };
  return verifyReceipt(bytes, expected).size;
}

describe('a statement is registered', () => {
  test('with its receipt, and with the address where a fresh one lies', () => {
    assert.equal(registered.status, 201);
    assert.equal(registered.headers.get('content-type'), 'application/cose');
    assert.equal(registered.headers.get('location'), `https://ledger.example/entries/${idOf(statement)}`);
    assert.equal(assertReceipt(registered.bytes), 4);
  });

  test('once, however often it is sent and under which of its media types', async () => {
    for (const type of [
      'application/cose; cose-type="cose-sign1"',
      'application/scitt-statement+cose',
      'application/cose',
    ]) {
      const again = await post(statement, type);
      assert.equal(again.status, 201, type);
      assert.equal(again.headers.get('location'), registered.headers.get('location'));
      assertReceipt(again.bytes);
    }
    assert.equal(server.node.ledger.head.size, 4);
  });

  test('also where its contract refused it: the receipt is of the log, the outcome stands elsewhere', async () => {
    const twice = await sign('EUR');
    const refused = await post(twice);
    assert.equal(refused.status, 201);
    const { txId, action } = decodeStatement(twice);
    const path = `/v1/transactions/${action.notAfterMs}.${base64url(txId)}`;
    const outcome = await server.call('acme/finance', 'GET', path);
    assert.equal(outcome.json().outcome, 'accounts.unit_taken');
  });

  test('and anyone who knows its id gets a receipt, fresh as the log grows', async () => {
    const { size } = server.node.ledger.head;
    const found = await get(`/entries/${idOf(statement)}`);
    assert.equal(found.status, 200);
    assert.equal(found.headers.get('content-type'), 'application/cose');
    assert.equal(found.headers.get('cache-control'), 'no-cache');
    assert.equal(assertReceipt(found.bytes), size);
    assert.ok(size > 4);
  });
});

describe('the keys of receipts', () => {
  test('are a COSE Key Set, and each is found by its thumbprint', async () => {
    const set = await get('/.well-known/scitt-keys');
    assert.equal(set.headers.get('content-type'), 'application/cbor');
    const kid = keyThumbprint(receiptKey());
    const key = new Map<number, CborValue>([
      [1, 2],
      [2, kid],
      [3, -9],
      [-1, 1],
      [-2, receiptKey().subarray(1, 33)],
      [-3, receiptKey().subarray(33)],
    ]);
    assert.deepEqual(set.bytes, encodeCbor([key]));
    const one = await get(`/.well-known/scitt-keys/${base64url(kid)}`);
    assert.deepEqual(one.bytes, encodeCbor(key));
  });

  test('come with what older clients look for', async () => {
    const found = decodeCbor((await get('/.well-known/transparency-configuration')).bytes);
    assert.ok(found instanceof Map);
    assert.equal(found.get('issuer'), originOf(server.node.ledger.id));
    assert.equal(found.get('keys_endpoint'), 'https://ledger.example/.well-known/scitt-keys');
  });
});

/** A COSE_Sign1 that is not a statement of ours, by a key of ours. */
async function foreign(header: readonly (readonly [number, CborValue])[], payload = utf8('{}')): Promise<Uint8Array> {
  return encodeSign1(await signSign1({ protected: new Map(header), payload }, testKey('acme/finance')));
}

describe('what is not registered gets a concise problem (RFC 9290)', () => {
  const subject = new Map([
    [1, 'acme'],
    [2, 'a bolt'],
  ]);
  const rows: readonly (readonly [
    what: string,
    status: number,
    title: string,
    detail: RegExp,
    ask: () => Promise<Answer>,
  ])[] = [
    ['no CBOR', 400, 'Malformed request', /\(cbor_invalid\)$/, () => post(utf8('{"a":1}'))],
    ['no COSE_Sign1', 400, 'Malformed request', /\(cose_invalid\)$/, () => post(encodeCbor([1, 2, 3]))],
    ['nothing', 400, 'Malformed request', /./, () => post(new Uint8Array(0))],
    [
      'another algorithm',
      400,
      'Bad Signature Algorithm',
      /expected the algorithm -9 \(ESP256\), got -35/,
      async () =>
        post(
          await foreign([
            [LABEL.algorithm, -35],
            [LABEL.cwtClaims, subject],
          ]),
        ),
    ],
    [
      'a detached payload',
      400,
      'Payload Missing',
      /\(cose_payload_missing\)$/,
      () => {
        const { value } = decodeCbor(statement) as Tagged & { readonly value: readonly CborValue[] };
        return post(encodeCbor(new Tagged(18, value.with(2, null))));
      },
    ],
    [
      'a signed statement of another profile',
      400,
      'Rejected',
      /\(statement_malformed\)$/,
      async () =>
        post(
          await foreign([
            [LABEL.algorithm, -9],
            [LABEL.contentType, 'application/spdx+json'],
            [LABEL.cwtClaims, subject],
          ]),
        ),
    ],
    ['one byte changed', 400, 'Rejected', /\(signature_wrong\)$/, async () => post(changed(await sign('USD')))],
    ['more bytes than a statement has', 413, 'Payload Too Large', /./, () => post(new Uint8Array(70_000))],
    ['another media type', 415, 'Unsupported Media Type', /./, () => post(statement, 'application/spdx+json')],
    ['an id of another form', 400, 'Invalid locator', /notAfterMs/, () => get('/entries/67ed41f1de6a')],
    ['an id that nothing has', 404, 'Not Found', /not known/, () => get(`/entries/1.${'A'.repeat(43)}`)],
    ['a key that no node has', 404, 'No such key', /./, () => get('/.well-known/scitt-keys/kid1')],
  ];
  for (const [what, status, title, detail, ask] of rows) {
    test(what, async () => {
      const { size } = server.node.ledger.head;
      const answer = await ask();
      const problem = decodeCbor(answer.bytes);
      assert.ok(problem instanceof Map);
      assert.deepEqual([...problem.keys()], [-1, -2]);
      assert.equal(problem.get(-1), title, `${problem.get(-2)}`);
      assert.match(String(problem.get(-2)), detail);
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('content-type'), 'application/concise-problem-details+cbor');
      assert.equal(server.node.ledger.head.size, size);
    });
  }

  test('bytes of any kind: the client’s fault, never the node’s', async () => {
    const seed = 20_261_122;
    const random = seededRandom(seed);
    const right = await sign('NOK');
    const { size } = server.node.ledger.head;
    for (let i = 0; i < 300; i++) {
      const length = Math.floor(random() * 200);
      const noise = Uint8Array.from({ length }, () => Math.floor(random() * 256));
      const bytes = i % 3 === 0 ? noise : i % 3 === 1 ? right.subarray(0, length) : flippedBytes(right, random, 8);
      const answer = await post(bytes);
      assert.equal(answer.status, 400, `seed ${seed}, turn ${i}: ${hex(bytes)}`);
      assert.ok(decodeCbor(answer.bytes) instanceof Map);
    }
    assert.equal(server.node.ledger.head.size, size);
  });

  test('too many requests, and when to come again', async () => {
    await using busy = await newServer(folder.file('busy'), { requestsPerMinuteAnonymous: 1 });
    await busy.call(undefined, 'GET', '/.well-known/scitt-keys');
    const answer = await busy.call(undefined, 'GET', '/.well-known/scitt-keys');
    assert.equal(answer.status, 429);
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    const problem = decodeCbor(answer.bytes);
    assert.ok(problem instanceof Map);
    assert.equal(problem.get(-1), 'Too Many Requests');
  });
});

/** The statement with another signature of the right form. */
function changed(bytes: Uint8Array): Uint8Array {
  const low = new Uint8Array(32).fill(1);
  return concat(bytes.subarray(0, -64), low, low);
}
