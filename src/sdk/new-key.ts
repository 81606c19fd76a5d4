// What an actor hands to its member's administrator to be enrolled: its public keys, with the proof that it holds the
// signing key's private half. Nothing in it is secret.

import { base64url } from '#core/bytes.ts';
import { lowS } from '#core/es256.ts';
import { possessionBytes } from '#core/possession.ts';
import type { ActorKeys } from './web-keys.ts';

/** Keys as membership's actions take them. */
export type Enrolment = {
  readonly key: { readonly publicKey: string; readonly proof: string };
  readonly encryptionKey: string;
};

/** The keys of an actor with their proof, for one ledger. */
export async function enrolmentOf(keys: ActorKeys, ledgerId: string): Promise<Enrolment> {
  const proof = lowS(await keys.signer.sign(possessionBytes(ledgerId, keys.actor)));
  return {
    key: { publicKey: base64url(keys.signer.publicKey), proof: base64url(proof) },
    encryptionKey: base64url(keys.encryptionKey),
  };
}
