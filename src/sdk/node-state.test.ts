import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newServer } from '#node/http/server.fixture.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { readNodeState } from './node-state.ts';

test('a node says who it is, how it stands and who co-signs', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  const { ledger, replica, cosignatures } = await readNodeState(server.url);
  assert.deepEqual([ledger.ledgerId, ledger.role], [server.node.ledger.id, 'origin']);
  assert.deepEqual([replica.state, replica.size], ['origin', server.node.ledger.head.size]);
  assert.deepEqual([cosignatures.witnessedSize, cosignatures.witnesses], [0, []]);
});

test('what is no node says nothing that is believed', async () => {
  using folder = temporaryFolder();
  await using server = await newServer(folder.file('home'));
  await assert.rejects(readNodeState(`${server.url}/v1`), { code: 'route_unknown' });
});
