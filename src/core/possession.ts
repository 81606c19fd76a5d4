// The proof that an actor holds the private half of a key that it brings: an ESP256 signature by that key over ledger,
// member and actor, so that nobody enrols another's key as their own.

import { encodeJson } from './canonical-json.ts';

/** The bytes that the new key signs. `actor` is `member/name`. */
export function possessionBytes(ledgerId: string, actor: string): Uint8Array {
  return encodeJson({ domain: 'touchmark-key', ledger: ledgerId, member: actor.split('/')[0] ?? '', actor });
}
