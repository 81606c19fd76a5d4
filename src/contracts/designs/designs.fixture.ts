// Steps with designs: carter designs, borealis has the machine and the units to build, delta issues the euro.

import { itemId, type Later, plan, registerType } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import { completePermit } from './operations.ts';

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
      credentials: [],
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

const line = { what: 'designs.requestPermit', unit: 'build', mostEach: 1, mostPerPeriod: 100, periodMs: VALID_MS };
/** borealis' administrator gives the machine its mandate. */
const allowMachine: Step = {
  by: 'borealis/admin',
  action: 'membership.setMandate',
  input: { actor: MACHINE, mandate: [{ ...line, untilMs: Number.MAX_SAFE_INTEGER }] },
};

/** The licence on offer; live; with three planned units and a machine that may ask for permits; with one permit. */
export const versioned = [registerDesign, registerVersion()];
export const offered = [...versioned, offerLicence()];
export const accept = onLicence('borealis/engineer', 'acceptLicence');
export const live = [...offered, accept];
export const readyToBuild = [
  registerType('borealis', 'PLATE-1'),
  plan('borealis', 'S1', 'S2', 'S3', 'S4', 'S5'),
  allowMachine,
];
export const ready = [...live, ...readyToBuild];
export const permitted = [...ready, requestPermit('S1')];

/** delta certifies the machine for milling. */
export const certify: Step = {
  by: 'delta/quality',
  action: 'membership.issueCredential',
  input: {
    subject: MACHINE,
    kind: 'milling',
    validFromMs: START_MS,
    validUntilMs: START_MS + VALID_MS,
    evidence: hashOf('certificate'),
  },
};

/** A machine attests that it deleted a file, by default the model. */
export function attest(blob = hashOf('blob of plate.step'), by = MACHINE): Later {
  return onLicence(by, 'attestDeletion', { blob });
}

/** Books a build of the unit, as production does. */
export function build(world: World, serial: string, by = MACHINE) {
  return callOperation(world, { by, via: 'production' }, completePermit, { permit: permitId(world, serial) });
}

/** Books a build, then goes on with the step. */
export function built(serial: string, then: Later): Later {
  return (world) => {
    const { outcome } = build(world, serial);
    if (outcome !== 'accepted') throw new Error(outcome);
    return then(world);
  };
}
