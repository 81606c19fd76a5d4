// The designs contract: its refusals, versions, and licences that are used build by build.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { changeState, type Later, registerItem, registerType } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import {
  file,
  hashOf,
  idOf,
  MACHINE,
  offerLicence,
  onLicence,
  permitId,
  plan,
  registerDesign,
  registerVersion,
  requestPermit,
  VALID_MS,
  voidPermit,
} from './designs.fixture.ts';
import { designs } from './designs.ts';
import { completePermit, licenceOf, permitOf, versionOf } from './operations.ts';

const versioned = [registerDesign, registerVersion()];
const offered = [...versioned, offerLicence()];
const accept = onLicence('borealis/engineer', 'acceptLicence');
const live = [...offered, accept];
/** borealis has three planned units and a machine that may ask for permits. */
const ready = [...live, registerType('borealis', 'PLATE-1'), plan('S1', 'S2', 'S3')];
const permitted = [...ready, requestPermit('S1')];
const attest = (blob: string, by = MACHINE) => onLicence(by, 'attestDeletion', { blob });
const modelBlob = hashOf('blob of plate.step');
const withCredential = offerLicence({ credentialKinds: ['milling'] });
const certify: Step = {
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
const version =
  (parents: (world: World) => readonly string[], changes: JsonObject = {}): Later =>
  (world) =>
    registerVersion({ parents: parents(world), ...changes })(world);
const foreignDesign: readonly Later[] = [
  () => ({ ...registerDesign, by: 'delta/designer' }),
  (world) => {
    const design = world.all('designs/design').find(({ owner }) => owner === 'delta');
    return registerVersion({ design: String(design?.id) }, 'delta/designer')(world);
  },
];
const versionOfDelta = (world: World) => [
  String(world.all('designs/version').find(({ owner }) => owner === 'delta')?.id),
];

/** Books a build of the unit, as production does. */
function build(world: World, serial: string, by = MACHINE) {
  return callOperation(world, { by, via: 'production' }, completePermit, { permit: permitId(world, serial) });
}

/** Books a build, then goes on with the step. */
const built =
  (serial: string, then: Later): Later =>
  (world) => {
    assert.equal(build(world, serial).outcome, 'accepted');
    return then(world);
  };

testRefusals(designs, {
  design_unknown: { refused: registerVersion() },
  not_owner: { given: [registerDesign], refused: registerVersion({}, 'delta/designer') },
  parent_unknown: { given: versioned, refused: registerVersion({ parents: ['version-none'] }) },
  parent_foreign: {
    given: [...foreignDesign, registerDesign],
    refused: (world) => {
      const design = world.all('designs/design').find(({ owner }) => owner === 'carter');
      return registerVersion({ design: String(design?.id), parents: [...versionOfDelta(world)] })(world);
    },
  },
  file_twice: {
    given: [registerDesign],
    refused: registerVersion({ files: [file('a', 'model'), file('a', 'drawing')] }),
  },
  derived_from_unknown: {
    given: [registerDesign],
    refused: registerVersion({ files: [file('a', 'program', { derivedFrom: 'b' }), file('b', 'model')] }),
  },
  version_unknown: { refused: offerLicence() },
  member_unknown: { given: versioned, refused: offerLicence({ licensee: 'nobody', machines: ['nobody/machine'] }) },
  licensee_same: { given: versioned, refused: offerLicence({ licensee: 'carter', machines: ['carter/machine'] }) },
  validity_empty: { given: versioned, refused: offerLicence({ validUntilMs: START_MS }) },
  machine_foreign: { given: versioned, refused: offerLicence({ machines: ['delta/machine'] }) },
  program_unknown: { given: versioned, refused: offerLicence({ programs: ['plate.step'] }) },
  royalty_too_large: {
    given: versioned,
    refused: offerLicence({ builds: 1_000_000, royaltyCents: 1_000_000_001 }),
  },
  licence_unknown: { refused: accept },
  not_licensee: { given: offered, refused: onLicence('delta/engineer', 'acceptLicence') },
  not_party: { given: offered, refused: onLicence('delta/engineer', 'withdrawLicence') },
  not_offered: { given: live, refused: accept },
  not_live: {
    given: [...ready, onLicence('borealis/engineer', 'withdrawLicence')],
    refused: requestPermit('S1'),
  },
  ended_already: {
    given: [...offered, onLicence('carter/designer', 'withdrawLicence')],
    refused: onLicence('carter/designer', 'withdrawLicence'),
  },
  licensee_decides: { given: live, refused: onLicence('carter/designer', 'withdrawLicence') },
  not_valid_now: { given: ready, refused: (world) => ({ ...requestPermit('S1')(world), afterMs: VALID_MS }) },
  machine_not_licensed: { given: live, refused: attest(modelBlob, 'delta/machine') },
  credential_missing: {
    given: [...versioned, withCredential, accept, ...ready.slice(live.length)],
    refused: requestPermit('S1'),
  },
  program_not_licensed: { given: ready, refused: requestPermit('S1', { program: 'other.nc' }) },
  item_unknown: { given: ready, refused: requestPermit('S9') },
  item_not_planned: {
    given: [...ready, registerItem('borealis', 'PLATE-1', 'S9')],
    refused: requestPermit('S9'),
  },
  item_not_held: {
    given: [...ready, registerType('acme', 'ROD-1'), registerItem('acme', 'ROD-1', 'S9')],
    refused: requestPermit('S9'),
  },
  permit_exists: { given: permitted, refused: requestPermit('S1') },
  licence_used_up: { given: [...permitted, requestPermit('S2')], refused: requestPermit('S3') },
  permit_unknown: { given: ready, refused: voidPermit('carter/designer', 'S1') },
  not_permit_holder: { given: permitted, refused: voidPermit('carter/machine', 'S1') },
  permit_not_open: {
    given: [...permitted, voidPermit('carter/designer', 'S1')],
    refused: voidPermit('carter/designer', 'S1'),
  },
  blob_unknown: { given: live, refused: attest(hashOf('another blob')) },
  attested_already: { given: [...live, attest(modelBlob)], refused: attest(modelBlob) },
  royalty_not_owed: { given: live, refused: onLicence('borealis/finance', 'payRoyalty', { amountCents: 1 }) },
  account_missing: {
    given: [...permitted, built('S1', () => certify)],
    refused: onLicence('borealis/finance', 'payRoyalty', { amountCents: 500 }),
  },
});

function play(steps: readonly (Step | Later)[], world = new World()): World {
  for (const step of steps) world.ok(typeof step === 'function' ? step(world) : step);
  return world;
}

const tally = (world: World) => {
  const { permitsUsed, built: made, owedCents, paidCents } = world.all('designs/tally')[0] ?? {};
  return { permitsUsed, built: made, owedCents, paidCents };
};

describe('a design', () => {
  test('is a chain of versions that name their parents, and files that name what they are made from', () => {
    const world = play([
      ...versioned,
      version((w) => [idOf(w, 'version')], { files: [file('b.nc', 'program', { derivedFrom: 'plate.step' })] }),
    ]);
    const versions = world.all('designs/version');
    assert.deepEqual(versions.map(({ number }) => number).sort(), [1, 2]);
    const second = versions.find(({ number }) => number === 2);
    assert.deepEqual(second?.parents, [versions.find(({ number }) => number === 1)?.id]);
  });

  test('is seen by its owner, by whom it is shown, and by those who are offered a licence', () => {
    const show: Later = (world) => ({
      by: 'carter/designer',
      action: 'designs.showVersion',
      input: { version: idOf(world, 'version'), to: 'acme' },
    });
    const world = play([...versioned, show, show, offerLicence()]);
    const id = idOf(world, 'version');
    const readers = world.registry.readers('designs/version', world.state.get('designs/version', id) ?? '');
    assert.deepEqual(readers, ['carter', 'acme', 'borealis']);
    const found = callOperation(world, { by: MACHINE, via: 'production' }, versionOf, { id });
    assert.equal(found.value?.files[1]?.commitment, hashOf('plate.nc'));
  });
});

describe('a licence for two builds', () => {
  test('gives two permits, books two royalties, and no third', () => {
    const world = play([...permitted, requestPermit('S2')]);
    const licence = idOf(world, 'licence');
    assert.deepEqual(build(world, 'S1').value, { licence, royaltyCents: 500, unit: 'EUR' });
    assert.deepEqual(tally(world), { permitsUsed: 2, built: 1, owedCents: 500, paidCents: 0 });
    assert.equal(build(world, 'S2').outcome, 'accepted');
    assert.deepEqual(tally(world), { permitsUsed: 2, built: 2, owedCents: 1000, paidCents: 0 });
    assert.equal(world.do(requestPermit('S3')(world)).outcome, 'designs.licence_used_up');
    const found = callOperation(world, { by: MACHINE, via: 'production' }, licenceOf, { id: licence });
    assert.equal(found.value?.tally.built, 2);
  });

  test('one permit is one build, by the machine that asked for it', () => {
    const world = play(permitted);
    assert.equal(build(world, 'S1', 'delta/machine').outcome, 'designs.not_permit_holder');
    assert.equal(build(world, 'S1').outcome, 'accepted');
    assert.equal(build(world, 'S1').outcome, 'designs.permit_not_open');
    assert.equal(build(world, 'S2').outcome, 'designs.permit_unknown');
    const permit = { id: permitId(world, 'S1') };
    assert.equal(callOperation(world, { by: MACHINE, via: 'production' }, permitOf, permit).value?.state, 'built');
  });

  test('a build is booked through production only: any other contract that tries is a bug', () => {
    const world = play(permitted);
    const permit = { permit: permitId(world, 'S1') };
    assert.throws(
      () => callOperation(world, { by: MACHINE, via: 'inspection' }, completePermit, permit),
      /for production/,
    );
  });

  const voids: readonly (readonly [string, string, number])[] = [
    ['the licensor gives the build back', 'carter/designer', 0],
    ['the licensee does not: it had the program', 'borealis/operator', 1],
    ['the machine does not either', MACHINE, 1],
  ];
  for (const [name, by, permitsUsed] of voids) {
    test(`voiding a permit frees the item, and ${name}`, () => {
      const world = play([...permitted, voidPermit(by, 'S1')]);
      assert.equal(tally(world).permitsUsed, permitsUsed);
      play([requestPermit('S1')], world);
      assert.equal(tally(world).permitsUsed, permitsUsed + 1);
    });
  }

  test('that its licensee gives back opens no permit more, and its open ones can still be built', () => {
    const world = play([...permitted, onLicence('borealis/engineer', 'withdrawLicence')]);
    assert.equal(world.do(requestPermit('S2')(world)).outcome, 'designs.not_live');
    assert.equal(build(world, 'S1').outcome, 'accepted');
  });

  test('is valid from its first millisecond to the one before its last', () => {
    const rows = [
      [VALID_MS - 1, 'accepted'],
      [VALID_MS, 'designs.not_valid_now'],
    ] as const;
    for (const [afterMs, outcome] of rows) {
      const world = play(ready);
      assert.equal(world.do({ ...requestPermit('S1')(world), afterMs }).outcome, outcome);
    }
    const later = offerLicence({ validFromMs: START_MS + 1 });
    const world = play([...versioned, later, accept, ...ready.slice(live.length)]);
    assert.equal(world.do(requestPermit('S1')(world)).outcome, 'designs.not_valid_now');
    assert.equal(world.do({ ...requestPermit('S1')(world), afterMs: 1 }).outcome, 'accepted');
  });

  test('ends after it begins and after now, or is not offered', () => {
    const world = play(versioned);
    const ends: readonly JsonObject[] = [
      { validFromMs: 0, validUntilMs: START_MS },
      { validFromMs: START_MS + 2, validUntilMs: START_MS + 2 },
    ];
    for (const end of ends) assert.equal(world.do(offerLicence(end)(world)).outcome, 'designs.validity_empty');
  });

  test('names the machines that may build: another one of the same shop gets no permit', () => {
    const other = offerLicence({ machines: ['borealis/mill-2'] });
    const world = play([...versioned, other, accept, ...ready.slice(live.length)]);
    assert.equal(world.do(requestPermit('S1')(world)).outcome, 'designs.machine_not_licensed');
  });

  test('that asks for a credential gives a permit to a machine that holds it', () => {
    play([...versioned, withCredential, accept, ...ready.slice(live.length), certify, requestPermit('S1')]);
  });

  test('a machine without a mandate gets no permit, and a person none at all', () => {
    const world = play(ready);
    assert.equal(world.do(requestPermit('S1', {}, 'carter/machine')(world)).outcome, 'mandate_missing');
    const bare = play([...live, registerType('borealis', 'PLATE-1')]);
    assert.equal(bare.do(requestPermit('S1')(bare)).outcome, 'mandate_missing');
    assert.equal(bare.do(requestPermit('S1', {}, 'borealis/operator')(bare)).outcome, 'role_not_allowed');
  });

  test('a permit is asked for on the terms that the machine saw', () => {
    const world = play(ready);
    assert.equal(world.do(requestPermit('S1')(world), {}).outcome, 'expects_missing');
    play([requestPermit('S1'), requestPermit('S2')], world);
    const [first, second] = world.all('designs/licence');
    assert.deepEqual(
      [first?.state, second],
      ['live', undefined],
      'permits leave the terms, and so their hash, as they are',
    );
  });

  test('is seen by licensor and licensee only, with its counts and permits', () => {
    const world = play(permitted);
    for (const record of ['licence', 'tally', 'permit']) {
      const text = world.state.get(`designs/${record}`, idOf(world, record)) ?? '';
      assert.deepEqual(world.registry.readers(`designs/${record}`, text), ['carter', 'borealis']);
    }
  });

  test('the deletion that a machine attests is labelled for what it is', () => {
    const world = play([...live, attest(modelBlob)]);
    const [deletion] = world.all('designs/deletion');
    assert.deepEqual([deletion?.machine, deletion?.label], [MACHINE, 'attested, not enforceable']);
  });
});

describe('a royalty', () => {
  const money: readonly Step[] = [
    { by: 'delta/finance', action: 'accounts.createUnit', input: { code: 'EUR' } },
    { by: 'borealis/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
    { by: 'carter/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
    {
      by: 'delta/finance',
      action: 'accounts.issue',
      input: { to: 'borealis/EUR', amountCents: 10_000, reference: 'deposit-1' },
    },
  ];
  const payRoyalty = (amountCents: number) => onLicence('borealis/finance', 'payRoyalty', { amountCents });

  test('is paid in parts, from the licensee to the licensor, and never more than is owed', () => {
    const world = play([...money, ...permitted, built('S1', payRoyalty(200)), payRoyalty(300)]);
    assert.deepEqual(tally(world), { permitsUsed: 1, built: 1, owedCents: 500, paidCents: 500 });
    assert.equal(world.get('accounts/account', 'carter/EUR')?.balanceCents, 500);
    assert.equal(world.get('accounts/account', 'borealis/EUR')?.balanceCents, 9500);
    assert.equal(world.do(payRoyalty(1)(world)).outcome, 'designs.royalty_not_owed');
  });
});

test('a unit that was scrapped before it was built gets no permit', () => {
  const world = play([...ready, changeState('borealis/operator', 'S1', 'scrapped')]);
  assert.equal(world.do(requestPermit('S1')(world)).outcome, 'designs.item_not_planned');
});
