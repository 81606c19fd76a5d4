// After the award: the maker learns the address, every unit gets its id, both sides agree how it is made, and the
// designer licenses the maker to build it.

import { designsInterface } from '#contracts/designs/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { grantFile } from '#sdk/files.ts';
import { openText } from '../sealed-text.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money, time } from '../wording.ts';
import type { Designed } from './design.ts';
import { type Asked, STATIONS } from './order.ts';
import { MACHINE_CREDENTIAL } from './start.ts';

const DAY_MS = 86_400_000;
const SERIALS_AT_ONCE = 100;

/** What later steps need of the order. */
export type Ordered = {
  readonly order: string;
  readonly type: string;
  readonly part: string;
  /** Units with their ids, in the order of their numbers. */
  readonly units: readonly { readonly unit: number; readonly serial: string; readonly item: string }[];
  /** To build them. */
  readonly licence: string;
};

/** What follows an award to Harbour Machining. */
export async function afterAward(
  tour: Tour,
  asked: Asked,
  { order, design }: { readonly order: string; readonly design: Designed },
): Promise<Ordered> {
  await openPlace(tour, asked, order);
  const units = await registerUnits(tour, asked, order);
  await agreePlan(tour, order);
  const licence = await license(tour, design);
  return { order, type: asked.terms.itemType, part: asked.part, units, licence };
}

async function openPlace({ story, cast, clock }: Tour, { place }: Asked, id: string): Promise<void> {
  const reader = cast.as('harbour/sales');
  const grant = { reader: reader.actor, purpose: 'audit', untilMs: clock() + 90 * DAY_MS } as const;
  await grantFile(cast.as('northwind/buyer'), place.file, grant);
  const { deliveryPlace } = await reader.need(procurementInterface, 'order', id);
  await openText(reader, cast.keys(reader.actor), { ...place, commitment: deliveryPlace });
  story.line(`${reader.actor} opened the delivery place: it is the one that the order commits to`);
}

async function registerUnits({ story, cast }: Tour, { units }: Asked, order: string): Promise<Ordered['units']> {
  const sales = cast.as('harbour/sales');
  for (let at = 0; at < units.length; at += SERIALS_AT_ONCE) {
    const serials = units.slice(at, at + SERIALS_AT_ONCE).map(({ serial }) => serial);
    await sales.do(procurementInterface, 'registerUnits', { order, serials });
  }
  const items = new Map(
    (await sales.list(itemsInterface, 'item', 'order', order)).map(({ number, id }) => [number, id]),
  );
  const known = units.map((unit) => ({ ...unit, item: items.get(unit.serial) ?? '' }));
  mustHold(items.size === known.length && known.every(({ item }) => item !== ''), 'every ordered unit has its id');
  const [first, last] = [known[0], known.at(-1)];
  story.line(`${count(items.size, 'unit')} with an id each, ${first?.serial} (${first?.item}) to ${last?.serial}`);
  return known;
}

async function agreePlan({ story, cast }: Tour, order: string): Promise<void> {
  const harbour = cast.as('harbour/engineer');
  const decides = { member: 'northwind', role: 'quality' } as const;
  const steps = STATIONS.map(({ member, evidence, ...step }) => {
    return { ...step, member: member === 'maker' ? 'harbour' : member, evidence: [...evidence], decides };
  });
  const proposed = await harbour.do(productionInterface, 'proposePlan', { order, steps });
  const agreed = await cast.as('northwind/engineer').do(productionInterface, 'agreePlan', { order });
  const plan = await harbour.need(productionInterface, 'plan', order);
  mustHold(plan.state === 'agreed', 'the bill of process is agreed');
  story.signed(harbour.actor, `the bill of process, ${count(plan.steps.length, 'step')}`, proposed.index);
  story.signed('northwind/engineer', 'the same', agreed.index);
}

async function license({ story, cast, input, terms, clock }: Tour, { version, programs }: Designed): Promise<string> {
  const designer = cast.as('lindqvist/designer');
  const nowMs = clock();
  await designer.do(designsInterface, 'showVersion', { version, to: 'harbour' });
  const offered = await designer.do(designsInterface, 'offerLicence', {
    version,
    licensee: 'harbour',
    builds: input.logs.length,
    royaltyCents: terms.royaltyCents,
    unit: terms.currency,
    machines: ['harbour/machine'],
    credentials: [{ kind: MACHINE_CREDENTIAL, issuers: ['watchful'] }],
    validFromMs: nowMs - 1000,
    validUntilMs: nowMs + terms.licenceDays * DAY_MS,
    programs: [...programs.keys()],
  });
  const id = offered.id('licence');
  const accepted = await cast.as('harbour/engineer').do(designsInterface, 'acceptLicence', { licence: id });
  const licence = await designer.need(designsInterface, 'licence', id);
  const { builds, machines, royaltyCents, unit, validUntilMs, credentials } = licence;
  story.line(`licence to harbour: ${count(builds, 'build')} on ${machines.join(', ')}, until ${time(validUntilMs)}`);
  story.line(`royalty ${money(royaltyCents, unit)} a build; royalty and validity are assumed`);
  for (const { kind, issuers } of credentials) {
    story.line(`a machine needs the certificate "${kind}" by ${issuers.join(' or ')}`);
  }
  story.signed(designer.actor, 'the offer', offered.index);
  story.signed('harbour/engineer', 'its acceptance', accepted.index);
  return id;
}
