// A shop for tests: acme orders plates from borealis, whose machine mills them with a program that carter licenses.

import assert from 'node:assert/strict';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS, type Step, type World } from '#test/world.ts';

/** A step that reads the world it is done in. */
type Given = Step | ((world: World) => Step);

const DAY_MS = 86_400_000;
/** The shop’s machine. */
export const MACHINE = 'borealis/machine';
/** The licensed program. */
export const PROGRAM = 'PLATE-1.NC';
/** Of each build. */
export const ROYALTY_CENTS = 250;
/** The one step of most plans. */
export const MILLING = {
  name: 'milling',
  process: 'separating',
  doneBy: 'machine',
  member: 'borealis',
  evidence: ['machineLog'],
};

/** A hash for tests. */
export function hash(word: string): string {
  return base64url(sha256(utf8(word)));
}

/** The id of the one record of a kind that has these fields. */
export function the(world: World, kind: string, fields: JsonObject = {}): string {
  const found = world
    .all(kind)
    .filter((record) => Object.entries(fields).every(([name, value]) => record[name] === value));
  assert.equal(found.length, 1, `${kind} ${JSON.stringify(fields)}: ${found.length}`);
  return String(found[0]?.id);
}

/** The order of four plates. */
export const orderOfWorld = (world: World): string => the(world, 'procurement/order', { quantity: 4 });
/** The id of a plate. */
export const unit = (world: World, number: string): string => the(world, 'items/item', { kind: 'serial', number });

/** An accepted order of four plates with their ids. */
export const ORDER: readonly Given[] = [
  {
    by: 'acme/buyer',
    action: 'items.registerType',
    input: { partNumber: 'PLATE', name: 'Plate', tracking: 'serial', unit: 'piece' },
  },
  (world) => placeOrder(world, 4),
  (world) => ({ by: 'borealis/sales', action: 'procurement.acceptOrder', input: { id: orderOfWorld(world) } }),
  (world) => ({
    by: 'borealis/sales',
    action: 'procurement.registerUnits',
    input: { order: orderOfWorld(world), serials: ['1', '2', '3', '4'] },
  }),
];

/** A further order, which the tests tell by its quantity. */
export function placeOrder(world: World, quantity: number, designVersion?: string): Step {
  const terms = {
    seller: 'borealis',
    itemType: the(world, 'items/type', { partNumber: 'PLATE' }),
    quantity,
    unitPriceCents: 10_000,
    unit: 'EUR',
    neededByMs: START_MS + 30 * DAY_MS,
    deliveryPlace: hash('place'),
    terms: [],
    assumed: [],
    payment: 'invoice',
  };
  const input = designVersion === undefined ? terms : { ...terms, designVersion };
  return { by: 'acme/buyer', action: 'procurement.placeOrder', input };
}

/** A licence for three builds, and the machine's mandate to use it. */
export const LICENCE: readonly Given[] = licenceFor([MACHINE]);

/** The same for other machines; the mandate is the first's. */
export function licenceFor(machines: readonly string[]): readonly Given[] {
  return [
    { by: 'carter/designer', action: 'designs.registerDesign', input: { name: 'Plate' } },
    (world) => registerVersion(world, 'carter'),
    (world) => ({
      by: 'carter/designer',
      action: 'designs.offerLicence',
      input: {
        version: the(world, 'designs/version', { owner: 'carter' }),
        licensee: 'borealis',
        builds: 3,
        royaltyCents: ROYALTY_CENTS,
        unit: 'EUR',
        machines: [...machines],
        credentials: [],
        validFromMs: START_MS,
        validUntilMs: START_MS + 30 * DAY_MS,
        programs: [PROGRAM],
      },
    }),
    (world) => ({
      by: 'borealis/engineer',
      action: 'designs.acceptLicence',
      input: { licence: the(world, 'designs/licence') },
    }),
    {
      by: 'borealis/admin',
      action: 'membership.setMandate',
      input: { actor: MACHINE, mandate: [mandate('designs.requestPermit'), mandate('production.recordBuild')] },
    },
  ];
}

