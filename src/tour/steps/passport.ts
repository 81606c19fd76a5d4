// Step 8: what one unit can show of itself, and the file that proves it without us.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { designsInterface } from '#contracts/designs/schema.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { verifyBundle } from '#core/bundle.ts';
import { mustHold, type Tour } from '../stage.ts';
import { time } from '../story.ts';
import type { Built } from './build.ts';
import type { Designed } from './design.ts';
import type { Inspected } from './inspection.ts';
import type { Ordered } from './order.ts';

/** The bundle that step 9 verifies again. */
export type Passport = { readonly serial: string; readonly path: string; readonly bundle: Uint8Array; readonly entries: readonly number[] };

/** Plays step 8. */
export async function passportStep(
  tour: Tour,
  { order, design, builds, inspection }: { readonly order: Ordered; readonly design: Designed; readonly builds: readonly Built[]; readonly inspection: Inspected },
): Promise<Passport> {
  const { story, cast, node, home } = tour;
  story.step(8, 'passport');
  const buyer = cast.as('northwind/quality');
  const items = await cast.as('harbour/quality').list(itemsInterface, 'item', 'order', order.order);
  const shown = order.units.find(({ item }) => items.find(({ id }) => id === item)?.state === 'released') ?? order.units[0];
  mustHold(shown !== undefined, 'there is a unit');
  const item = items.find(({ id }) => id === shown.item);
  const built = builds.find(({ unit }) => unit === shown.unit);
  mustHold(item !== undefined && built !== undefined, `${shown.serial} was built`);
  const build = await buyer.need(productionInterface, 'build', built.build);
  const review = await buyer.need(inspectionInterface, 'review', shown.item);
  const results = await buyer.list(inspectionInterface, 'result', 'item', shown.item);
  const { number } = await cast.as('lindqvist/designer').need(designsInterface, 'version', design.version);
  story.line(`${shown.serial}, item ${shown.item}: ${item.state}`);
  story.line(`owner ${item.owner}, custodian ${item.custodian}`);
  story.line(`design ${order.part} version ${number}, ${build.program.name}, licence ${build.licence}`);
  story.line(`built by ${build.machine}, ${time(build.startedMs)} to ${time(build.endedMs)} by its own clock; ${build.state}; findings: ${build.findings.join(', ') || 'none'}`);
  for (const { laboratory, values, counts, by } of results) {
    story.line(`measured by ${laboratory}: ${values.length} values, ${counts.inside} inside, ${counts.outside} outside; signed by ${by}`);
  }
  story.line(`review: ${review.state}${review.reasons.length === 0 ? '' : `; a person decided on ${[...new Set(review.reasons.map(({ code }) => code))].join(', ')}`}`);
  story.line('evidence grade 0: nothing but its serial number ties the metal to this record; a copied label looks genuine until it is scanned twice');
  const entries = [...built.entries, ...(inspection.get(shown.item) ?? [])].sort((a, b) => a - b);
  const bundle = await buyer.transport.bundle(entries);
  const path = join(home, `${shown.serial}.bundle.json`);
  writeFileSync(path, bundle);
  const report = verifyBundle(bundle, { ledgerId: node.ledger.id });
  mustHold(report.anchored && report.statements.length === entries.length, 'the bundle verifies');
  story.line(`bundle of ${report.statements.length} statements, ${bundle.length} bytes: ${path}`);
  story.line(`check it anywhere, offline: touchmark verify ${path} --ledger ${node.ledger.id}`);
  story.proves('who signed each of these steps, with which outcome, in which order; the bundle needs neither us nor a network');
  return { serial: shown.serial, path, bundle, entries };
}
