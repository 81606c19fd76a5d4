// Who takes part, by the command line: a company joins, a key is rotated, a lost key is recovered.

import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { createKeyFile, openKeyFile } from '#sdk/key-file.ts';
import { enrolmentOf } from '#sdk/new-key.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { type Surroundings, touchmark } from '../io.fixture.ts';

const PASSPHRASE = 'a passphrase for this test';
const folder = temporaryFolder();
let server: TestServer;

before(async () => {
  server = await newServer(folder.file('home'));
  // Administrators with key files, approved by their member's root.
  for (const member of ['acme', 'borealis']) {
    const actor = `${member}/head`;
    const keys = await createKeyFile(folder.file(`${member}-head.key`), actor, PASSPHRASE);
    const { key } = await enrolmentOf(keys, server.node.ledger.id);
    await server
      .client(`${member}/root`)
      .do(membershipInterface, 'approveAdministrator', { change: 'add', actor, key });
  }
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** A command line with a key file, the connection in the environment. */
function as(key: string | undefined, args: readonly string[], more: Partial<Surroundings> = {}) {
  const env = {
    TOUCHMARK_URL: server.url,
    TOUCHMARK_LEDGER: server.node.ledger.id,
    TOUCHMARK_PASSPHRASE: PASSPHRASE,
    ...(key === undefined ? {} : { TOUCHMARK_KEY: key }),
    ...more.env,
  };
  return touchmark(args, { cwd: folder.path, ...more, env });
}

/** Makes an actor's key file and enrols it, by the command line. */
async function enrolled(actor: string, role: string): Promise<string> {
  const file = `${actor.replace('/', '-')}.key`;
  assert.equal((await as(undefined, ['keys', 'new', actor, '--out', file])).code, 0);
  assert.equal((await as(undefined, ['keys', 'request', file, '--out', `${file}.json`])).code, 0);
  const { key, encryptionKey } = JSON.parse(readFileSync(folder.file(`${file}.json`), 'utf8'));
  const input = { id: actor, kind: 'person', role, key, mandate: [], encryptionKey };
  const words = ['call', 'membership', 'enrolActor', '--input', '-', '--yes'];
  const { code, out } = await as(`${actor.split('/')[0]}-head.key`, words, { input: JSON.stringify(input) });
  assert.equal(code, 0, out);
  return file;
}

const actor = async (id: string) => server.client('acme/admin').get(membershipInterface, 'actor', id);

describe('join', () => {
  test('a company makes its request, two members sponsor the same, and it takes part', async () => {
    const words = [
      'join',
      'request',
      '--member',
      'carter',
      '--name',
      'Carter Ltd',
      '--keys',
      'carter',
      '--role',
      'sales',
    ];
    const made = await as(undefined, [...words, '--out', 'carter.json']);
    assert.equal(made.code, 0, made.err);
    assert.ok(!readFileSync(folder.file('carter.json'), 'utf8').includes(PASSPHRASE));
    const first = await as('acme-head.key', ['join', 'sponsor', 'carter.json', '--yes']);
    assert.equal(first.code, 0, first.err);
    assert.match(first.err, /^carter, "Carter Ltd", asks to join with these keys:\n {2}carter\/root \(root\) /);
    assert.match(first.err, /\nit is noted; the ledger needs another member’s sponsorship of the same request$/);
    const again = await as('acme-head.key', ['join', 'sponsor', 'carter.json', '--yes']);
    assert.deepEqual([again.code, /membership\.sponsored_already/.test(again.out)], [1, true]);
    const second = await as('borealis-head.key', ['join', 'sponsor', 'carter.json'], { answers: ['yes'] });
    assert.equal(second.code, 0, second.err);
    assert.match(second.err, /\nSponsor carter \("Carter Ltd"\) as a new member\n/);
    assert.match(second.out, /event: membership\.memberAdmitted: member carter/);
    const own = await as('carter/sales.key', ['get', 'membership', 'actor', 'carter/sales']);
    assert.equal(own.code, 0, own.err);
  });

  test('keys are never overwritten, and a request is for one ledger', async () => {
    const words = ['join', 'request', '--member', 'delta', '--name', 'Delta', '--out', 'delta.json', '--keys'];
    const taken = await as(undefined, [...words, 'carter']);
    assert.deepEqual([taken.code, /\(keys_exist\)$/.test(taken.err)], [4, true]);
    const elsewhere = await as(undefined, [...words, 'delta', '--ledger', 'a'.repeat(52)]);
    assert.equal(elsewhere.code, 0, elsewhere.err);
    const sponsored = await as('acme-head.key', ['join', 'sponsor', 'delta.json', '--yes']);
    assert.deepEqual([sponsored.code, /\(request_other_ledger\)$/.test(sponsored.err)], [4, true]);
  });

  test('a request that was changed on its way is not sponsored', async () => {
    const before = server.node.ledger.head.size;
    const request = readFileSync(folder.file('carter.json'), 'utf8');
    const another = await createKeyFile(folder.file('thief.key'), 'carter/admin', PASSPHRASE);
    const { publicKey } = (await enrolmentOf(another, server.node.ledger.id)).key;
    const { actors } = JSON.parse(request).input;
    for (const [changed, code] of [
      [request.replace(actors[1].key.publicKey, publicKey), 'proof_wrong'],
      [request.replace('"carter/sales"', '"carter/money"'), 'proof_wrong'],
      [request.replace('"member"', '"memberId"'), 'request_invalid'],
      [request.slice(1), 'request_invalid'],
    ] as const) {
      writeFileSync(folder.file('changed.json'), changed);
      const { code: exit, err } = await as('acme-head.key', ['join', 'sponsor', 'changed.json', '--yes']);
      assert.deepEqual([exit, err.endsWith(`(${code})`)], [4, true], err);
    }
    assert.equal(server.node.ledger.head.size, before);
  });
});

describe('keys rotate', () => {
  test('the new key signs, the old one no longer does, and what was sealed for the actor still opens', async () => {
    const file = await enrolled('acme/gauges', 'quality');
    const old = await openKeyFile(folder.file(file), PASSPHRASE);
    copyFileSync(folder.file(file), folder.file('old.key'));
    const rotated = await as(undefined, ['keys', 'rotate', file, '--yes']);
    assert.equal(rotated.code, 0, rotated.err);
    assert.match(rotated.out, /^acme\/gauges signs with the key [A-Za-z0-9_-]{43} from now on/);
    assert.equal(existsSync(folder.file(`${file}.new`)), false);
    const now = await openKeyFile(folder.file(file), PASSPHRASE);
    assert.notDeepEqual(now.signer.publicKey, old.signer.publicKey);
    assert.deepEqual(now.encryptionKey, old.encryptionKey);
    assert.equal((await as(file, ['get', 'membership', 'actor', 'acme/gauges'])).code, 0);
    assert.equal((await as('old.key', ['get', 'membership', 'actor', 'acme/gauges'])).code, 4);
  });

  test('what was broken off goes on: before the ledger heard of it, and after', async () => {
    const file = await enrolled('acme/lathe', 'operator');
    const declined = await as(undefined, ['keys', 'rotate', file], { answers: ['no'] });
    assert.deepEqual([declined.code, /\(signing_declined\)$/.test(declined.err)], [4, true]);
    const waiting = readFileSync(folder.file(`${file}.new`));
    const old = readFileSync(folder.file(file));
    assert.equal((await as(undefined, ['keys', 'rotate', file, '--yes'])).code, 0);
    assert.deepEqual(readFileSync(folder.file(file)), waiting);
    // As if the process had ended between the ledger's answer and the swap.
    renameSync(folder.file(file), folder.file(`${file}.new`));
    writeFileSync(folder.file(file), old);
    const size = server.node.ledger.head.size;
    const again = await as(undefined, ['keys', 'rotate', file, '--yes']);
    assert.equal(again.code, 0, again.err);
    assert.equal(server.node.ledger.head.size, size);
    assert.deepEqual(readFileSync(folder.file(file)), waiting);
  });

  test('a node that cannot be reached costs no key', async () => {
    const file = await enrolled('acme/mill', 'operator');
    const old = readFileSync(folder.file(file));
    const wrong = await as(undefined, ['keys', 'rotate', file, '--yes', '--ledger', 'a'.repeat(52)]);
    assert.deepEqual([wrong.code, /\(ledger_wrong\)$/.test(wrong.err)], [4, true]);
    assert.deepEqual(readFileSync(folder.file(file)), old);
    assert.equal((await as(undefined, ['keys', 'rotate', file, '--yes'])).code, 0);
  });
});

describe('keys recover', () => {
  const request = async (id: string, file: string): Promise<string> => {
    assert.equal((await as(undefined, ['keys', 'new', id, '--out', file])).code, 0);
    assert.equal((await as(undefined, ['keys', 'request', file, '--out', `${file}.json`])).code, 0);
    return `${file}.json`;
  };

  test('the lost actor is removed, the new one has its kind and role', async () => {
    const lost = await enrolled('acme/buyer-1', 'buyer');
    const path = await request('acme/buyer-2', 'buyer-2.key');
    const { code, out, err } = await as('acme-head.key', ['keys', 'recover', 'acme/buyer-1', path, '--yes']);
    assert.equal(code, 0, out + err);
    assert.match(err, /^acme\/buyer-1 lost the key:\n {2}is removed +acme\/buyer-1/);
    const [before, now] = [await actor('acme/buyer-1'), await actor('acme/buyer-2')];
    assert.deepEqual([before?.state, now?.state, now?.role, now?.kind], ['removed', 'live', 'buyer', 'person']);
    assert.equal((await as('buyer-2.key', ['get', 'membership', 'actor', 'acme/buyer-2'])).code, 0);
    assert.equal((await as(lost, ['get', 'membership', 'actor', 'acme/buyer-2'])).code, 4);
  });

  test('what was broken off after the removal goes on with the enrolment', async () => {
    await enrolled('acme/clerk', 'finance');
    await server.client('acme/admin').do(membershipInterface, 'removeActor', { actor: 'acme/clerk' });
    const path = await request('acme/clerk-2', 'clerk-2.key');
    const { code, out } = await as('acme-head.key', ['keys', 'recover', 'acme/clerk', path, '--yes']);
    assert.equal(code, 0, out);
    assert.equal((await actor('acme/clerk-2'))?.role, 'finance');
  });

  test('an administrator is given back by the roots', async () => {
    const path = await request('acme/head-2', 'head-2.key');
    const byAdmin = await as('acme-head.key', ['keys', 'recover', 'acme/head', path, '--yes']);
    assert.deepEqual([byAdmin.code, /role_not_allowed/.test(byAdmin.out)], [1, true]);
    // The test's root has no key file: another root is not to be had, so the carter company's recovers its own.
    const own = await request('carter/admin-2', 'carter-admin-2.key');
    const { code, out } = await as('carter/root.key', ['keys', 'recover', 'carter/admin', own, '--yes']);
    assert.equal(code, 0, out);
    const [lost, now] = [await actor('carter/admin'), await actor('carter/admin-2')];
    assert.deepEqual([lost?.state, now?.state, now?.role], ['removed', 'live', 'admin']);
  });

  test('a root’s key is not recovered, an id serves once, and another member’s actor is not theirs to give', async () => {
    const path = await request('acme/other', 'other.key');
    const root = await as('acme-head.key', ['keys', 'recover', 'acme/root', path, '--yes']);
    assert.deepEqual([root.code, /\(root_not_recoverable\)$/.test(root.err)], [4, true]);
    const same = await as('acme-head.key', ['keys', 'recover', 'acme/other', path, '--yes']);
    assert.deepEqual([same.code, /\((record_unknown|actor_taken)\)$/.test(same.err)], [4, true]);
    await enrolled('borealis/desk', 'sales');
    const foreign = await as('acme-head.key', ['keys', 'recover', 'borealis/desk', path, '--yes']);
    assert.deepEqual([foreign.code, /membership\.actor_foreign/.test(foreign.out)], [1, true]);
    assert.equal((await actor('borealis/desk'))?.state, 'live');
  });
});
