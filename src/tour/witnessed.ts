// What stands on a log that others than its origin vouch for. Durable is what the origin signed that it has; witnessed is
// what a witness, having executed all of it, co-signed as well.

import { readBundle } from '#core/bundle-format.ts';
import { base64url } from '#core/bytes.ts';
import { type CosignatureKey, verifyCosignature } from '#core/cosignature.ts';
import { Fault } from '#core/fault.ts';
import { decodeNote } from '#core/signed-note.ts';
import type { HttpTransport } from '#sdk/http-transport.ts';
import { wait } from '#sdk/wait.ts';
import { WITNESS_LOOKS, WITNESS_PAUSE_MS } from './limits.ts';

/** A policy as `touchmark verify --policy` reads it: this witness must have co-signed. */
export function policyFile({ name, publicKey }: CosignatureKey): string {
  return `${JSON.stringify({ needed: 1, keys: [{ witness: name, publicKey: base64url(publicKey) }] }, undefined, 2)}\n`;
}

/**
 * The bundle of statements, on a checkpoint that the witness co-signed; waits until it has.
 * @throws Fault `tour_not_witnessed`, and those of Transport.bundle
 */
export async function witnessedBundle(
  transport: HttpTransport,
  entries: readonly number[],
  witness: CosignatureKey,
): Promise<Uint8Array> {
  for (let look = 0; look < WITNESS_LOOKS; look++) {
    const bundle = await transport.bundle(entries);
    const { checkpoint } = readBundle(bundle);
    if (verifyCosignature(decodeNote(checkpoint), witness) !== undefined) return bundle;
    await wait(WITNESS_PAUSE_MS);
  }
  const text = `${witness.name} has not co-signed a head with entry ${entries.at(-1)}; the replica's log file says more`;
  throw new Fault('tour_not_witnessed', text);
}
