// The rewards contract: its refusals, and a period from its rules to the last credit.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { balanceCents, evidence, orderId, pass } from '#contracts/procurement/procurement.fixture.ts';
import { at, HASH, NEEDED_BY_MS } from '#contracts/sourcing/market.fixture.ts';
import { relate } from '#contracts/standing/standing.fixture.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import {
  awarded,
  CLAIM_UNTIL_MS,
  closed,
  delivered,
  deliveredLate,
  ENDS_MS,
  enterBid,
  enterOrder,
  onPeriod,
  openPeriod,
  periodId,
  platform,
  running,
} from './rewards.fixture.ts';
import { rewards } from './rewards.ts';

const DAY_MS = 86_400_000;
const claim = (member: string) => onPeriod(`${member}/finance`, 'claimReward');
const ended = (step: Later) => at(ENDS_MS, step);
const settle = at(CLAIM_UNTIL_MS, onPeriod('carter/machine', 'settle'));
const entered = [...delivered, enterOrder('borealis'), enterBid('borealis'), enterBid('carter')];

testRefusals(rewards, {
  times_wrong: { given: platform, refused: openPeriod({ startsAtMs: START_MS - 1 }) },
  points_none: { given: platform, refused: openPeriod({ points: { orders: 0, onTime: 0, bids: 0 } }) },
  account_wrong: { given: platform, refused: openPeriod({ from: 'delta/EUR' }) },
  period_unknown: { refused: onPeriod('carter/sales', 'settle') },
  not_running: { given: delivered, refused: ended(enterOrder('borealis')) },
  operator_apart: { given: delivered, refused: enterOrder('delta') },
  contribution_unknown: { given: running, refused: enterOrder('borealis') },
  contribution_foreign: { given: delivered, refused: enterOrder('carter') },
  contribution_related: { given: [...delivered, relate('borealis', 'acme')], refused: enterOrder('borealis') },
  contribution_unfit: { given: awarded(), refused: enterOrder('borealis') },
  no_fee: { given: [...awarded('no tariff'), ...closed(4)], refused: enterOrder('borealis') },
  entered_already: { given: [...delivered, enterOrder('borealis')], refused: enterOrder('borealis') },
  worth_nothing: {
    given: [
      ...delivered,
      { ...openPeriod({ points: { orders: 1, onTime: 1, bids: 0 }, startsAtMs: START_MS + DAY_MS }) },
    ],
    refused: (world) => {
      const barren = world.all('rewards/period').find(({ startsAtMs }) => startsAtMs !== START_MS);
      const bid = { ...enterBid('carter')(world) };
      return { ...bid, input: { ...bid.input, period: String(barren?.id) }, afterMs: DAY_MS };
    },
  },
  not_ended: { given: entered, refused: at(ENDS_MS - 1, claim('carter')) },
  claim_over: { given: entered, refused: at(CLAIM_UNTIL_MS, claim('carter')) },
  nothing_entered: { given: entered, refused: ended(claim('acme')) },
  claimed_already: { given: [...entered, ended(claim('carter'))], refused: claim('carter') },
  account_missing: {
    given: [
      ...delivered,
      { by: 'delta/finance', action: 'accounts.createUnit', input: { code: 'POINT' } },
      { by: 'delta/finance', action: 'accounts.openAccount', input: { unit: 'POINT' } },
      { by: 'delta/finance', action: 'accounts.issue', input: { to: 'delta/POINT', amountCents: 5, reference: 'r' } },
      openPeriod({ from: 'delta/POINT', unit: 'POINT', poolCents: 5, startsAtMs: START_MS + DAY_MS }),
      (world) => {
        const step = enterBid('carter')(world);
        return { ...step, input: { ...step.input, period: pointPeriod(world) }, afterMs: 2 * DAY_MS };
      },
    ],
    refused: (world) => ended(() => ({ ...claim('carter')(world), input: { period: pointPeriod(world) } }))(world),
  },
  claim_open: { given: entered, refused: at(CLAIM_UNTIL_MS - 1, onPeriod('carter/sales', 'settle')) },
  settled: { given: [...entered, settle], refused: settle },
});

