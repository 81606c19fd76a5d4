// Every order of signing around claims against one thing: the valuer raises and lowers its value, the owner issues, sets
// aside, closes and reports a loss, holders give on and redeem, and their time runs out.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  about,
  assetId,
  booking,
  fund,
  issue,
  LAPSES_MS,
  proposed,
  redeem,
  value,
} from '#contracts/claims/claims.fixture.ts';
import { claims } from '#contracts/claims/claims.ts';
import { contracts } from '#contracts/index.ts';
import { itemId, type Later, play } from '#contracts/items/items.fixture.ts';
import { identity } from '#contracts/membership/identity.ts';
import type { Contract } from '#core/contract.ts';
import { Registry } from '#core/registry.ts';
import type { World } from '#test/world.ts';
import { type Exploration, explore, type Move, type View } from './explore.ts';

const ALL_CENTS = 100_000;

function movesOf(world: World): readonly Move[] {
  const move = (name: string, step: Later): Move => ({ name, step: () => step(world) });
  const gift = { from: 'carter/PLATECLAIM', to: 'delta/PLATECLAIM', amountCents: 100, reference: 'gift-1' };
  return [
    move('valued', value(5_000)),
    move('valued lower', value(2_000)),
    move('300 issued', issue(300)),
    move('100 set aside', fund(1_000)),
    move('200 set aside', fund(2_000)),
    move('given on', () => booking('carter/finance', 'transfer', gift)),
    move('100 redeemed', redeem(100, 'delta')),
    move('200 redeemed', redeem(200)),
    move('closed', about('acme/finance', 'close')),
    move('loss reported', about('acme/finance', 'reportLoss')),
    move('loss confirmed', about('borealis/finance', 'confirmLoss')),
    move('200 issued', issue(200, 'acme/PLATECLAIM')),
    move('200 more set aside', fund(2_000)),
    move('200 of the owner redeemed', redeem(200, 'acme')),
    { name: 'their time runs out', toMs: LAPSES_MS },
    move('settled', about('carter/sales', 'settle')),
  ];
}

const isOver = (state: unknown): boolean => ['ended', 'lost', 'lapsed'].includes(String(state));

function soundOf(world: World): (view: View) => void {
  const [asset, item] = [assetId(world), itemId(world, 'S1')];
  return (view) => {
    const { state, valueCents, payCents } = view.get('claims/asset', asset) ?? {};
    const supply = view.get('accounts/supply', 'PLATECLAIM');
    const owedCents = (Number(supply?.issuedTotal) - Number(supply?.redeemedTotal)) * Number(payCents);
    const leftCents = Number(view.get('claims/fund', asset)?.leftCents);
    assert.ok(owedCents <= Number(valueCents ?? 0), 'claims exceed their asset');
    assert.ok(leftCents <= owedCents, 'more is set aside than claims pay');
    const euros = view.all('accounts/account').filter(({ unit }) => unit === 'EUR');
    const sum = euros.reduce((all, { balanceCents, heldCents }) => all + Number(balanceCents) + Number(heldCents), 0);
    assert.equal(sum, ALL_CENTS, 'money is moved, never made');
    assert.equal(view.get('accounts/account', 'acme/EUR')?.heldCents, leftCents);
    const thing = view.get('items/item', item);
    assert.equal(thing?.bound !== undefined, state === 'proposed' || state === 'open', 'bound while it backs claims');
    assert.equal(thing?.state, state === 'lost' ? 'scrapped' : 'released');
    assert.equal(view.get('accounts/unit', 'PLATECLAIM')?.voidSinceMs !== undefined, isOver(state));
  };
}

function explored(more: Partial<Exploration> = {}) {
  const world = play(proposed);
  const isEnd = (view: View) => isOver(view.get('claims/asset', assetId(world))?.state);
  return explore({ world, moves: movesOf(world), sound: soundOf(world), isEnd, ...more });
}

/** Takes the valuer at its word, whatever is in circulation. */
function believesAnyValue(): Registry {
  const { rules } = claims;
  const { value: honest } = rules.actions;
  assert.ok(honest !== undefined);
  const run: typeof honest.run = (ctx, input) => {
    const { asset: id, valueCents } = input as { readonly asset: string; readonly valueCents: number };
    const asset = ctx.get('asset', id);
    if (asset?.state !== 'open') return honest.run(ctx, input as never);
    ctx.put('asset', id, { ...asset, valueCents });
  };
  const broken: Contract = {
    ...claims,
    rules: { ...rules, actions: { ...rules.actions, value: { ...honest, run } } },
  };
  return new Registry([...contracts.filter(({ name }) => name !== 'claims'), broken], identity);
}

describe('every order of signing around claims', () => {
  test('no state is unsound, and none without a way out', (t) => {
    const found = explored();
    t.diagnostic(`exploration, claims: ${found.states} states, ${found.transitions} transitions, ${found.ends} ends`);
    assert.deepEqual([found.broken, found.stuck], [undefined, undefined]);
    assert.ok(found.states > 1_000 && found.ends > 50);
  });

  test('a contract that believes any value is found out, by the shortest way', () => {
    const { broken } = explored({ registry: believesAnyValue() });
    assert.match(broken?.why ?? '', /claims exceed their asset/);
    assert.deepEqual(broken?.way, ['valued', '300 issued', 'valued lower']);
  });

  test('without settlement by anyone and without a loss, claims that nobody paid in time bind the thing for ever', () => {
    const moves = movesOf(play(proposed)).filter(({ name }) => name !== 'settled' && name !== 'loss confirmed');
    assert.deepEqual(explored({ moves }).stuck, ['valued', '300 issued', 'their time runs out']);
  });
});