/** Registers a version of the one design of this owner. */
export function registerVersion(world: World, owner: string): Step {
  const file = { name: PROGRAM, role: 'program', commitment: hash(PROGRAM), sizeBytes: 100, mediaType: 'text/plain' };
  return {
    by: `${owner}/designer`,
    action: 'designs.registerVersion',
    input: {
      design: the(world, 'designs/design', { owner }),
      parents: [],
      files: [file],
      facts: { unit: 'millimetre', watertight: 'yes' },
    },
  };
}

function mandate(what: string): JsonObject {
  return { what, unit: 'build', mostEach: 1, mostPerPeriod: 100, periodMs: DAY_MS, untilMs: START_MS + 30 * DAY_MS };
}

/** A plan of one step, agreed, and the machine that does it. */
export const PLAN: readonly Given[] = [
  (world) => proposePlan(world, [MILLING]),
  (world) => ({ by: 'acme/engineer', action: 'production.agreePlan', input: { order: orderOfWorld(world) } }),
  registerMachine(),
];

/** The seller's proposal. */
export function proposePlan(world: World, steps: readonly JsonObject[]): Step {
  return { by: 'borealis/engineer', action: 'production.proposePlan', input: { order: orderOfWorld(world), steps } };
}

/** The shop's machine. */
export function registerMachine(actor: string = MACHINE, by = 'borealis/engineer', process = 'separating'): Step {
  return { by, action: 'capacity.registerMachine', input: { actor, process, name: 'Mill 4', materials: [] } };
}

/** The machine asks for the permit to build a unit. */
export function requestPermit(number: string, by: string = MACHINE): Given {
  return (world) => ({
    by,
    action: 'designs.requestPermit',
    input: { licence: the(world, 'designs/licence'), item: unit(world, number), program: PROGRAM },
  });
}

/** Plans the job of a unit under its open permit. */
export function planJob(number: string, changed: JsonObject = {}, by = 'borealis/engineer'): Given {
  return (world) => ({
    by,
    action: 'production.planJob',
    input: {
      order: orderOfWorld(world),
      item: unit(world, number),
      step: 'milling',
      machine: MACHINE,
      program: { name: PROGRAM, commitment: hash(PROGRAM) },
      permit: the(world, 'designs/permit', { item: unit(world, number) }),
      ...changed,
    },
  });
}

/** The same without a permit. */
export function planUnlicensedJob(number: string, more: JsonObject = {}, by = 'borealis/engineer'): Given {
  return (world) => ({
    by,
    action: 'production.planJob',
    input: {
      order: orderOfWorld(world),
      item: unit(world, number),
      step: 'milling',
      machine: MACHINE,
      program: { name: PROGRAM, commitment: hash(PROGRAM) },
      ...more,
    },
  });
}

/** What a good log says. */
export const FACTS: JsonObject = {
  loggedNames: [PROGRAM],
  logRoot: hash('log'),
  logLines: 7478,
  unreadable: { count: 0, firstLines: [] },
  gaps: { limitMs: 60_000, count: 0, first: [] },
  holds: 0,
  partCounts: { first: 1066, last: 1066, repeats: 0, skips: 0 },
  startedMs: START_MS - 2000,
  endedMs: START_MS - 1000,
  materials: [],
};

/** The machine signs the build of a unit's one job. */
export function recordBuild(number: string, changed: JsonObject = {}, by: string = MACHINE): Given {
  return (world) => ({
    by,
    action: 'production.recordBuild',
    input: { job: jobOf(world, number), ...FACTS, ...changed },
  });
}

/** A person decides on the build of a unit. */
export function decideBuild(number: string, verdict: string, by = 'acme/quality'): Given {
  return (world) => ({
    by,
    action: 'production.decideBuild',
    input: { build: the(world, 'production/build', { item: unit(world, number) }), verdict, reason: hash('reason') },
  });
}

/** The one job of a unit that is not cancelled. */
export function jobOf(world: World, number: string): string {
  const item = unit(world, number);
  const jobs = world.all('production/job').filter((job) => job.item === item && job.state !== 'cancelled');
  assert.equal(jobs.length, 1, `unit ${number} has ${jobs.length} jobs`);
  return String(jobs[0]?.id);
}

/** Everything up to the first job. */
export const READY: readonly Given[] = [...ORDER, ...LICENCE, ...PLAN, requestPermit('1')];

/** Does the steps, each accepted. */
export function play(world: World, steps: readonly Given[]): World {
  for (const step of steps) world.ok(typeof step === 'function' ? step(world) : step);
  return world;
}
