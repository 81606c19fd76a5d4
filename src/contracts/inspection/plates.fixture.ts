// Two plates for tests: acme orders them from borealis; carter measures for borealis, delta for acme. As measured here
// they pass; each test changes what it is about.

import assert from 'node:assert/strict';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS, type Step, type World } from '#test/world.ts';

/** A step that reads the world it is done in. */
export type Given = Step | ((world: World) => Step);

/** A hash for tests. */
export function hash(word: string): string {
  return base64url(sha256(utf8(word)));
}

/** The one order. */
export function orderIn(world: World): string {
  const [order, ...others] = world.all('procurement/order');
  assert.ok(order !== undefined && others.length === 0);
  return String(order.id);
}

/** The id of a plate. */
export function plate(world: World, number = '1'): string {
  const found = world.all('items/item').find((item) => item.number === number);
  assert.ok(found !== undefined, `no plate ${number}`);
  return String(found.id);
}

/** The order with both plates planned. */
export const ORDER: readonly Given[] = [
  {
    by: 'acme/buyer',
    action: 'items.registerType',
    input: { partNumber: 'PLATE', name: 'Plate', tracking: 'serial', unit: 'piece' },
  },
  (world) => ({
    by: 'acme/buyer',
    action: 'procurement.placeOrder',
    input: {
      seller: 'borealis',
      itemType: String(world.all('items/type')[0]?.id),
      quantity: 2,
      unitPriceCents: 10_000,
      unit: 'EUR',
      neededByMs: START_MS + 86_400_000,
      deliveryPlace: hash('place'),
      terms: [],
      assumed: [],
      payment: 'invoice',
    },
  }),
  (world) => ({ by: 'borealis/sales', action: 'procurement.acceptOrder', input: { id: orderIn(world) } }),
  (world) => ({
    by: 'borealis/sales',
    action: 'procurement.registerUnits',
    input: { order: orderIn(world), serials: ['1', '2'] },
  }),
];

/** A party lets a laboratory measure for it. */
export function appoint(by: string, laboratory: string): Given {
  return (world) => ({ by, action: 'inspection.appointLaboratory', input: { order: orderIn(world), laboratory } });
}

/** Each party has its laboratory. */
export const APPOINTED: readonly Given[] = [
  ...ORDER,
  appoint('borealis/quality', 'carter'),
  appoint('acme/quality', 'delta'),
];

const LABEL = {
  id: 'n',
  kind: 'UserDefinedLinear',
  name: 'Part Number',
  limitFrom: 'absolute',
  lower: '1',
  upper: '1001',
  unit: 'mm',
};
const HOLE = { kind: 'Diameter', nominal: '4', limitFrom: 'absolute', lower: '3.75', upper: '4.25', unit: 'mm' };

/** What carter measures: a label, two holes one by one, flatness. */
export const SELLER_CHARACTERISTICS: readonly JsonObject[] = [
  LABEL,
  { id: 'd1', ...HOLE },
  { id: 'd2', ...HOLE },
  { id: 'f', kind: 'Flatness', limitFrom: 'zone', upper: '0.5', unit: 'mm' },
];
/** What delta measures: the holes under one id, flatness. */
export const BUYER_CHARACTERISTICS: readonly JsonObject[] = [
  { id: 'D', kind: 'Diameter', nominal: '4', limitFrom: 'deviation', lower: '-.25', upper: '2.50e-1', unit: 'mm' },
  { id: 'F', kind: 'Flatness', limitFrom: 'zone', upper: '0.50', unit: 'mm' },
];

/** A laboratory registers what it measures. */
export function programme(laboratory: string, characteristics: readonly JsonObject[]): Given {
  return (world) => ({
    by: `${laboratory}/quality`,
    action: 'inspection.registerProgramme',
    input: { order: orderIn(world), file: hash(laboratory), characteristics },
  });
}

/** What is the same of both laboratories. */
export const GROUPS: readonly JsonObject[] = [
  { name: 'Diameter 4', kind: 'Diameter', nominal: '4', seller: ['d1', 'd2'], buyer: ['D'] },
  { name: 'Flatness', kind: 'Flatness', seller: ['f'], buyer: ['F'] },
];

/** The buyer signs what is the same. */
export function mapping(changed: JsonObject = {}, by = 'acme/quality'): Given {
  return (world) => ({
    by,
    action: 'inspection.signMapping',
    input: {
      order: orderIn(world),
      laboratories: { seller: 'carter', buyer: 'delta' },
      groups: GROUPS,
      labels: { seller: ['n'], buyer: [] },
      units: [{ item: plate(world), labels: { seller: '1', buyer: 'A01' } }],
      ...changed,
    },
  });
}

/** A value as `[characteristic, value, file's verdict]`; without a value it was not measured. */
export type Value = readonly [characteristic: string, value: string | undefined, verdict?: string];

