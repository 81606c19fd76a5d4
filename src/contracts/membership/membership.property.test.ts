// A key is used by one actor, once, ever, whatever administrators and actors do and in whatever order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '#core/canonical-json.ts';
import { type Step, World } from '#test/world.ts';
import { identity } from './identity.ts';
import { keyOf, kidOf } from './newcomer.fixture.ts';

const ACTORS = ['acme/one', 'acme/two', 'borealis/one'];
const FOUNDERS = ['acme/buyer', 'borealis/machine'];
const WORDS = ['key 1', 'key 2', 'key 3', 'key 4', ...FOUNDERS];
/** Each actor's proof for each key, made once. */
const KEYS = new Map([...ACTORS, ...FOUNDERS].flatMap((a) => WORDS.map((word) => [`${a} ${word}`, keyOf(a, word)])));

const admin = fc.constantFrom('acme/admin', 'borealis/admin');
const actor = fc.constantFrom(...ACTORS, ...FOUNDERS);
const word = fc.constantFrom(...WORDS);
const keyFor = (who: string, w: string): JsonObject => KEYS.get(`${who} ${w}`) ?? {};

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(admin, actor, actor, word).map(([by, id, prover, w]) => {
    const input = {
      id,
      kind: 'person',
      role: 'buyer',
      key: keyFor(prover === ACTORS[1] ? prover : id, w),
      mandate: [],
    };
    return { by, action: 'membership.enrolActor', input };
  }),
  fc.tuple(actor, word).map(([by, w]) => ({ by, action: 'membership.rotateKey', input: { key: keyFor(by, w) } })),
  fc
    .tuple(fc.oneof(admin, actor), word)
    .map(([by, w]) => ({ by, action: 'membership.revokeKey', input: { kid: kidOf(w) } })),
  fc.tuple(admin, actor).map(([by, a]) => ({ by, action: 'membership.removeActor', input: { actor: a } })),
);

test('a key keeps its actor, a revoked one stays revoked, a removed actor has none', () => {
  const accepted = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 14 }), (steps) => {
      const world = new World();
      let before = keys(world);
      for (const next of steps) {
        // An actor signs only while it has a live key: that is the ledger's check, made here in its place.
        if (!identity.liveKeys(world.state).some((key) => key.actor === next.by)) continue;
        const { outcome } = world.do(next);
        if (outcome === 'accepted') accepted.set(next.action, (accepted.get(next.action) ?? 0) + 1);
        const after = keys(world);
        checkHistory(before, after);
        checkLive(world);
        before = after;
      }
    }),
    { numRuns: 1000, seed: 42 },
  );
  assert.equal(accepted.size, 4);
  for (const [action, count] of accepted) assert.ok(count > 100, `${action} was accepted only ${count} times`);
});

function keys(world: World): Map<string, JsonObject> {
  return new Map(world.all('membership/key').map((key) => [String(key.kid), key]));
}

function checkHistory(before: Map<string, JsonObject>, after: Map<string, JsonObject>): void {
  for (const [kid, key] of before) {
    const now = after.get(kid);
    assert.equal(now?.actor, key.actor, 'a key keeps its actor');
    assert.equal(now?.publicKey, key.publicKey);
    if (key.state === 'revoked') assert.deepEqual(now, key, 'a revoked key stays as it is');
  }
}

function checkLive(world: World): void {
  const live = identity.liveKeys(world.state);
  const holders = live.map((key) => key.actor);
  assert.equal(new Set(holders).size, holders.length, 'an actor has one live key at most');
  for (const { kid, actor: id } of live) {
    assert.equal(world.get('membership/actor', id)?.state, 'live');
    assert.equal(identity.key(world.state, kid)?.actor, id);
  }
  for (const { actor: id, state, liveOf } of keys(world).values()) {
    assert.equal(liveOf, state === 'live' ? id : undefined);
    if (world.get('membership/actor', String(id))?.state === 'removed') assert.equal(state, 'revoked');
  }
}
