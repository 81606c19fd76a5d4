// What opens the commitment to an order's delivery place, as the inbox writes it beside the statement.

import { fromBase64url, fromUtf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { compile, Hash, object, type Static, text } from '#core/schema.ts';
import { assertCommitted } from '#sdk/files.ts';
import { readWhole } from './files.ts';
import { DELIVERY_PLACE_BYTES, DELIVERY_PLACE_CHARACTERS } from './limits.ts';

const word = text(100);
const Place = object({ ledger: word, contract: word, field: word, owner: word, nonce: word });
const PlaceFile = object({ value: text(DELIVERY_PLACE_CHARACTERS), place: Place, salt: Hash });

const check = compile(PlaceFile);

/**
 * The delivery place in words.
 * @param commitment of the order
 * @throws Fault `delivery_place_invalid`, `file_differs` where it opens another commitment, `file_unreadable`,
 * `file_too_large`
 */
export function readDeliveryPlace(cwd: string, path: string, commitment: string): string {
  const { value, place, salt } = parsed(path, readWhole(cwd, path, DELIVERY_PLACE_BYTES));
  assertCommitted(path, { place, salt: fromBase64url(salt), commitment }, value);
  return value;
}

function parsed(path: string, bytes: Uint8Array): Static<typeof PlaceFile> {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new Fault('delivery_place_invalid', `${path} is not JSON`, { cause });
  }
  const error = check.firstError(value);
  if (error !== undefined) throw new Fault('delivery_place_invalid', `${path}: ${error}`);
  // The schema was checked in the line above.
  return value as Static<typeof PlaceFile>;
}
