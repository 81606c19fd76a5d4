// A unit that a contract keeps: its supply moves through that contract alone, and once void it rests where it is.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Step, World } from '#test/world.ts';
import { escrowContract } from './escrow.fixture.ts';

const contracts = [escrowContract('escrow'), escrowContract('courier')];
const CLAIM = { unit: 'CLAIM' };
const through = (contract: string, action: string, input: Step['input'], by = 'delta/finance'): Step => ({
  by,
  action: `${contract}.${action}`,
  input,
});
const transfer = (from: string, to: string, amountCents: number, by = 'acme/finance') =>
  through('accounts', 'transfer', { from, to, amountCents, reference: 'r' }, by);
/** Claims that delta issues through the contract escrow, which keeps them; borealis has 500 of them. */
const kept = [
  through('escrow', 'keep', { code: 'CLAIM' }),
  through('accounts', 'openAccount', CLAIM, 'acme/finance'),
  through('accounts', 'openAccount', CLAIM, 'borealis/finance'),
  through('accounts', 'openAccount', CLAIM),
  through('escrow', 'issue', { to: 'borealis/CLAIM', amountCents: 500 }),
];

describe('a unit that a contract keeps', () => {
  const world = (steps: readonly Step[]) => {
    const made = new World({ contracts });
    for (const step of steps) made.ok(step);
    return made;
  };
  const owner = 'borealis/finance';

  test('is issued and taken out through that contract alone, by its issuer and its owners', () => {
    const rows: readonly (readonly [Step, string])[] = [
      [through('accounts', 'issue', { to: 'borealis/CLAIM', amountCents: 1, reference: 'r' }), 'accounts.unit_kept'],
      [through('accounts', 'redeem', { from: 'delta/CLAIM', amountCents: 1, reference: 'r' }), 'accounts.unit_kept'],
      [through('courier', 'issue', { to: 'acme/CLAIM', amountCents: 1 }), 'accounts.unit_kept'],
      [through('courier', 'takeOut', { from: 'borealis/CLAIM', amountCents: 1 }, owner), 'accounts.unit_kept'],
      [through('courier', 'void', { code: 'CLAIM' }), 'accounts.unit_kept'],
      [through('escrow', 'void', { code: 'OTHER' }), 'accounts.unit_unknown'],
      [through('escrow', 'issue', { to: 'acme/CLAIM', amountCents: 1 }, owner), 'accounts.not_issuer'],
      [through('escrow', 'issue', { to: 'acme/CLAIM', amountCents: 0 }), 'accounts.amount_invalid'],
      [through('escrow', 'takeOut', { from: 'borealis/CLAIM', amountCents: 1 }), 'accounts.not_owner'],
      [through('escrow', 'takeOut', { from: 'borealis/CLAIM', amountCents: -1 }, owner), 'accounts.amount_invalid'],
      [through('escrow', 'takeOut', { from: 'borealis/CLAIM', amountCents: 501 }, owner), 'accounts.balance_short'],
      [through('escrow', 'keep', { code: 'CLAIM' }), 'accounts.unit_taken'],
    ];
    const held = world(kept);
    for (const [step, outcome] of rows) assert.equal(held.do(step).outcome, outcome, JSON.stringify(step));
    held.ok(through('escrow', 'takeOut', { from: 'borealis/CLAIM', amountCents: 500 }, owner));
    assert.deepEqual(balance(held, 'borealis/CLAIM'), [0, 0]);
    assert.equal(held.get('accounts/supply', 'CLAIM')?.redeemedTotal, 500);
  });

  test('is paid like any other, and once void neither paid, set aside, issued nor taken out', () => {
    const live = world(kept);
    live.ok(transfer('borealis/CLAIM', 'acme/CLAIM', 200, owner));
    live.ok(through('escrow', 'void', { code: 'CLAIM' }));
    const rows: readonly Step[] = [
      transfer('acme/CLAIM', 'borealis/CLAIM', 1),
      through('escrow', 'pay', { from: 'acme/CLAIM', to: 'borealis/CLAIM', amountCents: 1 }, 'acme/finance'),
      through('escrow', 'hold', { account: 'acme/CLAIM', amountCents: 1 }, 'acme/finance'),
      through('escrow', 'issue', { to: 'acme/CLAIM', amountCents: 1 }),
      through('escrow', 'takeOut', { from: 'acme/CLAIM', amountCents: 1 }, 'acme/finance'),
      through('escrow', 'void', { code: 'CLAIM' }),
    ];
    for (const step of rows) assert.equal(live.do(step).outcome, 'accounts.unit_void', JSON.stringify(step));
    assert.equal(live.get('accounts/unit', 'CLAIM')?.voidSinceMs, live.timeMs);
  });

  test('that became void leaves no hold behind: it is settled as it was promised', () => {
    const live = world(kept);
    const hold = live.ok(through('escrow', 'hold', { account: 'borealis/CLAIM', amountCents: 300 }, owner)).id('hold');
    live.ok(through('escrow', 'void', { code: 'CLAIM' }));
    live.ok(through('escrow', 'settle', { hold, amountCents: 100, payTo: 'acme/CLAIM' }));
    live.ok(through('escrow', 'settle', { hold, amountCents: 200 }));
    assert.deepEqual(
      [balance(live, 'acme/CLAIM'), balance(live, 'borealis/CLAIM')],
      [
        [100, 0],
        [400, 0],
      ],
    );
  });
});

function balance(world: World, account: string) {
  const record = world.get('accounts/account', account);
  return [record?.balanceCents, record?.heldCents];
}