describe('refusals of one code at more than one place', () => {
  const days = (count: number) => START_MS + count * DAY_MS;
  const rows: readonly (readonly [string, string, readonly (Step | Later)[], Step | Later])[] = [
    [
      'a period that begins in 401 days',
      'times_wrong',
      platform,
      openPeriod({ startsAtMs: days(401), endsAtMs: days(402), claimUntilMs: days(420) }),
    ],
    ['a period without length', 'times_wrong', platform, openPeriod({ endsAtMs: START_MS })],
    ['a period of 401 days', 'times_wrong', platform, openPeriod({ endsAtMs: days(401), claimUntilMs: days(420) })],
    ['13 days to claim', 'times_wrong', platform, openPeriod({ claimUntilMs: CLAIM_UNTIL_MS - 1 })],
    ['401 days to claim', 'times_wrong', platform, openPeriod({ claimUntilMs: ENDS_MS + 401 * DAY_MS })],
    ['a pool from no account', 'account_wrong', platform, openPeriod({ from: 'delta/CREDIT/none' })],
    [
      'entering before it begins',
      'not_running',
      [...platform, openPeriod({ startsAtMs: START_MS + 1 })],
      enterOrder('borealis'),
    ],
    ['an unknown bid', 'contribution_unknown', running, enterBid('borealis')],
    ['the bid of another', 'contribution_foreign', delivered, enterBid('borealis', 'carter')],
    ['an order that was not made in full', 'contribution_unfit', [...awarded(), ...closed(3)], enterOrder('borealis')],
    ['the order of a buyer', 'contribution_foreign', delivered, enterOrder('acme')],
    ['a bid on what paid no fee', 'no_fee', awarded('no tariff'), enterBid('carter')],
    [
      'a bid on an order that waits for a second signature',
      'no_fee',
      [
        ...awarded().slice(0, -1),
        { by: 'acme/admin', action: 'procurement.setPolicy', input: { unit: 'EUR', secondAboveCents: 1 } },
        ...awarded().slice(-1),
      ],
      enterBid('carter'),
    ],
    [
      'an order that paid its fee to another operator',
      'no_fee',
      delivered,
      (world) => {
        world.ok(openPeriod({ from: 'carter/CREDIT', poolCents: 50, startsAtMs: world.timeMs }, 'carter/finance'));
        const own = world.all('rewards/period').find(({ operator }) => operator === 'carter');
        const step = enterOrder('borealis')(world);
        return { ...step, input: { ...step.input, period: String(own?.id) } };
      },
    ],
    ['a bid twice', 'entered_already', [...awarded(), enterBid('carter')], enterBid('carter')],
    [
      'a bid to a buyer of the same owner',
      'contribution_related',
      [...delivered, relate('carter', 'acme')],
      enterBid('carter'),
    ],
    [
      'an order, and then not to be related any more',
      'contribution_related',
      [
        ...awarded().slice(0, -1),
        relate('borealis', 'acme'),
        ...awarded().slice(-1),
        evidence('delivered', 4),
        ...closed(4),
        relate('borealis', 'acme', 'withdrawRelation'),
      ],
      enterOrder('borealis'),
    ],
    [
      'a bid, and then not to be related any more',
      'contribution_related',
      [
        ...running,
        relate('carter', 'acme'),
        ...awarded().slice(running.length),
        relate('carter', 'acme', 'withdrawRelation'),
      ],
      enterBid('carter'),
    ],
    ['a bid of which nobody knows yet', 'contribution_unfit', awarded().slice(0, -1), enterBid('carter')],
  ];
  for (const [name, code, given, refused] of rows) {
    test(`${name}: ${code}`, () => {
      const world = play(given);
      const step = typeof refused === 'function' ? refused(world) : refused;
      assert.equal(world.do(step).outcome, `rewards.${code}`);
    });
  }

  test('a pool from the account of another: accounts.not_owner', () => {
    const world = play(platform);
    assert.equal(world.do(openPeriod({ from: 'acme/CREDIT' })).outcome, 'accounts.not_owner');
  });

  test('what was entered in one period counts in no other of the operator', () => {
    const world = play([
      ...delivered,
      enterOrder('borealis'),
      at(START_MS + DAY_MS, () => ({ ...openPeriod({ startsAtMs: START_MS + DAY_MS }) })),
    ]);
    const other = world.all('rewards/period').find(({ startsAtMs }) => startsAtMs !== START_MS);
    const again = {
      by: 'borealis/sales',
      action: 'rewards.enter',
      input: { period: String(other?.id), kind: 'order', record: orderId(world) },
    };
    assert.equal(world.do(again).outcome, 'rewards.entered_already');
  });
});

