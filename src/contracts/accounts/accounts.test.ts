// The accounts contract: its refusals, and money that is issued, paid, set aside and redeemed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { testRefusals } from '#test/refusals.ts';
import { type Step, World } from '#test/world.ts';
import { accounts } from './accounts.ts';
import { escrowContract } from './escrow.fixture.ts';

const contracts = [escrowContract('escrow'), escrowContract('courier')];
const CENTS_MOST = 1_000_000_000_000_000;
const DAY_MS = 86_400_000;

const createUnit = (code: string, by = 'delta/finance'): Step => ({
  by,
  action: 'accounts.createUnit',
  input: { code },
});
const open = (member: string, unit = 'EUR'): Step => ({
  by: `${member}/finance`,
  action: 'accounts.openAccount',
  input: { unit },
});
const issue = (to: string, amountCents: number, by = 'delta/finance'): Step => ({
  by,
  action: 'accounts.issue',
  input: { to, amountCents, reference: 'deposit-1' },
});
const redeem = (from: string, amountCents: number, by = 'delta/finance'): Step => ({
  by,
  action: 'accounts.redeem',
  input: { from, amountCents, reference: 'payout-1' },
});
const transfer = (from: string, to: string, amountCents: number, by = 'acme/finance'): Step => ({
  by,
  action: 'accounts.transfer',
  input: { from, to, amountCents, reference: 'invoice-7' },
});
const hold = (account: string, amountCents: number, by = 'acme/buyer'): Step => ({
  by,
  action: 'escrow.hold',
  input: { account, amountCents },
});
const settle = (world: World, amountCents: number, payTo?: string, contract = 'escrow'): Step => ({
  by: 'borealis/sales',
  action: `${contract}.settle`,
  input: { hold: String(world.all('accounts/hold')[0]?.id), amountCents, ...(payTo === undefined ? {} : { payTo }) },
});

/** Euro as promised by delta; acme has 1,000.00, borealis an empty account. */
const started = [createUnit('EUR'), open('acme'), open('borealis'), issue('acme/EUR', 100_000)];
/** Claims that delta issues through the contract escrow, which keeps them; borealis has 500 of them. */
const through = (action: string, input: Step['input'], by = 'delta/finance'): Step => ({
  by,
  action: `escrow.${action}`,
  input,
});
const kept = [
  through('keep', { code: 'CLAIM' }),
  open('acme', 'CLAIM'),
  open('borealis', 'CLAIM'),
  through('issue', { to: 'borealis/CLAIM', amountCents: 500 }),
];
const voided = [...kept, through('void', { code: 'CLAIM' }, 'acme/buyer')];
const dollars = [createUnit('USD'), open('borealis', 'USD')];

testRefusals(
  accounts,
  {
    unit_taken: { given: [createUnit('EUR')], refused: createUnit('EUR', 'acme/finance') },
    unit_unknown: { refused: open('acme', 'EUR') },
    unit_kept: { given: kept, refused: issue('borealis/CLAIM', 1) },
    unit_void: { given: voided, refused: transfer('borealis/CLAIM', 'acme/CLAIM', 1, 'borealis/finance') },
    unit_differs: { given: [...started, ...dollars], refused: transfer('acme/EUR', 'borealis/USD', 1) },
    not_issuer: { given: started, refused: issue('acme/EUR', 1, 'acme/finance') },
    account_taken: { given: started, refused: open('acme') },
    account_unknown: { given: started, refused: transfer('acme/EUR', 'carter/EUR', 1) },
    account_same: { given: started, refused: transfer('acme/EUR', 'acme/EUR', 1) },
    not_owner: { given: started, refused: transfer('acme/EUR', 'borealis/EUR', 1, 'borealis/finance') },
    amount_invalid: { given: started, refused: hold('acme/EUR', -1) },
    amount_too_large: {
      given: [...started.slice(0, 3), ...Array<Step>(9).fill(issue('acme/EUR', CENTS_MOST))],
      refused: issue('borealis/EUR', Number.MAX_SAFE_INTEGER - 9 * CENTS_MOST + 1),
    },
    balance_short: { given: started, refused: transfer('acme/EUR', 'borealis/EUR', 100_001) },
    hold_unknown: {
      given: started,
      refused: { by: 'acme/buyer', action: 'escrow.settle', input: { hold: 'hold-1', amountCents: 1 } },
    },
    hold_foreign: {
      given: [...started, hold('acme/EUR', 500)],
      refused: (world) => settle(world, 500, 'borealis/EUR', 'courier'),
    },
    hold_settled: {
      given: [...started, hold('acme/EUR', 500), (world) => settle(world, 500)],
      refused: (world) => settle(world, 1),
    },
    hold_short: {
      given: [...started, hold('acme/EUR', 500), (world) => settle(world, 200, 'borealis/EUR')],
      refused: (world) => settle(world, 301),
    },
  },
  { contracts },
);

