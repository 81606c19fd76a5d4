// Steps with items, by serial and lot number: the same words in each test that needs things to exist.

import type { Step, World } from '#test/world.ts';

/** A step that reads the world made so far. */
export type Later = (world: World) => Step;

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
