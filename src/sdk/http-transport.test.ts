// The client over HTTP, to a real node: it gives what the client in the node's process gives, and where answers are lost
// nothing is applied twice and nothing is guessed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { verifyBundle } from '#core/bundle.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { sha256 } from '#core/crypto.ts';
import { decodeStatement } from '#core/statement.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { answering, httpClient, QUICK } from './http.fixture.ts';
import { HttpTransport } from './http-transport.ts';
import { OutcomeUnknown } from './outcome-unknown.ts';

const folder = temporaryFolder();
let server: TestServer;

before(async () => {
  server = await newServer(folder.file('home'));
  await server.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

let counted = 0;
const certificate = () => ({
  subject: 'borealis',
  kind: `certificate ${counted++}`,
  validFromMs: 1,
  validUntilMs: 2,
  evidence: base64url(sha256(utf8('a certificate'))),
});

/** Fetch whose answers get lost on the way back while `isLost` says so. */
function losing(isLost: (method: string, path: string) => boolean): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!isLost(init?.method ?? 'GET', new URL(String(input)).pathname)) return response;
    await response.arrayBuffer();
    throw new TypeError('the connection broke');
  };
}

test('an action, its refusal, records and lists are as in the node’s own process', async () => {
  const [far, near] = [await httpClient(server, 'acme/finance'), server.client('acme/finance')];
  const opened = await far.do(accountsInterface, 'openAccount', { unit: 'EUR', name: 'far' });
  assert.equal(opened.outcome, 'accepted');
  const id = 'acme/EUR/far';
  const seen = await far.need(accountsInterface, 'account', id);
  assert.deepEqual(seen, await near.need(accountsInterface, 'account', id));
  await assert.rejects(far.do(accountsInterface, 'openAccount', { unit: 'EUR', name: 'far' }), {
    code: 'accounts.account_taken',
  });
  for (const name of ['a', 'b', 'c']) await near.do(accountsInterface, 'openAccount', { unit: 'EUR', name });
  const all = await near.list(accountsInterface, 'account', 'unit', 'EUR');
  assert.ok(all.length >= 4);
  assert.deepEqual(await far.list(accountsInterface, 'account', 'unit', 'EUR'), all);
  const ids: string[] = [];
  for (let after_: string | undefined; ; ) {
    const page = await far.transport.list('accounts/account', 'unit', 'EUR', {
      limit: 1,
      ...(after_ === undefined ? {} : { after: after_ }),
    });
    ids.push(...page.rows.map(([one]) => one));
    if (page.next === undefined) break;
    after_ = page.next;
  }
  assert.equal(ids.length, all.length);
  const { value, entry } = (await far.transport.seen('accounts/account', id)) ?? {};
  assert.deepEqual([value, entry], [seen, opened.index]);
  const lines = new TextDecoder().decode(await far.transport.csv('accounts/account', { unit: 'EUR' })).trim();
  assert.equal(lines.split('\r\n').length, all.length + 1);
  assert.equal(await far.get(accountsInterface, 'account', 'acme/EUR/none'), undefined);
  assert.equal(await (await httpClient(server, 'borealis/buyer')).get(accountsInterface, 'account', id), undefined);
});

test('anyone reads what is public, and is told to sign in for the rest', async () => {
  const anyone = await HttpTransport.connect(server.url, { ledgerId: server.node.ledger.id, ...QUICK });
  assert.equal((await anyone.genesis()).length > 0, true);
  assert.equal(await anyone.record('accounts/account', 'acme/EUR/far'), undefined);
  await assert.rejects(anyone.bundle([2]), { code: 'session_missing', status: 401 });
});

test('a node of another ledger is not spoken to', async () => {
  await assert.rejects(httpClient(server, 'acme/finance', { ledgerId: 'a'.repeat(52) }), { code: 'ledger_wrong' });
});