describe('refusals of one code at more than one place', () => {
  const bank = open('delta');
  const rows: readonly (readonly [string, string, readonly Step[], Step])[] = [
    ['issuing to no account', 'account_unknown', [], issue('carter/EUR', 1)],
    ['redeeming from no account', 'account_unknown', [], redeem('carter/EUR', 1)],
    ['redeeming from another’s account', 'not_owner', [], redeem('acme/EUR', 1)],
    ['redeeming by a member that is not the issuer', 'not_issuer', [], redeem('acme/EUR', 1, 'acme/finance')],
    ['redeeming more than there is', 'balance_short', [bank], redeem('delta/EUR', 1)],
    ['paying from no account', 'account_unknown', [], transfer('acme/USD', 'borealis/EUR', 1)],
    ['setting aside another’s money', 'not_owner', [], hold('acme/EUR', 1, 'borealis/sales')],
    ['setting aside from no account', 'account_unknown', [], hold('carter/EUR', 1)],
    ['setting aside more than there is', 'balance_short', [], hold('acme/EUR', 100_001)],
    ['setting aside what is set aside', 'balance_short', [hold('acme/EUR', 60_000)], hold('acme/EUR', 60_000)],
    [
      'paying what is set aside',
      'balance_short',
      [hold('acme/EUR', 60_000)],
      transfer('acme/EUR', 'borealis/EUR', 60_000),
    ],
    [
      'another contract paying for a member that did not sign',
      'not_owner',
      [],
      { by: 'borealis/sales', action: 'escrow.pay', input: { from: 'acme/EUR', to: 'borealis/EUR', amountCents: 1 } },
    ],
    [
      'another contract paying nothing',
      'amount_invalid',
      [],
      { by: 'acme/buyer', action: 'escrow.pay', input: { from: 'acme/EUR', to: 'borealis/EUR', amountCents: 0 } },
    ],
  ];
  for (const [name, code, given, refused] of rows) {
    test(`${name}: ${code}`, () => {
      const world = ready(given);
      assert.equal(world.do(refused).outcome, `accounts.${code}`);
    });
  }
  test('settling to an account of another unit, or to none, is refused and leaves the hold', () => {
    const world = ready([...dollars, hold('acme/EUR', 500)]);
    assert.equal(world.do(settle(world, 500, 'borealis/USD')).outcome, 'accounts.unit_differs');
    assert.equal(world.do(settle(world, 500, 'carter/EUR')).outcome, 'accounts.account_unknown');
    assert.equal(world.do(settle(world, 0, 'borealis/EUR')).outcome, 'accounts.amount_invalid');
    assert.deepEqual(balance(world, 'acme/EUR'), [99_500, 500]);
  });
  test('up to the last unit below 2^53, issuing is accepted', () => {
    const world = ready(Array<Step>(8).fill(issue('acme/EUR', CENTS_MOST)));
    world.ok(issue('borealis/EUR', CENTS_MOST - 100_000));
    world.ok(issue('borealis/EUR', Number.MAX_SAFE_INTEGER - 9 * CENTS_MOST));
    assert.equal(world.do(issue('acme/EUR', 1)).outcome, 'accounts.amount_too_large');
  });
});

