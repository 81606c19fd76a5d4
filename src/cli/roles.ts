// The roles and kinds of actors, read from membership's own schema.

import { membershipInterface } from '#contracts/membership/schema.ts';

const { role, kind } = membershipInterface.actions.enrolActor.input.properties;

/** Every role that an actor can have. */
export const ACTOR_ROLES: readonly string[] = role.enum;
/** person, machine, agent. */
export const ACTOR_KINDS: readonly string[] = kind.enum;
