// Giving access: by the owner's signature in the running statement, to one actor, for one purpose, until a time; and
// whether access that was given is in force, which ledger and node compute alike.

import { liveActor } from '#contracts/membership/operations.ts';
import type { Context } from '#core/contract.ts';
import type { Blob, Grant, Occasion, Purpose, sharingInterface } from './schema.ts';

type Ctx = Context<typeof sharingInterface>;

/** What access is given; `blob` is the hash of the ciphertext, `reader` an actor, `occasion` what it ends with. */
export type NewGrant = {
  readonly blob: string;
  readonly reader: string;
  readonly purpose: Purpose;
  readonly untilMs: number;
  readonly occasion?: string;
};

/** The id under which a grant is found. */
export function grantId({ blob, reader, purpose }: Pick<NewGrant, 'blob' | 'reader' | 'purpose'>): string {
  return `${blob}:${reader}:${purpose}`;
}

/** Gives access, or a new end to access given before. @returns the grant's id */
export function grant(ctx: Ctx, input: NewGrant): string {
  const { hash, sizeBytes, mediaType, contentCommitment, owner } = ownBlob(ctx, input.blob);
  const { reader, purpose, untilMs, occasion } = input;
  const actor = ctx.call(liveActor, { actor: reader });
  if (actor === undefined) return ctx.refuse('reader_unknown', { reader });
  if (untilMs <= ctx.timeMs) return ctx.refuse('until_past', { untilMs });
  const id = grantId(input);
  const earlier = ctx.get('grant', id);
  ctx.put('grant', id, {
    id,
    ...{ hash, sizeBytes, mediaType, contentCommitment, owner },
    ...{ reader, readerMember: actor.member, purpose, untilMs },
    ...(occasion === undefined ? {} : { occasion }),
    state: 'live',
    opened: earlier?.opened ?? false,
  });
  ctx.emit('accessGranted', { id, untilMs });
  return id;
}

/** The live blob of the caller's member; refuses with `blob_unknown`, `not_owner`, `blob_erased`. */
export function ownBlob(ctx: Ctx, hash: string): Blob {
  const blob = ctx.get('blob', hash);
  if (blob === undefined) return ctx.refuse('blob_unknown', { blob: hash });
  if (blob.owner !== ctx.caller.member) return ctx.refuse('not_owner', { owner: blob.owner });
  return blob.state === 'live' ? blob : ctx.refuse('blob_erased', { blob: hash });
}

/**
 * True where a grant lets its reader read at a time: it was not ended, its time is not over, and what it was given for
 * still runs, or was over in favour of the reader's member.
 * @param occasion the record that the grant names
 */
export function isInForce(
  { state, untilMs, occasion: named, readerMember }: Grant,
  occasion: Occasion | undefined,
  timeMs: number,
): boolean {
  if (state !== 'live' || timeMs > untilMs) return false;
  if (named === undefined) return true;
  if (occasion === undefined) return false;
  return occasion.state === 'running' ? timeMs < occasion.untilMs : occasion.keptFor === readerMember;
}