describe('accounts', () => {
  test('a buyer is credited, pays a maker, and the maker is paid out through the issuer', () => {
    const world = ready([open('delta')]);
    const paid = world.ok(transfer('acme/EUR', 'borealis/EUR', 40_000));
    world.ok(transfer('borealis/EUR', 'delta/EUR', 30_000, 'borealis/finance'));
    world.ok(redeem('delta/EUR', 30_000));
    assert.deepEqual(balance(world, 'acme/EUR'), [60_000, 0]);
    assert.deepEqual(balance(world, 'borealis/EUR'), [10_000, 0]);
    assert.deepEqual(balance(world, 'delta/EUR'), [0, 0]);
    assert.deepEqual(world.get('accounts/supply', 'EUR'), { unit: 'EUR', issuedTotal: 100_000, redeemedTotal: 30_000 });
    assert.deepEqual(world.get('accounts/transfer', paid.id('transfer')), {
      id: paid.id('transfer'),
      unit: 'EUR',
      from: 'acme/EUR',
      to: 'borealis/EUR',
      payer: 'acme',
      payee: 'borealis',
      amountCents: 40_000,
      reference: 'invoice-7',
      timeMs: world.timeMs,
    });
  });

  test('money set aside is paid out in parts and the rest returned', () => {
    const world = ready([]);
    const id = world.ok(hold('acme/EUR', 50_000)).id('hold');
    assert.deepEqual(balance(world, 'acme/EUR'), [50_000, 50_000]);
    world.ok(settle(world, 30_000, 'borealis/EUR'));
    assert.equal(world.get('accounts/hold', id)?.state, 'held');
    world.ok(settle(world, 15_000));
    world.ok(settle(world, 5_000, 'acme/EUR'));
    assert.deepEqual(balance(world, 'acme/EUR'), [70_000, 0]);
    assert.deepEqual(balance(world, 'borealis/EUR'), [30_000, 0]);
    const settled = world.get('accounts/hold', id);
    assert.deepEqual([settled?.amountCents, settled?.state], [0, 'settled']);
    const payment = world.all('accounts/transfer').find(({ reference }) => reference === 'order-1');
    assert.deepEqual([payment?.from, payment?.to, payment?.amountCents], ['acme/EUR', 'borealis/EUR', 30_000]);
  });

  test('an account is paid out or set aside to its last cent', () => {
    const world = ready([open('delta'), hold('acme/EUR', 40_000), transfer('acme/EUR', 'delta/EUR', 60_000)]);
    world.ok(redeem('delta/EUR', 60_000));
    assert.deepEqual(balance(world, 'acme/EUR'), [0, 40_000]);
    world.ok(settle(world, 40_000));
    world.ok(hold('acme/EUR', 40_000));
    assert.deepEqual(balance(world, 'acme/EUR'), [0, 40_000]);
  });

  test('a hold keeps its permit: contract, record and condition', () => {
    const world = ready([]);
    const id = world.ok(hold('acme/EUR', 1)).id('hold');
    const { contract, record, condition } = world.get('accounts/hold', id) ?? {};
    assert.deepEqual([contract, record, condition], ['escrow', 'order-1', 'order.accepted']);
  });

  test('another contract pays with its caller’s signature and finds the main account', () => {
    const world = ready([]);
    world.ok({
      by: 'acme/buyer',
      action: 'escrow.pay',
      input: { from: 'acme/EUR', to: 'borealis/EUR', amountCents: 7 },
    });
    const find = (member: string): Step => ({
      by: 'acme/buyer',
      action: 'escrow.find',
      input: { member, unit: 'EUR' },
    });
    assert.deepEqual(world.ok(find('borealis')).events, [
      { contract: 'escrow', name: 'found', data: { id: 'borealis/EUR', balanceCents: 7 } },
    ]);
    assert.equal(world.do(find('carter')).outcome, 'escrow.account_absent');
  });

  test('an owner keeps several accounts of one unit apart by name; the one without a name is the main account', () => {
    const world = ready([]);
    world.ok({ by: 'acme/finance', action: 'accounts.openAccount', input: { unit: 'EUR', name: 'plant-2' } });
    world.ok(transfer('acme/EUR', 'acme/EUR/plant-2', 250));
    assert.deepEqual(balance(world, 'acme/EUR/plant-2'), [250, 0]);
    assert.equal(world.get('accounts/account', 'acme/EUR/plant-2')?.name, 'plant-2');
  });

  test('whoever opens an account agrees to the issuer: the unit’s terms keep their hash while money is issued', () => {
    const world = ready([]);
    const before = world.state.get('accounts/unit', 'EUR');
    world.ok(issue('borealis/EUR', 5));
    assert.equal(world.state.get('accounts/unit', 'EUR'), before);
    assert.equal(world.do(open('carter'), {}).outcome, 'expects_missing');
  });

  test('balances are seen by their owner, payments by both sides, a hold also by whom it may be paid to', () => {
    const world = ready([]);
    world.ok(transfer('acme/EUR', 'borealis/EUR', 1));
    const plain = world.ok(hold('acme/EUR', 1)).id('hold');
    const input = { account: 'acme/EUR', amountCents: 1, beneficiary: 'borealis' };
    const promised = world.ok({ by: 'acme/buyer', action: 'escrow.hold', input }).id('hold');
    const transferId = String(world.all('accounts/transfer').find(({ to }) => to === 'borealis/EUR')?.id);
    const readers = (kind: string, id: string) => world.registry.readers(kind, world.state.get(kind, id) ?? '');
    assert.deepEqual(readers('accounts/account', 'acme/EUR'), ['acme']);
    assert.deepEqual(readers('accounts/transfer', transferId), ['acme', 'borealis']);
    assert.deepEqual(readers('accounts/hold', plain), ['acme']);
    assert.deepEqual(readers('accounts/hold', promised), ['acme', 'borealis']);
    assert.equal(readers('accounts/unit', 'EUR'), 'members');
    assert.equal(readers('accounts/supply', 'EUR'), 'members');
  });
});

