// The sharing contract: its refusals, and files that are registered, shared, opened and erased.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import { desk } from './desk.fixture.ts';
import { sharing } from './sharing.ts';

const hashOf = (word: string): string => base64url(sha256(utf8(word)));
const FILE = hashOf('bracket.step, sealed');
const HOUR_MS = 3_600_000;
const UNTIL_MS = START_MS + HOUR_MS;
const GRANT = `${FILE}:borealis/engineer:build`;

const register = (by = 'acme/designer'): Step => ({
  by,
  action: 'sharing.registerBlob',
  input: { hash: FILE, sizeBytes: 5_000, mediaType: 'model/step', contentCommitment: hashOf('commitment') },
});
const grant = (changes: Step['input'] = {}, by = 'acme/designer'): Step => ({
  by,
  action: 'sharing.grantAccess',
  input: { blob: FILE, reader: 'borealis/engineer', purpose: 'build', untilMs: UNTIL_MS, ...changes },
});
const end = (by = 'acme/designer'): Step => ({ by, action: 'sharing.endGrant', input: { grant: GRANT } });
const open = (by = 'borealis/engineer'): Step => ({
  by,
  action: 'sharing.acknowledgeOpening',
  input: { grant: GRANT },
});
const erase = (by = 'acme/designer'): Step => ({ by, action: 'sharing.eraseBlob', input: { blob: FILE } });
const read = (actor: string): Step => ({ by: 'carter/buyer', action: 'desk.read', input: { blob: FILE, actor } });

testRefusals(sharing, {
  blob_taken: { given: [register()], refused: register('borealis/designer') },
  blob_unknown: { refused: grant() },
  blob_erased: { given: [register(), erase()], refused: grant() },
  not_owner: { given: [register()], refused: grant({ reader: 'carter/engineer' }, 'borealis/engineer') },
  reader_unknown: { given: [register()], refused: grant({ reader: 'borealis/nobody' }) },
  until_past: { given: [register()], refused: grant({ untilMs: START_MS }) },
  grant_unknown: { given: [register()], refused: open() },
  grant_ended: { given: [register(), grant(), end()], refused: open() },
  grant_expired: { given: [register(), grant()], refused: { ...open(), afterMs: HOUR_MS + 1 } },
  not_reader: { given: [register(), grant()], refused: open('borealis/quality') },
  opened_already: { given: [register(), grant(), open()], refused: open() },
});

describe('refusals of one code at more than one place', () => {
  const rows: readonly (readonly [string, string, readonly Step[], Step])[] = [
    ['ending no grant', 'grant_unknown', [register()], end()],
    ['ending a grant twice', 'grant_ended', [register(), grant(), end()], end()],
    ['the reader ending the grant', 'not_owner', [register(), grant()], end('borealis/engineer')],
    ['another member erasing the file', 'not_owner', [register()], erase('borealis/designer')],
    ['erasing no file', 'blob_unknown', [], erase()],
    ['erasing a file twice', 'blob_erased', [register(), erase()], erase()],
    ['signing for an erased file', 'blob_erased', [register(), grant(), erase()], open()],
    ['the owner signing for the reader', 'not_reader', [register(), grant()], open('acme/designer')],
    ['registering an erased file anew', 'blob_taken', [register(), erase()], register()],
  ];
  for (const [name, code, given, refused] of rows) {
    test(`${name}: ${code}`, () => {
      assert.equal(ready(given).do(refused).outcome, `sharing.${code}`);
    });
  }
  test('a removed actor is no reader, of a new grant or an old one', () => {
    const world = ready([register(), grant()]);
    world.ok(read('borealis/engineer'));
    world.ok({ by: 'borealis/admin', action: 'membership.removeActor', input: { actor: 'borealis/engineer' } });
    assert.equal(world.do(grant({ purpose: 'quote' })).outcome, 'sharing.reader_unknown');
    assert.equal(world.do(read('borealis/engineer')).outcome, 'desk.may_not_read');
  });
});

