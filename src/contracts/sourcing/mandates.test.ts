// What an agent binds its member to in a market: without a mandate to nothing, and to no cent more than it says.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { Step, World } from '#test/world.ts';
import { answer, cheap, counter, dear, opened, POOL, published, reply, sealed } from './deals.fixture.ts';
import {
  at,
  award,
  DRAWING,
  give,
  HASH,
  market,
  NEEDED_BY_MS,
  onRfq,
  open,
  publish,
  registerDrawing,
  SEAL_UNTIL_MS,
  seal,
} from './market.fixture.ts';
import { handOver, sealedFiles } from './to-buyer.fixture.ts';

type Line = { readonly what: string; readonly unit: string; readonly amount: number };
type Row = Line & { readonly member: string; readonly given: readonly (Step | Later)[]; readonly step: Later };

const sealing = (member: string, action: string, unit: string) => ({ member, what: `sourcing.${action}`, unit });
const ROWS: readonly Row[] = [
  { ...sealing('borealis', 'sealBid', 'EUR'), amount: 5_000, given: published, step: seal('borealis', cheap) },
  {
    ...sealing('borealis', 'openBid', 'EUR'),
    amount: 60_000,
    given: sealed,
    step: at(SEAL_UNTIL_MS, open('borealis', cheap)),
  },
  // Its price is not the ledger's to know: at most what the request pays, for four.
  {
    ...sealing('carter', 'handOver', 'EUR'),
    amount: 80_000,
    given: sealedFiles,
    step: at(SEAL_UNTIL_MS, handOver('carter')),
  },
  {
    ...sealing('borealis', 'acceptCounter', 'EUR'),
    amount: 57_000,
    given: [...opened, counter(14_250)],
    step: reply('borealis/sales', 'acceptCounter'),
  },
  { ...sealing('acme', 'award', 'EUR'), amount: 60_000, given: opened, step: award('borealis') },
  { ...sealing('acme', 'publishRfq', 'CREDIT'), amount: 101, given: market, step: publish({ pool: POOL }) },
  { ...sealing('acme', 'publishRfq', 'EUR'), amount: 0, given: market, step: publish() },
  {
    ...sealing('acme', 'giveFiles', 'grant'),
    amount: 1,
    given: [...market, registerDrawing, publish({ files: [DRAWING] })],
    step: give('borealis/engineer'),
  },
  {
    ...sealing('borealis', 'signNda', 'agreement'),
    amount: 1,
    given: [...market, publish({ nda: HASH })],
    step: onRfq('borealis/sales', 'signNda'),
  },
  {
    ...sealing('acme', 'answer', 'answer'),
    amount: 1,
    given: [...published, onRfq('carter/sales', 'ask', { question: HASH })],
    step: answer,
  },
  {
    ...sealing('acme', 'addAddendum', 'addendum'),
    amount: 1,
    given: published,
    step: onRfq('acme/buyer', 'addAddendum', { text: HASH }),
  },
];

const mandate = (member: string, { what, unit, amount }: Line): Step => {
  const line = { what, unit, mostEach: amount, mostPerPeriod: amount, periodMs: 86_400_000, untilMs: NEEDED_BY_MS };
  const input = { actor: `${member}/agent`, mandate: [line] };
  return { by: `${member}/admin`, action: 'membership.setMandate', input };
};

describe('an agent', () => {
  for (const { member, given, step, ...line } of ROWS) {
    const tryIt = (world: World) => world.do({ ...step(world), by: `${member}/agent` }).outcome;
    test(`binds its member by ${line.what} to ${line.amount} ${line.unit}, and only by its mandate`, () => {
      const world = play(given);
      assert.equal(tryIt(world), 'mandate_missing');
      if (line.amount > 0) {
        play([mandate(member, { ...line, amount: line.amount - 1 })], world);
        assert.equal(tryIt(world), 'mandate_exceeded');
      }
      play([mandate(member, line)], world);
      assert.equal(tryIt(world), 'accepted');
    });
  }

  const PERSONS: readonly (readonly [code: string, what: string, given: readonly (Step | Later)[], step: Later])[] = [
    ['role_not_allowed', 'a counter-offer', opened, counter(14_500)],
    ['role_not_allowed', 'a cancelling', sealed, onRfq('acme/buyer', 'cancelRfq')],
    ['mandate_missing', 'the end of a request', opened, onRfq('acme/buyer', 'endRfq')],
  ];
  for (const [code, what, given, step] of PERSONS) {
    test(`never signs ${what}`, () => {
      const world = play(given);
      assert.equal(world.do({ ...step(world), by: 'acme/agent' }).outcome, code);
    });
  }

  test('binds nobody to what is not there, whatever its mandate', () => {
    const actions = ['sealBid', 'openBid', 'handOver', 'acceptCounter', 'award'];
    const steps = [
      seal('acme', dear),
      open('acme', dear),
      handOver('acme'),
      reply('acme/agent', 'acceptCounter'),
      award('acme'),
    ];
    const line = { unit: 'EUR', mostEach: 80_000, mostPerPeriod: 80_000, periodMs: 86_400_000, untilMs: NEEDED_BY_MS };
    const lines = actions.map((action) => ({ ...line, what: `sourcing.${action}` }));
    const input = { actor: 'acme/agent', mandate: lines };
    const world = play([...market, { by: 'acme/admin', action: 'membership.setMandate', input }]);
    const outcomes = steps.map((step) => world.do({ ...step(world), by: 'acme/agent' }).outcome);
    assert.deepEqual(new Set(outcomes), new Set(['mandate_missing']));
  });
});
