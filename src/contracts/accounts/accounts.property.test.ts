// Whatever members do and in whatever order, money is neither made nor lost, and nothing becomes negative.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Step, World } from '#test/world.ts';
import { escrowContract } from './escrow.fixture.ts';

const contracts = [escrowContract('escrow'), escrowContract('courier')];
const MEMBERS = ['acme', 'borealis', 'carter'];
/** Accounts that exist: `member/unit`; delta issues EUR, carter USD. */
const ACCOUNTS = ['delta/EUR', ...MEMBERS.map((m) => `${m}/EUR`), 'acme/USD', 'carter/USD'];

type Move = (world: World) => Step | undefined;

const account = fc.constantFrom(...ACCOUNTS, 'delta/USD');
const by = fc.constantFrom('acme/finance', 'borealis/finance', 'carter/finance', 'delta/finance');
const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 2_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 0 }) },
);
const contract = fc.constantFrom('escrow', 'escrow', 'courier');
const step =
  (who: string, action: string, input: Step['input']): Move =>
  () => ({ by: who, action, input });

const move: fc.Arbitrary<Move> = fc.oneof(
  fc
    .tuple(by, account, amount)
    .map(([who, to, amountCents]) => step(who, 'accounts.issue', { to, amountCents, reference: 'r' })),
  fc
    .tuple(by, account, amount)
    .map(([who, from, amountCents]) => step(who, 'accounts.redeem', { from, amountCents, reference: 'r' })),
  fc
    .tuple(by, account, account, amount)
    .map(([who, from, to, amountCents]) => step(who, 'accounts.transfer', { from, to, amountCents, reference: 'r' })),
  fc
    .tuple(by, contract, account, account, amount)
    .map(([who, c, from, to, amountCents]) => step(who, `${c}.pay`, { from, to, amountCents })),
  fc
    .tuple(by, contract, account, amount)
    .map(([who, c, from, amountCents]) => step(who, `${c}.hold`, { account: from, amountCents })),
  fc.tuple(by, contract, fc.nat(20), fc.option(account, { nil: undefined }), amount).map(
    ([who, c, nth, payTo, amountCents]): Move =>
      (world) => {
        const holds = world.all('accounts/hold');
        const hold = holds[nth % Math.max(holds.length, 1)]?.id;
        if (hold === undefined) return undefined;
        return {
          by: who,
          action: `${c}.settle`,
          input: { hold, amountCents, ...(payTo === undefined ? {} : { payTo }) },
        };
      },
  ),
);

test('for each unit, balances and holds add up to what was issued and not redeemed, after every step', () => {
  const accepted = new Set<string>();
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 20 }), (moves) => {
      const world = started();
      for (const make of moves) {
        const next = make(world);
        if (next === undefined) continue;
        const before = free(world);
        const { outcome } = world.do(next);
        if (outcome === 'accepted') accepted.add(next.action);
        checkSums(world);
        checkOwners(before, free(world), next);
      }
    }),
    { numRuns: 1000, seed: 42 },
  );
  assert.deepEqual([...accepted].sort(), [
    'accounts.issue',
    'accounts.redeem',
    'accounts.transfer',
    'courier.hold',
    'courier.pay',
    'courier.settle',
    'escrow.hold',
    'escrow.pay',
    'escrow.settle',
  ]);
});

function started(): World {
  const world = new World({ contracts });
  world.ok({ by: 'delta/finance', action: 'accounts.createUnit', input: { code: 'EUR' } });
  world.ok({ by: 'carter/finance', action: 'accounts.createUnit', input: { code: 'USD' } });
  for (const id of ACCOUNTS) {
    const [member, unit = ''] = id.split('/');
    world.ok({ by: `${member}/finance`, action: 'accounts.openAccount', input: { unit } });
  }
  for (const [who, to] of [
    ['delta', 'acme/EUR'],
    ['delta', 'delta/EUR'],
    ['carter', 'carter/USD'],
  ]) {
    world.ok({
      by: `${who}/finance`,
      action: 'accounts.issue',
      input: { to: to ?? '', amountCents: 3_000, reference: 'r' },
    });
  }
  return world;
}

function checkSums(world: World): void {
  const all = world.all('accounts/account');
  const holds = world.all('accounts/hold');
  for (const { id, balanceCents, heldCents } of all) {
    assert.ok(Number(balanceCents) >= 0 && Number(heldCents) >= 0, `${id} is negative`);
    const remaining = holds
      .filter((hold) => hold.account === id)
      .reduce((sum, hold) => sum + Number(hold.amountCents), 0);
    assert.equal(heldCents, remaining, `holds of ${id}`);
  }
  for (const { unit, issuedTotal, redeemedTotal } of world.all('accounts/supply')) {
    const sum = all
      .filter((one) => one.unit === unit)
      .reduce((total, one) => total + Number(one.balanceCents) + Number(one.heldCents), 0);
    assert.equal(sum, Number(issuedTotal) - Number(redeemedTotal), `sum of ${unit}`);
  }
}

/** What is free to spend becomes less only where its owner signed. */
function checkOwners(before: Map<string, number>, after: Map<string, number>, { by: who }: Step): void {
  for (const [id, balance] of before) {
    const isOwn = id.split('/')[0] === who.split('/')[0];
    assert.ok(isOwn || (after.get(id) ?? 0) >= balance, `${who} took from ${id}`);
  }
}

function free(world: World): Map<string, number> {
  return new Map(world.all('accounts/account').map(({ id, balanceCents }) => [String(id), Number(balanceCents)]));
}
