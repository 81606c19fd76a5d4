// Two nodes of one ledger over HTTP: the replica executes what the origin ordered, serves it, vouches for it, and says so
// where someone was shown another log.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import { originOf, signCheckpoint } from '#core/checkpoint.ts';
import { noteSigner } from '#core/note-signer.fixture.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { until } from '#test/until.ts';
import { newServer } from './http/server.fixture.ts';
import { enrolNode, newReplica, registerWitness } from './replica.fixture.ts';

async function read(url: string, path: string, init?: RequestInit) {
  const response = await fetch(url + path, init);
  return { status: response.status, value: await response.json() };
}

test('a replica follows, serves what it executed, and its co-signature makes a head witnessed', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('origin'));
  await enrolNode(server, 'borealis/node');
  const home = folder.file('replica');
  mkdirSync(home);
  const replica = await newReplica(server, {
    origin: server.url,
    home,
    actor: 'borealis/node',
    witnessName: 'borealis-1',
  });
  try {
    await registerWitness(server, replica, { member: 'borealis', name: 'borealis-1' });
    await server.client('acme/finance').do(accountsInterface, 'createUnit', { code: 'EUR' });
    const { size } = server.node.ledger.head;
    await until('the replica has it all', () => replica.status().size === size);
    const cosigned = await until('it is witnessed', async () => {
      const { value } = await read(server.url, '/v1/cosignatures');
      return value.witnessedSize === size && value;
    });
    assert.deepEqual(
      cosigned.witnesses.map(({ name, size: own }: { name: string; size: number }) => [name, own]),
      [['borealis-1', size]],
    );
    assert.equal((await read(replica.address, '/v1/ledger')).value.role, 'replica');
    const publicKey = base64url(noteSigner('acme-1').publicKey);
    await server.client('acme/admin').do(membershipInterface, 'registerWitness', { name: 'acme-1', publicKey });
    // One of two members is not more than half.
    assert.equal((await read(server.url, '/v1/cosignatures')).value.witnessedSize, 0);
    assert.equal((await read(replica.address, '/v1/replica')).value.state, 'following');
    assert.deepEqual(
      (await read(replica.address, '/v1/records/membership/member')).value,
      (await read(server.url, '/v1/records/membership/member')).value,
    );
    const posted = await read(replica.address, '/v1/statements', {
      method: 'POST',
      headers: { 'content-type': 'application/cose' },
      body: 'x',
    });
    assert.deepEqual([posted.status, posted.value.code], [421, 'node_is_replica']);
  } finally {
    await replica.close();
  }
});

test('a checkpoint that someone else was shown stops the replica where it is of another log', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('origin'));
  await enrolNode(server, 'borealis/node');
  const home = folder.file('replica');
  mkdirSync(home);
  const replica = await newReplica(server, { origin: server.url, home, actor: 'borealis/node' });
  try {
    const { size } = server.node.ledger.head;
    await until('the replica has it all', () => replica.status().size === size);
    const own = await server.node.ledger.checkpoint();
    const send = (body: string) =>
      read(replica.address, '/v1/checkpoints', { method: 'POST', headers: { 'content-type': 'text/plain' }, body });
    assert.deepEqual((await send(own)).value, { result: 'same' });
    const { signer, id } = server.node.ledger;
    assert.ok(signer);
    const origin = originOf(id);
    const forked = await signCheckpoint(
      { origin, size, root: new Uint8Array(32) },
      { ...signer.checkpoint, name: origin },
    );
    const found = await send(forked);
    assert.deepEqual([found.status, found.value.code], [409, 'checkpoint_conflicts']);
    await until('it stopped', () => replica.status().state === 'stopped_on_evidence');
    assert.equal(replica.status().finding?.kind, 'fork');
    assert.equal((await read(replica.address, '/v1/records/membership/member')).status, 200);
  } finally {
    await replica.close();
  }
});