/** Carter’s measurements of the plate. */
export const SELLER_VALUES: readonly Value[] = [
  ['n', '1'],
  ['d1', '4.01'],
  ['d2', '4.25'],
  ['f', '0.003'],
];
/** Delta’s measurements of the plate. */
export const BUYER_VALUES: readonly Value[] = [
  ['D', '3.75'],
  ['D', '+4.0'],
  ['F', '0.047'],
];

/** A laboratory's results of a plate. */
export function results(laboratory: string, values: readonly Value[], changed: JsonObject = {}): Given {
  const label = laboratory === 'carter' ? '1' : 'A01';
  return (world) => ({
    by: `${laboratory}/quality`,
    action: 'inspection.recordResults',
    input: {
      order: orderIn(world),
      item: plate(world),
      laboratory,
      file: hash(laboratory),
      label,
      fileVerdict: 'pass',
      values: values.map(([characteristic, value, fileVerdict = 'pass']) => ({
        characteristic,
        ...(value === undefined ? {} : { value }),
        fileVerdict,
      })),
      ...changed,
    },
  });
}

/** Anyone of the parties asks for the review. */
export function reviewItem(by = 'borealis/quality'): Given {
  return (world) => ({ by, action: 'inspection.reviewItem', input: { order: orderIn(world), item: plate(world) } });
}

/** A person decides. */
export function decide(verdict: string, covers: readonly JsonObject[], by = 'acme/quality'): Given {
  return (world) => ({
    by,
    action: 'inspection.decideItem',
    input: { item: plate(world), verdict, reason: hash('reason'), covers },
  });
}

/** The custodian moves the plate as its review says. */
export function applyReview(by = 'borealis/logistics'): Given {
  return (world) => ({ by, action: 'inspection.applyReview', input: { item: plate(world) } });
}

/** Both laboratories have said what they measure. */
export const PROGRAMMES: readonly Given[] = [
  ...APPOINTED,
  programme('carter', SELLER_CHARACTERISTICS),
  programme('delta', BUYER_CHARACTERISTICS),
];
/** The buyer has said what is the same. */
export const MAPPED: readonly Given[] = [...PROGRAMMES, mapping()];
/** Both laboratories have measured the plate. */
export const MEASURED: readonly Given[] = [...MAPPED, results('carter', SELLER_VALUES), results('delta', BUYER_VALUES)];

/** The plate made: built without a licence, which acme accepted. */
export const MADE: readonly Given[] = [
  (world) => ({
    by: 'borealis/engineer',
    action: 'production.proposePlan',
    input: {
      order: orderIn(world),
      steps: [
        { name: 'milling', process: 'separating', doneBy: 'machine', member: 'borealis', evidence: ['machineLog'] },
      ],
    },
  }),
  (world) => ({ by: 'acme/engineer', action: 'production.agreePlan', input: { order: orderIn(world) } }),
  {
    by: 'borealis/engineer',
    action: 'capacity.registerMachine',
    input: { actor: 'borealis/machine', process: 'separating', name: 'Mill', materials: [] },
  },
  (world) => ({
    by: 'borealis/engineer',
    action: 'production.planJob',
    input: {
      order: orderIn(world),
      item: plate(world),
      step: 'milling',
      machine: 'borealis/machine',
      program: { name: 'P.NC', commitment: hash('P.NC') },
    },
  }),
  {
    by: 'borealis/admin',
    action: 'membership.setMandate',
    input: {
      actor: 'borealis/machine',
      mandate: [
        {
          what: 'production.recordBuild',
          unit: 'build',
          mostEach: 1,
          mostPerPeriod: 1,
          periodMs: 86_400_000,
          untilMs: START_MS + 86_400_000,
        },
      ],
    },
  },
  (world) => ({
    by: 'borealis/machine',
    action: 'production.recordBuild',
    input: {
      job: String(world.all('production/job')[0]?.id),
      loggedNames: ['P.NC'],
      logRoot: hash('log'),
      logLines: 10,
      unreadable: { count: 0, firstLines: [] },
      gaps: { limitMs: 60_000, count: 0, first: [] },
      holds: 0,
      partCounts: { repeats: 0, skips: 0 },
      startedMs: START_MS,
      endedMs: START_MS,
      materials: [],
    },
  }),
  (world) => ({
    by: 'acme/quality',
    action: 'production.decideBuild',
    input: { build: String(world.all('production/build')[0]?.id), verdict: 'accept', reason: hash('reason') },
  }),
  (world) => ({ by: 'borealis/operator', action: 'production.declareMade', input: { item: plate(world) } }),
];

/** Does the steps, each accepted. */
export function play(world: World, steps: readonly Given[]): World {
  for (const step of steps) world.ok(typeof step === 'function' ? step(world) : step);
  return world;
}
