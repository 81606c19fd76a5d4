// What the ledger finds of a shop is what anyone computes from that shop's facts, whatever they are.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { enrolMill, isDown } from '#contracts/production/mills.fixture.ts';
import { hash, play } from '#contracts/production/workshop.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step } from '#test/world.ts';
import { act, DAY_MS, deskWorld } from './desk.fixture.ts';
import { qualify, type ShopFacts } from './match.ts';
import { AnyRequirement, AnyShop } from './shops.fixture.ts';

const MILLS = [0, 1, 2, 3].map((i) => `borealis/mill-${i}`);
const enrolled = play(deskWorld(), MILLS.map(enrolMill)).state.dump();

/** The statements that put a shop's facts on a ledger. */
function stepsOf({ profile, machines, certificates }: ShopFacts): readonly Step[] {
  return [
    ...(profile === undefined
      ? []
      : [act('setProfile', { ...profile, exportZones: [...profile.exportZones] }, 'borealis/sales')]),
    ...machines.flatMap(({ id, state, free, ...abilities }) => [
      act('registerMachine', { actor: id, name: 'Machine', ...abilities }),
      act('publishHours', { machine: id, hours: [...free] }),
      ...(state === 'ready' ? [] : [isDown(id)]),
    ]),
    ...certificates.map(({ kind, issuer }) => ({
      by: `${issuer}/quality`,
      action: 'membership.issueCredential',
      input: {
        subject: 'borealis',
        kind,
        validFromMs: START_MS,
        validUntilMs: START_MS + DAY_MS,
        evidence: hash(kind),
      },
    })),
  ];
}

test('the ledger finds the exclusions and the points that the published rule gives for the same facts', () => {
  let qualified = 0;
  fc.assert(
    fc.property(AnyShop('borealis'), AnyRequirement, (shop, requirement) => {
      const world = deskWorld();
      world.state.apply(enrolled.map(([kind, id, after]) => ({ kind, id, before: undefined, after })));
      play(world, stepsOf(shop));
      // As JSON: what is absent is left out.
      const input = { requirement: JSON.parse(JSON.stringify(requirement)) as JsonObject, member: 'borealis' };
      const asked = world.ok({ by: 'acme/buyer', action: 'desk.ask', input });
      const { exclusions, scorePoints } = qualify(requirement, shop);
      assert.deepEqual(world.get('desk/answer', asked.id('answer')), {
        exclusions: exclusions.map(({ code }) => code),
        scorePoints,
      });
      if (scorePoints > 0) qualified++;
    }),
    { numRuns: 300, seed: 42 },
  );
  assert.ok(qualified > 30, `only ${qualified} shops qualified`);
});
