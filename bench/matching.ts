// The time of matching a requirement against many shops, ranked, as a client does it. The shops are made from a seed; the
// references are what their facts cost before any rule is applied: read as JSON, and sorted by one number.

import { type MachineFacts, rank, type ShopFacts } from '#contracts/capacity/match.ts';
import type { Requirement } from '#contracts/capacity/records.ts';
import { seededRandom } from '#test/load.ts';
import { START_MS } from './bench-ledger.ts';
import { quantile } from './served.ts';

const HOUR_MS = 3_600_000;
const MACHINES_PER_SHOP = 4;
/** Shifts that a machine offers: two weeks of ten. */
const WINDOWS_PER_MACHINE = 10;
const ROUNDS = 20;
const PROCESSES = ['separating', 'separating', 'powderBedFusion', 'joining'] as const;
const MATERIALS = ['EN AW-6082', '1.4404', 'Ti6Al4V', 'PA12'] as const;
const ZONES = ['EU', 'EFTA', 'ITAR'] as const;

const REQUIREMENT: Requirement = {
  process: 'separating',
  material: 'EN AW-6082',
  envelopeMicrometres: { x: 300_000, y: 200_000, z: 50_000 },
  toleranceMicrometres: 30,
  certificates: [{ kind: 'ISO 9001', issuers: ['auditor0', 'auditor1'] }],
  exportZones: ['EU', 'EFTA'],
  machineMinutes: 1200,
  neededByMs: START_MS + 14 * 24 * HOUR_MS,
};

/** How long one ranking of all shops takes, and its references. */
export type MatchingTime = {
  readonly matchMs: number;
  readonly parseMs: number;
  readonly sortMs: number;
  readonly qualified: number;
  readonly bytes: number;
};

/** Times the ranking of so many shops; medians of twenty rounds. */
export function matchingTime(count: number): MatchingTime {
  const shops = Array.from({ length: count }, (_, i) => shop(i));
  const text = JSON.stringify(shops);
  const { qualified } = rank(REQUIREMENT, shops);
  const firstFree = ({ machines }: ShopFacts): number => machines[0]?.free[0]?.fromMs ?? 0;
  return {
    matchMs: median(() => rank(REQUIREMENT, shops)),
    parseMs: median(() => JSON.parse(text)),
    sortMs: median(() => [...shops].sort((a, b) => firstFree(a) - firstFree(b))),
    qualified: qualified.length,
    bytes: text.length,
  };
}

function median(work: () => unknown): number {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    work();
    times.push(performance.now() - started);
  }
  return quantile(times, 0.5);
}

function shop(index: number): ShopFacts {
  const random = seededRandom(index);
  const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];
  const member = `shop${index}`;
  const machines = Array.from({ length: MACHINES_PER_SHOP }, (_, i): MachineFacts => {
    const start = START_MS + Math.floor(random() * 24) * HOUR_MS;
    return {
      id: `${member}/machine-${i}`,
      process: pick(PROCESSES),
      materials: [pick(MATERIALS), pick(MATERIALS)],
      envelopeMicrometres: { x: 100_000 + Math.floor(random() * 900_000), y: 400_000, z: 300_000 },
      toleranceMicrometres: 5 + Math.floor(random() * 50),
      state: random() < 0.95 ? 'ready' : 'down',
      free: Array.from({ length: WINDOWS_PER_MACHINE }, (_, day) => {
        const fromMs = start + day * 24 * HOUR_MS;
        return { fromMs, untilMs: fromMs + (1 + Math.floor(random() * 15)) * HOUR_MS };
      }),
    };
  });
  return {
    member,
    profile: { country: 'FI', exportZones: [pick(ZONES)], takesOrders: random() < 0.9 },
    machines,
    certificates: random() < 0.7 ? [{ kind: 'ISO 9001', issuer: pick(['auditor0', 'auditor1', 'auditor2']) }] : [],
    nowMs: START_MS,
  };
}
