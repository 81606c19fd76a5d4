// Bids that go to the buyer, attacked by those who take part: what a loser reads, and how a buyer or a bidder would get
// around what the bidder signed or the contest.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { play } from '#contracts/items/items.fixture.ts';
import { entryReaders } from '#ledger/entry-readers.ts';
import { cheap, dear } from './deals.fixture.ts';
import { at, market, OPEN_UNTIL_MS, rfqId, SEAL_UNTIL_MS } from './market.fixture.ts';
import { handOver, openReceived, publishToBuyer, registerFile, sealFile } from './to-buyer.fixture.ts';

describe('what a loser reads', () => {
  const invited = [
    ...market,
    publishToBuyer({ invited: ['borealis', 'carter'] }),
    ...['borealis', 'carter'].map(registerFile),
    sealFile('borealis', cheap),
    sealFile('carter', dear),
    at(SEAL_UNTIL_MS, handOver('borealis')),
    handOver('carter'),
  ];

  test('the points of the best bid, and not the statement that put it on the ledger with its price', () => {
    const world = play(invited);
    const { writes } = world.ok(at(OPEN_UNTIL_MS, openReceived('borealis', cheap))(world));
    const leader = world.state.get('sourcing/leader', rfqId(world)) ?? '';
    assert.deepEqual(world.registry.readers('sourcing/leader', leader), ['acme', 'borealis', 'carter']);
    const statement = { issuer: 'acme', action: { contract: 'sourcing' } };
    assert.deepEqual(entryReaders(world.registry, statement, writes), ['acme', 'borealis']);
  });
});
