// Whole lives of orders, many at once: from the request for quotation by way of plan, build, inspection and shipment to
// the accepted and paid part. Each party signs through its own client, in process.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { shippingInterface } from '#contracts/shipping/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import type { Client } from '#sdk/client.ts';
import { START_MS } from './bench-ledger.ts';
import { openMarket, STATEMENTS_TO_AWARD, WINNER } from './deals.ts';

const DAY_MS = 86_400_000;
const LABORATORY = 'bank';
const PROGRAM = 'PLATE.NC';
const HASH = base64url(sha256(utf8('of something')));
const PAID_WHEN_ACCEPTED = [{ name: 'accepted', shareBasisPoints: 10_000, when: 'accepted' }] as const;
/** Signed by someone for one order of one part: to the award, then the unit's id, plan, build, inspection, shipment. */
export const STATEMENTS_PER_LIFE = STATEMENTS_TO_AWARD + 1 + 3 + 3 + 8 + 4;

/** Orders a second that were carried out from their request to their last cent, all of them on their way at once. */
export async function livesPerSecond(count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-lives-'));
  const clock = { nowMs: START_MS };
  try {
    await using market = await openMarket(folder, clock, { milestones: [...PAID_WHEN_ACCEPTED] });
    const { as } = market;
    await as(`${WINNER}/admin`).do(membershipInterface, 'setMandate', { actor: `${WINNER}/machine`, mandate: MANDATE });
    const started = performance.now();
    const orders = await market.award(count);
    await Promise.all(orders.map((order, i) => carryOut(as, order, `S${i}`)));
    return (count / (performance.now() - started)) * 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const LIMITS = { unit: 'build', mostEach: 1, mostPerPeriod: 1_000_000, periodMs: DAY_MS };
const MANDATE = [{ what: 'production.recordBuild', ...LIMITS, untilMs: START_MS + 30 * DAY_MS }];

type As = (actor: string) => Client;

async function carryOut(as: As, order: string, serial: string): Promise<void> {
  const registered = await as(`${WINNER}/sales`).do(procurementInterface, 'registerUnits', {
    order,
    serials: [serial],
  });
  const item = registered.id('item');
  await build(as, order, item);
  await inspect(as, order, item);
  await ship(as, order, item);
  const { state } = await as('buyer/buyer').need(procurementInterface, 'order', order);
  if (state !== 'closed') throw new Error(`order ${order} is ${state}, not closed`);
}

async function build(as: As, order: string, item: string): Promise<void> {
  const engineer = as(`${WINNER}/engineer`);
  const machine = `${WINNER}/machine`;
  const step = { name: 'milling', process: 'separating', doneBy: 'machine', member: WINNER } as const;
  await engineer.do(productionInterface, 'proposePlan', { order, steps: [{ ...step, evidence: ['machineLog'] }] });
  await as('buyer/engineer').do(productionInterface, 'agreePlan', { order });
  const program = { name: PROGRAM, commitment: HASH };
  const planned = await engineer.do(productionInterface, 'planJob', { order, item, step: step.name, machine, program });
  const built = await as(machine).do(productionInterface, 'recordBuild', {
    job: planned.id('job'),
    loggedNames: [PROGRAM],
    logRoot: HASH,
    logLines: 1,
    unreadable: { count: 0, firstLines: [] },
    gaps: { limitMs: 60_000, count: 0, first: [] },
    holds: 0,
    partCounts: { first: 1, last: 1, repeats: 0, skips: 0 },
    ...{ startedMs: START_MS - 2_000, endedMs: START_MS - 1_000, materials: [] },
  });
  // Without a licence a person says that the build counts.
  const decided = { build: built.id('build'), verdict: 'accept', reason: HASH } as const;
  await as('buyer/quality').do(productionInterface, 'decideBuild', decided);
  await engineer.do(productionInterface, 'declareMade', { item });
}

async function inspect(as: As, order: string, item: string): Promise<void> {
  const [quality, laboratory] = [as('buyer/quality'), as(`${LABORATORY}/quality`)];
  const flatness = { kind: 'Flatness', limitFrom: 'zone', upper: '0.5', unit: 'mm' } as const;
  await quality.do(inspectionInterface, 'appointLaboratory', { order, laboratory: LABORATORY });
  const programme = { order, file: HASH, characteristics: [{ id: 'F', name: 'Flatness', ...flatness }] };
  await laboratory.do(inspectionInterface, 'registerProgramme', programme);
  for (const party of ['buyer', WINNER])
    await as(`${party}/quality`).do(inspectionInterface, 'agreeProgramme', { order, laboratory: LABORATORY });
  await quality.do(inspectionInterface, 'signMapping', {
    order,
    laboratories: { buyer: LABORATORY },
    groups: [{ name: 'Flatness', kind: 'Flatness', seller: [], buyer: ['F'] }],
    labels: { seller: [], buyer: [] },
    units: [{ item, labels: { buyer: 'A1' } }],
  });
  await laboratory.do(inspectionInterface, 'recordResults', {
    ...{ order, item, laboratory: LABORATORY, file: HASH, label: 'A1', fileVerdict: 'pass' },
    values: [{ characteristic: 'F', value: '0.003', fileVerdict: 'pass' }],
  });
  await quality.do(inspectionInterface, 'reviewItem', { order, item });
  await as(`${WINNER}/logistics`).do(inspectionInterface, 'applyReview', { item });
}

async function ship(as: As, order: string, item: string): Promise<void> {
  const seller = as(`${WINNER}/logistics`);
  const seal = { kind: 'printedCode', grade: 0, code: 'seal' } as const;
  const packed = { order, items: [item], seal, carriers: [], dueMs: START_MS + 5 * DAY_MS };
  const shipment = (await seller.do(shippingInterface, 'pack', packed)).id('shipment');
  await seller.do(shippingInterface, 'offer', { shipment });
  const received = { shipment, sealIntact: true, exceptions: [] };
  await as('buyer/logistics').do(shippingInterface, 'receive', received);
  await as('buyer/quality').do(shippingInterface, 'accept', { shipment, refused: [] });
}
