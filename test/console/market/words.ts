// Words that the states of the market are told in: an order by its quantity, a thing by the number on it, a request by when
// its sealing ends.

import { typeId } from '#contracts/items/items.fixture.ts';
import { hash, the } from '#contracts/production/workshop.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';

/** A step, or one that reads the world it is done in. */
export type Given = Step | ((world: World) => Step);

const DAY_MS = 86_400_000;
/** A commitment that nobody opens. */
export const REASON = hash('reason');

/** Time after the first day of the market. */
export const day = (days: number): number => START_MS + days * DAY_MS;
/** The order of so many plates: orders are told by their quantity. */
export const orderOf = (world: World, quantity: number): string => the(world, 'procurement/order', { quantity });
/** The thing with this number. */
export const thing = (world: World, number: string): string => the(world, 'items/item', { number });

/** acme orders so many plates of borealis at 100.00, the price set aside; `more` says what is other. */
export function place(quantity: number, more: JsonObject = {}): Given {
  return (world) => ({
    by: 'acme/buyer',
    action: 'procurement.placeOrder',
    input: {
      ...{ seller: 'borealis', itemType: typeId(world, 'PLATE'), quantity, unitPriceCents: 10_000, unit: 'EUR' },
      ...{ neededByMs: day(28), deliveryPlace: hash('place'), terms: [], assumed: [], payment: 'hold', ...more },
    },
  });
}

/** An action of an order. */
export const onOrder =
  (quantity: number, by: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({ by, action: `procurement.${action}`, input: { id: orderOf(world, quantity), ...more } });

/** An order that its seller accepts. */
export const placed = (quantity: number, more: JsonObject = {}): readonly Given[] => [
  place(quantity, more),
  onOrder(quantity, 'borealis/sales', 'acceptOrder'),
];

/** Numbers of units of an order. */
export const numbered =
  (quantity: number, serials: readonly string[]): Given =>
  (world) => ({
    by: 'borealis/sales',
    action: 'procurement.registerUnits',
    input: { order: orderOf(world, quantity), serials: [...serials] },
  });

/** A member's plates that no order asked for, released. */
export const ownPlates = (numbers: readonly string[]): readonly Given[] =>
  numbers.flatMap((number): readonly Given[] => [
    (world) => ({
      by: 'acme/operator',
      action: 'items.registerItem',
      input: { type: typeId(world, 'PLATE'), serial: number },
    }),
    (world) => ({
      by: 'acme/quality',
      action: 'items.changeState',
      input: { item: thing(world, number), to: 'released' },
    }),
  ]);
