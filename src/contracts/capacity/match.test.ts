// Matching as a purchasing engineer reads it: why a shop is out, and where its points come from.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY_MS, MINUTE_MS, slot } from './desk.fixture.ts';
import { type MachineFacts, type Qualification, qualify, rank, SCORE_POINTS, type ShopFacts } from './match.ts';
import type { Requirement } from './records.ts';
import { ASKED, MILL_FACTS, SHOP } from './shops.fixture.ts';

const mill = (more: Partial<MachineFacts>): ShopFacts => ({ ...SHOP, machines: [{ ...MILL_FACTS, ...more }] });
const asked = (more: Partial<Requirement>): Requirement => ({ ...ASKED, ...more });
const machine = MILL_FACTS.id;
const { envelopeMicrometres: _, ...WITHOUT_BOX } = MILL_FACTS;
const { toleranceMicrometres: __, ...WITHOUT_TOLERANCE } = MILL_FACTS;
const { profile: ___, ...WITHOUT_PROFILE } = SHOP;

type Case = readonly [why: string, requirement: Requirement, shop: ShopFacts, excluded: Qualification['exclusions']];

const OUT: readonly Case[] = [
  ['it has said nothing of itself', ASKED, WITHOUT_PROFILE, [{ code: 'profile_missing' }]],
  [
    'it takes no orders now',
    ASKED,
    { ...SHOP, profile: { country: 'FI', exportZones: ['EU'], takesOrders: false } },
    [{ code: 'takes_no_orders' }],
  ],
  [
    'it lies in another export zone',
    asked({ exportZones: ['ITAR'] }),
    SHOP,
    [{ code: 'zone_other', asked: ['ITAR'], found: ['EU'] }],
  ],
  [
    'its certificate is of an issuer that was not named',
    ASKED,
    { ...SHOP, certificates: [{ kind: 'ISO 9001', issuer: 'carter' }] },
    [{ code: 'certificate_missing', kind: 'ISO 9001', issuers: ['acme', 'delta'] }],
  ],
  [
    'its certificate is of another kind',
    ASKED,
    { ...SHOP, certificates: [{ kind: 'AS9100', issuer: 'acme' }] },
    [{ code: 'certificate_missing', kind: 'ISO 9001', issuers: ['acme', 'delta'] }],
  ],
  ['it has no machine', ASKED, { ...SHOP, machines: [] }, [{ code: 'machine_missing', asked: 'separating' }]],
  [
    'its machines do other processes',
    ASKED,
    mill({ process: 'joining' }),
    [{ code: 'machine_missing', asked: 'separating' }],
  ],
  ['its machine is down', ASKED, mill({ state: 'down' }), [{ code: 'machine_down', machine, found: 'down' }]],
  ['its machine is retired', ASKED, mill({ state: 'retired' }), [{ code: 'machine_down', machine, found: 'retired' }]],
  [
    'its machine does other materials',
    asked({ material: 'Ti6Al4V' }),
    SHOP,
    [{ code: 'material_other', machine, asked: 'Ti6Al4V', found: ['EN AW-6082', '1.4404'] }],
  ],
  [
    'the part is too long for its machine however it is turned',
    asked({ envelopeMicrometres: { x: 1, y: 400_001, z: 1 } }),
    SHOP,
    [
      {
        code: 'envelope_small',
        machine,
        asked: { x: 1, y: 400_001, z: 1 },
        found: { x: 50_000, y: 400_000, z: 250_000 },
      },
    ],
  ],
  [
    'nobody said how large its machine is',
    ASKED,
    { ...SHOP, machines: [WITHOUT_BOX] },
    [{ code: 'envelope_small', machine, asked: { x: 300_000, y: 200_000, z: 50_000 } }],
  ],
  [
    'its machine holds a wider tolerance',
    asked({ toleranceMicrometres: 9 }),
    SHOP,
    [{ code: 'tolerance_wide', machine, asked: 9, found: 10 }],
  ],
  [
    'nobody said what tolerance its machine holds',
    ASKED,
    { ...SHOP, machines: [WITHOUT_TOLERANCE] },
    [{ code: 'tolerance_wide', machine, asked: 20 }],
  ],
  [
    'its machine has a minute too few before the date',
    asked({ neededByMs: SHOP.nowMs + 600 * MINUTE_MS - 1 }),
    SHOP,
    [{ code: 'hours_short', machine, asked: 600, found: 599 }],
  ],
  [
    'its hours are over',
    ASKED,
    { ...SHOP, nowMs: SHOP.nowMs + DAY_MS },
    [{ code: 'hours_short', machine, asked: 600, found: 0 }],
  ],
  [
    'each of its machines lacks something else, and it lies elsewhere',
    asked({ exportZones: ['ITAR'] }),
    {
      ...SHOP,
      machines: [
        { ...MILL_FACTS, toleranceMicrometres: 30 },
        { ...MILL_FACTS, id: 'borealis/mill-2', state: 'down', free: [] },
        { ...MILL_FACTS, id: 'borealis/mill-3', process: 'joining' },
      ],
    },
    [
      { code: 'zone_other', asked: ['ITAR'], found: ['EU'] },
      { code: 'tolerance_wide', machine, asked: 20, found: 30 },
      { code: 'machine_down', machine: 'borealis/mill-2', found: 'down' },
      { code: 'hours_short', machine: 'borealis/mill-2', asked: 600, found: 0 },
    ],
  ],
];

