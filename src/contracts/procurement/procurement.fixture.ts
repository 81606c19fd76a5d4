// Steps with orders and the money behind them. Buyer is acme, seller borealis; delta issues the euro.

import assert from 'node:assert/strict';
import { type Later, registerType, typeId } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import type { Fulfilment } from './fulfilling.ts';
import { fulfil } from './operations.ts';

type Kind = Fulfilment['kind'];

const DELIVERY_PLACE = 'A'.repeat(43);

/** acme has a part number, and 1,000.00 in euros of delta; borealis has an empty account. */
export const funded: readonly Step[] = [
  registerType('acme', 'PLATE-1'),
  { by: 'delta/finance', action: 'accounts.createUnit', input: { code: 'EUR' } },
  { by: 'acme/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
  { by: 'borealis/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
  {
    by: 'delta/finance',
    action: 'accounts.issue',
    input: { to: 'acme/EUR', amountCents: 100_000, reference: 'deposit-1' },
  },
];

/** acme orders four plates at 100.00 from borealis, the price held; `changes` say what is other. */
export function place(changes: JsonObject = {}, by = 'acme/buyer'): Later {
  return (world) => ({
    by,
    action: 'procurement.placeOrder',
    input: {
      seller: 'borealis',
      itemType: typeId(world, 'PLATE-1'),
      quantity: 4,
      unitPriceCents: 10_000,
      unit: 'EUR',
      neededByMs: START_MS + 86_400_000,
      deliveryPlace: DELIVERY_PLACE,
      terms: [],
      assumed: [],
      payment: 'hold',
      ...changes,
    },
  });
}

/** Evidence of another contract for the only order, then a step that changes nothing of it. */
export function evidence(
  kind: Kind,
  quantity: number,
  more: { readonly atMs?: number; readonly items?: readonly string[] } = {},
): Later {
  return (world) => {
    const via = { built: 'production', inspected: 'inspection' }[kind as string] ?? 'shipping';
    const called = callOperation(world, { by: 'borealis/sales', via }, fulfil, {
      order: orderId(world),
      kind,
      quantity,
      ...more,
    });
    assert.equal(called.outcome, 'accepted');
    return pass(0);
  };
}

/** Time passes; nothing of the order changes. */
export function pass(afterMs: number): Step {
  return { by: 'delta/admin', action: 'procurement.setPolicy', input: { unit: 'EUR' }, afterMs };
}

/** The buyer needs a second person above this amount. */
export function policy(secondAboveCents: number): Step {
  return { by: 'acme/admin', action: 'procurement.setPolicy', input: { unit: 'EUR', secondAboveCents } };
}

/** The id of the only record of a kind. */
export function onlyId(world: World, kind: string): string {
  return String(world.all(kind)[0]?.id ?? `${kind}-none`);
}

/** Milestones with these shares, in this order. */
export function milestones(
  ...parts: readonly (readonly [when: string, shareBasisPoints: number, by?: JsonObject])[]
): JsonObject[] {
  return parts.map(([when, shareBasisPoints, by], i) => ({
    name: `${when} ${i}`,
    when,
    shareBasisPoints,
    ...(by === undefined ? {} : { by }),
  }));
}

/** The id of the only order. */
export function orderId(world: World): string {
  return String(world.all('procurement/order')[0]?.id ?? 'order-none');
}

/** A step on the only order. */
export function onOrder(by: string, action: string, more: JsonObject = {}): Later {
  return (world) => ({ by, action: `procurement.${action}`, input: { id: orderId(world), ...more } });
}

/** A step on the only dispute of the only order. */
export function onDispute(by: string, action: string, more: JsonObject = {}): Later {
  return (world) => ({
    by,
    action: `procurement.${action}`,
    input: { order: orderId(world), dispute: onlyId(world, 'procurement/dispute'), ...more },
  });
}

/** Gives units of the only order their serial numbers. */
export function registerUnits(by: string, serials: readonly string[]): Later {
  return (world) => ({
    by,
    action: 'procurement.registerUnits',
    input: { order: orderId(world), serials: [...serials] },
  });
}

/** The free balance of an account, in cents. */
export function balanceCents(world: World, account: string): number {
  return Number(world.get('accounts/account', account)?.balanceCents ?? 0);
}