describe('an agent', () => {
  const line = { what: 'accounts.transfer', unit: 'EUR', mostEach: 500, mostPerPeriod: 800, periodMs: DAY_MS };
  const allow = (world: World): Step => ({
    by: 'acme/admin',
    action: 'membership.setMandate',
    input: { actor: 'acme/agent', mandate: [{ ...line, untilMs: world.timeMs + 30 * DAY_MS }] },
  });
  const pays = (amountCents: number) => transfer('acme/EUR', 'borealis/EUR', amountCents, 'acme/agent');

  test('pays only under a mandate, up to it, in its unit', () => {
    const world = ready([]);
    assert.equal(world.do(pays(1)).outcome, 'mandate_missing');
    world.ok(allow(world));
    assert.equal(world.do(pays(501)).outcome, 'mandate_exceeded');
    world.ok(pays(500));
    assert.equal(world.do(pays(301)).outcome, 'mandate_exceeded');
    world.ok(pays(300));
    world.ok({ ...pays(500), afterMs: DAY_MS });
  });

  test('whose payment is refused has not used its mandate', () => {
    const world = ready([]);
    world.ok(allow(world));
    assert.equal(world.do(transfer('acme/EUR', 'carter/EUR', 500, 'acme/agent')).outcome, 'accounts.account_unknown');
    world.ok(pays(500));
    world.ok(pays(300));
  });

  test('opens no account', () => {
    const world = ready([]);
    assert.equal(world.do({ ...open('acme'), by: 'acme/agent' }).outcome, 'role_not_allowed');
  });
});

function ready(steps: readonly Step[]): World {
  const world = new World({ contracts });
  for (const step of [...started, ...steps]) world.ok(step);
  return world;
}

function balance(world: World, account: string) {
  const record = world.get('accounts/account', account);
  return [record?.balanceCents, record?.heldCents];
}
