// Words that contracts know, read from their own schemas: roles of actors, purposes of grants.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { sharingInterface } from '#contracts/sharing/schema.ts';

/** Every role that an actor can have. */
export const ACTOR_ROLES: readonly string[] = membershipInterface.actions.enrolActor.input.properties.role.enum;
/** Why a file may be read. */
export const PURPOSES: readonly string[] = sharingInterface.actions.grantAccess.input.properties.purpose.enum;
