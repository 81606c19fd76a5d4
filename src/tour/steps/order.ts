// Step 1: the buyer's file becomes an order, every unit gets its id, and both sides agree how it is made.

import { itemsInterface } from '#contracts/items/schema.ts';
import { isAutomatic } from '#contracts/procurement/rules.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { commitTo } from '#sdk/files.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money, time } from '../story.ts';

const DAY_MS = 86_400_000;
const SERIALS_AT_ONCE = 100;

/** What later steps need of the order. */
export type Ordered = {
  readonly order: string;
  readonly type: string;
  readonly part: string;
  /** Units with their ids, in the order of their numbers. */
  readonly units: readonly { readonly unit: number; readonly serial: string; readonly item: string }[];
};

/** The name of the machining step in the bill of process. */
export const MACHINING = 'milling';

/** Plays step 1. */
export async function orderStep(tour: Tour): Promise<Ordered> {
  const { story, cast, input } = tour;
  story.step(1, 'order');
  const part = input.order?.part ?? input.name;
  const engineer = cast.as('northwind/engineer');
  const made = await engineer.do(itemsInterface, 'registerType', { partNumber: part, name: part, tracking: 'serial', unit: 'piece' });
  const type = made.id('type');
  const order = await placeOrder(tour, type, part);
  const numbers = input.logs.map(({ unit }) => unit);
  const serials = numbers.map((unit) => `${part}-${String(unit).padStart(3, '0')}`);
  const sales = cast.as('harbour/sales');
  for (let at = 0; at < serials.length; at += SERIALS_AT_ONCE) {
    await sales.do(procurementInterface, 'registerUnits', { order, serials: serials.slice(at, at + SERIALS_AT_ONCE) });
  }
  const items = await sales.list(itemsInterface, 'item', 'order', order);
  mustHold(items.length === serials.length, 'every ordered unit has its id');
  story.line(`${count(items.length, 'unit')} have their ids: ${serials[0]} is ${items.find(({ number }) => number === serials[0])?.id}`);
  await agreePlan(tour, order);
  const byNumber = new Map(items.map(({ number, id }) => [number, id]));
  return { order, type, part, units: numbers.map((unit, i) => ({ unit, serial: serials[i] ?? '', item: byNumber.get(serials[i] ?? '') ?? '' })) };
}

async function placeOrder({ story, cast, input, terms, clock }: Tour, itemType: string, part: string): Promise<string> {
  const buyer = cast.as('northwind/buyer');
  const file = input.order;
  const quantity = file?.quantity ?? input.logs.length;
  mustHold(quantity === input.logs.length, `the order is for ${quantity} units and the folder has ${input.logs.length} machine logs`);
  const assumed = ['unitPriceCents', 'unit', ...terms.terms.map(({ name }) => name), ...(file === undefined ? ['quantity', 'neededByMs', 'deliveryPlace'] : [])];
  const place = commitTo(buyer, 'procurement', 'deliveryPlace', file?.deliveryPlace ?? terms.deliveryPlace);
  const placed = await buyer.do(procurementInterface, 'placeOrder', {
    seller: 'harbour',
    itemType,
    quantity,
    unitPriceCents: terms.unitPriceCents,
    unit: terms.currency,
    neededByMs: file?.neededByMs ?? clock() + terms.neededInDays * DAY_MS,
    deliveryPlace: place.commitment,
    terms: terms.terms,
    assumed,
    payment: 'hold',
  });
  const id = placed.id('order');
  const accepted = await cast.as('harbour/sales').do(procurementInterface, 'acceptOrder', { id });
  const order = await buyer.need(procurementInterface, 'order', id);
  story.line(`${order.quantity} × ${part} from Harbour Machining by ${time(order.neededByMs)}`);
  story.line(`${money(order.unitPriceCents, order.unit)} each, ${money(order.totalCents, order.unit)} set aside in a hold until acceptance`);
  story.line(`assumed, since the file does not say: ${order.assumed.join(', ')}`);
  for (const term of order.terms) {
    const who = isAutomatic(term) ? `checked against ${term.evidenceSource}` : 'a person decides: measure, unit, limit or evidence source is open';
    story.line(`term "${term.name}": ${who}`);
  }
  story.signed(buyer.actor, 'the order', placed.index);
  story.signed('harbour/sales', 'its acceptance, over the very terms', accepted.index);
  return id;
}

async function agreePlan({ story, cast }: Tour, order: string): Promise<void> {
  const harbour = cast.as('harbour/engineer');
  const decides = { member: 'northwind', role: 'quality' } as const;
  const steps = [
    { name: MACHINING, process: 'separating', doneBy: 'machine', member: 'harbour', evidence: ['machineLog'], decides },
    { name: 'inspection by the maker', process: 'inspection', doneBy: 'quality', member: 'metrica', evidence: ['qifResults'], decides },
    { name: 'inspection by the buyer', process: 'inspection', doneBy: 'quality', member: 'calibra', evidence: ['qifResults'], decides },
  ] as const;
  await cast.as('harbour/admin').do(productionInterface, 'registerMachine', { actor: 'harbour/machine', process: 'separating', name: 'Milling machine 1' });
  await harbour.do(productionInterface, 'proposePlan', { order, steps: steps.map((step) => ({ ...step, evidence: [...step.evidence] })) });
  const agreed = await cast.as('northwind/engineer').do(productionInterface, 'agreePlan', { order });
  const plan = await harbour.need(productionInterface, 'plan', order);
  for (const { name, member, doneBy, evidence } of plan.steps) story.line(`step "${name}": a ${doneBy} of ${member}, evidence ${evidence.join(', ')}`);
  story.signed('northwind/engineer', 'the bill of process', agreed.index);
  story.proves('both sides signed the same terms and the same way of making, and each unit is one thing on the ledger');
}
