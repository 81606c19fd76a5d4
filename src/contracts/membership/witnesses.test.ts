// Witnesses: who co-signs checkpoints for whom. A name and a key serve one witness, once, ever.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import { membership } from './membership.ts';
import { kidOf, person } from './newcomer.fixture.ts';

const NAMES = ['acme.example/w', 'borealis.example/w', 'third'];
/** 32 bytes; whether they are a point of the curve only a co-signature shows. */
const KEYS = ['key 1', 'key 2', 'key 3', 'key 4'].map(kidOf);
const [NAME = '', KEY = ''] = [NAMES[0], KEYS[0]];

const register = (by: string, name = NAME, publicKey = KEY): Step => {
  return { by, action: 'membership.registerWitness', input: { name, publicKey } };
};
const retire = (by: string, name = NAME): Step => ({ by, action: 'membership.retireWitness', input: { name } });
const node = { ...person('acme/replica', 'node'), kind: 'machine' };
const enrolNode: Step = { by: 'acme/admin', action: 'membership.enrolActor', input: node };

describe('a witness', () => {
  test('is registered and retired by its member’s node, without a mandate', () => {
    const world = new World();
    world.ok(enrolNode);
    const { events } = world.ok({ ...register('acme/replica'), afterMs: 5 });
    const record = { name: NAME, member: 'acme', publicKey: KEY, state: 'live', sinceMs: START_MS + 5 };
    assert.deepEqual(world.get('membership/witness', NAME), record);
    assert.deepEqual(events, [
      { contract: 'membership', name: 'witnessRegistered', data: { name: NAME, member: 'acme' } },
    ]);
    world.ok({ ...retire('acme/replica'), afterMs: 5 });
    assert.deepEqual(world.get('membership/witness', NAME), { ...record, state: 'retired' });
  });

  test('is retired by an administrator of the same member, whoever registered it', () => {
    const world = new World();
    world.ok(enrolNode);
    world.ok(register('acme/replica'));
    world.ok(retire('acme/admin'));
    assert.equal(world.get('membership/witness', NAME)?.state, 'retired');
  });

  test('is no matter of other roles', () => {
    const world = new World();
    world.ok(register('acme/admin'));
    for (const by of ['acme/root', 'acme/buyer', 'acme/machine', 'acme/agent']) {
      assert.equal(world.do(register(by, 'other', KEYS[1])).outcome, 'role_not_allowed', by);
      assert.equal(world.do(retire(by)).outcome, 'role_not_allowed', by);
    }
  });

  test('has a name that a key of a signed note may have, and a key of 32 bytes', () => {
    const names = [
      ['w', 'accepted'],
      [`https://w.example/1!~*,${'x'.repeat(77)}`, 'accepted'],
      ['x'.repeat(101), 'input_invalid'],
      ['', 'input_invalid'],
      ['a b', 'input_invalid'],
      ['a+b', 'input_invalid'],
      ['a\tb', 'input_invalid'],
      ['a\n', 'input_invalid'],
      ['w\u00e9', 'input_invalid'],
      ['\u007f', 'input_invalid'],
    ] as const;
    for (const [name, outcome] of names)
      assert.equal(new World().do(register('acme/admin', name)).outcome, outcome, name);
    const keys = [KEY.slice(1), `${KEY}A`, `${KEY.slice(0, 42)}B`, `${KEY.slice(0, 42)}=`, `+${KEY.slice(1)}`];
    for (const key of keys)
      assert.equal(new World().do(register('acme/admin', NAME, key)).outcome, 'input_invalid', key);
  });

  test('is known to everyone, and what an agent has spent to nobody', () => {
    const { witness, mandateUse } = membership.rules.visibleTo;
    assert.equal(witness, 'public');
    assert.ok(typeof mandateUse === 'function');
    assert.deepEqual(mandateUse({ used: 1 } as never), []);
  });
});

const by = fc.constantFrom('acme/admin', 'borealis/admin');
const name = fc.constantFrom(...NAMES);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(by, name, fc.constantFrom(...KEYS)).map((input) => register(...input)),
  fc.tuple(by, name).map((input) => retire(...input)),
);

test('a name keeps its member and key, a key its name, and what is retired stays so, in whatever order', () => {
  const accepted = new Map<string, number>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 4, maxLength: 12 }), (steps) => {
      const world = new World();
      let before: readonly JsonObject[] = [];
      for (const next of steps) {
        if (world.do(next).outcome === 'accepted') accepted.set(next.action, (accepted.get(next.action) ?? 0) + 1);
        const after = world.all('membership/witness');
        for (const witness of before) {
          const now = after.find((other) => other.name === witness.name);
          assert.deepEqual(now, witness.state === 'retired' ? witness : { ...witness, state: now?.state });
        }
        for (const field of ['name', 'publicKey']) {
          assert.equal(new Set(after.map((witness) => witness[field])).size, after.length, `a ${field} twice`);
        }
        before = after;
      }
    }),
    { numRuns: 500, seed: 42 },
  );
  assert.equal(accepted.size, 2);
  for (const [action, count] of accepted) assert.ok(count > 100, `${action} was accepted only ${count} times`);
});
