// A node that listens: over TLS where it has a certificate, to whom its settings allow, until it is stopped in good order.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { sharingInterface } from '#contracts/sharing/schema.ts';
import { base64url, hex } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { until } from '#test/until.ts';
import { newServer } from './http/server.fixture.ts';

test('with a certificate the node speaks TLS only, and tells browsers to stay with it', async (t) => {
  using folder = temporaryFolder();
  const [tlsKey, tlsCertificate] = [folder.file('key.pem'), folder.file('cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const made = spawnSync('openssl', ['req', ...kind, ...subject, '-keyout', tlsKey, '-out', tlsCertificate]);
  if (made.error !== undefined) {
    assert.notEqual(process.env.CI, 'true', 'openssl is absent');
    return t.skip('openssl is absent');
  }
  await using server = await newServer(folder.file('home'), { tlsKey, tlsCertificate });
  const { port, protocol } = new URL(server.url);
  assert.equal(protocol, 'https:');
  const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: '/health/live',
      servername: 'localhost',
      ca: readFileSync(tlsCertificate),
    };
    request(options, (response) => {
      response.resume();
      resolve(response.headers);
    })
      .on('error', reject)
      .end();
  });
  assert.match(String(headers['strict-transport-security']), /max-age=31536000/);
  await assert.rejects(fetch(`http://127.0.0.1:${port}/health/live`));
});

test('a page of an origin that is named may call the node, another may not', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'), { corsOrigins: ['https://console.example'] });
  const allowed = async (origin: string) =>
    (await fetch(`${server.url}/v1/ledger`, { headers: { origin } })).headers.get('access-control-allow-origin');
  assert.equal(await allowed('https://console.example'), 'https://console.example');
  assert.equal(await allowed('https://elsewhere.example'), null);
});

test('the node says what it may do in a browser, and nothing of what it runs on', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const { headers } = await server.call(undefined, 'GET', '/v1/ledger');
  assert.equal(headers.get('content-security-policy'), "default-src 'none';frame-ancestors 'none'");
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('server') ?? headers.get('x-powered-by'), null);
});

test('figures are for anyone, unless they are switched off', async () => {
  using folder = temporaryFolder();
  await using open = await newServer(folder.file('open'));
  const statement = await open.client('acme/finance').sign(accountsInterface, 'createUnit', { code: 'EUR' });
  await open.call(undefined, 'POST', '/v1/statements', { type: 'application/cose', bytes: statement });
  const figures = new TextDecoder().decode((await open.call(undefined, 'GET', '/metrics')).bytes);
  assert.match(figures, /touchmark_statements_total\{outcome="accepted"\} 1/);
  assert.match(figures, /touchmark_log_size 4/);
  await using off = await newServer(folder.file('off'), { metrics: 'off' });
  assert.equal((await off.call(undefined, 'GET', '/metrics')).status, 404);
});

test('a member that sends too much waits, and nobody else does', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'), { requestsPerMinute: 3 });
  const ask = async (actor: string) => (await server.call(actor, 'GET', '/v1/sessions/current')).status;
  assert.deepEqual([await ask('acme/buyer'), await ask('acme/admin'), await ask('acme/buyer')], [200, 200, 200]);
  const refused = await server.call('acme/admin', 'GET', '/v1/sessions/current');
  assert.deepEqual([refused.status, refused.json().code], [429, 'too_many_requests']);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal(await ask('borealis/buyer'), 200);
});

test('a stop answers what is under way, ends the streams and lets go of the port', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const stream = await fetch(`${server.url}/v1/events`);
  const reader = stream.body?.getReader();
  assert.match(new TextDecoder().decode((await reader?.read())?.value), /touchmark/);
  const statement = await server.client('acme/finance').sign(accountsInterface, 'createUnit', { code: 'EUR' });
  const under = server.call(undefined, 'POST', '/v1/statements', { type: 'application/cose', bytes: statement });
  await until('it is taken', () => server.node.waiting > 0 || server.node.ledger.head.size > 2);
  const closed = server.server.close();
  assert.equal((await under).status, 200);
  await closed;
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read());
  await assert.rejects(fetch(`${server.url}/health/live`));
});

test('an address that is taken is said to be', async () => {
  using folder = temporaryFolder();
  await using first = await newServer(folder.file('first'));
  const port = Number(new URL(first.url).port);
  await assert.rejects(newServer(folder.file('second'), { port }), { code: 'address_in_use' });
});

test('a file larger than the node takes is refused, whatever was registered', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'), { blobBytesMost: 10 });
  const upload = async (bytes: Uint8Array) => {
    const hash = sha256(bytes);
    const content = {
      hash: base64url(hash),
      sizeBytes: bytes.length,
      mediaType: 'text/plain',
      contentCommitment: base64url(hash),
    };
    await server.client('acme/designer').do(sharingInterface, 'registerBlob', content);
    return server.call('acme/designer', 'PUT', `/v1/blobs/${hex(hash)}`, { type: 'application/octet-stream', bytes });
  };
  assert.equal((await upload(new Uint8Array(10))).status, 204);
  assert.equal((await upload(new Uint8Array(11))).status, 413);
});
