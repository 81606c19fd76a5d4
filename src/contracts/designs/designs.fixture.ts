// Steps with designs: carter designs, borealis has the machine and the units to build, delta issues the euro.

import { itemId, type Later, typeId } from '#contracts/items/items.fixture.ts';
import { planUnits } from '#contracts/items/operations.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS, type Step, type World } from '#test/world.ts';

/** The licensee's machine. */
export const MACHINE = 'borealis/machine';
/** How long test licences are valid. */
export const VALID_MS = 86_400_000;

/** A hash for a word. */
export function hashOf(word: string): string {
  return base64url(sha256(utf8(word)));
}

/** A file of a version. */
export function file(name: string, role: string, more: JsonObject = {}): JsonObject {
  const blob = hashOf(`blob of ${name}`);
  return { name, role, commitment: hashOf(name), blob, sizeBytes: 100, mediaType: 'application/octet-stream', ...more };
}

const model = file('plate.step', 'model');
const program = file('plate.nc', 'program', { derivedFrom: 'plate.step' });

/** The id of the first record of a kind of designs. */
export function idOf(world: World, record: string): string {
  return String(world.all(`designs/${record}`)[0]?.id ?? `${record}-none`);
}

/** carter registers a design. */
export const registerDesign: Step = {
  by: 'carter/designer',
  action: 'designs.registerDesign',
  input: { name: 'Plate' },
};

/** carter registers a version of its design: a model and a program derived from it, unless `changes` say otherwise. */
export function registerVersion(changes: JsonObject = {}, by = 'carter/designer'): Later {
  return (world) => ({
    by,
    action: 'designs.registerVersion',
    input: {
      design: idOf(world, 'design'),
      parents: [],
      files: [model, program],
      facts: { unit: 'millimetre', watertight: 'yes' },
      ...changes,
    },
  });
}

/** carter offers borealis a licence for two builds on its machine at 5.00 each. */
export function offerLicence(changes: JsonObject = {}, by = 'carter/designer'): Later {
  return (world) => ({
    by,
    action: 'designs.offerLicence',
    input: {
      version: idOf(world, 'version'),
      licensee: 'borealis',
      builds: 2,
      royaltyCents: 500,
      unit: 'EUR',
      machines: [MACHINE],
      credentialKinds: [],
      validFromMs: START_MS,
      validUntilMs: START_MS + VALID_MS,
      programs: ['plate.nc'],
      ...changes,
    },
  });
}

/** A step on the first licence. */
export function onLicence(by: string, action: string, more: JsonObject = {}): Later {
  return (world) => ({ by, action: `designs.${action}`, input: { licence: idOf(world, 'licence'), ...more } });
}

/** The machine asks for the permit to build the unit with this serial number. */
export function requestPermit(serial: string, changes: JsonObject = {}, by = MACHINE): Later {
  return (world) => ({
    by,
    action: 'designs.requestPermit',
    input: { licence: idOf(world, 'licence'), item: itemId(world, serial), program: 'plate.nc', ...changes },
  });
}

/** Voids the permit of the unit with this serial number. */
export function voidPermit(by: string, serial: string): Later {
  return (world) => ({ by, action: 'designs.voidPermit', input: { permit: permitId(world, serial) } });
}

/** The id of the permit of a unit: the one that is not void where there is one. */
export function permitId(world: World, serial: string): string {
  const permits = world.all('designs/permit').filter(({ item }) => item === itemId(world, serial));
  return String((permits.find(({ state }) => state !== 'void') ?? permits[0])?.id ?? 'permit-none');
}

/** Plans units of borealis' type PLATE-1, as an order does, then lets the machine ask for permits. */
export function plan(...serials: readonly string[]): Later {
  return (world) => {
    const by = { by: 'borealis/engineer', via: 'procurement' };
    const member = 'borealis';
    const input = { type: typeId(world, 'PLATE-1'), owner: member, custodian: member, serials, order: 'order-1' };
    const { outcome } = callOperation(world, by, planUnits, input);
    if (outcome !== 'accepted') throw new Error(outcome);
    return allowMachine;
  };
}

const line = { what: 'designs.requestPermit', unit: 'build', mostEach: 1, mostPerPeriod: 100, periodMs: VALID_MS };
/** borealis' administrator gives the machine its mandate. */
const allowMachine: Step = {
  by: 'borealis/admin',
  action: 'membership.setMandate',
  input: { actor: MACHINE, mandate: [{ ...line, untilMs: Number.MAX_SAFE_INTEGER }] },
};
