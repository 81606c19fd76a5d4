// Bids that go to the buyer, attacked by those who take part: what a loser reads, and how a buyer or a bidder would get
// around what the bidder signed or the contest.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { entryReaders } from '#ledger/entry-readers.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import { cheap, choose, dear, revoke } from './deals.fixture.ts';
import { at, award, bidId, market, OPEN_UNTIL_MS, onBid, open, rfqId, SEAL_UNTIL_MS } from './market.fixture.ts';
import {
  CONTEST_UNTIL_MS,
  handedOver,
  handOver,
  NAMING_UNTIL_MS,
  named,
  openReceived,
  publishToBuyer,
  registerFile,
  sealFile,
} from './to-buyer.fixture.ts';

const bid = (world: World, member: string) => world.get('sourcing/bid', bidId(world, member));

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

describe('a bid that was handed over', () => {
  const takesBack: Step = {
    by: 'borealis/sales',
    action: 'capacity.setProfile',
    input: { country: 'DE', exportZones: [], takesOrders: false },
  };
  const hours = [{ fromMs: START_MS + 36_000_000, untilMs: START_MS + 72_000_000 }];
  const betters: Step = {
    by: 'carter/engineer',
    action: 'capacity.publishHours',
    input: { machine: 'carter/machine', hours },
  };

  test('binds its shop, which takes back what it said of itself before the buyer opens it', () => {
    const world = play([...handedOver, takesBack, at(OPEN_UNTIL_MS, openReceived('borealis', cheap))]);
    assert.deepEqual(bid(world, 'borealis')?.faults, []);
    play([at(CONTEST_UNTIL_MS, award('borealis'))], world);
    assert.equal(world.all('procurement/order')[0]?.seller, 'borealis');
  });

  test('has the points of its shop as it was: none are added once those of the best are known', () => {
    const [as, better] = [[], [betters]].map((steps) => {
      const world = play([...named, ...steps, at(NAMING_UNTIL_MS, open('carter', dear))]);
      return bid(world, 'carter')?.score;
    });
    assert.deepEqual(better, as);
    const before = play([...market, betters, ...handedOver.slice(market.length)]);
    play([at(OPEN_UNTIL_MS, openReceived('carter', dear))], before);
    assert.notDeepEqual(bid(before, 'carter')?.score, as, 'it is a better shop');
  });

  test('is out without the certificate that its shop has lost since, and with what it lacked then', () => {
    const lost = play([...handedOver, revoke('borealis'), at(OPEN_UNTIL_MS, openReceived('borealis', cheap))]);
    assert.deepEqual(bid(lost, 'borealis')?.faults, ['certificate_missing']);
    const never = play([...market, revoke('borealis'), takesBack, ...handedOver.slice(market.length)]);
    play([at(OPEN_UNTIL_MS, openReceived('borealis', cheap))], never);
    const faults = ['takes_no_orders', 'zone_other', 'certificate_missing'];
    assert.deepEqual(bid(never, 'borealis')?.faults, faults);
  });
});

describe('a best bid whose shop loses its certificate', () => {
  const both = [...named, openReceived('carter', dear)];
  const excluded = (atMs: number, member = 'borealis'): readonly (Step | Later)[] => [
    ...both,
    at(atMs, revoke(member)),
    onBid('delta/sales', 'excludeLapsed', member),
  ];
  const awarded = (given: readonly (Step | Later)[], member: string) => {
    const world = play(given);
    return world.do(at(CONTEST_UNTIL_MS, award(member))(world)).outcome;
  };

  test('in time for others to contest the next makes room for it', () => {
    assert.equal(awarded(excluded(NAMING_UNTIL_MS - 1), 'carter'), 'accepted');
  });

  test('later leaves the choice to a person: whoever kept a better bid than the next to itself could not know', () => {
    assert.equal(awarded(excluded(NAMING_UNTIL_MS), 'carter'), 'sourcing.not_contested');
    const world = play(excluded(CONTEST_UNTIL_MS));
    assert.equal(world.do(award('carter')(world)).outcome, 'sourcing.not_contested');
    world.ok(choose('carter')(world));
  });

  test('changes nothing where it was not the best', () => {
    assert.equal(awarded(excluded(CONTEST_UNTIL_MS, 'carter'), 'borealis'), 'accepted');
  });
});
