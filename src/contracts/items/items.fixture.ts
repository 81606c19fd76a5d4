// Steps with items, by serial and lot number: the same words in each test that needs things to exist.

import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { type Step, World } from '#test/world.ts';
import { planUnits } from './operations.ts';
import type { Identifier } from './records.ts';

/** A step that reads the world made so far. */
export type Later = (world: World) => Step;

/** Plays steps that must be accepted. @returns the world after them */
export function play(steps: readonly (Step | Later)[], world = new World()): World {
  for (const step of steps) world.ok(typeof step === 'function' ? step(world) : step);
  return world;
}

/** The item with this serial or lot number. */
export function item(world: World, number: string): JsonObject | undefined {
  return world.get('items/item', itemId(world, number));
}

/** The id of the item type with this part number. */
export function typeId(world: World, partNumber: string): string {
  return String(world.all('items/type').find((type) => type.partNumber === partNumber)?.id ?? 'type-none');
}

/** The id of the item with this serial or lot number. */
export function itemId(world: World, number: string): string {
  return String(world.all('items/item').find((item) => item.number === number)?.id ?? 'item-none');
}

/** A type tracked by serial numbers, in pieces, or by lots, in grams. */
export function registerType(member: string, partNumber: string, tracking: 'serial' | 'lot' = 'serial'): Step {
  const unit = tracking === 'serial' ? 'piece' : 'gram';
  const input = { partNumber, name: `${partNumber} of ${member}`, tracking, unit };
  return { by: `${member}/engineer`, action: 'items.registerType', input };
}

/** A serialised part that its maker made. */
export function registerItem(member: string, partNumber: string, serial: string): Later {
  return (world) => ({
    by: `${member}/operator`,
    action: 'items.registerItem',
    input: { type: typeId(world, partNumber), serial },
  });
}

/** A lot that its maker made. */
export function registerLot(member: string, partNumber: string, lotNumber: string, quantity: number): Later {
  return (world) => ({
    by: `${member}/operator`,
    action: 'items.registerLot',
    input: { type: typeId(world, partNumber), lotNumber, quantity },
  });
}

/** Declares the next state of an item. */
export function changeState(by: string, number: string, to: string): Later {
  return (world) => ({ by, action: 'items.changeState', input: { item: itemId(world, number), to } });
}

/** Offers items to a member. */
export function offer(by: string, numbers: readonly string[], to: string, passes = 'custody'): Later {
  return (world) => ({
    by,
    action: 'items.offerHandover',
    input: { items: numbers.map((number) => itemId(world, number)), to, passes },
  });
}

/** Accepts, or ends, every open hand-over of these items to a member. */
export function answer(by: string, action: 'acceptHandover' | 'withdrawHandover', numbers: readonly string[]): Later {
  return (world) => {
    const ids = numbers.map((number) => itemId(world, number));
    const handovers = world
      .all('items/handover')
      .filter((one) => one.state === 'open' && ids.includes(String(one.item)));
    return { by, action: `items.${action}`, input: { handovers: handovers.map(({ id }) => String(id)) } };
  };
}

/** Uses a quantity of one item in another. */
export function consume(by: string, part: string, into: string, quantity: number): Later {
  return (world) => ({
    by,
    action: 'items.consume',
    input: { part: itemId(world, part), into: itemId(world, into), quantity },
  });
}

/** Makes a lot of its own from a quantity of a lot. */
export function splitLot(by: string, lot: string, quantity: number, lotNumber: string): Later {
  return (world) => ({ by, action: 'items.splitLot', input: { lot: itemId(world, lot), quantity, lotNumber } });
}

/** Attaches an identifier to an item. */
export function attach(by: string, number: string, value: Identifier): Later {
  return (world) => ({
    by,
    action: 'items.attachIdentifier',
    input: { item: itemId(world, number), identifier: value },
  });
}

/** Attaches a material certificate to an item. @param digit stands for its commitment */
export function certify(by: string, number: string, digit: string): Later {
  const document = { kind: 'materialCertificate', commitment: `${digit.repeat(42)}A` };
  return (world) => ({ by, action: 'items.attachDocument', input: { item: itemId(world, number), ...document } });
}

/** A printed code, grade 0. */
export function printedCode(text: string): Identifier {
  return { kind: 'printedCode', grade: 0, code: text };
}

/** Makes the passport of an item public, or withdraws it. */
export function passport(by: string, action: 'publishPassport' | 'withdrawPassport', number: string): Later {
  return (world) => ({ by, action: `items.${action}`, input: { item: itemId(world, number) } });
}

/** Plans units of PLATE-1 that a member will make, as an order does; as a step it registers a type beside them. */
export function plan(member: string, ...serials: readonly string[]): Later {
  return (world) => {
    const by = { by: `${member}/engineer`, via: 'procurement' };
    const input = { type: typeId(world, 'PLATE-1'), owner: member, custodian: member, serials, order: 'order-1' };
    const { outcome } = callOperation(world, by, planUnits, input);
    if (outcome !== 'accepted') throw new Error(outcome);
    return registerType(member, `beside ${serials[0]}`);
  };
}

/** acme's part number for plates, and for bar stock in grams. */
export const plate = registerType('acme', 'PLATE-1');
export const bar = registerType('acme', 'BAR-1', 'lot');
/** acme has made the plate S1. */
export const made = [plate, registerItem('acme', 'PLATE-1', 'S1')];
export const released = [...made, changeState('acme/quality', 'S1', 'released')];
/** acme has made the plates S1 and S2, and has 1,000 g of bar, released. */
export const stocked = [
  ...made,
  bar,
  registerLot('acme', 'BAR-1', 'L1', 1000),
  changeState('acme/quality', 'L1', 'released'),
  registerItem('acme', 'PLATE-1', 'S2'),
];
