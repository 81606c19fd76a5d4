// The records of the capacity contract: what a shop can do, when, and what a buyer asks for.

import { Process } from '#contracts/shared/process.ts';
import {
  ActorId,
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

const MATERIALS_PER_MACHINE = 32;
const ZONES_PER_SHOP = 16;
const PARTIES_PER_BOOKING = 8;
/** Free windows and live bookings of one machine, together. */
export const SLOTS_PER_MACHINE = 512;

/** A length of a workspace or a part, up to a kilometre. */
const Micrometres = integer(1, 1_000_000_000);
/** Edges of a box; a part may be turned to fit. */
const Box = object({ x: Micrometres, y: Micrometres, z: Micrometres });
const Material = text(80);
const Zone = text(40);

const needs = {
  material: Type.Optional(Material),
  envelopeMicrometres: Type.Optional(Box),
  /** The tightest that is asked; a machine must hold this or less. */
  toleranceMicrometres: Type.Optional(Micrometres),
};
/** What a machine must be able to do beside its process. What is absent is not asked. */
export const Needs = object(needs);
/** What must be so for a shop to qualify: each is a hard filter. What is absent is not asked. */
export const Requirement = object({
  process: Process,
  ...needs,
  /** Live at the time of asking, by one of these issuers. */
  certificates: list(object({ kind: text(100), issuers: list(MemberId, 8, 1) }), 8),
  /** The shop must lie in one of these; none: anywhere. */
  exportZones: list(Zone, 16),
  /** Free time of a machine before `neededByMs`. */
  machineMinutes: integer(1, 10_000_000),
  neededByMs: TimeMs,
});

/** Time of a machine, from whole minute to whole minute; `untilMs` is the first that is no more in it. */
export const Slot = object({ fromMs: TimeMs, untilMs: TimeMs });

/** What a shop says of itself. */
export const profile = {
  /** ISO 3166-1 alpha-2. */
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  /** In which it lies, in the words that buyers ask in: `EU`, `ITAR`. */
  exportZones: list(Zone, ZONES_PER_SHOP),
  takesOrders: Type.Boolean(),
};
/** A shop as buyers see it. Its id is the member’s. */
export const Profile = object({ id: MemberId, member: MemberId, ...profile });

/** What a machine can do. What is absent or not listed it is not known to do. */
export const abilities = {
  process: Process,
  name: text(100),
  serial: Type.Optional(text(60)),
  envelopeMicrometres: Type.Optional(Box),
  /** The best that it holds. */
  toleranceMicrometres: Type.Optional(Micrometres),
  materials: list(Material, MATERIALS_PER_MACHINE),
};
/** A machine: an actor that signs for itself. */
export const Machine = object({
  id: ActorId,
  member: MemberId,
  ...abilities,
  /** Member and process: by this index a shop's machines of one process are found. Absent once it is retired. */
  pool: Type.Optional(text(60)),
  state: oneOf('ready', 'down', 'retired'),
  sinceMs: TimeMs,
  expectedReturnMs: Type.Optional(TimeMs),
  /** The report of its state. */
  report: Type.Optional(RecordId),
});

/** Why a machine stopped, or what is over where it is ready again. */
export const StateReason = oneOf('breakdown', 'maintenance', 'calibration', 'tooling', 'utilities', 'staff', 'other');
/** A machine's state as it was signed. */
export const Report = object({
  id: RecordId,
  machine: ActorId,
  member: MemberId,
  state: oneOf('ready', 'down'),
  reason: StateReason,
  expectedReturnMs: Type.Optional(TimeMs),
  by: ActorId,
  atMs: TimeMs,
});

/** The hours of a machine that may be booked: apart, in order, none in the past when it was written. */
export const Calendar = object({
  /** The machine. */
  id: ActorId,
  member: MemberId,
  free: list(Slot, SLOTS_PER_MACHINE),
});
/** The hours of a machine that are booked: one slot for each booking that is live and not over. */
export const Schedule = object({
  /** The machine. */
  id: ActorId,
  member: MemberId,
  booked: list(Slot, SLOTS_PER_MACHINE),
});
/** Time of a machine for one purpose of another contract. */
export const Booking = object({
  id: RecordId,
  machine: ActorId,
  shop: MemberId,
  /** Which contract booked it, and for which of its records. */
  contract: text(40),
  subject: RecordId,
  parties: list(MemberId, PARTIES_PER_BOOKING, 1),
  fromMs: TimeMs,
  untilMs: TimeMs,
  /** From then on the shop may release it. */
  lapsesMs: Type.Optional(TimeMs),
  state: oneOf('live', 'released'),
});

/** What must be so for a shop to qualify. */
export type Requirement = Static<typeof Requirement>;
/** What a machine must be able to do. */
export type Needs = Static<typeof Needs>;
/** Time of a machine. */
export type Slot = Static<typeof Slot>;
/** A shop as buyers see it. */
export type Profile = Static<typeof Profile>;
/** A machine with its state. */
export type Machine = Static<typeof Machine>;
/** The free hours of a machine. */
export type Calendar = Static<typeof Calendar>;
/** Time that is taken. */
export type Booking = Static<typeof Booking>;
/** A signed state of a machine. */
export type Report = Static<typeof Report>;
