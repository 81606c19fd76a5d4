// Webhooks as a server has them: over a real ledger, with the machine's timers, and by TLS to a name.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { newHome } from '../home.fixture.ts';
import { openNodeDb } from '../node-db.ts';
import { openWebhooks } from './open-webhooks.ts';
import { Bench, entryOf, indexOf, isSignedBy, Receiver, TestTimers, until } from './webhooks.fixture.ts';

test('each member receives what it may see of the ledger, and nothing of what others keep to themselves', async () => {
  using folder = temporaryFolder();
  await using home = await newHome(folder.file('home'));
  await using receiver = new Receiver(new TestTimers());
  await receiver.listen();
  using db = openNodeDb(folder.file('node.db'));
  const errors: unknown[] = [];
  const { feed, ledger } = home.node;
  const config = { webhookAllowPrivate: false, webhookAllowLoopback: true };
  const open = () => openWebhooks({ db, feed, config, clock: () => home.clock.nowMs, report: (e) => errors.push(e) });
  const after = ledger.head.size - 1;
  const account = async (actor: string, name: string): Promise<number> => {
    const { index } = await home.client(actor).do(accountsInterface, 'openAccount', { unit: 'EUR', name });
    return Number(index);
  };
  const { index: unit } = await home.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
  const made: string[] = [];
  const secrets: string[] = [];
  {
    await using webhooks = open();
    webhooks.start();
    for (const member of ['acme', 'borealis']) {
      const url = `${receiver.url}/${member}`;
      const wish = { member, createdBy: `${member}/admin`, url, contracts: ['accounts'], events: [], after };
      const { webhook, secret } = webhooks.create(wish);
      made.push(webhook.id);
      secrets.push(secret);
    }
    await account('acme/finance', 'a');
    await account('borealis/finance', 'a');
    await until(() => receiver.received.length === 4 && webhooks.totals().busy === 0);
  }
  const last = await account('borealis/finance', 'b');
  await using webhooks = open();
  webhooks.start();
  await until(() => webhooks.get('borealis', made[1] ?? '').cursor === last);
  for (const [number, member] of ['acme', 'borealis'].entries()) {
    const requests = receiver.received.filter(({ path }) => path === `/hook/${member}`);
    const visible = feed.entriesAfter({ member, actor: '', role: '' }, after, 100);
    assert.deepEqual(
      requests.map(({ body }) => body),
      visible.map((entry) => feed.textOf(entry)),
    );
    assert.equal(requests.length, member === 'acme' ? 2 : 3, 'the unit is seen by both, an account by its owner');
    assert.equal(indexOf(requests[0] ?? assert.fail()), unit);
    for (const request of requests) assert.ok(await isSignedBy(request, secrets[number] ?? ''));
  }
  assert.deepEqual(errors, []);
});

test('a target is reached by TLS at the addresses that were checked, under its own name and nobody else’s', async (t) => {
  using folder = temporaryFolder();
  const [key, cert] = [folder.file('key.pem'), folder.file('cert.pem')];
  const subject = ['-subj', '/CN=erp.example', '-addext', 'subjectAltName=DNS:erp.example', '-days', '2'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const made = spawnSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', cert]);
  if (made.error !== undefined) {
    assert.notEqual(process.env.CI, 'true', 'openssl is absent');
    return t.skip('openssl is absent');
  }
  assert.equal(made.status, 0, String(made.stderr));
  const seen: string[] = [];
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
    seen.push(`${request.headers.host} ${request.url}`);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  // It listens on a port.
  const { port } = server.address() as AddressInfo;
  await using bench = await Bench.start({ resolve: async () => ['127.0.0.1'] });
  const wish = (name: string) => bench.make({ url: `https://${name}:${port}/hook` }).webhook.id;
  const untrusted = wish('erp.example');
  bench.feed.add(entryOf(1));
  const reasonOf = (id: string): string | undefined => bench.webhooks.deadLetters('acme', id, -1, 1)[0]?.reason;
  await until(() => reasonOf(untrusted) !== undefined);
  assert.equal(reasonOf(untrusted), 'connection_failed DEPTH_ZERO_SELF_SIGNED_CERT');
  const usual = getCACertificates('default');
  setDefaultCACertificates([...usual, readFileSync(cert, 'utf8')]);
  t.after(() => setDefaultCACertificates(usual));
  const another = wish('another.example');
  await until(() => reasonOf(another) !== undefined);
  assert.equal(reasonOf(another), 'connection_failed ERR_TLS_CERT_ALTNAME_INVALID');
  assert.deepEqual(seen, []);
  assert.deepEqual(await bench.webhooks.resend('acme', untrusted, 1), { delivered: true });
  assert.deepEqual(seen, [`erp.example:${port} /hook`]);
});
