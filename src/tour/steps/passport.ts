// Step 8: what one unit can show of itself, and the file that proves it without us.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { designsInterface } from '#contracts/designs/schema.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import type { Build } from '#contracts/production/records.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { verifyBundle } from '#core/bundle.ts';
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
  story.line(`${shown.serial}, item ${shown.item}: ${item.state}; owner ${item.owner}, custodian ${item.custodian}`);
  story.line(`design ${order.part} version ${number}, program ${build.program.name}, ${build.licence}`);
  sayBuild(tour, build);
  for (const { laboratory, values, counts, by } of results) {
    const judged = `${counts.inside} inside, ${counts.outside} outside, ${values.length - counts.inside - counts.outside} not judged`;
    story.line(`measured by ${laboratory}: ${count(values.length, 'value')}, ${judged}; signed by ${by}`);
  }
  const reasons = [...new Set(review.reasons.map(({ code }) => code))];
  story.line(`review: ${review.state}${reasons.length === 0 ? '' : `; a person decided on ${reasons.join(', ')}`}`);
  const entries = [...built.entries, ...(inspection.get(shown.item) ?? [])].sort((a, b) => a - b);
  return exportBundle(tour, shown.serial, entries);
}

function sayBuild({ story }: Tour, { machine, startedMs, endedMs, state, findings, materials }: Build): void {
  const times = `${time(startedMs)} to ${time(endedMs)} by its own clock`;
  story.line(`built by ${machine}, ${times}; ${state}; findings: ${findings.join(', ') || 'none'}`);
  story.line(`material lots: ${materials.map(({ lot }) => lot).join(', ') || 'none recorded'}`);
}

async function exportBundle(
  { story, cast, node, home }: Tour,
  serial: string,
  entries: readonly number[],
): Promise<Passport> {
  const bundle = await cast.as('northwind/quality').transport.bundle(entries);
  const path = join(home, `${fileName(serial)}.bundle.json`);
  writeFileSync(path, bundle);
  const report = await mustSucceed('the bundle verifies', () => verifyBundle(bundle, { ledgerId: node.ledger.id }));
  mustHold(report.anchored && report.statements.length === entries.length, 'the bundle verifies');
  story.line(`evidence bundle: ${count(report.statements.length, 'statement')}, ${bundle.length} bytes, ${path}`);
  story.line('check it anywhere, offline:');
  story.command(`touchmark verify "${path}" --ledger ${node.ledger.id}`);
  story.proves('who signed each of these steps, to which outcome, in which order; neither us nor a network is needed');
  story.limit(
    'that this metal is this record: only its serial number says so, and a copied label looks genuine until it is scanned twice (evidence grade 0)',
  );
  return { serial, path, bundle, entries };
}
