// Step 1: the buyer's file becomes what is asked of the market: a part, a number of units, a date, a place, and terms of
// which each says whether a machine can judge it or a person must. Who makes it is not known yet: step 3.

import { termsOfOrder } from '#connectors/order-csv/order-terms.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import type { OrderTerms, Term } from '#contracts/procurement/records.ts';
import { partOf, serialOf } from '../check.ts';
import { type SealedText, sealText } from '../sealed-text.ts';
import type { Tour } from '../stage.ts';
import { count, time } from '../wording.ts';

const DAY_MS = 86_400_000;

/** What is asked for. */
export type Asked = {
  readonly part: string;
  /** Units in the order of their numbers. */
  readonly units: readonly { readonly unit: number; readonly serial: string }[];
  /** The address; whoever wins is given it. */
  readonly place: SealedText;
  /** The order's terms, but for maker and price. */
  readonly terms: Omit<OrderTerms, 'seller' | 'unitPriceCents' | 'designVersion'>;
};

/** Plays step 1. */
export async function orderStep(tour: Tour, tariff: string): Promise<Asked> {
  const { story, cast, input } = tour;
  story.step(1, 'order');
  const part = partOf(input);
  const type = { partNumber: part, name: part, tracking: 'serial', unit: 'piece' } as const;
  const engineer = cast.as('northwind/engineer');
  const registered = await engineer.do(itemsInterface, 'registerType', type);
  const asked = await readOrder(tour, { itemType: registered.id('type'), tariff }, part);
  const { quantity, neededByMs } = asked.terms;
  const [first, last] = [asked.units[0], asked.units.at(-1)];
  story.line(`${quantity} × ${part}, needed by ${time(neededByMs)}: ${first?.serial} to ${last?.serial}`);
  story.line('the delivery place is not for everyone: a salted commitment stands for it, the text lies sealed');
  sayTerms(story, asked.terms);
  sayStations(story);
  story.signed(engineer.actor, `${part}, the part number under which its units are known`, registered.index);
  story.proves(
    'whose part it is; what is asked of whoever makes it is signed with the request for quotation in step 3',
  );
  return asked;
}

async function readOrder(
  { cast, input, terms, clock }: Tour,
  given: Pick<OrderTerms, 'itemType' | 'tariff'>,
  part: string,
): Promise<Asked> {
  const file = input.order;
  const value = file?.deliveryPlace ?? terms.deliveryPlace;
  const address = { contract: 'procurement', field: 'deliveryPlace', value };
  const untilMs = clock() + terms.neededInDays * DAY_MS;
  const place = await sealText(cast.as('northwind/buyer'), address, { readers: ['northwind/buyer'], untilMs });
  const assumedTerms = terms.terms.filter(({ name }) => !file?.options.includes(name)).map(({ name }) => name);
  return {
    part,
    place,
    units: input.logs.map(({ unit }) => ({ unit, serial: serialOf(part, unit) })),
    terms: {
      ...given,
      quantity: file?.quantity ?? input.logs.length,
      unit: terms.currency,
      neededByMs: file?.neededByMs ?? clock() + terms.neededInDays * DAY_MS,
      deliveryPlace: place.commitment,
      terms: termsOfOrder(file, terms.terms),
      assumed: [
        'unit',
        ...assumedTerms,
        ...(file === undefined ? MISSING_WITHOUT_FILE : []),
        ...['payment', 'conditions', 'milestones'],
      ],
      payment: 'hold',
      conditions: terms.conditions,
      milestones: terms.milestones,
    },
  };
}

const MISSING_WITHOUT_FILE = ['quantity', 'neededByMs', 'deliveryPlace'] as const;
const FIELD_NAMES: { readonly [field: string]: string } = {
  unit: 'currency',
  quantity: 'quantity (one for each machine log)',
  neededByMs: 'needed-by date',
  deliveryPlace: 'delivery place',
  payment: 'way of payment',
  conditions: 'conditions',
  milestones: 'milestones',
};

/** What the buyer's file does not say, and each term with who judges it. */
function sayTerms(story: Tour['story'], { assumed, terms }: Asked['terms']): void {
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

/** The name of the machining step in the bill of process. */
export const MACHINING = 'milling';

/** The steps by which it is made; `maker` stands for whoever wins. */
export const STATIONS = [
  { name: MACHINING, process: 'separating', doneBy: 'machine', member: 'maker', evidence: ['machineLog'] },
  {
    name: 'inspection by the maker',
    process: 'inspection',
    doneBy: 'quality',
    member: 'metrica',
    evidence: ['qifResults'],
  },
  {
    name: 'inspection by the buyer',
    process: 'inspection',
    doneBy: 'quality',
    member: 'calibra',
    evidence: ['qifResults'],
  },
] as const;

function sayStations(story: Tour['story']): void {
  story.line(`bill of process, ${count(STATIONS.length, 'step')}, to be agreed with whoever makes it:`);
  for (const { name, member, doneBy, evidence } of STATIONS) {
    const who = member === 'maker' ? 'the maker' : member;
    const decides = 'where that proves nothing, northwind (quality) decides';
    story.detail(`${name}: by ${who} (${doneBy}), evidence ${evidence.join(', ')}; ${decides}`);
  }
}
