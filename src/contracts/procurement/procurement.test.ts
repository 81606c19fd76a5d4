// Orders that are placed, accepted, given units, and closed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import { timesCents } from '#contracts/shared/money.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { World } from '#test/world.ts';
import { orderOf, unitsOf } from './operations.ts';
import { balanceCents, funded, onOrder, orderId, place, registerUnits } from './procurement.fixture.ts';
import { isAutomatic } from './rules.ts';

const placed = [...funded, place()];
const accept = onOrder('borealis/sales', 'acceptOrder');
const accepted = [...placed, accept];
const term = { name: 'flatness', measure: 'flatness', unit: 'mm', limit: '0.05', evidenceSource: 'QIF results' };
const state = (world: World) => world.get('procurement/order', orderId(world))?.state;
const balances = (world: World) => [balanceCents(world, 'acme/EUR'), balanceCents(world, 'borealis/EUR')];

describe('an order', () => {
  const endings: readonly (readonly [string, readonly Later[], string, readonly number[]])[] = [
    ['sets its price aside when it is placed', [], 'placed', [60_000, 0]],
    ['is declined and returns the price', [onOrder('borealis/sales', 'declineOrder')], 'declined', [100_000, 0]],
    ['is cancelled before acceptance', [onOrder('acme/buyer', 'cancelOrder')], 'cancelled', [100_000, 0]],
    ['keeps the price aside while it is carried out', [accept], 'accepted', [60_000, 0]],
    [
      'is closed in full by the buyer alone, and paid',
      [accept, onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 4 })],
      'closed',
      [60_000, 40_000],
    ],
    [
      'waits for the seller where the buyer accepts less',
      [accept, onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 3 })],
      'closing',
      [60_000, 0],
    ],
    [
      'is paid for three of four once the seller agrees, and the rest returned',
      [
        accept,
        onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 3 }),
        onOrder('borealis/sales', 'agreeClosing'),
      ],
      'closed',
      [70_000, 30_000],
    ],
    [
      'is cancelled after acceptance with both signatures',
      [
        accept,
        onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 0 }),
        onOrder('borealis/sales', 'agreeClosing'),
      ],
      'closed',
      [100_000, 0],
    ],
    [
      'is closed in full where the buyer thinks again',
      [
        accept,
        onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 1 }),
        onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 4 }),
      ],
      'closed',
      [60_000, 40_000],
    ],
  ];
  for (const [name, steps, ending, money] of endings) {
    test(name, () => {
      const world = play([...placed, ...steps]);
      assert.equal(state(world), ending);
      assert.deepEqual(balances(world), money);
    });
  }

  test('on invoice sets nothing aside and pays nothing', () => {
    const world = play([...funded, place({ payment: 'invoice' }), accept]);
    play([onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 4 })], world);
    assert.deepEqual(balances(world), [100_000, 0]);
  });

  test('dearer than what the buyer has is refused', () => {
    const world = play(funded);
    assert.equal(world.do(place({ quantity: 11 })(world)).outcome, 'accounts.balance_short');
  });

  test('is accepted as the seller read it, or not at all', () => {
    const world = play(placed);
    const { by, action, input } = accept(world);
    const stale = { [`procurement/order/${orderId(world)}`]: 'A'.repeat(43) };
    assert.equal(world.do({ by, action, input }, stale).outcome, 'record_changed');
    assert.equal(world.do({ by, action, input }, {}).outcome, 'expects_missing');
  });

  test('is seen by its two parties', () => {
    const world = play(placed);
    const text = world.state.get('procurement/order', orderId(world)) ?? '';
    assert.deepEqual(world.registry.readers('procurement/order', text), ['acme', 'borealis']);
  });

  test('is placed by an agent within its mandate only', () => {
    const line = { what: 'procurement.placeOrder', unit: 'EUR', mostEach: 40_000, mostPerPeriod: 50_000 };
    const mandate = [{ ...line, periodMs: 86_400_000, untilMs: Number.MAX_SAFE_INTEGER }];
    const world = play([
      ...funded,
      { by: 'acme/admin', action: 'membership.setMandate', input: { actor: 'acme/agent', mandate } },
    ]);
    const order = (quantity: number) => world.do(place({ quantity }, 'acme/agent')(world)).outcome;
    assert.deepEqual(
      [order(5), order(4), order(2), order(1)],
      ['mandate_exceeded', 'accepted', 'mandate_exceeded', 'accepted'],
    );
  });
});

describe('the units of an order', () => {
  test('get their ids from buyer or seller, and are the seller’s until title passes', () => {
    const world = play([...accepted, registerUnits('acme/engineer', ['S1', 'S2'])]);
    play([registerUnits('borealis/engineer', ['S3', 'S4'])], world);
    const id = orderId(world);
    const units = world
      .all('items/item')
      .map(({ owner, custodian, state: is, order }) => [owner, custodian, is, order]);
    assert.deepEqual(units, Array(4).fill(['borealis', 'borealis', 'planned', id]));
    const by = { by: 'acme/engineer', via: 'production' };
    assert.equal(callOperation(world, by, unitsOf, { id }).value, 4);
    assert.equal(callOperation(world, by, orderOf, { id }).value?.state, 'accepted');
  });

  test('a hundred at once fit into one statement', () => {
    const serials = Array.from({ length: 100 }, (_, i) => `S${i}`);
    const world = play([...funded, place({ quantity: 100, unitPriceCents: 1000 }), accept]);
    play([registerUnits('acme/engineer', serials)], world);
    assert.equal(world.all('items/item').length, 100);
  });
});

describe('a term of an order', () => {
  test('is automatic with measure, unit, limit and evidence source; where one is missing a person decides', () => {
    assert.equal(isAutomatic(term), true);
    for (const missing of ['measure', 'unit', 'limit', 'evidenceSource']) {
      const { [missing]: _, ...rest } = { ...term } as Record<string, string>;
      assert.equal(isAutomatic({ name: term.name, ...rest }), false, missing);
    }
  });

  test('that was assumed, or a field that was, is named in the order', () => {
    const world = play([...funded, place({ terms: [term], assumed: ['flatness', 'unitPriceCents'] })]);
    assert.deepEqual(world.get('procurement/order', orderId(world))?.assumed, ['flatness', 'unitPriceCents']);
  });
});

test('count times cents is exact up to the most that an amount may be, and nothing beyond', () => {
  const rows: readonly (readonly [number, number, number | undefined])[] = [
    [0, 5, 0],
    [3, 333_333_333_333_333, 999_999_999_999_999],
    [1_000_000_000, 1_000_000, 1_000_000_000_000_000],
    [1_000_000_000, 1_000_001, undefined],
    [1_000_000_000, 1_000_000_000_000_000, undefined],
  ];
  for (const [count, cents, product] of rows) assert.equal(timesCents(count, cents), product);
});
