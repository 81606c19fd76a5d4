import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { balanceCents } from '#contracts/procurement/procurement.fixture.ts';
import type { World } from '#test/world.ts';
import { cheap, choose, dear, opened, published, revoke, sealed } from './deals.fixture.ts';
import {
  at,
  award,
  bidId,
  commitmentOf,
  market,
  NEEDED_BY_MS,
  onBid,
  open,
  publish,
  rfqId,
  SEAL_UNTIL_MS,
  saltOf,
  seal,
} from './market.fixture.ts';

const euros = (world: World) => ['acme', 'borealis', 'carter'].map((member) => balanceCents(world, `${member}/EUR`));

describe('attacks of an insider', () => {
  test('a copied commitment cannot be opened by who copied it', () => {
    const copied: Later = (world) => ({
      by: 'carter/sales',
      action: 'sourcing.sealBid',
      input: { rfq: rfqId(world), commitment: commitmentOf(rfqId(world), 'borealis', cheap), acknowledged: 0 },
    });
    const world = play([...published, seal('borealis', cheap), copied]);
    play([at(SEAL_UNTIL_MS, open('borealis', cheap))], world);
    const outcome = world.do(open('carter', cheap, saltOf('borealis'))(world)).outcome;
    assert.equal(outcome, 'sourcing.commitment_differs');
  });

  test('a bid of one request cannot be opened for another', () => {
    const world = play([...market, publish(), publish({ bondCents: 0 })]);
    const first = commitmentOf(rfqId(world, 0), 'borealis', cheap);
    const second = rfqId(world, 1);
    play(
      [
        {
          by: 'borealis/sales',
          action: 'sourcing.sealBid',
          input: { rfq: second, commitment: first, acknowledged: 0 },
        },
      ],
      world,
    );
    const input = { bid: `${second}:borealis`, salt: saltOf('borealis'), content: { ...cheap } };
    const step = { by: 'borealis/sales', action: 'sourcing.openBid', input, afterMs: SEAL_UNTIL_MS - world.timeMs };
    assert.equal(world.do(step).outcome, 'sourcing.commitment_differs');
  });

  test('two actors of one member have one bid between them', () => {
    const world = play(published);
    const mandate = {
      actor: 'borealis/agent',
      mandate: [
        {
          ...{ what: 'sourcing.sealBid', unit: 'EUR', mostEach: 5_000, mostPerPeriod: 50_000 },
          ...{ periodMs: 86_400_000, untilMs: NEEDED_BY_MS },
        },
      ],
    };
    play([{ by: 'borealis/admin', action: 'membership.setMandate', input: mandate }], world);
    play([seal('borealis', cheap), seal('borealis', dear, 'borealis/agent')], world);
    assert.equal(world.all('sourcing/bid').length, 1);
    assert.deepEqual(euros(world), [1_000_000, 5_000, 10_000]);
  });

  test('an expired certificate keeps a bid out, at opening', () => {
    const world = play([
      ...sealed,
      revoke('borealis'),
      at(SEAL_UNTIL_MS, open('borealis', cheap)),
      open('carter', dear),
    ]);
    assert.deepEqual(world.get('sourcing/bid', bidId(world, 'borealis'))?.faults, ['certificate_missing']);
    play([award('carter')], world);
  });

  test('a shop does not get out of the bid that it has opened by taking back what it said of itself', () => {
    const world = play(opened);
    const profile = { country: 'DE', exportZones: [], takesOrders: false };
    play([{ by: 'borealis/sales', action: 'capacity.setProfile', input: profile }], world);
    play(
      [{ by: 'borealis/engineer', action: 'capacity.retireMachine', input: { machine: 'borealis/machine' } }],
      world,
    );
    const excluded = world.do(onBid('delta/sales', 'excludeLapsed', 'borealis')(world));
    assert.equal(excluded.outcome, 'sourcing.bid_stands');
    play([award('borealis')], world);
    assert.equal(world.all('procurement/order')[0]?.seller, 'borealis');
  });

  test('of two awards that race, one makes an order', () => {
    const world = play(opened);
    const steps = [award('borealis')(world), choose('carter')(world)];
    assert.deepEqual(
      steps.map((step) => world.do(step).outcome),
      ['accepted', 'sourcing.rfq_closed'],
    );
    assert.equal(world.all('procurement/order').length, 1);
  });

  test('an award is signed against the bid and the request as they were seen', () => {
    const world = play(opened);
    assert.equal(world.do(award('borealis')(world), {}).outcome, 'expects_missing');
  });

  test('a buyer without money gets no order, and may try again', () => {
    const poor = market.filter((step) => !('input' in step && step.input.to === 'acme/EUR'));
    const world = play([...poor, ...opened.slice(market.length)]);
    assert.equal(world.do(award('borealis')(world)).outcome, 'accounts.balance_short');
    play(
      [
        {
          by: 'delta/finance',
          action: 'accounts.issue',
          input: { to: 'acme/EUR', amountCents: 60_000, reference: 'later' },
        },
        award('borealis'),
      ],
      world,
    );
    assert.equal(world.all('procurement/order').length, 1);
  });
});
