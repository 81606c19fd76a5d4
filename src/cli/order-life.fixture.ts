// The life of an order that acme placed at borealis, between its acceptance and its end: its units are made, measured and
// released, and reach the buyer, each step signed by whoever does it.

import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { FACTS, PROGRAM } from '#contracts/production/workshop.fixture.ts';
import { shippingInterface } from '#contracts/shipping/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS } from '#test/world.ts';
import { inTheMaking, type Making, measuring, type Plant, planJob } from './inbox/inbox.fixture.ts';

const HOLE = { id: 'd', kind: 'Diameter', limitFrom: 'absolute', lower: '3.9', upper: '4.1', unit: 'mm' };
/** A commitment to why something was decided. */
export const REASON = base64url(sha256(utf8('reason')));

/** Accepts an order, and makes and releases its units. */
export async function makeUnits(plant: Plant, order: string, serials: readonly string[]): Promise<Making> {
  const making = await inTheMaking(plant, order, serials);
  await measuring(plant, order, [HOLE]);
  await plant.server.client('acme/quality').do(inspectionInterface, 'signMapping', {
    ...{ order, laboratories: { seller: 'borealis' }, labels: { seller: [], buyer: [] } },
    groups: [{ name: 'Hole', kind: 'Diameter', seller: ['d'], buyer: [] }],
    units: [...making.items].map(([label, item]) => ({ item, labels: { seller: label } })),
  });
  for (const [label, item] of making.items) await makeUnit(plant, { order, item, label });
  return making;
}

async function makeUnit(
  plant: Plant,
  { order, item, label }: { readonly order: string; readonly item: string; readonly label: string },
): Promise<void> {
  const as = plant.server.client;
  const job = await planJob(plant, order, item, PROGRAM);
  // The fixture of production has facts of this form.
  const facts = { job, ...FACTS } as never;
  const built = await as('borealis/machine').do(productionInterface, 'recordBuild', facts);
  await as('acme/quality').do(productionInterface, 'decideBuild', {
    ...{ build: built.id('build'), verdict: 'accept', reason: REASON },
  });
  await as('borealis/engineer').do(productionInterface, 'declareMade', { item });
  await as('borealis/quality').do(inspectionInterface, 'recordResults', {
    ...{ order, item, laboratory: 'borealis', file: REASON, label, fileVerdict: 'pass' },
    values: [{ characteristic: 'd', value: '4.0', fileVerdict: 'pass' }],
  });
  await as('borealis/quality').do(inspectionInterface, 'reviewItem', { order, item });
  const review = await as('acme/quality').need(inspectionInterface, 'review', item);
  if (review.state === 'awaitsDecision') {
    const covers = review.reasons.map(({ code, laboratory }) => ({ code, ...(laboratory && { laboratory }) }));
    await as('acme/quality').do(inspectionInterface, 'decideItem', { item, verdict: 'accept', reason: REASON, covers });
    await as('borealis/quality').do(inspectionInterface, 'applyReview', { item });
  }
}

/** Ships items from borealis to acme without a carrier, which takes them but for the refused ones. @returns the shipment */
export async function shipUnits(
  { server }: Plant,
  order: string,
  { items, refused = [] }: { readonly items: readonly string[]; readonly refused?: readonly string[] },
): Promise<string> {
  const as = server.client;
  const packed = await as('borealis/sales').do(shippingInterface, 'pack', {
    ...{ order, items: [...items], carriers: [], dueMs: START_MS + 10 * 86_400_000 },
    seal: { kind: 'printedCode', grade: 0, code: 'seal 1' },
  });
  const shipment = packed.id('shipment');
  await as('borealis/sales').do(shippingInterface, 'offer', { shipment });
  await as('acme/buyer').do(shippingInterface, 'receive', { shipment, sealIntact: true, exceptions: [] });
  const why = refused.length === 0 ? {} : { reason: REASON };
  await as('acme/buyer').do(shippingInterface, 'accept', { shipment, refused: [...refused], ...why });
  return shipment;
}
