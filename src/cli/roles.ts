// Words that options take, read from where they are defined: roles of actors, purposes of grants, processes, units.

import { NANOMETRES } from '#connectors/model/facts.ts';
import { Requirement } from '#contracts/capacity/records.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { sharingInterface } from '#contracts/sharing/schema.ts';

/** Every role that an actor can have. */
export const ACTOR_ROLES: readonly string[] = membershipInterface.actions.enrolActor.input.properties.role.enum;
/** Why a file may be read. */
export const PURPOSES: readonly string[] = sharingInterface.actions.grantAccess.input.properties.purpose.enum;
/** By what process something is made. */
export const PROCESSES: readonly string[] = Requirement.properties.process.enum;
/** Units of a model's coordinates. */
export const UNITS: readonly string[] = Object.keys(NANOMETRES);
