// Whether a shop qualifies for a requirement, and how well. Pure: a client computes what the contract computes.
//
// Hard filters first: every filter that fails is an exclusion with the figures. Minutes are those of one machine, in as
// many windows as they lie. What a machine or shop does is what it says of itself; certificates are others' word. A shop that passes gets an absolute score
// of 0 to 10,000 points, made of its own facts alone, so that no other shop changes it:
//
//   precision  at most 2,500   2,500 × (asked − held tolerance) / asked, rounded down; 2,500 where none is asked
//   earliness  at most 3,500   3,500 × (needed by − finish) / (needed by − now), rounded down; the finish is when the
//                              machine's free hours from now on add up to the minutes asked
//   spare      at most 2,500   2,500 × (free − asked minutes) / asked minutes, rounded down; free minutes before needed by
//   fallback   at most 1,500   750 for each further machine that passes every filter, two at most
//
// The first three are those of the shop's best machine: most points, then the earlier finish, then the lesser id. More
// of what a part counts never gives fewer points.

import { between, finishOf, minutesOf } from './hours.ts';
import type { Machine, Needs, Profile, Requirement, Slot } from './records.ts';

type Box = NonNullable<Needs['envelopeMicrometres']>;

/** Most points of each part; together 10,000. */
export const SCORE_POINTS = { precision: 2500, earliness: 3500, spare: 2500, fallback: 1500 } as const;
/** Further machines that count as a fallback. */
const FALLBACKS = 2;

/** What a machine is known to do. */
type Abilities = Pick<Machine, 'id' | 'process' | 'materials' | 'envelopeMicrometres' | 'toleranceMicrometres'>;
/** A machine with its state and its hours. */
export type MachineFacts = Abilities & Pick<Machine, 'state'> & { readonly free: readonly Slot[] };
/** What is known of a shop at a time. */
export type ShopFacts = {
  readonly member: string;
  readonly profile?: Pick<Profile, 'country' | 'exportZones' | 'takesOrders'>;
  readonly machines: readonly MachineFacts[];
  /** Certificates of the member that are live at `nowMs`. */
  readonly certificates: readonly { readonly kind: string; readonly issuer: string }[];
  readonly nowMs: number;
};

/** Why a machine does not do: what was asked and what was found. What was found is absent where it is not known. */
export type MachineExclusion =
  | { readonly code: 'process_other'; readonly machine: string; readonly asked: string; readonly found: string }
  | { readonly code: 'machine_down'; readonly machine: string; readonly found: string }
  | {
      readonly code: 'material_other';
      readonly machine: string;
      readonly asked: string;
      readonly found: readonly string[];
    }
  | { readonly code: 'envelope_small'; readonly machine: string; readonly asked: Box; readonly found?: Box }
  | { readonly code: 'tolerance_wide'; readonly machine: string; readonly asked: number; readonly found?: number }
  | { readonly code: 'hours_short'; readonly machine: string; readonly asked: number; readonly found: number };
/** Why a shop does not qualify. Those of machines are there where none of its machines passes. */
export type Exclusion =
  | { readonly code: 'profile_missing' }
  | { readonly code: 'takes_no_orders' }
  | { readonly code: 'zone_other'; readonly asked: readonly string[]; readonly found: readonly string[] }
  | { readonly code: 'certificate_missing'; readonly kind: string; readonly issuers: readonly string[] }
  | { readonly code: 'machine_missing'; readonly asked: string }
  | MachineExclusion;

/** A part of the score with the figures that it came from. */
export type ScoreReason = {
  readonly part: keyof typeof SCORE_POINTS;
  readonly points: number;
  readonly mostPoints: number;
  /** Micrometres, milliseconds, minutes or machines: what was asked, and what there is. Absent where none was asked. */
  readonly asked?: number;
  readonly found?: number;
};

/** What came of matching one shop. */
export type Qualification = {
  /** Empty where the shop qualifies. */
  readonly exclusions: readonly Exclusion[];
  /** The machine that the score is of. */
  readonly machine?: string;
  readonly scorePoints: number;
  readonly reasons: readonly ScoreReason[];
};

/** Matches one shop: hard filters, then the score. */
export function qualify(requirement: Requirement, shop: ShopFacts): Qualification {
  const machines = shop.machines.map((machine) => ({
    machine,
    faults: [...misfits(requirement, machine), ...unavailable(requirement, machine, shop.nowMs)],
  }));
  const passing = machines.flatMap(({ machine, faults }) => (faults.length === 0 ? [machine] : []));
  const exclusions = [
    ...shopExclusions(requirement, shop),
    ...(passing.length > 0 ? [] : machineExclusions(requirement, machines)),
  ];
  const best = passing.map((machine) => scored(requirement, machine, shop.nowMs)).sort(better)[0];
  if (exclusions.length > 0 || best === undefined) return { exclusions, scorePoints: 0, reasons: [] };
  const further = Math.min(passing.length - 1, FALLBACKS);
  const fallback = reason('fallback', share(SCORE_POINTS.fallback, further, FALLBACKS), FALLBACKS, passing.length - 1);
  const reasons = [...best.reasons, fallback];
  return { exclusions, machine: best.machine, scorePoints: best.points + fallback.points, reasons };
}

