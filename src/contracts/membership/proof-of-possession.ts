// The proof that an actor holds the private half of the key it brings: see core/possession.ts.

import { fromBase64url } from '#core/bytes.ts';
import { verifyEs256 } from '#core/es256.ts';
import { possessionBytes } from '#core/possession.ts';

/** True where the proof is by this key, for this actor of this ledger. */
export function possesses(
  ledgerId: string,
  actor: string,
  key: { readonly publicKey: string; readonly proof: string },
): boolean {
  return verifyEs256(fromBase64url(key.publicKey), possessionBytes(ledgerId, actor), fromBase64url(key.proof));
}
