// Every order of signing in a market: shops seal, change their mind, open; buyers award to the right bid and to the wrong
// one, end and settle; time passes its deadlines. Two requests, up to three shops.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contracts } from '#contracts/index.ts';
import { play } from '#contracts/items/items.fixture.ts';
import { identity } from '#contracts/membership/identity.ts';
import {
  AWARD_UNTIL_MS,
  commitmentOf,
  HASH,
  market,
  OPEN_UNTIL_MS,
  priced,
  publish,
  SEAL_UNTIL_MS,
  saltOf,
  shop,
} from '#contracts/sourcing/market.fixture.ts';
import { sourcing } from '#contracts/sourcing/sourcing.ts';
import {
  CONTEST_UNTIL_MS,
  fileOf,
  NAMING_UNTIL_MS,
  publishToBuyer,
  registerFile,
} from '#contracts/sourcing/to-buyer.fixture.ts';
import type { Contract } from '#core/contract.ts';
import { Registry } from '#core/registry.ts';
import { SOAK } from '#test/load.ts';
import type { Step, World } from '#test/world.ts';
import { type Exploration, explore, type Move, type View } from './explore.ts';

const PRICES: { readonly [shop: string]: number } = { borealis: 15_000, carter: 18_000, delta: 16_000 };
const DAY_MS = 86_400_000;

/** Requests of acme, the second of which invites one shop only; delta is a shop too, where three bid. */
function opening(requests: number, shops: readonly string[]): World {
  const more = shops.includes('delta') ? shop('delta') : [];
  const world = play([...market, ...more]);
  for (let i = 0; i < requests; i++) {
    const invited = i === 0 ? [...shops] : shops.slice(0, 1);
    const bondCents = shops.includes('delta') ? 0 : 5_000;
    play([publish({ invited, bondCents, pool: { unit: 'CREDIT', amountCents: 10, capCents: 10 } })], world);
  }
  return world;
}

/** One request of acme whose bids go to it; the file of each shop's bid is registered. */
function openingToBuyer(shops: readonly string[]): World {
  return play([...market, publishToBuyer({ invited: [...shops] }), ...shops.map(registerFile)]);
}

function movesOf(world: World): readonly Move[] {
  const isToBuyer = world.all('sourcing/rfq').some(({ toBuyer }) => toBuyer !== undefined);
  const moves: Move[] = [
    { name: 'sealing ends', toMs: SEAL_UNTIL_MS },
    { name: 'opening ends', toMs: OPEN_UNTIL_MS },
    ...(isToBuyer
      ? [
          { name: 'naming ends', toMs: NAMING_UNTIL_MS },
          { name: 'the contest ends', toMs: CONTEST_UNTIL_MS },
        ]
      : []),
    { name: 'awarding ends', toMs: AWARD_UNTIL_MS },
    // What ended before is claimed for a month.
    {
      name: 'a month later',
      toMs: AWARD_UNTIL_MS + 31 * DAY_MS,
      when: (view) => view.all('sourcing/rfq').every(({ state }) => state !== 'open'),
    },
  ];
  for (const [at, { id, invited }] of world.all('sourcing/rfq').entries()) {
    const rfq = String(id);
    const tag = at === 0 ? '' : ` ${at + 1}`;
    const step = (name: string, by: string, action: string, input: Step['input']): void => {
      moves.push({ name: `${name}${tag}`, step: () => ({ by, action: `sourcing.${action}`, input }) });
    };
    for (const member of invited as string[]) {
      const content = priced(PRICES[member] ?? 0);
      const bid = `${rfq}:${member}`;
      const commitment = commitmentOf(rfq, member, content);
      const file = isToBuyer ? { file: fileOf(member) } : {};
      const opening = { bid, salt: saltOf(member), content: { ...content } };
      step(`${member} seals`, `${member}/sales`, 'sealBid', { rfq, commitment, acknowledged: 0, ...file });
      step(`${member} opens`, `${member}/sales`, 'openBid', opening);
      if (isToBuyer) {
        step(`${member} hands over`, `${member}/sales`, 'handOver', { bid, reader: 'acme/buyer' });
        step(`acme opens that of ${member}`, 'acme/buyer', 'openReceived', opening);
        if (SOAK || member === 'borealis')
          step(`acme cannot read that of ${member}`, 'acme/buyer', 'sayUnreadable', { bid });
      }
      step(`award to ${member}`, 'acme/buyer', 'award', { rfq, bid });
      step(`${member} settled`, 'acme/buyer', 'settleBid', { bid });
    }
    step('request ended', 'acme/buyer', 'endRfq', { rfq });
    if (!isToBuyer) step('pool settled', 'acme/buyer', 'settlePool', { rfq });
  }
  return moves;
}

