// Step 1: the buyer's file becomes an order, every unit gets its id, and both sides agree how it is made.

import { termsOfOrder } from '#connectors/order-csv/order-terms.ts';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import type { Order, Term } from '#contracts/procurement/records.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { partOf, serialOf } from '../check.ts';
import { openText, sealText } from '../sealed-text.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money, time } from '../wording.ts';

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
  const part = partOf(input);
  const type = { partNumber: part, name: part, tracking: 'serial', unit: 'piece' } as const;
  const made = await cast.as('northwind/engineer').do(itemsInterface, 'registerType', type);
  const order = await placeOrder(tour, made.id('type'), part);
  const wanted = input.logs.map(({ unit }) => ({ unit, serial: serialOf(part, unit) }));
  const sales = cast.as('harbour/sales');
  for (let at = 0; at < wanted.length; at += SERIALS_AT_ONCE) {
    const serials = wanted.slice(at, at + SERIALS_AT_ONCE).map(({ serial }) => serial);
    await sales.do(procurementInterface, 'registerUnits', { order, serials });
  }
  const items = new Map(
    (await sales.list(itemsInterface, 'item', 'order', order)).map(({ number, id }) => [number, id]),
  );
  const units = wanted.map((unit) => ({ ...unit, item: items.get(unit.serial) ?? '' }));
  mustHold(items.size === units.length && units.every(({ item }) => item !== ''), 'every ordered unit has its id');
  const [first, last] = [units[0], units.at(-1)];
  story.line(`${count(items.size, 'unit')} with an id each, ${first?.serial} (${first?.item}) to ${last?.serial}`);
  await agreePlan(tour, order);
  story.proves('both sides signed the same terms and the same way of making, and each unit is one thing on the ledger');
  return { order, type: made.id('type'), part, units };
}

async function placeOrder({ story, cast, input, terms, clock }: Tour, itemType: string, part: string): Promise<string> {
  const buyer = cast.as('northwind/buyer');
  const file = input.order;
  const assumedTerms = terms.terms.filter(({ name }) => !file?.options.includes(name)).map(({ name }) => name);
  const access = { readers: ['northwind/buyer', 'harbour/sales'], untilMs: clock() + terms.neededInDays * DAY_MS };
  const address = {
    contract: 'procurement',
    field: 'deliveryPlace',
    value: file?.deliveryPlace ?? terms.deliveryPlace,
  };
  const place = await sealText(buyer, address, access);
  const placed = await buyer.do(procurementInterface, 'placeOrder', {
    seller: 'harbour',
    itemType,
    quantity: file?.quantity ?? input.logs.length,
    unitPriceCents: terms.unitPriceCents,
    unit: terms.currency,
    neededByMs: file?.neededByMs ?? clock() + terms.neededInDays * DAY_MS,
    deliveryPlace: place.commitment,
    terms: termsOfOrder(file, terms.terms),
    assumed: [
      'unitPriceCents',
      'unit',
      ...assumedTerms,
      ...(file === undefined ? MISSING_WITHOUT_FILE : []),
      'payment',
    ],
    payment: 'hold',
  });
  const id = placed.id('order');
  const sales = cast.as('harbour/sales');
  const { deliveryPlace } = await sales.need(procurementInterface, 'order', id);
  await openText(sales, cast.keys('harbour/sales'), { ...place, commitment: deliveryPlace });
  const accepted = await sales.do(procurementInterface, 'acceptOrder', { id });
  const order = await buyer.need(procurementInterface, 'order', id);
  const { heldCents } = await cast
    .as('northwind/finance')
    .need(accountsInterface, 'account', `northwind/${order.unit}`);
  mustHold(heldCents === order.totalCents, 'the whole price is set aside');
  story.line(`${order.quantity} × ${part} from Harbour Machining, needed by ${time(order.neededByMs)}`);
  story.line(
    `${money(order.unitPriceCents, order.unit)} each; ${money(heldCents, order.unit)} set aside until acceptance`,
  );
  story.line('the delivery place is on the ledger as a salted commitment; harbour/sales opened it, and it is the same');
  sayTerms(story, order);
  story.signed(buyer.actor, 'the order', placed.index);
  story.signed('harbour/sales', 'its acceptance, over the very terms', accepted.index);
  return id;
}

const MISSING_WITHOUT_FILE = ['quantity', 'neededByMs', 'deliveryPlace'] as const;
const FIELD_NAMES: { readonly [field: string]: string } = {
  unitPriceCents: 'price',
  unit: 'currency',
  quantity: 'quantity (one for each machine log)',
  neededByMs: 'needed-by date',
  deliveryPlace: 'delivery place',
  payment: 'way of payment',
};

/** What the buyer's file does not say, and each term with who judges it. */
function sayTerms(story: Tour['story'], { assumed, terms }: Order): void {
  const fields = assumed.flatMap((name) =>
    terms.some((term) => term.name === name) ? [] : (FIELD_NAMES[name] ?? name),
  );
  story.line(`assumed, since no file of the input says it: ${fields.join(', ')}`);
  for (const term of terms) {
    const origin = assumed.includes(term.name) ? 'assumed' : 'from order.csv';
    const open = openIn(term);
    story.line(`term "${term.name}" (${origin}): ${open === '' ? ruleOf(term) : `a person decides: no ${open}`}`);
  }
}

function ruleOf({ measure, unit, limit, evidenceSource }: Term): string {
  return `${measure}, limit ${limit} ${unit}, shown by ${evidenceSource}`;
}

function openIn({ measure, unit, limit, evidenceSource }: Term): string {
  const parts = { measure, unit, limit, 'evidence source': evidenceSource };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [name] : []))
    .join(', ');
}

async function agreePlan({ story, cast }: Tour, order: string): Promise<void> {
  const harbour = cast.as('harbour/engineer');
  const decides = { member: 'northwind', role: 'quality' } as const;
  const measuring = { process: 'inspection', doneBy: 'quality', decides } as const;
  const steps = [
    { name: MACHINING, process: 'separating', doneBy: 'machine', member: 'harbour', evidence: ['machineLog'], decides },
    { name: 'inspection by the maker', ...measuring, member: 'metrica', evidence: ['qifResults'] },
    { name: 'inspection by the buyer', ...measuring, member: 'calibra', evidence: ['qifResults'] },
  ] as const;
  const machine = { actor: 'harbour/machine', process: 'separating', name: 'Milling machine 1' } as const;
  await cast.as('harbour/admin').do(capacityInterface, 'registerMachine', { ...machine, materials: [] });
  const proposal = steps.map((step) => ({ ...step, evidence: [...step.evidence] }));
  const proposed = await harbour.do(productionInterface, 'proposePlan', { order, steps: proposal });
  const agreed = await cast.as('northwind/engineer').do(productionInterface, 'agreePlan', { order });
  const plan = await harbour.need(productionInterface, 'plan', order);
  mustHold(plan.state === 'agreed', 'the bill of process is agreed');
  story.line('bill of process:');
  for (const { name, member, doneBy, evidence, decides } of plan.steps) {
    const who = decides === undefined ? '' : `; where that proves nothing, ${decides.member} (${decides.role}) decides`;
    story.detail(`${name}: by ${member} (${doneBy}), evidence ${evidence.join(', ')}${who}`);
  }
  story.signed(harbour.actor, 'the bill of process', proposed.index);
  story.signed('northwind/engineer', 'the same', agreed.index);
}
