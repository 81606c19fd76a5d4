// Whether a credential holds at a time. Pure.

import type { JsonObject } from '#sdk/index.ts';

/** As `networkTexts` names it. */
export type CredentialState = 'valid' | 'expired' | 'notYet' | 'revoked';

/** @param value a record of membership/credential @param nowMs by the node's clock */
export function credentialState({ state, validFromMs, validUntilMs }: JsonObject, nowMs: number): CredentialState {
  if (state === 'revoked') return 'revoked';
  if (Number(validUntilMs) < nowMs) return 'expired';
  return Number(validFromMs) > nowMs ? 'notYet' : 'valid';
}
