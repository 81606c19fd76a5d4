// What other contracts learn of members, actors and credentials.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '#core/canonical-json.ts';
import { defineContract, defineInterface } from '#core/contract.ts';
import { list, MemberId, object, RecordId, Type, text } from '#core/schema.ts';
import { START_MS, World } from '#test/world.ts';
import { kidOf } from './newcomer.fixture.ts';
import { holdsCredential, isMember, liveActor } from './operations.ts';

const free = 'a test’s contract';
const shared = { says: 'Ask', subject: () => 'test', expects: { none: free } };
const FROM_MS = START_MS + 1_000;
const UNTIL_MS = START_MS + 2_000;

const deskInterface = defineInterface({
  name: 'desk',
  version: 1,
  records: {},
  refusals: { no: 'The answer is no.' },
  events: ['role'],
  actions: {
    member: { input: object({ member: RecordId }), ...shared },
    actor: { input: object({ actor: RecordId }), ...shared },
    credential: {
      input: object({ subject: RecordId, kind: text(100), issuers: Type.Optional(list(MemberId, 8)) }),
      ...shared,
    },
  },
});

const desk = defineContract(deskInterface, {
  visibleTo: {},
  actions: {
    member: { free, run: (ctx, input) => (ctx.call(isMember, input) ? undefined : ctx.refuse('no')) },
    actor: {
      free,
      run(ctx, input) {
        const actor = ctx.call(liveActor, input);
        if (actor === undefined) return ctx.refuse('no');
        ctx.emit('role', actor.role);
      },
    },
    credential: { free, run: (ctx, input) => (ctx.call(holdsCredential, input) ? undefined : ctx.refuse('no')) },
  },
});

describe('other contracts ask', () => {
  test('who is a member', () => {
    const world = new World({ contracts: [desk] });
    assert.ok(ask(world, 'member', { member: 'acme' }));
    assert.ok(!ask(world, 'member', { member: 'zeta' }));
  });

  test('who is a live actor, and in which role', () => {
    const world = new World({ contracts: [desk] });
    const input = { actor: 'borealis/quality' };
    const { events } = world.ok({ by: 'acme/buyer', action: 'desk.actor', input });
    assert.deepEqual(events, [{ contract: 'desk', name: 'role', data: 'quality' }]);
    world.ok({ by: 'borealis/admin', action: 'membership.removeActor', input });
    assert.ok(!ask(world, 'actor', input));
  });

  test('who holds a credential: from its first millisecond, before its last, while not withdrawn', () => {
    const world = certified();
    const holds = () => ask(world, 'credential', { subject: 'borealis/machine', kind: 'ISO 9001' });
    for (const [timeMs, expected] of [
      [FROM_MS - 1, false],
      [FROM_MS, true],
      [UNTIL_MS - 1, true],
      [UNTIL_MS, false],
    ] as const) {
      world.timeMs = timeMs;
      assert.equal(holds(), expected, `at ${timeMs - START_MS} ms`);
    }
    world.timeMs = FROM_MS;
    assert.ok(!ask(world, 'credential', { subject: 'borealis/machine', kind: 'ISO 14001' }));
    assert.ok(!ask(world, 'credential', { subject: 'borealis', kind: 'ISO 9001' }));
    const id = String(world.all('membership/credential')[0]?.id);
    world.ok({ by: 'delta/quality', action: 'membership.revokeCredential', input: { id } });
    assert.ok(!holds());
  });

  test('by whom: others’ certificates count only where no issuer is named, and do not hide the issuer’s', () => {
    const world = certified();
    const input = { subject: 'borealis/machine', kind: 'ISO 9001' };
    world.timeMs = FROM_MS;
    for (let n = 0; n < 120; n++) certify(world, 'carter/quality', `ISO ${n}`);
    assert.ok(ask(world, 'credential', { ...input, issuers: ['acme', 'delta'] }));
    assert.ok(!ask(world, 'credential', { ...input, issuers: ['carter'] }));
    assert.ok(!ask(world, 'credential', { ...input, issuers: [] }));
  });
});

function certified(): World {
  const world = new World({ contracts: [desk] });
  certify(world, 'delta/quality', 'ISO 9001');
  return world;
}

function certify(world: World, by: string, kind: string): void {
  const input = {
    subject: 'borealis/machine',
    kind,
    validFromMs: FROM_MS,
    validUntilMs: UNTIL_MS,
    evidence: kidOf('any'),
  };
  world.ok({ by, action: 'membership.issueCredential', input });
}

function ask(world: World, action: string, input: JsonObject): boolean {
  return world.do({ by: 'acme/buyer', action: `desk.${action}`, input }).outcome === 'accepted';
}
