// Finds what an action names, or refuses.

import type { Context } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import type { designsInterface, Licence, Tally, Version } from './schema.ts';

type Ctx = Context<typeof designsInterface>;

/** The licence with this id. Refuses with `licence_unknown`. */
export function knownLicence(ctx: Ctx, id: string): Licence {
  return ctx.get('licence', id) ?? ctx.refuse('licence_unknown', { licence: id });
}

/** The counts of a licence that exists. */
export function tallyOf(ctx: Ctx, licence: string): Tally {
  const tally = ctx.get('tally', licence);
  assert(tally !== undefined, `licence ${licence} has a tally`);
  return tally;
}

/** The version with this id. Refuses with `version_unknown`. */
export function knownVersion(ctx: Ctx, id: string): Version {
  return ctx.get('version', id) ?? ctx.refuse('version_unknown', { version: id });
}

/** The version, when it is the caller's. Refuses with `version_unknown`, `not_owner`. */
export function ownVersion(ctx: Ctx, id: string): Version {
  const version = knownVersion(ctx, id);
  if (version.owner !== ctx.caller.member) return ctx.refuse('not_owner', { owner: version.owner });
  return version;
}