describe('sharing', () => {
  const mayRead = (world: World, actor: string): boolean => world.do(read(actor)).outcome === 'accepted';

  test('a file is read by its owner’s actors and by the reader of a grant in force, to its last millisecond', () => {
    const world = ready([register()]);
    assert.ok(mayRead(world, 'acme/operator'));
    assert.ok(!mayRead(world, 'borealis/engineer'));
    world.ok(grant());
    assert.ok(mayRead(world, 'borealis/engineer'));
    assert.ok(!mayRead(world, 'borealis/quality'), 'a grant is for one actor, not its member');
    world.timeMs = UNTIL_MS;
    assert.ok(mayRead(world, 'borealis/engineer'));
    world.timeMs = UNTIL_MS + 1;
    assert.ok(!mayRead(world, 'borealis/engineer'));
  });

  test('ending a grant stops delivery, and granting again resumes it', () => {
    const world = ready([register(), grant(), end()]);
    assert.ok(!mayRead(world, 'borealis/engineer'));
    world.ok(grant());
    assert.ok(mayRead(world, 'borealis/engineer'));
  });

  test('a grant for one purpose outlives the end of another', () => {
    const world = ready([register(), grant(), grant({ purpose: 'quote' }), end()]);
    assert.ok(mayRead(world, 'borealis/engineer'));
  });

  test('erasing a file stops delivery to everyone', () => {
    const world = ready([register(), grant(), erase()]);
    assert.ok(!mayRead(world, 'borealis/engineer'));
    assert.ok(!mayRead(world, 'acme/designer'));
  });

  test('nobody reads a file that is not registered', () => {
    assert.ok(!mayRead(ready([]), 'acme/designer'));
  });

  test('a reader’s signature binds it to the content that the grant showed', () => {
    const world = ready([register(), grant()]);
    const id = world.ok({ ...open(), afterMs: HOUR_MS }).id('opening');
    assert.deepEqual(world.get('sharing/opening', id), {
      id,
      grant: GRANT,
      hash: FILE,
      contentCommitment: hashOf('commitment'),
      owner: 'acme',
      reader: 'borealis/engineer',
      readerMember: 'borealis',
      timeMs: UNTIL_MS,
    });
    assert.equal(world.get('sharing/grant', GRANT)?.opened, true);
  });

  test('prolonging a grant keeps that it was opened; who signs must have seen the grant as it is', () => {
    const world = ready([register(), grant(), open()]);
    world.ok(grant({ untilMs: UNTIL_MS + 1 }));
    const { opened, untilMs } = world.get('sharing/grant', GRANT) ?? {};
    assert.deepEqual([opened, untilMs], [true, UNTIL_MS + 1]);
    assert.equal(world.do(grant(), {}).outcome, 'expects_missing');
  });

  test('another contract grants what its caller owns, and only that', () => {
    const world = ready([register()]);
    const input = { blob: FILE, reader: 'borealis/engineer', purpose: 'build', untilMs: UNTIL_MS };
    assert.equal(world.do({ by: 'borealis/sales', action: 'desk.share', input }).outcome, 'sharing.not_owner');
    world.ok({ by: 'acme/buyer', action: 'desk.share', input });
    assert.ok(mayRead(world, 'borealis/engineer'));
    assert.equal(world.get('sharing/grant', GRANT)?.purpose, 'build');
  });

  test('another contract reads what is registered', () => {
    const size: Step = { by: 'borealis/sales', action: 'desk.size', input: { blob: FILE } };
    const world = ready([]);
    assert.equal(world.do(size).outcome, 'desk.file_unknown');
    world.ok(register());
    assert.deepEqual(world.ok(size).events, [{ contract: 'desk', name: 'size', data: { sizeBytes: 5_000 } }]);
  });

  test('a file is seen by its owner; a grant and an opening by both sides, and by no other reader', () => {
    const world = ready([register(), grant(), grant({ reader: 'carter/engineer', purpose: 'quote' })]);
    const opening = world.ok(open()).id('opening');
    const readers = (kind: string, id: string) => world.registry.readers(kind, world.state.get(kind, id) ?? '');
    assert.deepEqual(readers('sharing/blob', FILE), ['acme']);
    assert.deepEqual(readers('sharing/grant', GRANT), ['acme', 'borealis']);
    assert.deepEqual(readers('sharing/opening', opening), ['acme', 'borealis']);
  });

  test('a machine registers its logs and needs a mandate to grant or to sign for a file', () => {
    const world = ready([register('acme/machine'), grant({ reader: 'borealis/machine' })]);
    assert.equal(world.do(grant({}, 'acme/machine')).outcome, 'mandate_missing');
    const sign: Step = { ...open('borealis/machine'), input: { grant: `${FILE}:borealis/machine:build` } };
    assert.equal(world.do(sign).outcome, 'mandate_missing');
    const line = { what: 'sharing.acknowledge', unit: 'opening', mostEach: 1, mostPerPeriod: 1, periodMs: HOUR_MS };
    const input = { actor: 'borealis/machine', mandate: [{ ...line, untilMs: UNTIL_MS }] };
    world.ok({ by: 'borealis/admin', action: 'membership.setMandate', input });
    world.ok(sign);
  });

  test('each grant and each opening counts against a mandate', () => {
    const line = { mostEach: 1, mostPerPeriod: 1, periodMs: HOUR_MS, untilMs: UNTIL_MS };
    const mandate = (member: string, what: string, unit: string): Step => ({
      by: `${member}/admin`,
      action: 'membership.setMandate',
      input: { actor: `${member}/agent`, mandate: [{ ...line, what, unit }] },
    });
    const world = ready([register(), mandate('acme', 'sharing.grant', 'grant')]);
    const given = (purpose: string) => grant({ reader: 'borealis/agent', purpose }, 'acme/agent');
    world.ok(given('build'));
    assert.equal(world.do(given('quote')).outcome, 'mandate_exceeded');
    world.ok(grant({ reader: 'borealis/agent', purpose: 'quote' }));
    world.ok(mandate('borealis', 'sharing.acknowledge', 'opening'));
    const sign = (purpose: string) => ({
      ...open('borealis/agent'),
      input: { grant: `${FILE}:borealis/agent:${purpose}` },
    });
    world.ok(sign('build'));
    assert.equal(world.do(sign('quote')).outcome, 'mandate_exceeded');
  });

  test('each step is told once', () => {
    const world = ready([]);
    const steps = [register(), grant(), open(), end(), erase()];
    const told = steps.map((step) => world.ok(step).events.map(({ name }) => name));
    assert.deepEqual(told, [
      ['blobRegistered'],
      ['accessGranted'],
      ['openingAcknowledged'],
      ['grantEnded'],
      ['blobErased'],
    ]);
  });

  test('a hash or a media type that is none is refused', () => {
    const world = new World();
    for (const change of [{ hash: 'abc' }, { mediaType: 'Model/STEP' }, { sizeBytes: 0 }, { contentCommitment: '' }]) {
      const step = register();
      assert.equal(world.do({ ...step, input: { ...step.input, ...change } }).outcome, 'input_invalid');
    }
  });
});

function ready(steps: readonly Step[]): World {
  const world = new World({ contracts: [desk] });
  for (const step of steps) world.ok(step);
  return world;
}
