// What other contracts ask of designs. A permit becomes a build only by its machine's signature, through production.

import { defineOperation } from '#core/contract.ts';
import { assert } from '#core/fault.ts';
import { withBuild } from './rules.ts';
import { designsInterface, type Licence, type Permit, type Tally, type Version } from './schema.ts';

/** The version with this id, or undefined. */
export const versionOf = defineOperation(
  designsInterface,
  (ctx, { id }: { readonly id: string }): Version | undefined => ctx.get('version', id),
);

/** The licence with this id and its counts, or undefined. */
export const licenceOf = defineOperation(
  designsInterface,
  (ctx, { id }: { readonly id: string }): (Licence & { readonly tally: Tally }) | undefined => {
    const licence = ctx.get('licence', id);
    const tally = ctx.get('tally', id);
    return licence === undefined || tally === undefined ? undefined : { ...licence, tally };
  },
);

/** The permit with this id, or undefined. */
export const permitOf = defineOperation(designsInterface, (ctx, { id }: { readonly id: string }): Permit | undefined =>
  ctx.get('permit', id),
);

/**
 * Books one build and its royalty. Only production calls it, for the machine that holds the permit.
 * @returns the licence's id and the royalty of this build. Refuses with `permit_unknown`, `not_permit_holder`,
 * `permit_not_open`
 */
export const completePermit = defineOperation(
  designsInterface,
  (
    ctx,
    input: { readonly permit: string },
  ): { readonly licence: string; readonly royaltyCents: number; readonly unit: string } => {
    assert(ctx.via === 'production', `completePermit is for production, not for ${ctx.via}`);
    const permit = ctx.get('permit', input.permit);
    if (permit === undefined) return ctx.refuse('permit_unknown', { permit: input.permit });
    if (permit.machine !== ctx.caller.actor) return ctx.refuse('not_permit_holder', { machine: permit.machine });
    if (permit.state !== 'open') return ctx.refuse('permit_not_open', { state: permit.state });
    const licence = ctx.get('licence', permit.licence);
    const tally = ctx.get('tally', permit.licence);
    assert(licence !== undefined && tally !== undefined, `permit ${permit.id} has a licence with a tally`);
    ctx.put('permit', permit.id, { ...permit, state: 'built' });
    ctx.put('tally', tally.id, withBuild(tally, licence.royaltyCents));
    ctx.emit('permitBuilt', { permit: permit.id, licence: licence.id, royaltyCents: licence.royaltyCents });
    return { licence: licence.id, royaltyCents: licence.royaltyCents, unit: licence.unit };
  },
);
