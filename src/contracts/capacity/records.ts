// What a shop can do and what a buyer asks for, as data.

import { Process } from '#contracts/shared/process.ts';
import { integer, list, MemberId, object, type Static, TimeMs, Type, text } from '#core/schema.ts';

/** A length of a workspace or a part, up to a kilometre. */
const Micrometres = integer(1, 1_000_000_000);
/** Edges of a box; a part may be turned to fit. */
export const Box = object({ x: Micrometres, y: Micrometres, z: Micrometres });

/** What must be so for a shop to qualify: each is a hard filter. What is absent is not asked. */
export const Requirement = object({
  process: Process,
  material: Type.Optional(text(80)),
  envelopeMicrometres: Type.Optional(Box),
  /** The tightest that is asked; a machine must hold this or less. */
  toleranceMicrometres: Type.Optional(Micrometres),
  /** Live at the time of asking, by one of these issuers. */
  certificates: list(object({ kind: text(100), issuers: list(MemberId, 8, 1) }), 8),
  /** The shop must lie in one of these; none: anywhere. */
  exportZones: list(text(40), 16),
  /** Free time of a machine before `neededByMs`. */
  machineMinutes: integer(1, 10_000_000),
  neededByMs: TimeMs,
});

/** What must be so for a shop to qualify. */
export type Requirement = Static<typeof Requirement>;
