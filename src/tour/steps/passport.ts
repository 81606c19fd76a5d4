// Step 8: what one unit can show of itself: to its parties, to anyone who scans its code, and as a file that proves it
// without us.

import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { designsInterface } from '#contracts/designs/schema.ts';
import type { ResultOf, ReviewOf } from '#contracts/inspection/records.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { type PassportVerdict, passportVerdict } from '#contracts/items/records.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import type { Build } from '#contracts/production/records.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { verifyBundle } from '#core/bundle.ts';
import { itemCode, type PassportFacts, passportPage } from '../passport-page.ts';
import { mustHold, mustSucceed, type Tour } from '../stage.ts';
import { count, fileName, time } from '../wording.ts';
import type { Built } from './build.ts';
import type { Designed } from './design.ts';
import type { Inspected } from './inspection.ts';
import type { Ordered } from './order.ts';

/** The bundle that step 9 verifies again. */
export type Passport = {
  readonly serial: string;
  readonly path: string;
  readonly bundle: Uint8Array;
  readonly entries: readonly number[];
};

type Row = PassportFacts['rows'][number];

type Made = {
  readonly order: Ordered;
  readonly design: Designed;
  readonly builds: readonly Built[];
  readonly inspection: Inspected;
};

/** Plays step 8. */
export async function passportStep(tour: Tour, made: Made): Promise<Passport> {
  const { story, cast } = tour;
  const { order, design, builds, inspection } = made;
  story.step(8, 'passport');
  const buyer = cast.as('northwind/quality');
  const items = await cast.as('harbour/quality').list(itemsInterface, 'item', 'order', order.order);
  const released = items.filter(({ state }) => state === 'released');
  const shown = order.units.find(({ item }) => released.some(({ id }) => id === item)) ?? order.units[0];
  mustHold(shown !== undefined, 'there is a unit');
  const item = items.find(({ id }) => id === shown.item);
  const built = builds.find(({ unit }) => unit === shown.unit);
  mustHold(item !== undefined && built !== undefined, `${shown.serial} was built`);
  const build = await buyer.need(productionInterface, 'build', built.build);
  const review = await buyer.need(inspectionInterface, 'review', shown.item);
  const results = await buyer.list(inspectionInterface, 'result', 'item', shown.item);
  const { number } = await cast.as('lindqvist/designer').need(designsInterface, 'version', design.version);
  const rows: Row[] = [
    ['item', `${shown.item}: ${item.state}; owner ${item.owner}, custodian ${item.custodian}`],
    ['design', `${order.part} version ${number}, program ${build.program.name}, ${build.licence}`],
    ...buildRows(build),
    ...results.map((result): Row => [`measured by ${result.laboratory}`, measured(result)]),
    ['review', reviewed(review)],
  ];
  story.line(`${shown.serial}:`);
  for (const [label, text] of rows) story.line(`${label}: ${text}`);
  const verdict = await publish(tour, shown.item);
  const entries = [...built.entries, ...(inspection.get(shown.item) ?? [])].sort((a, b) => a - b);
  const passport = await exportBundle(tour, shown.serial, entries);
  writePage(tour, passport, { part: order.part, item: shown.item, rows, verdict });
  story.proves('who signed each of these steps, to which outcome, in which order; neither us nor a network is needed');
  story.limit(
    'that this metal is this record: only its serial number says so, and a copied label looks genuine until it is scanned twice (evidence grade 0)',
  );
  return passport;
}

/** Its owner makes the passport public. @returns what it says to a member that is no party, as to anyone */
async function publish({ story, cast }: Tour, item: string): Promise<PassportVerdict> {
  const owner = cast.as('harbour/quality');
  const { index } = await owner.do(itemsInterface, 'publishPassport', { item });
  const stranger = cast.as('watchful/auditor');
  const passport = await stranger.need(itemsInterface, 'passport', item);
  const { state } = await owner.need(itemsInterface, 'item', item);
  mustHold(passport.state === state, 'the passport says the state of its item');
  mustHold((await stranger.get(itemsInterface, 'item', item)) === undefined, 'a stranger does not see whose it is');
  const told = passportVerdict([passport]);
  story.signed(
    owner.actor,
    'that the passport is public: part, number and state; not owner, custodian or order',
    index,
  );
  story.line(`anyone is told: ${told.verdict}. ${told.reason} ${told.whatToDo}`);
  return told;
}

function buildRows({ machine, startedMs, endedMs, state, findings, materials }: Build): readonly Row[] {
  const times = `${time(startedMs)} to ${time(endedMs)} by its own clock`;
  return [
    ['built by', `${machine}, ${times}; ${state}; findings: ${findings.join(', ') || 'none'}`],
    ['material lots', materials.map(({ lot }) => lot).join(', ') || 'none recorded'],
  ];
}

function measured({ values, counts, by }: Pick<ResultOf, 'values' | 'counts' | 'by'>): string {
  const open = values.length - counts.inside - counts.outside;
  return `${count(values.length, 'value')}, ${counts.inside} inside, ${counts.outside} outside, ${open} not judged; signed by ${by}`;
}

function reviewed({ state, reasons }: Pick<ReviewOf, 'state' | 'reasons'>): string {
  const codes = [...new Set(reasons.map(({ code }) => code))];
  return `${state}${codes.length === 0 ? '' : `; a person decided on ${codes.join(', ')}`}`;
}

/** The page of the unit, beside its bundle. */
function writePage(
  { story, node }: Tour,
  { serial, path }: Passport,
  facts: Pick<PassportFacts, 'part' | 'item' | 'rows' | 'verdict'>,
): void {
  const page = path.replace(/\.bundle\.json$/, '.passport.html');
  const ledgerId = node.ledger.id;
  writeFileSync(page, passportPage({ ...facts, serial, ledgerId, bundle: basename(path) }));
  story.line(`passport page with its code: ${page}`);
  story.line(`the code says ${itemCode(ledgerId, facts.item)}; it opens no page until a server serves one`);
}

async function exportBundle(
  { story, cast, node, home }: Tour,
  serial: string,
  entries: readonly number[],
): Promise<Passport> {
  // The maker hands it over: it alone may read the permits to build as well as the inspection.
  const bundle = await cast.as('harbour/quality').transport.bundle(entries);
  const path = join(home, `${fileName(serial)}.bundle.json`);
  writeFileSync(path, bundle);
  const report = await mustSucceed('the bundle verifies', () => verifyBundle(bundle, { ledgerId: node.ledger.id }));
  mustHold(report.anchored && report.statements.length === entries.length, 'the bundle verifies');
  story.line(`evidence bundle: ${count(report.statements.length, 'statement')}, ${bundle.length} bytes, ${path}`);
  story.line('check it anywhere, offline:');
  story.command(`touchmark verify "${path}" --ledger ${node.ledger.id}`);
  return { serial, path, bundle, entries };
}