/** What a machine lacks of what a part needs, beside its hours. */
export function misfits(
  needs: Needs & { readonly process: Requirement['process'] },
  machine: Abilities,
): readonly MachineExclusion[] {
  const { id, process, materials, envelopeMicrometres: box, toleranceMicrometres: held } = machine;
  const { material, envelopeMicrometres: part, toleranceMicrometres: asked } = needs;
  const found: MachineExclusion[] = [];
  if (process !== needs.process)
    found.push({ code: 'process_other', machine: id, asked: needs.process, found: process });
  if (material !== undefined && !materials.includes(material))
    found.push({ code: 'material_other', machine: id, asked: material, found: materials });
  if (part !== undefined && (box === undefined || !fits(part, box)))
    found.push({ code: 'envelope_small', machine: id, asked: part, ...(box === undefined ? {} : { found: box }) });
  if (asked !== undefined && (held === undefined || held > asked))
    found.push({ code: 'tolerance_wide', machine: id, asked, ...(held === undefined ? {} : { found: held }) });
  return found;
}

/** A shop's place among those that qualify, from 1. */
export type Ranked = Qualification & { readonly member: string; readonly rank: number };

/**
 * Ranks shops: most points first, ties by the member's id. Points and exclusions are each shop's own; only the place
 * depends on the others.
 */
export function rank(
  requirement: Requirement,
  shops: readonly ShopFacts[],
): {
  readonly qualified: readonly Ranked[];
  readonly excluded: readonly (Qualification & { readonly member: string })[];
} {
  const all = shops.map((shop) => ({ member: shop.member, ...qualify(requirement, shop) }));
  const qualified = all
    .filter(({ exclusions }) => exclusions.length === 0)
    .sort((a, b) => b.scorePoints - a.scorePoints || order(a.member, b.member))
    .map((one, i) => ({ ...one, rank: i + 1 }));
  const excluded = all.filter(({ exclusions }) => exclusions.length > 0).sort((a, b) => order(a.member, b.member));
  return { qualified, excluded };
}

function shopExclusions(requirement: Requirement, { profile, certificates }: ShopFacts): Exclusion[] {
  const { exportZones: zones } = requirement;
  const found: Exclusion[] = [];
  if (profile === undefined) found.push({ code: 'profile_missing' });
  if (profile?.takesOrders === false) found.push({ code: 'takes_no_orders' });
  if (profile !== undefined && zones.length > 0 && !zones.some((zone) => profile.exportZones.includes(zone)))
    found.push({ code: 'zone_other', asked: zones, found: profile.exportZones });
  for (const { kind, issuers } of requirement.certificates) {
    const isHeld = certificates.some((held) => held.kind === kind && issuers.includes(held.issuer));
    if (!isHeld) found.push({ code: 'certificate_missing', kind, issuers });
  }
  return found;
}

/** Machines of other processes are not what was asked for: they are named only where they are all there is. */
function machineExclusions(
  { process }: Requirement,
  machines: readonly { readonly machine: MachineFacts; readonly faults: readonly MachineExclusion[] }[],
): Exclusion[] {
  const own = machines.filter(({ machine }) => machine.process === process);
  return own.length === 0 ? [{ code: 'machine_missing', asked: process }] : own.flatMap(({ faults }) => faults);
}

function unavailable(requirement: Requirement, machine: MachineFacts, nowMs: number): MachineExclusion[] {
  const { id, state, free } = machine;
  const { machineMinutes: asked, neededByMs } = requirement;
  const minutes = minutesOf(between(free, nowMs, neededByMs));
  return [
    ...(state === 'ready' ? [] : [{ code: 'machine_down', machine: id, found: state } as const]),
    ...(minutes >= asked ? [] : [{ code: 'hours_short', machine: id, asked, found: minutes } as const]),
  ];
}

type Scored = {
  readonly machine: string;
  readonly points: number;
  readonly finishMs: number;
  readonly reasons: readonly ScoreReason[];
};

/** The parts of the score that one machine gives. It passes every filter. */
function scored(requirement: Requirement, machine: MachineFacts, nowMs: number): Scored {
  const { toleranceMicrometres: asked, machineMinutes: minutes, neededByMs } = requirement;
  const { toleranceMicrometres: held = 0 } = machine;
  const free = between(machine.free, nowMs, neededByMs);
  const finishMs = finishOf(free, minutes) ?? neededByMs;
  const total = minutesOf(free);
  const { precision, earliness, spare } = SCORE_POINTS;
  const reasons = [
    asked === undefined
      ? reason('precision', precision)
      : reason('precision', share(precision, asked - held, asked), asked, held),
    reason('earliness', share(earliness, neededByMs - finishMs, neededByMs - nowMs), neededByMs, finishMs),
    reason('spare', share(spare, total - minutes, minutes), minutes, total),
  ];
  const points = reasons.reduce((sum, part) => sum + part.points, 0);
  return { machine: machine.id, points, finishMs, reasons };
}

function better(a: Scored, b: Scored): number {
  return b.points - a.points || a.finishMs - b.finishMs || order(a.machine, b.machine);
}

function reason(part: ScoreReason['part'], points: number, asked?: number, found?: number): ScoreReason {
  const figures = asked === undefined || found === undefined ? {} : { asked, found };
  return { part, points, mostPoints: SCORE_POINTS[part], ...figures };
}

/** `most × part / whole`, rounded down and never above `most`; exact for any safe integers. */
function share(most: number, part: number, whole: number): number {
  return part >= whole ? most : Number((BigInt(most) * BigInt(part)) / BigInt(whole));
}

/** True where a box fits into another, its edges parallel to those, however it is turned. */
function fits(part: Box, box: Box): boolean {
  const edges = ({ x, y, z }: Box): readonly number[] => [x, y, z].sort((a, b) => a - b);
  const most = edges(box);
  return edges(part).every((edge, i) => edge <= (most[i] ?? 0));
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
