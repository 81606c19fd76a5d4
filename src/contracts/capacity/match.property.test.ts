// What matching always keeps: a shop's qualification is its own, better is never worse, and every point has its reason.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { START_MS } from '#test/world.ts';
import { HOUR_MS } from './desk.fixture.ts';
import { join } from './hours.ts';
import { type MachineFacts, qualify, rank, SCORE_POINTS, type ShopFacts } from './match.ts';
import { AnyRequirement, AnyShop, MILL_FACTS } from './shops.fixture.ts';

const RUNS = { numRuns: 1000, seed: 42 };
const MEMBERS = ['acme', 'borealis', 'carter', 'delta'] as const;
const Shops = fc.tuple(...MEMBERS.map(AnyShop));

/** One thing about a shop that becomes better. */
type Better = (shop: ShopFacts, place: number) => ShopFacts;

const better = (change: (machine: MachineFacts) => MachineFacts): Better => {
  return (shop, place) => ({
    ...shop,
    machines: shop.machines.map((machine, i) => (i === place ? change(machine) : machine)),
  });
};

const BETTER: { readonly [what: string]: Better } = {
  'a tighter tolerance': better((machine) => ({
    ...machine,
    toleranceMicrometres: Math.max(1, (machine.toleranceMicrometres ?? 41) - 3),
  })),
  'a larger workspace': better(({ envelopeMicrometres = { x: 1, y: 1, z: 1 }, ...machine }) => ({
    ...machine,
    envelopeMicrometres: { ...envelopeMicrometres, y: envelopeMicrometres.y + 100_000 },
  })),
  'another material': better((machine) => ({ ...machine, materials: [...machine.materials, 'EN AW-6082'] })),
  'more free hours': better((machine) => ({
    ...machine,
    free: join([...machine.free, { fromMs: START_MS + HOUR_MS, untilMs: START_MS + 9 * HOUR_MS }]),
  })),
  'earlier hours': better((machine) => ({
    ...machine,
    free: machine.free.map(({ fromMs, untilMs }) => ({ fromMs: fromMs - 60_000, untilMs: untilMs - 60_000 })),
  })),
  'a machine that is ready again': better((machine) => ({ ...machine, state: 'ready' })),
  'another machine': (shop) => ({
    ...shop,
    machines: [...shop.machines, { ...MILL_FACTS, id: `${shop.member}/mill-9` }],
  }),
  'another certificate': (shop) => ({
    ...shop,
    certificates: [...shop.certificates, { kind: 'ISO 9001', issuer: 'delta' }],
  }),
  'another zone': (shop) => {
    const { profile = { country: 'FI', exportZones: [], takesOrders: true } } = shop;
    return { ...shop, profile: { ...profile, exportZones: [...profile.exportZones, 'EU'] } };
  },
  'taking orders': (shop) => {
    const { profile = { country: 'FI', exportZones: [], takesOrders: true } } = shop;
    return { ...shop, profile: { ...profile, takesOrders: true } };
  },
};

for (const [what, improve] of Object.entries(BETTER)) {
  test(`better is never worse: ${what}`, () => {
    let gained = 0;
    fc.assert(
      fc.property(AnyRequirement, AnyShop('borealis'), fc.nat(3), (requirement, shop, place) => {
        const [before, after] = [qualify(requirement, shop), qualify(requirement, improve(shop, place))];
        if (before.exclusions.length === 0) assert.deepEqual(after.exclusions, []);
        assert.ok(after.scorePoints >= before.scorePoints, `${before.scorePoints} to ${after.scorePoints}`);
        if (after.scorePoints > before.scorePoints) gained++;
      }),
      RUNS,
    );
    assert.ok(gained > 0, 'this was never of any use: the property says nothing');
  });
}

test('a qualification never depends on other shops, and ranking only puts it in its place', () => {
  let both = 0;
  fc.assert(
    fc.property(
      AnyRequirement,
      Shops,
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 2 }),
      (requirement, shops, some) => {
        const all = rank(requirement, shops);
        const few = rank(
          requirement,
          some.flatMap((i) => shops[i] ?? []),
        );
        for (const { rank: _, member, ...own } of few.qualified) {
          const shop = shops.find((one) => one.member === member);
          assert.ok(shop !== undefined);
          assert.deepEqual(own, qualify(requirement, shop));
        }
        const chosen = new Set(few.qualified.map(({ member }) => member));
        assert.deepEqual(
          few.qualified.map(({ member }) => member),
          all.qualified.map(({ member }) => member).filter((member) => chosen.has(member)),
          'the order of two shops does not depend on a third',
        );
        assert.equal(all.qualified.length + all.excluded.length, shops.length);
        assert.deepEqual(
          all.qualified.map(({ rank }) => rank),
          all.qualified.map((_, i) => i + 1),
        );
        if (few.qualified.length > 1) both++;
      },
    ),
    RUNS,
  );
  assert.ok(both > 50, `only ${both} cases had two shops that qualify`);
});

test('every point has its reason, none has more than its part, and who is out has none', () => {
  fc.assert(
    fc.property(AnyRequirement, AnyShop('borealis'), (requirement, shop) => {
      const { exclusions, scorePoints, reasons, machine } = qualify(requirement, shop);
      assert.equal(
        scorePoints,
        reasons.reduce((sum, { points }) => sum + points, 0),
      );
      for (const { part, points, mostPoints } of reasons) {
        assert.equal(mostPoints, SCORE_POINTS[part]);
        assert.ok(Number.isSafeInteger(points) && points >= 0 && points <= mostPoints);
      }
      const isIn = exclusions.length === 0;
      assert.equal(reasons.length, isIn ? 4 : 0);
      assert.equal(machine !== undefined, isIn);
    }),
    RUNS,
  );
});

test('a part fits where one of its six turns does', () => {
  const Edge = fc.integer({ min: 1, max: 9 });
  const ABox = fc.record({ x: Edge, y: Edge, z: Edge });
  fc.assert(
    fc.property(ABox, ABox, ({ x, y, z }, box) => {
      const turns = [
        [x, y, z],
        [x, z, y],
        [y, x, z],
        [y, z, x],
        [z, x, y],
        [z, y, x],
      ] as const;
      const fits = turns.some(([a, b, c]) => a <= box.x && b <= box.y && c <= box.z);
      const shop: ShopFacts = {
        member: 'borealis',
        profile: { country: 'FI', exportZones: [], takesOrders: true },
        machines: [{ ...MILL_FACTS, envelopeMicrometres: box }],
        certificates: [],
        nowMs: START_MS,
      };
      const requirement = {
        ...{ process: 'separating' as const, envelopeMicrometres: { x, y, z }, certificates: [], exportZones: [] },
        ...{ machineMinutes: 60, neededByMs: START_MS + 24 * HOUR_MS },
      };
      const codes = qualify(requirement, shop).exclusions.map(({ code }) => code);
      assert.deepEqual(codes, fits ? [] : ['envelope_small']);
    }),
    RUNS,
  );
});
