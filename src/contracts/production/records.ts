// The records of the production contract.

import { Needs, Slot, StateReason } from '#contracts/capacity/records.ts';
import { MACHINES_PER_POOL } from '#contracts/capacity/schema.ts';
import { UnitCode } from '#contracts/shared/money.ts';
import { Process } from '#contracts/shared/process.ts';
import {
  ActorId,
  Cents,
  Count,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  RecordId,
  type Static,
  TimeMs,
  Type,
  text,
} from '#core/schema.ts';

/** Steps with `machineLog` need a build. */
const EvidenceKind = oneOf('machineLog', 'qifResults', 'signature', 'photo', 'certificate', 'handover');
/** Who decides where nothing proves itself. */
const Decider = object({ member: MemberId, role: oneOf('engineer', 'quality') });
const Step = object({
  name: text(60),
  process: Process,
  /** What a machine must be able to do beside the process. */
  needs: Type.Optional(Needs),
  doneBy: oneOf('machine', 'operator', 'engineer', 'quality', 'logistics'),
  member: MemberId,
  evidence: list(EvidenceKind, 6),
  decides: Type.Optional(Decider),
});
/** A program by its file name and the salted commitment to its bytes. */
export const Program = object({ name: text(100), commitment: Hash });
/** A line of a log, from 1. */
const Line = integer(1, 1_000_000_000);
const LogName = text(200);

/** What a machine says of a build. Its log stays with it; `logRoot` is the root over its lines (RFC 9162, 2.1). */
export const BuildFacts = {
  /** Program names in the log, in the order of their first line, each once. */
  loggedNames: list(LogName, 20),
  logRoot: Hash,
  logLines: Line,
  unreadable: object({ count: Count, firstLines: list(Line, 20) }),
  /** Pauses longer than `limitMs`: all counted, the first 50 named by the line after them. */
  gaps: object({
    limitMs: integer(1, 86_400_000),
    count: Count,
    first: list(object({ line: Line, lengthMs: integer(1, Number.MAX_SAFE_INTEGER) }), 50),
  }),
  holds: Count,
  partCounts: object({
    first: Type.Optional(Count),
    last: Type.Optional(Count),
    repeats: Count,
    skips: Count,
  }),
  startedMs: TimeMs,
  endedMs: TimeMs,
  /** Lots or parts that went into the unit, in their own units. */
  materials: list(object({ lot: RecordId, quantity: integer(1, 1_000_000_000_000) }), 8),
};

const parties = { order: RecordId, buyer: MemberId, seller: MemberId };

/** The bill of process of an order. */
export const Plan = object({
  /** The order. */
  id: RecordId,
  ...parties,
  state: oneOf('proposed', 'agreed'),
  steps: list(Step, 40, 1),
});
/** One step on one item, on one machine. */
export const Job = object({
  id: RecordId,
  ...parties,
  /** The member that does the step. */
  maker: MemberId,
  item: RecordId,
  step: text(60),
  machine: ActorId,
  program: Program,
  permit: Type.Optional(RecordId),
  /** The permit under which it was planned on another machine: it needs one of its own before it starts. */
  formerPermit: Type.Optional(RecordId),
  state: oneOf('planned', 'running', 'awaitsMachine', 'done', 'awaitsDecision', 'decided', 'cancelled'),
  /** The machine again, until the job is built or cancelled: by this index a machine's open jobs are found. */
  queuedOn: Type.Optional(ActorId),
  /** The time for which it was planned, and the booking that holds it; one that awaits a machine holds none. */
  slot: Type.Optional(Slot),
  booking: Type.Optional(RecordId),
  /** Who decides where the build proves nothing by itself. */
  decides: Decider,
});
/** Why a machine of the maker's does not do a job. Where no time was planned, none is tried. */
const TriedWhy = oneOf(
  'process_other',
  'machine_down',
  'material_other',
  'envelope_small',
  'tolerance_wide',
  'hours_short',
  'not_licensed',
  'calendar_full',
);
/** What was found in a build. The first four stop it until a person decides; the others are shown. */
const Finding = oneOf(
  'program_another',
  'program_none',
  'unlicensed',
  'version_another',
  'gaps',
  'holds',
  'part_count_repeats',
  'part_count_skips',
  'lines_unreadable',
);
/** What a machine made and what its log proves. */
export const Build = object({
  id: RecordId,
  ...parties,
  maker: MemberId,
  job: RecordId,
  step: text(60),
  item: RecordId,
  machine: ActorId,
  /** Absent with the finding `unlicensed`, or where the maker owns the design. */
  permit: Type.Optional(RecordId),
  licence: Type.Optional(RecordId),
  program: Program,
  ...BuildFacts,
  programVerdict: oneOf('matches', 'another', 'none'),
  findings: list(Finding, 9),
  royaltyCents: Cents,
  /** Of the royalty. */
  unit: Type.Optional(UnitCode),
  state: oneOf('proven', 'awaitsDecision', 'accepted', 'rejected'),
  decides: Decider,
  decision: Type.Optional(RecordId),
  atMs: TimeMs,
});
/** A person’s decision on a build. */
export const Decision = object({
  id: RecordId,
  ...parties,
  maker: MemberId,
  decides: Decider,
  build: RecordId,
  item: RecordId,
  verdict: oneOf('accept', 'reject'),
  /** Salted commitment to the reason's text, which lies in the vault. */
  reason: Hash,
  by: ActorId,
  atMs: TimeMs,
});

const Place = object({ machine: ActorId, slot: Type.Optional(Slot) });
/** A job that left its machine, or its time: to which, or that no machine of its maker's does. */
export const Replan = object({
  id: RecordId,
  ...parties,
  maker: MemberId,
  decides: Decider,
  job: RecordId,
  item: RecordId,
  step: text(60),
  why: oneOf('machineDown', 'machineBack', 'decision'),
  /** The machine’s reason. */
  stateReason: Type.Optional(StateReason),
  /** Salted commitment to the reason of the person who moved it, which lies in the vault. */
  reason: Type.Optional(Hash),
  from: Place,
  /** Absent where no machine does it before the order is needed: then a person decides on another way. */
  to: Type.Optional(Place),
  placeDecides: Type.Optional(Decider),
  /** A permit that binds another machine than the new one, and so is not this job's any more. */
  permitLeft: Type.Optional(RecordId),
  /** Machines that do not do, each with the first reason. */
  tried: list(object({ machine: ActorId, why: TriedWhy }), MACHINES_PER_POOL),
  by: ActorId,
  atMs: TimeMs,
});

/** The bill of process of an order. */
export type Plan = Static<typeof Plan>;
/** One unit made on one machine, as the machine signed it. */
export type Build = Static<typeof Build>;
/** What is to be made where. */
export type Job = Static<typeof Job>;
/** A job that was planned anew. */
export type Replan = Static<typeof Replan>;
/** What a build's log says. */
export type LogFacts = Pick<Build, keyof typeof BuildFacts>;
