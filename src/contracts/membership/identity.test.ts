// Who is who: the founding records, which keys are live, and which records decide that.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { base64url, utf8 } from '#core/bytes.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import type { Write } from '#core/state.ts';
import { testKey } from '#test/keys.ts';
import { foundingBody, World } from '#test/world.ts';
import { foundingWrites, identity } from './identity.ts';
import { kidOf } from './newcomer.fixture.ts';

const put = (kind: string, id: string, value: JsonObject): Write => {
  return { kind: `membership/${kind}`, id, before: undefined, after: canonicalJson(value) };
};

describe('the founding', () => {
  test('writes members, actors, keys, releases and rules, sorted by kind and id', () => {
    const writes = foundingWrites({ body: foundingBody(), signatures: [] });
    const names = writes.map(({ kind, id }) => `${kind} ${id}`);
    assert.deepEqual(names, [...names].sort());
    const counts = new Map<string, number>();
    for (const { kind } of writes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    counts.delete('membership/release');
    assert.deepEqual([...counts].sort(), [
      ['membership/actor', 48],
      ['membership/key', 48],
      ['membership/member', 4],
      ['membership/rules', 1],
    ]);
  });

  test('fits the schemas that later writes must fit', () => {
    const { registry, state } = new World();
    for (const [kind, id, text] of state.dump()) {
      assert.equal(registry.recordError(kind, JSON.parse(text)), undefined, `${kind} ${id}`);
    }
  });

  test('keeps an actor’s encryption key where it brings one', () => {
    const body = foundingBody();
    const [first, ...others] = body.founders;
    assert.ok(first !== undefined);
    const encryptionKey = testKey('sealing').publicKeyText;
    const actors = first.actors.map((actor) => (actor.role === 'buyer' ? { ...actor, encryptionKey } : actor));
    const writes = foundingWrites({ body: { ...body, founders: [{ ...first, actors }, ...others] }, signatures: [] });
    const keys = writes
      .filter(({ kind, id }) => kind === 'membership/actor' && id.startsWith(`${first.member}/`))
      .flatMap(({ after = '' }) => JSON.parse(after).encryptionKey ?? []);
    assert.deepEqual(keys, [encryptionKey]);
  });
});

describe('a key is live', () => {
  const key = () => identity.key(new World().state, kidOf('acme/buyer'));
  test('with all that the runtime must know of its actor', () => {
    const { publicKeyText: publicKey } = testKey('acme/buyer');
    const kid = kidOf('acme/buyer');
    assert.deepEqual(key(), { kid, publicKey, member: 'acme', actor: 'acme/buyer', role: 'buyer', kind: 'person' });
    assert.equal(identity.key(new World().state, kidOf('nobody')), undefined);
  });

  for (const [kind, id, change] of [
    ['key', kidOf('acme/buyer'), { state: 'revoked' }],
    ['actor', 'acme/buyer', { state: 'removed' }],
    ['member', 'acme', { state: 'suspended' }],
  ] as const) {
    test(`only while its ${kind} is, and a change of the ${kind} tells that keys may have changed`, () => {
      const { state } = new World();
      state.apply([put(kind, id, { ...JSON.parse(state.get(`membership/${kind}`, id) ?? ''), ...change })]);
      assert.equal(identity.key(state, kidOf('acme/buyer')), undefined);
      assert.ok(identity.liveKeys(state).every(({ actor }) => actor !== 'acme/buyer'));
      assert.ok(identity.isKeyRecord(`membership/${kind}`));
    });
  }

  test('of more members than one page holds', () => {
    const world = new World();
    for (let n = 0; n < 1_000; n++) {
      const id = `acme/n-${n}`;
      const kid = base64url(sha256(utf8(id)));
      world.state.apply([
        put('actor', id, { id, member: 'acme', kind: 'machine', role: 'machine', state: 'live', mandate: [] }),
        put('key', kid, { kid, publicKey: '', actor: id, member: 'acme', state: 'live', liveOf: id }),
      ]);
    }
    const kids = identity.liveKeys(world.state).map(({ kid }) => kid);
    assert.equal(new Set(kids).size, 1_048);
    assert.deepEqual(kids, [...kids].sort());
  });

  test('whatever becomes of credentials, approvals and releases', () => {
    for (const kind of ['credential', 'approval', 'release', 'mandateUse', 'rules']) {
      assert.ok(!identity.isKeyRecord(`membership/${kind}`));
    }
  });
});