describe('a period of rewards', () => {
  test('shares its pool by points, with a most for each, and returns the rest', () => {
    const world = play([...entered, ended(claim('borealis')), claim('carter')]);
    // borealis has 90 of 100 points, but gets half of the pool at most; carter has 10 of 100.
    assert.deepEqual(credits(world), { borealis: 100 + 500, carter: 100 + 100, delta: 5_000 - 1_001 });
    play([settle], world);
    assert.deepEqual(credits(world), { borealis: 600, carter: 200, delta: 5_000 - 600 });
    assert.equal(world.get('accounts/account', 'delta/CREDIT')?.heldCents, 0);
    const { paidCents, state } = world.get('rewards/sum', periodId(world)) ?? {};
    assert.deepEqual([paidCents, state], [600, 'settled']);
  });

  test('counts an order in time higher than one that came late, or that says nothing of lateness', () => {
    const counts = (given: readonly (Step | Later)[]) => {
      const world = play([...given, enterOrder('borealis')]);
      return world.get('rewards/tally', `${periodId(world)}:borealis`)?.counts;
    };
    assert.deepEqual(counts(delivered), { orders: 1, onTime: 1, bids: 0 });
    assert.deepEqual(counts(deliveredLate), { orders: 1, onTime: 0, bids: 0 });
    assert.deepEqual(
      counts([...awarded(), ...closed(4)]),
      { orders: 1, onTime: 0, bids: 0 },
      'delivered by no evidence',
    );
    assert.deepEqual(counts([...awarded(), evidence('delivered', 3), ...closed(4)]), { orders: 1, onTime: 0, bids: 0 });
    const dayLate = at(NEEDED_BY_MS + DAY_MS, () => pass(0));
    const oneByOne = [1, 1, 1, 1].map((quantity) => evidence('delivered', quantity));
    assert.deepEqual(
      counts([...awarded('tariff', 25), dayLate, ...oneByOne, ...closed(4)]),
      { orders: 1, onTime: 0, bids: 0 },
      'lateness that is rounded down to no cent',
    );
  });

  test('is paid out to the last credit where one has it all, and pays nothing where a share is none', () => {
    const all = openPeriod({ mostBasisPoints: 10_000 });
    const alone = play([
      ...platform,
      all,
      ...delivered.slice(running.length),
      enterOrder('borealis'),
      ended(claim('borealis')),
      settle,
    ]);
    assert.deepEqual(credits(alone), { borealis: 100 + 1_001, carter: 100, delta: 5_000 - 1_001 });
    const little = [...platform, openPeriod({ poolCents: 1 }), ...delivered.slice(running.length)];
    const none = play([...little, enterOrder('borealis'), ended(claim('borealis')), settle]);
    assert.deepEqual(credits(none), { borealis: 100, carter: 100, delta: 5_000 });
    assert.equal(none.get('rewards/tally', `${periodId(none)}:borealis`)?.paidCents, 0);
  });

  test('may begin in 400 days, last 400, and be claimed for 400', () => {
    const [startsAtMs = 0, endsAtMs = 0, claimUntilMs = 0] = [400, 800, 1_200].map((days) => START_MS + days * DAY_MS);
    play([...platform, openPeriod({ startsAtMs, endsAtMs, claimUntilMs })]);
  });

  test('keeps of each order whether it came in time', () => {
    const onTime = (given: readonly (Step | Later)[]) =>
      play([...given, enterOrder('borealis')]).all('rewards/entered')[0]?.onTime;
    assert.deepEqual([onTime(delivered), onTime(deliveredLate)], [true, false]);
  });

  test('in which nobody claims goes back whole, and one in which nobody contributed', () => {
    for (const given of [entered, running]) {
      const world = play([...given, settle]);
      assert.equal(balanceCents(world, 'delta/CREDIT'), 5_000);
    }
  });

  test('is known to every member with the counts of each; the orders behind them are not', () => {
    const world = play(entered);
    const readers = (kind: string, id: string) => world.registry.readers(kind, world.state.get(kind, id) ?? '');
    const id = periodId(world);
    assert.equal(readers('rewards/period', id), 'members');
    assert.equal(readers('rewards/sum', id), 'members');
    assert.equal(readers('rewards/tally', `${id}:carter`), 'members');
    const bid = world.all('rewards/entered').find(({ member }) => member === 'carter');
    assert.deepEqual(readers('rewards/entered', String(bid?.id)), ['delta', 'carter']);
    assert.ok(!JSON.stringify(world.all('rewards/tally')).includes('acme'), 'no customer is named');
  });

  test('is entered by agents and machines too, and paid to their member', () => {
    const world = play([...delivered, (w) => ({ ...enterBid('carter')(w), by: 'carter/agent' })]);
    play([ended((w) => ({ ...claim('carter')(w), by: 'carter/machine' }))], world);
    assert.equal(balanceCents(world, 'carter/CREDIT'), 100 + 500);
  });

  test('gives points by rules that its signers saw', () => {
    const world = play(delivered);
    const step = enterOrder('borealis')(world);
    assert.equal(world.do(step, {}).outcome, 'expects_missing');
    assert.equal(world.do(step, { [`rewards/period/${periodId(world)}`]: HASH }).outcome, 'record_changed');
  });
});

function pointPeriod(world: World): string {
  return String(world.all('rewards/period').find(({ unit }) => unit === 'POINT')?.id);
}

function credits(world: World) {
  const [borealis, carter, delta] = ['borealis', 'carter', 'delta'].map((one) => balanceCents(world, `${one}/CREDIT`));
  return { borealis, carter, delta };
}
