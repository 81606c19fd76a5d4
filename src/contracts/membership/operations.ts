// What other contracts ask of membership.

import { defineOperation } from '#core/contract.ts';
import { membershipInterface } from './schema.ts';

/** True where the member takes part now. */
export const isMember = defineOperation(
  membershipInterface,
  (ctx, { member }: { readonly member: string }): boolean => {
    return ctx.get('member', member)?.state === 'live';
  },
);

/** The live actor with this id, or undefined. */
export const liveActor = defineOperation(membershipInterface, (ctx, { actor }: { readonly actor: string }) => {
  const record = ctx.get('actor', actor);
  return record?.state === 'live' ? record : undefined;
});

/**
 * True where the subject holds a live credential of this kind at block time: one of these issuers', or anyone's where
 * none are named. Anyone may certify anything: what a contract relies on names its issuers.
 */
export const holdsCredential = defineOperation(
  membershipInterface,
  (
    ctx,
    {
      subject,
      kind,
      issuers,
    }: { readonly subject: string; readonly kind: string; readonly issuers?: readonly string[] },
  ): boolean => {
    const held =
      issuers === undefined
        ? ctx.list('credential', 'subject', subject)
        : issuers.flatMap((issuer) => ctx.list('credential', 'topic', ctx.contentId({ issuer, kind, subject })));
    return held.some(([, credential]) => {
      const { state, validFromMs, validUntilMs } = credential;
      return state === 'live' && credential.kind === kind && validFromMs <= ctx.timeMs && ctx.timeMs < validUntilMs;
    });
  },
);
