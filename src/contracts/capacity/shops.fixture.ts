// Shops to match: one that passes everything, by facts written out, and arbitrary ones.

import fc from 'fast-check';
import { START_MS } from '#test/world.ts';
import { DAY_MS, HOUR_MS, slot } from './desk.fixture.ts';
import type { MachineFacts, ShopFacts } from './match.ts';
import type { Requirement } from './records.ts';

/** What is asked: ten hours of milling within four days, by a certified shop of the EU. */
export const ASKED: Requirement = {
  process: 'separating',
  material: 'EN AW-6082',
  envelopeMicrometres: { x: 300_000, y: 200_000, z: 50_000 },
  toleranceMicrometres: 20,
  certificates: [{ kind: 'ISO 9001', issuers: ['acme', 'delta'] }],
  exportZones: ['EU', 'EFTA'],
  machineMinutes: 600,
  neededByMs: START_MS + 4 * DAY_MS,
};

/** A machine that does it: half the tolerance, twenty free hours from the start. */
export const MILL_FACTS: MachineFacts = {
  id: 'borealis/mill-1',
  process: 'separating',
  materials: ['EN AW-6082', '1.4404'],
  envelopeMicrometres: { x: 50_000, y: 400_000, z: 250_000 },
  toleranceMicrometres: 10,
  state: 'ready',
  free: [slot(0, 1200)],
};

/** A shop that qualifies. */
export const SHOP: ShopFacts = {
  member: 'borealis',
  profile: { country: 'FI', exportZones: ['EU'], takesOrders: true },
  machines: [MILL_FACTS],
  certificates: [{ kind: 'ISO 9001', issuer: 'delta' }],
  nowMs: START_MS,
};

/** Most of what is drawn passes, so that scores are compared and not only exclusions. */
const mostly = <T>(usual: T, other: T) => fc.oneof({ arbitrary: fc.constant(usual), weight: 7 }, fc.constant(other));
const box = (most: number) => {
  const Edge = fc.integer({ min: 1, max: most }).map((n) => n * 50_000);
  return fc.record({ x: Edge, y: Edge, z: Edge });
};
const Materials = fc.oneof(
  { arbitrary: fc.constant<string[]>(['EN AW-6082', '1.4404']), weight: 3 },
  fc.uniqueArray(fc.constantFrom<string[]>('EN AW-6082', '1.4404', 'PA12'), { maxLength: 3 }),
);
const Zones = fc.uniqueArray(fc.constantFrom('EU', 'EFTA', 'ITAR'), { minLength: 1, maxLength: 3 });
const AProcess = mostly<Requirement['process']>('separating', 'powderBedFusion');

/** Free windows of an hour to a day, in order and apart. */
const Free = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 24 })), { minLength: 1, maxLength: 4 })
  .map((windows) => {
    let at = START_MS;
    return windows.map(([gap, hours]) => {
      const fromMs = at + gap * 60_000;
      at = fromMs + hours * HOUR_MS;
      return { fromMs, untilMs: at };
    });
  });

const AMachine = fc
  .record(
    {
      process: AProcess,
      materials: Materials,
      envelopeMicrometres: box(20),
      toleranceMicrometres: fc.integer({ min: 1, max: 40 }),
      state: mostly<MachineFacts['state']>('ready', 'down'),
      free: Free,
    },
    { requiredKeys: ['process', 'materials', 'state', 'free'] },
  )
  .map((facts) => ({ id: '', ...facts }));

/** Any shop, by its member's id. */
export const AnyShop = (member: string) =>
  fc
    .record(
      {
        profile: fc.record({ country: fc.constant('FI'), exportZones: Zones, takesOrders: mostly(true, false) }),
        machines: fc.array(AMachine, { minLength: 1, maxLength: 4 }),
        certificates: fc.array(
          fc.record({
            kind: fc.constantFrom('ISO 9001', 'AS9100'),
            issuer: fc.constantFrom('acme', 'delta', 'carter'),
          }),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: ['machines', 'certificates'] },
    )
    .map(
      ({ machines, ...shop }): ShopFacts => ({
        member,
        nowMs: START_MS,
        ...shop,
        machines: machines.map((machine, i) => ({ ...machine, id: `${member}/mill-${i}` })),
      }),
    );

/** Any requirement, most of them such that some shops pass. */
export const AnyRequirement: fc.Arbitrary<Requirement> = fc.record(
  {
    process: AProcess,
    material: fc.constantFrom('EN AW-6082', '1.4404'),
    envelopeMicrometres: box(6),
    toleranceMicrometres: fc.integer({ min: 10, max: 60 }),
    certificates: mostly<Requirement['certificates']>([], [{ kind: 'ISO 9001', issuers: ['acme', 'delta'] }]),
    exportZones: mostly<string[]>([], ['EU', 'EFTA']),
    machineMinutes: fc.integer({ min: 1, max: 600 }),
    neededByMs: fc.integer({ min: 600, max: 96 * 60 }).map((minute) => START_MS + minute * 60_000),
  },
  { requiredKeys: ['process', 'certificates', 'exportZones', 'machineMinutes', 'neededByMs'] },
);
