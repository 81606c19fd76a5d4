// What other contracts ask of sharing, and what they may do for the owner of a file who signed the running statement.

import { liveActor } from '#contracts/membership/operations.ts';
import { defineOperation } from '#core/contract.ts';
import { grant, grantId, isInForce, type NewGrant } from './granting.ts';
import { type Blob, PURPOSES, sharingInterface } from './schema.ts';

/** The registered file with this ciphertext hash, or undefined. */
export const blobOf = defineOperation(sharingInterface, (ctx, { blob }: { readonly blob: string }): Blob | undefined =>
  ctx.get('blob', blob),
);

/** True where the actor may fetch the file at block time: an actor of its owner, or a reader with a grant in force. */
export const mayRead = defineOperation(
  sharingInterface,
  (ctx, { blob, actor }: { readonly blob: string; readonly actor: string }): boolean => {
    const found = ctx.get('blob', blob);
    const reader = ctx.call(liveActor, { actor });
    if (found?.state !== 'live' || reader === undefined) return false;
    if (reader.member === found.owner) return true;
    return PURPOSES.some((purpose) => {
      const given = ctx.get('grant', grantId({ blob, reader: actor, purpose }));
      return given !== undefined && isInForce(given, ctx.get('occasion', given.occasion ?? ''), ctx.timeMs);
    });
  },
);

/**
 * Gives access to a file of the caller's member, or a new end to access given before.
 * @returns the grant's id. Refuses with `blob_unknown`, `not_owner`, `blob_erased`, `reader_unknown`, `until_past`
 */
export const grantFrom = defineOperation(sharingInterface, (ctx, input: NewGrant): string => grant(ctx, input));

/** Opens what grants of the caller's member may be given for. @param input.id of the record that it stands for */
export const openOccasion = defineOperation(
  sharingInterface,
  (ctx, { id, untilMs }: { readonly id: string; readonly untilMs: number }): void => {
    ctx.put('occasion', id, { id, owner: ctx.caller.member, untilMs, state: 'running' });
  },
);

/** Ends every grant that was given for it, but those of readers of one member. Whoever signs: its contract says when. */
export const endOccasion = defineOperation(
  sharingInterface,
  (ctx, { id, keptFor }: { readonly id: string; readonly keptFor: string | undefined }): void => {
    const occasion = ctx.get('occasion', id);
    if (occasion === undefined) return;
    ctx.put('occasion', id, { ...occasion, state: 'over', ...(keptFor === undefined ? {} : { keptFor }) });
    ctx.emit('occasionEnded', { id });
  },
);
