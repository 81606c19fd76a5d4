// The proof that an actor holds the private half of the key it brings: an ESP256 signature by that key over ledger,
// member and actor, so that nobody enrols another's key as their own.

import { fromBase64url } from '#core/bytes.ts';
import { encodeJson } from '#core/canonical-json.ts';
import { verifyEs256 } from '#core/es256.ts';

/** The bytes that the new key signs. `actor` is `member/name`. */
export function possessionBytes(ledgerId: string, actor: string): Uint8Array {
  return encodeJson({ domain: 'touchmark-key', ledger: ledgerId, member: actor.split('/')[0] ?? '', actor });
}

/** True where the proof is by this key, for this actor of this ledger. */
export function possesses(
  ledgerId: string,
  actor: string,
  key: { readonly publicKey: string; readonly proof: string },
): boolean {
  return verifyEs256(fromBase64url(key.publicKey), possessionBytes(ledgerId, actor), fromBase64url(key.proof));
}