test('what is dropped unconsumed says why, as in the node’s own process', async () => {
  const { transport } = await httpClient(server, 'acme/admin');
  const statement = await server.client('acme/admin').sign(membershipInterface, 'issueCredential', certificate());
  server.clock.nowMs += 3_600_000;
  const dropped = await transport.submit(statement);
  assert.deepEqual([dropped.outcome, dropped.index], ['statement_expired', undefined]);
  await assert.rejects(transport.submit(utf8('nothing')), { code: 'statement_malformed' });
});

for (const lost of [1, 2]) {
  test(`where ${lost} answers to a statement get lost, it is applied once`, async () => {
    let left = lost;
    const fetch = losing((method, path) => method === 'POST' && path === '/v1/statements' && left-- > 0);
    const client = await httpClient(server, 'acme/admin', { fetch });
    const before_ = server.node.ledger.head.size;
    const outcome = await client.do(membershipInterface, 'issueCredential', certificate());
    assert.equal(outcome.known, true);
    // A statement and its block leaf.
    assert.equal(server.node.ledger.head.size, before_ + 2);
  });
}

test('where all answers to a statement get lost, its outcome is asked for by its id', async () => {
  const client = await httpClient(server, 'acme/admin', { fetch: losing((_, path) => path === '/v1/statements') });
  const outcome = await client.do(membershipInterface, 'issueCredential', certificate());
  assert.deepEqual([outcome.outcome, outcome.known], ['accepted', true]);
});

test('where the node is gone after a statement was sent, the outcome is unknown, and can be asked for later', async () => {
  let isGone = false;
  const fetch = losing((_, path) => {
    isGone ||= path === '/v1/statements';
    return isGone;
  });
  const client = await httpClient(server, 'acme/admin', { fetch });
  const unknown = await client.do(membershipInterface, 'issueCredential', certificate()).then(
    () => assert.fail('it has an outcome'),
    (error: unknown) => error,
  );
  assert.ok(unknown instanceof OutcomeUnknown);
  assert.equal(unknown.code, 'outcome_unknown');
  const size = server.node.ledger.head.size;
  isGone = false;
  const again = await httpClient(server, 'acme/admin');
  assert.equal((await again.transport.outcome(unknown.transaction))?.outcome, 'accepted');
  const submitted = await again.submit(unknown.statement);
  assert.deepEqual([submitted.outcome, submitted.known], ['accepted', true]);
  assert.equal(server.node.ledger.head.size, size);
  assert.equal(await again.transport.outcome({ txId: sha256(utf8('never sent')), notAfterMs: 0 }), undefined);
});

test('a statement whose answer was lost, and which is too late by now, is not said to be dropped', async () => {
  let isFirst = true;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await globalThis.fetch(input, init);
    if (!isFirst || !String(input).endsWith('/v1/statements')) return response;
    isFirst = false;
    server.clock.nowMs += 3_600_000;
    throw new TypeError('the connection broke');
  };
  const client = await httpClient(server, 'acme/admin', { fetch });
  const outcome = await client.do(membershipInterface, 'issueCredential', certificate());
  assert.deepEqual([outcome.outcome, outcome.known], ['accepted', true]);
});

test('a session that the node no longer knows is renewed once, however many ask', async () => {
  const tokens = new Set<string>();
  let begun = 0;
  const fetch: typeof globalThis.fetch = (input, init) => {
    const token = new Headers(init?.headers).get('authorization');
    if (token !== null) tokens.add(token);
    if (init?.method === 'POST' && String(input).endsWith('/v1/sessions')) begun++;
    return globalThis.fetch(input, init);
  };
  const client = await httpClient(server, 'acme/finance', { fetch });
  const read = () => client.need(accountsInterface, 'account', 'acme/EUR/far');
  await Promise.all([read(), read(), read()]);
  assert.deepEqual([tokens.size, begun], [1, 1]);
  const [authorization = ''] = tokens;
  await globalThis.fetch(`${server.url}/v1/sessions/current`, { method: 'DELETE', headers: { authorization } });
  await Promise.all([read(), read(), read(), read(), read()]);
  assert.deepEqual([tokens.size, begun], [2, 2]);
  await client.transport[Symbol.asyncDispose]();
});

