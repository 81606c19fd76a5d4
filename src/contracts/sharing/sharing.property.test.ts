// Who may read follows from the owner's own statements, whatever is done and in whatever order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64url, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import { desk } from './desk.fixture.ts';
import { PURPOSES } from './schema.ts';

const FILES = ['drawing', 'program'].map((word) => base64url(sha256(utf8(word))));
const READERS = ['acme/operator', 'borealis/engineer', 'carter/quality'];
const ACTORS = ['acme/designer', 'borealis/engineer', 'carter/quality'];

const by = fc.constantFrom('acme/designer', ...ACTORS);
const blob = fc.constantFrom(...FILES, ...FILES.slice(0, 1));
const reader = fc.constantFrom(...READERS);
const purpose = fc.constantFrom(...PURPOSES.slice(0, 2));
const afterMs = fc.constantFrom(0, 0, 1, 5);
const until = fc.constantFrom(START_MS, START_MS + 2, START_MS + 20, START_MS + 500);
const grantId = fc.tuple(blob, reader, purpose).map((parts) => parts.join(':'));

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    by,
    action: fc.constant('sharing.registerBlob'),
    input: fc.record({
      hash: blob,
      sizeBytes: fc.constant(1),
      mediaType: fc.constant('text/plain'),
      contentCommitment: blob,
    }),
    afterMs,
  }),
  fc.record({
    by,
    action: fc.constantFrom('sharing.grantAccess', 'desk.share'),
    input: fc.record({ blob, reader, purpose, untilMs: until }),
    afterMs,
  }),
  fc.record({
    by,
    action: fc.constantFrom('sharing.endGrant', 'sharing.acknowledgeOpening'),
    input: fc.record({ grant: grantId }),
    afterMs,
  }),
  fc.record({
    by: fc.constantFrom(...ACTORS),
    action: fc.constant('sharing.eraseBlob'),
    input: fc.record({ blob }),
    afterMs,
  }),
);

/** The reader of one of the grants there are signs for it. */
const opening = fc.nat(9).map((nth) => (world: World): Step => {
  const grants = world.all('sharing/grant');
  const { id = 'none', reader: by = 'acme/operator' } = grants[nth % Math.max(grants.length, 1)] ?? {};
  return { by: String(by), action: 'sharing.acknowledgeOpening', input: { grant: id } };
});
const move = fc.oneof({ weight: 1, arbitrary: opening }, { weight: 3, arbitrary: step.map((next) => () => next) });

/** acme has registered the drawing, so that most runs have something to share. */
const FIRST: Step = {
  by: 'acme/designer',
  action: 'sharing.registerBlob',
  input: { hash: FILES[0] ?? '', sizeBytes: 1, mediaType: 'text/plain', contentCommitment: FILES[1] ?? '' },
};

/** What the accepted statements of owners say, kept apart from the contract. */
type Model = {
  readonly owners: Map<string, string>;
  readonly erased: Set<string>;
  readonly grants: Map<string, number>;
};

test('an actor reads a file only by its owner’s leave', () => {
  const seen = { readable: 0, openings: 0, erased: 0 };
  fc.assert(
    fc.property(fc.array(move, { minLength: 5, maxLength: 30 }), (moves) => {
      const world = new World({ contracts: [desk] });
      const model: Model = { owners: new Map(), erased: new Set(), grants: new Map() };
      for (const make of [() => FIRST, ...moves]) {
        const next = make(world);
        const { outcome } = world.do(next);
        if (outcome === 'accepted') follow(model, next);
        for (const actor of READERS) {
          for (const file of FILES) {
            const read = world.do({ by: 'delta/buyer', action: 'desk.read', input: { blob: file, actor } });
            const expected = allowed(model, file, actor, world.timeMs);
            if (expected) seen.readable++;
            assert.equal(read.outcome === 'accepted', expected, `${actor} after ${next.action} by ${next.by}`);
          }
        }
      }
      for (const opening of world.all('sharing/opening')) {
        seen.openings++;
        assert.ok(model.grants.has(String(opening.grant)));
        assert.equal(opening.owner, model.owners.get(String(opening.hash)));
      }
      seen.erased += model.erased.size;
    }),
    { numRuns: 1000, seed: 42 },
  );
  assert.ok(seen.readable > 500 && seen.openings > 50 && seen.erased > 50, JSON.stringify(seen));
});

function follow({ owners, erased, grants }: Model, { by: who, action, input }: Step): void {
  const member = who.split('/')[0] ?? '';
  const file = String(input.blob ?? input.hash ?? String(input.grant).split(':')[0]);
  if (action === 'sharing.registerBlob') {
    assert.ok(!owners.has(file), 'a file is registered once');
    owners.set(file, member);
    return;
  }
  if (action === 'sharing.acknowledgeOpening') {
    assert.equal(who, String(input.grant).split(':')[1]);
    return;
  }
  assert.equal(member, owners.get(file), `${action} is the owner’s`);
  if (action === 'sharing.eraseBlob') erased.add(file);
  else if (action === 'sharing.endGrant') grants.set(String(input.grant), 0);
  else grants.set([file, input.reader, input.purpose].join(':'), Number(input.untilMs));
}

function allowed({ owners, erased, grants }: Model, file: string, actor: string, timeMs: number): boolean {
  if (!owners.has(file) || erased.has(file)) return false;
  if (owners.get(file) === actor.split('/')[0]) return true;
  return PURPOSES.some((purposeOf) => (grants.get([file, actor, purposeOf].join(':')) ?? 0) >= timeMs);
}