const SECRET: readonly string[] = ['sealed', 'handedOver'];

function sound(view: View): void {
  const accounts = view.all('accounts/account');
  const sum = (unit: string) =>
    accounts
      .filter((account) => account.unit === unit)
      .reduce((all, { balanceCents, heldCents }) => all + Number(balanceCents) + Number(heldCents), 0);
  assert.deepEqual([sum('EUR'), sum('CREDIT')], [1_020_000, 1_200], 'money is moved, never made');
  const bids = view.all('sourcing/bid');
  const rfqs = view.all('sourcing/rfq');
  const awarded = rfqs.filter(({ state }) => state === 'awarded');
  assert.equal(view.all('procurement/order').length, awarded.length, 'one request, one order');
  for (const { winner, id } of awarded) {
    const points = bids.filter(({ rfq }) => rfq === id).map((bid) => Number(bid.points ?? 0));
    const won = bids.find((bid) => bid.id === winner);
    assert.equal(Number(won?.points), Math.max(...points), 'the award is what the rule gives');
  }
  for (const { state, bondHold } of bids)
    assert.ok(bondHold === undefined || SECRET.includes(String(state)), 'a bond is held while its bid is a secret');
}

function isEnd(view: View): boolean {
  const held = view.all('accounts/hold').some(({ contract, state }) => contract === 'sourcing' && state === 'held');
  return !held && view.all('sourcing/rfq').every(({ state }) => state !== 'open');
}

/** Awards to whichever bid the buyer names, as if that were the rule. */
function awardsToAnyone(): Registry {
  const { rules } = sourcing;
  const { award, awardByChoice } = rules.actions;
  assert.ok(award !== undefined && awardByChoice !== undefined);
  const run: typeof award.run = (ctx, input) => awardByChoice.run(ctx, { ...Object(input), reason: HASH } as never);
  const broken: Contract = {
    ...sourcing,
    rules: { ...rules, actions: { ...rules.actions, award: { ...award, run } } },
  };
  return new Registry([...contracts.filter(({ name }) => name !== 'sourcing'), broken], identity);
}

const explored = (world: World, more: Partial<Exploration> = {}) =>
  explore({ world, moves: movesOf(world), sound, isEnd, ...more });

describe('every order of signing in a market', () => {
  const sizes: readonly (readonly [name: string, requests: number, shops: readonly string[]])[] = [
    ['one request, two shops', 1, ['borealis', 'carter']],
    ...(SOAK
      ? ([
          ['one request, three shops', 1, ['borealis', 'carter', 'delta']],
          ['two requests, two shops', 2, ['borealis', 'carter']],
        ] as const)
      : []),
  ];
  for (const [name, requests, shops] of sizes) {
    test(`${name}: no state is unsound, and none without a way out`, (t) => {
      const found = explored(opening(requests, shops));
      t.diagnostic(
        `exploration, ${name}: ${found.states} states, ${found.transitions} transitions, ${found.ends} ends`,
      );
      assert.deepEqual([found.broken, found.stuck], [undefined, undefined]);
      assert.ok(found.states > 500 && found.ends > 50);
    });
  }

  test('one request whose bids go to the buyer, two shops: as sound, and every bond comes back or is forfeited', (t) => {
    const found = explored(openingToBuyer(['borealis', 'carter']));
    t.diagnostic(
      `exploration, bids to the buyer: ${found.states} states, ${found.transitions} transitions, ${found.ends} ends`,
    );
    assert.deepEqual([found.broken, found.stuck], [undefined, undefined]);
    assert.ok(found.states > 500 && found.ends > 50);
  });

  test('a contract that awards to any bid is found out, by a shortest way', () => {
    const world = opening(1, ['borealis', 'carter']);
    const { broken } = explored(world, { registry: awardsToAnyone() });
    assert.match(broken?.why ?? '', /the award is what the rule gives/);
    assert.equal(broken?.way.length, 6);
    assert.deepEqual([...(broken?.way ?? [])].sort(), [
      'award to carter',
      'borealis opens',
      'borealis seals',
      'carter opens',
      'carter seals',
      'sealing ends',
    ]);
  });

  test('a contract that forgets what it set aside is found out: a state is without a way out', () => {
    const world = opening(1, ['borealis', 'carter']);
    const moves = movesOf(world).filter(({ name }) => name !== 'pool settled');
    const { stuck } = explore({ world, moves, sound, isEnd });
    assert.deepEqual(stuck, [], 'without the settling of its pool no request comes to an end, from the start');
  });
});
