// Every order of signing between two buyers and three shops whose orders compete for the same money.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play, registerType, typeId } from '#contracts/items/items.fixture.ts';
import { funded } from '#contracts/procurement/procurement.fixture.ts';
import { SOAK } from '#test/load.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import { explore, type Move, type View } from './explore.ts';

const DAY_MS = 86_400_000;
const NEEDED_BY_MS = START_MS + DAY_MS;
/** An order ends by itself a year after its date. */
const LAPSED_MS = NEEDED_BY_MS + 366 * DAY_MS;
const HASH = 'A'.repeat(43);
const ALL_CENTS = 200_000;

type Deal = { readonly buyer: string; readonly seller: string };
const DEALS: readonly Deal[] = [
  { buyer: 'acme', seller: 'borealis' },
  { buyer: 'acme', seller: 'carter' },
  { buyer: 'delta', seller: 'borealis' },
  ...(SOAK ? [{ buyer: 'acme', seller: 'delta' }] : []),
];

function opening(): World {
  const account = (member: string): Step => ({
    by: `${member}/finance`,
    action: 'accounts.openAccount',
    input: { unit: 'EUR' },
  });
  const issue = { to: 'delta/EUR', amountCents: 100_000, reference: 'own' };
  return play([
    ...funded,
    registerType('delta', 'RING-1'),
    account('carter'),
    account('delta'),
    { by: 'delta/finance', action: 'accounts.issue', input: issue },
  ]);
}

const orderOf = (view: View, { buyer, seller }: Deal): string => {
  const found = view.all('procurement/order').find((one) => one.buyer === buyer && one.seller === seller);
  return String(found?.id ?? 'order-none');
};

function movesOf(deal: Deal, world: World): readonly Move[] {
  const { buyer, seller } = deal;
  const name = (what: string) => `${buyer} and ${seller}: ${what}`;
  const on = (what: string, by: string, action: string, more: object = {}): Move => ({
    name: name(what),
    step: (view) => ({ by, action: `procurement.${action}`, input: { id: orderOf(view, deal), ...more } }),
  });
  const part = buyer === 'acme' ? 'PLATE-1' : 'RING-1';
  const input = {
    ...{ seller, itemType: typeId(world, part), quantity: 2, unitPriceCents: 30_000, unit: 'EUR' },
    ...{ neededByMs: NEEDED_BY_MS, deliveryPlace: HASH, terms: [], assumed: [], payment: 'hold' },
  };
  return [
    { name: name('placed'), step: () => ({ by: `${buyer}/buyer`, action: 'procurement.placeOrder', input }) },
    on('accepted', `${seller}/sales`, 'acceptOrder'),
    on('declined', `${seller}/sales`, 'declineOrder'),
    on('cancelled', `${buyer}/buyer`, 'cancelOrder'),
    on('half to be closed', `${buyer}/finance`, 'closeOrder', { acceptedQuantity: 1 }),
    on('closing agreed', `${seller}/finance`, 'agreeClosing'),
    on('settled', 'carter/finance', 'settle'),
  ];
}

function sound(view: View): void {
  const accounts = view.all('accounts/account');
  const [all, held] = [
    accounts.reduce((sum, { balanceCents, heldCents }) => sum + Number(balanceCents) + Number(heldCents), 0),
    accounts.reduce((sum, { heldCents }) => sum + Number(heldCents), 0),
  ];
  assert.equal(all, ALL_CENTS, 'money is moved, never made');
  const open = view
    .all('procurement/order')
    .filter(({ state }) => ['placed', 'accepted', 'closing'].includes(String(state)));
  assert.equal(held, 60_000 * open.length, 'what is held is the price of what is open');
  for (const money of view.all('procurement/money')) {
    const { paidCents, returnedCents, heldCents } = money;
    assert.equal(Number(paidCents) + Number(returnedCents) + Number(heldCents), 60_000);
  }
}

const isEnd = (view: View): boolean =>
  view.all('procurement/order').every(({ state }) => ['declined', 'cancelled', 'closed'].includes(String(state)));

test('two buyers and three shops: no state is unsound, and none without a way out', (t) => {
  const world = opening();
  // The date by which an order is accepted or not at all, and the day on which it ends by itself.
  const times: readonly Move[] = [
    { name: 'a year passes', toMs: LAPSED_MS, when: (view) => view.all('procurement/order').length > 0 },
  ];
  const moves = [...DEALS.flatMap((deal) => movesOf(deal, world)), ...times];
  const found = explore({ world, moves, sound, isEnd });
  t.diagnostic(`exploration, orders: ${found.states} states, ${found.transitions} transitions, ${found.ends} ends`);
  assert.deepEqual([found.broken, found.stuck], [undefined, undefined]);
  assert.ok(found.states > 100 && found.ends > 50);
});
