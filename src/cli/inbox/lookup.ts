// Finds on the ledger what a file names. Exactly one, or Lacking: an agent does not choose.

import { inspectionInterface } from '#contracts/inspection/schema.ts';
import type { ItemType } from '#contracts/items/records.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import type { Client } from '#sdk/client.ts';
import { quoted } from '#sdk/plain-text.ts';
import { Lacking } from './part.ts';

/** The item type with this part number, of one of these makers. @throws Lacking `item_type_unclear` */
export async function itemTypeOf(client: Client, part: string, makers: readonly string[]): Promise<ItemType> {
  const types = await client.list(itemsInterface, 'type', 'partNumber', part);
  const found = types.filter(({ maker }) => makers.includes(maker));
  const what = `item type of ${makers.join(' or ')} with the part number ${quoted(part)}`;
  const advice = 'register it (touchmark call items registerType), or name it as itemType in inbox.json';
  return only(found, 'item_type_unclear', what, advice);
}

/** The ordered item with this serial number. @param order narrows it @throws Lacking `item_unclear` */
export async function itemOf(
  client: Client,
  serial: string,
  order: string | undefined,
): Promise<{ readonly id: string; readonly order: string }> {
  const all = await client.list(itemsInterface, 'item', 'number', serial);
  const found = all.flatMap(({ id, order: own }) =>
    own !== undefined && (order === undefined || own === order) ? [{ id, order: own }] : [],
  );
  const what = `unit ${quoted(serial)} of ${order === undefined ? 'an order' : `order ${order}`}`;
  const advice = 'register the units (touchmark call procurement registerUnits), or name the order in inbox.json';
  return only(found, 'item_unclear', what, advice);
}

/** The item that a laboratory's files name by this label, as the buyer's mapping says. @throws Lacking `item_unmapped` */
export async function itemByLabel(client: Client, label: string, order: string): Promise<string> {
  const units = await client.list(inspectionInterface, 'unit', 'order', order);
  const found = units.filter(({ labels, laboratories }) => {
    const side = laboratories.seller === client.member ? 'seller' : 'buyer';
    return laboratories[side] === client.member && labels[side] === label;
  });
  const what = `unit that the mapping of order ${order} names ${quoted(label)} for ${client.member}`;
  return only(found, 'item_unmapped', what, 'the buyer maps its units (touchmark call inspection mapUnits)').id;
}

/** The open job of a step on an item, on the machine that asks. @throws Lacking `job_unclear` */
export async function jobOf(client: Client, item: string, step: string): Promise<string> {
  const jobs = await client.list(productionInterface, 'job', 'item', item);
  const found = jobs.filter(
    (job) => job.step === step && job.machine === client.actor && (job.state === 'planned' || job.state === 'running'),
  );
  const what = `open job ${quoted(step)} of ${client.actor} on ${item}`;
  return only(found, 'job_unclear', what, 'an engineer plans it (touchmark call production planJob)').id;
}

function only<T>(found: readonly T[], code: string, what: string, advice: string): T {
  const [one, second] = found;
  if (one !== undefined && second === undefined) return one;
  throw new Lacking(code, `expected one ${what}, found ${found.length}: ${advice}`);
}