test('a revoked key has no session any more', async () => {
  const client = await httpClient(server, 'borealis/designer');
  await client.list(membershipInterface, 'witness', 'state', 'live');
  const kid = base64url(keyThumbprint(testKey('borealis/designer').publicKey));
  await server.client('borealis/admin').do(membershipInterface, 'revokeKey', { kid });
  await assert.rejects(client.list(membershipInterface, 'witness', 'state', 'live'), { code: 'session_refused' });
});

test('statements of a batch have their outcomes at their places', async () => {
  const client = await httpClient(server, 'acme/admin');
  const one = await client.sign(membershipInterface, 'issueCredential', certificate());
  const wrong = Uint8Array.from(one, (byte, i) => (i === one.length - 1 ? byte ^ 1 : byte));
  const [first, second, third] = await client.transport.submitBatch([one, wrong, one]);
  assert.deepEqual(
    [first, third].map((result) => result !== undefined && 'outcome' in result && result.outcome),
    ['accepted', 'accepted'],
  );
  assert.ok(second !== undefined && 'code' in second && second.code !== '');
  await assert.rejects(client.transport.submitBatch(new Array(257).fill(one)), { code: 'batch_too_large' });
});

test('an hour between the clocks is not signed over, five minutes are made up for', async () => {
  const clock = (): number => server.clock.nowMs - 5 * 60_000;
  const late = await httpClient(server, 'acme/admin', { clock });
  await late.do(membershipInterface, 'issueCredential', certificate());
  const wrong = await httpClient(server, 'acme/admin', { clock: () => server.clock.nowMs + 3_600_000 });
  await assert.rejects(wrong.do(membershipInterface, 'issueCredential', certificate()), { code: 'clock_differs' });
  assert.deepEqual(await wrong.list(membershipInterface, 'witness', 'state', 'live'), []);
});

test('a bundle, a receipt and the state of being witnessed are verified here', async () => {
  const client = await httpClient(server, 'acme/admin');
  const { index, txId } = await client.do(membershipInterface, 'issueCredential', certificate());
  const bundle = await client.transport.bundle([index]);
  assert.equal(verifyBundle(bundle, { ledgerId: server.node.ledger.id }).statements[0]?.outcome, 'accepted');
  const receipt = await client.receipt(index);
  assert.deepEqual([receipt.index, receipt.txId], [index, base64url(txId)]);
  assert.deepEqual(decodeStatement(receipt.statement).txId, txId);
  assert.deepEqual(await client.witnessed(index), { state: 'durable', by: [], size: server.node.ledger.head.size });
});

test('the answer to another statement is not taken for this one’s', async () => {
  const client = await httpClient(server, 'acme/admin');
  const other = await client.do(membershipInterface, 'issueCredential', certificate());
  const { ledger } = server.node;
  await using liar = await answering((request, response) => {
    if (request.url === '/v1/ledger') {
      const { size } = ledger.head;
      return response.end(JSON.stringify({ ledgerId: ledger.id, name: 'l', size, nowMs: server.clock.nowMs }));
    }
    const { txId, height, timeMs, index } = other;
    const outcome = { txId: base64url(txId), index, height, timeMs, outcome: 'accepted', details: {}, events: [] };
    return response.end(JSON.stringify(outcome));
  });
  const { transport } = await httpClient(server, 'acme/admin', {});
  const fooled = await HttpTransport.connect(liar.url, { ledgerId: ledger.id, ...QUICK });
  const statement = await client.sign(membershipInterface, 'issueCredential', certificate());
  await assert.rejects(fooled.submit(statement), { code: 'outcome_unknown' });
  assert.equal((await transport.submit(statement)).outcome, 'accepted');
});