describe('a shop is out', () => {
  for (const [why, requirement, shop, exclusions] of OUT) {
    test(`where ${why}`, () => {
      assert.deepEqual(qualify(requirement, shop), { exclusions, scorePoints: 0, reasons: [] });
    });
  }
});

describe('the points of a shop', () => {
  test('are those that the published weights give', () => {
    // Half the tolerance: 1,250. Finished 10 of 96 hours in: 3,500 × 86 / 96. Twice the minutes: all. One machine: none.
    const { scorePoints, reasons, machine: best } = qualify(ASKED, SHOP);
    const [neededByMs, finishMs] = [ASKED.neededByMs, SHOP.nowMs + 600 * MINUTE_MS];
    assert.deepEqual(reasons, [
      { part: 'precision', points: 1250, mostPoints: 2500, asked: 20, found: 10 },
      { part: 'earliness', points: 3135, mostPoints: 3500, asked: neededByMs, found: finishMs },
      { part: 'spare', points: 2500, mostPoints: 2500, asked: 600, found: 1200 },
      { part: 'fallback', points: 0, mostPoints: 1500, asked: 2, found: 0 },
    ]);
    assert.equal(scorePoints, 6885);
    assert.equal(best, machine);
  });

  test('add up to at most ten thousand', () => {
    assert.equal(
      Object.values(SCORE_POINTS).reduce((sum, points) => sum + points, 0),
      10_000,
    );
  });

  test('count a further machine that passes as a fallback, up to two', () => {
    const points = [1, 2, 3, 4].map((count) => {
      const machines = Array.from({ length: count }, (_, i) => ({ ...MILL_FACTS, id: `borealis/mill-${i}` }));
      return qualify(ASKED, { ...SHOP, machines }).scorePoints;
    });
    assert.deepEqual(points, [6885, 7635, 8385, 8385]);
  });

  test('are those of the best machine, and of the earlier id where two are equal', () => {
    const late = { ...MILL_FACTS, id: 'borealis/mill-0', free: [slot(600, 1800)] };
    const twin = { ...MILL_FACTS, id: 'borealis/mill-9' };
    assert.equal(qualify(ASKED, { ...SHOP, machines: [late, twin, MILL_FACTS] }).machine, machine);
  });

  test('count minutes of several windows, and finish in the last one that is needed', () => {
    const shop = mill({ free: [slot(0, 300), slot(1000, 1300), slot(2000, 2001)] });
    const earliness = qualify(ASKED, shop).reasons.find(({ part }) => part === 'earliness');
    assert.equal(earliness?.found, SHOP.nowMs + 1300 * MINUTE_MS);
  });

  test('are given to a machine with just the minutes that are asked, the last of which ends when it is needed', () => {
    const { exclusions, reasons } = qualify(asked({ neededByMs: SHOP.nowMs + 600 * MINUTE_MS }), SHOP);
    assert.deepEqual(exclusions, []);
    assert.deepEqual(
      reasons.map(({ points }) => points),
      [1250, 0, 0, 0],
    );
  });

  test('are full for precision where no tolerance is asked', () => {
    const { toleranceMicrometres: _, ...rest } = ASKED;
    assert.deepEqual(qualify(rest, SHOP).reasons[0], { part: 'precision', points: 2500, mostPoints: 2500 });
  });
});

test('shops are ranked by their points, and by the member’s id where these are equal', () => {
  const better = { ...mill({ toleranceMicrometres: 1 }), member: 'zeta' };
  const twin = { ...SHOP, member: 'anders' };
  const out = { ...mill({ state: 'down' }), member: 'delta' };
  const { qualified, excluded } = rank(ASKED, [SHOP, out, better, twin]);
  assert.deepEqual(
    qualified.map(({ rank, member, scorePoints }) => [rank, member, scorePoints]),
    [
      [1, 'zeta', 8010],
      [2, 'anders', 6885],
      [3, 'borealis', 6885],
    ],
  );
  assert.deepEqual(
    excluded.map(({ member }) => member),
    ['delta'],
  );
});
