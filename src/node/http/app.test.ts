// A node over HTTP: what it tells anyone, what it gives to whom, what it refuses and how.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { verifyCheckpoint } from '#core/checkpoint.ts';
import { encodeEntries } from '#core/tile.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { newServer } from './server.fixture.ts';

test('anyone learns which ledger it is and where its head stands', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const answer = await server.call(undefined, 'GET', '/v1/ledger');
  assert.equal(answer.status, 200);
  const { ledgerId, size, role } = answer.json();
  assert.deepEqual([ledgerId, size, role], [server.node.ledger.id, 2, 'origin']);
});

test('a statement over HTTP is durable when the answer comes; sent again it has its first outcome', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const statement = await server.client('acme/finance').sign(accountsInterface, 'createUnit', { code: 'EUR' });
  const first = await server.call(undefined, 'POST', '/v1/statements', { type: 'application/cose', bytes: statement });
  assert.equal(first.status, 200);
  assert.equal(first.json().outcome, 'accepted');
  const again = await server.call(undefined, 'POST', '/v1/statements', { type: 'application/cose', bytes: statement });
  assert.deepEqual(again.json(), { ...first.json(), known: true });
  const batch = await server.call(undefined, 'POST', '/v1/statements/batch', {
    type: 'application/octet-stream',
    bytes: encodeEntries([statement, statement.subarray(1)]),
  });
  const results = batch.json().results as readonly Record<string, unknown>[];
  assert.deepEqual(
    results.map(({ outcome, code }) => outcome ?? code),
    ['accepted', 'statement_malformed'],
  );
});

test('a record is given to those whom its contract names, and its statement too', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  await server.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
  const { index } = await server
    .client('acme/finance')
    .do(accountsInterface, 'openAccount', { unit: 'EUR', name: 'main' });
  const path = `/v1/records/accounts/account/${encodeURIComponent('acme/EUR/main')}`;
  const [own, foreign, none] = await Promise.all(
    ['acme/buyer', 'borealis/buyer', undefined].map((actor) => server.call(actor, 'GET', path)),
  );
  assert.deepEqual([own?.status, foreign?.status, none?.status], [200, 404, 404]);
  assert.equal((await server.call('acme/buyer', 'GET', `/v1/entries/${index}`)).status, 200);
  assert.equal((await server.call('borealis/buyer', 'GET', `/v1/entries/${index}`)).json().code, 'entry_unknown');
  const list = await server.call('borealis/buyer', 'GET', '/v1/records/accounts/account?unit=EUR');
  assert.deepEqual(list.json(), { items: [] });
});

test('what does not fit is refused with its place, as a problem', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const cases = [
    ['GET', '/v1/records/accounts/account?colour=red', 400, 'request_invalid', /querystring.*colour/],
    ['GET', '/v1/entries?limit=0', 400, 'request_invalid', /querystring\/limit/],
    ['GET', '/v1/records/accounts/account?after=made-up', 400, 'cursor_invalid', /after/],
    ['GET', '/nowhere', 404, 'route_unknown', /nowhere/],
    ['GET', '/log/tile/entries/000.p/2', 403, 'log_not_granted', /node/],
    ['POST', '/v1/bundles', 401, 'session_missing', /session/],
  ] as const;
  for (const [method, path, status, code, sentence] of cases) {
    const answer = await server.call(
      undefined,
      method,
      path,
      method === 'POST' ? { json: { indexes: [1] } } : undefined,
    );
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
    const problem = answer.json();
    assert.deepEqual([answer.status, problem.code, problem.status], [status, code, status], path);
    assert.match(String(problem.detail), sentence);
  }
});

test('the checkpoint and the hash tiles are for anyone', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const { ledger } = server.node;
  const note = new TextDecoder().decode((await server.call(undefined, 'GET', '/log/checkpoint')).bytes);
  const publicKey = ledger.signer?.checkpoint.publicKey ?? new Uint8Array(32);
  const origin = `touchmark/${ledger.id}`;
  assert.equal(verifyCheckpoint(note, { origin, keys: [{ name: origin, publicKey }] }).checkpoint.size, 2);
  const tile = await server.call(undefined, 'GET', '/log/tile/0/000.p/2');
  assert.equal(tile.bytes.length, 64);
});

test('the description of the API is OpenAPI 3.1', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const { openapi, paths } = (await server.call(undefined, 'GET', '/openapi.json')).json();
  assert.equal(openapi, '3.1.0');
  assert.ok(Object.keys(paths as object).includes('/v1/statements'));
});

test('a list is given whole as a file, and an unknown code is answered in plain words', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const csv = await server.call('acme/buyer', 'GET', '/v1/exports/membership/actor?member=acme&format=csv');
  const lines = new TextDecoder().decode(csv.bytes).trimEnd().split('\r\n');
  assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(lines[0] ?? '', /^_id,id,member,kind,role/);
  assert.equal(lines.length, 6);
  const json = await server.call('acme/buyer', 'GET', '/v1/exports/membership/actor?member=acme&format=json');
  assert.equal(JSON.parse(new TextDecoder().decode(json.bytes)).length, 5);
  const scan = await server.call(undefined, 'GET', '/01/04012345000009/21/TM-0001');
  assert.equal(scan.json().verdict, 'unknown');
});

test('a statement that was applied in time has its outcome also when it is sent again too late', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const sign = () => server.client('acme/finance').sign(accountsInterface, 'createUnit', { code: 'EUR' });
  const [applied, late] = [await sign(), await sign()];
  const send = (bytes: Uint8Array) =>
    server.call(undefined, 'POST', '/v1/statements', { type: 'application/cose', bytes });
  const first = await send(applied);
  server.clock.nowMs += 60 * 60_000;
  assert.deepEqual((await send(applied)).json(), { ...first.json(), known: true });
  const forged = Uint8Array.from(applied);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  assert.equal((await send(forged)).json().code, 'statement_expired');
  assert.equal((await send(late)).json().code, 'statement_expired');
});
