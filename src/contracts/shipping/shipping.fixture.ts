// Steps with shipments: acme buys four plates of borealis, which has made them; carter and delta carry.

import type { Later } from '#contracts/items/items.fixture.ts';
import { itemId, registerType } from '#contracts/items/items.fixture.ts';
import { setState } from '#contracts/items/operations.ts';
import { funded, onOrder, orderId, place, registerUnits } from '#contracts/procurement/procurement.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, type World } from '#test/world.ts';

export const DAY_MS = 86_400_000;
export const UNITS = ['S1', 'S2', 'S3', 'S4'] as const;
export const DUE_MS = START_MS + 3 * DAY_MS;
const SEAL = { kind: 'printedCode', grade: 0, code: 'seal 4711' };

/** Production and inspection have said that a unit is made and released. */
const released =
  (number: string): Later =>
  (world) => {
    for (const [via, to] of [
      ['production', 'made'],
      ['inspection', 'released'],
    ] as const) {
      callOperation(world, { by: 'borealis/operator', via }, setState, { item: itemId(world, number), to });
    }
    return registerType('borealis', `beside ${number}`);
  };

/** An accepted order with four units, of which these are released. */
export function ordered(units: readonly string[] = UNITS, changes: JsonObject = {}): readonly (Step | Later)[] {
  return [
    ...funded,
    place({ neededByMs: START_MS + 30 * DAY_MS, ...changes }),
    onOrder('borealis/sales', 'acceptOrder'),
    registerUnits('borealis/sales', UNITS),
    ...units.map(released),
  ];
}

/** The id of the only shipment, or of the one at a place. */
export function shipmentId(world: World, at = 0): string {
  return String(world.all('shipping/shipment')[at]?.id ?? 'shipment-none');
}

/** borealis packs units. */
export function pack(units: readonly string[] = UNITS, more: JsonObject = {}, by = 'borealis/logistics'): Later {
  return (world) => ({
    by,
    action: 'shipping.pack',
    input: {
      order: orderId(world),
      items: units.map((number) => itemId(world, number)),
      seal: SEAL,
      carriers: ['carter'],
      dueMs: DUE_MS,
      ...more,
    },
  });
}

/** A step on a shipment. */
export function onShipment(by: string, action: string, more: JsonObject = {}, at = 0): Later {
  return (world) => ({ by, action: `shipping.${action}`, input: { shipment: shipmentId(world, at), ...more } });
}

/** A member takes the shipment to carry it. */
export const take = (member: string, sealIntact = true): Later =>
  onShipment(`${member}/logistics`, 'take', { sealIntact });
/** acme receives it, with exceptions. */
export function receive(exceptions: readonly { readonly unit: string; readonly result: string }[] = []): Later {
  return (world) => {
    const named = exceptions.map(({ unit, result }) => ({ item: itemId(world, unit), result }));
    return onShipment('acme/logistics', 'receive', { sealIntact: true, exceptions: named })(world);
  };
}
/** acme accepts it, but for these. */
export function accept(refused: readonly string[] = [], more: JsonObject = {}): Later {
  return (world) => {
    const items = refused.map((unit) => itemId(world, unit));
    return onShipment('acme/quality', 'accept', { refused: items, ...more })(world);
  };
}

export const offered = (by: string): Later => onShipment(`${by}/logistics`, 'offer');
export const packed = [...ordered(), pack()];
export const underway = [...packed, offered('borealis'), take('carter')];
export const received = [...underway, offered('carter'), receive()];
