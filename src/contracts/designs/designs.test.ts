// The designs contract: its refusals, and versions.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play, registerItem, registerType } from '#contracts/items/items.fixture.ts';
import { callOperation } from '#contracts/shared/operation.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type World } from '#test/world.ts';
import {
  accept,
  attest,
  built,
  certify,
  file,
  hashOf,
  idOf,
  live,
  MACHINE,
  offered,
  offerLicence,
  onLicence,
  permitted,
  ready,
  readyToBuild,
  registerDesign,
  registerVersion,
  requestPermit,
  VALID_MS,
  versioned,
  voidPermit,
} from './designs.fixture.ts';
import { designs } from './designs.ts';
import { versionOf } from './operations.ts';

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
  machine_not_licensed: { given: live, refused: attest(undefined, 'delta/machine') },
  credential_missing: {
    given: [
      ...versioned,
      offerLicence({ credentials: [{ kind: 'milling', issuers: ['delta'] }] }),
      accept,
      ...readyToBuild,
    ],
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
  attested_already: { given: [...live, attest()], refused: attest() },
  royalty_not_owed: { given: live, refused: onLicence('borealis/finance', 'payRoyalty', { amountCents: 1 }) },
  account_missing: {
    given: [...permitted, built('S1', () => certify)],
    refused: onLicence('borealis/finance', 'payRoyalty', { amountCents: 500 }),
  },
});

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
