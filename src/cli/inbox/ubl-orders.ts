// Orders as UBL files: whose names and numbers a file gives, inbox.json says.

import { readUblOrder, type UblOrder } from '#connectors/ubl/order.ts';
import { Fault } from '#core/fault.ts';
import { quoted } from '#sdk/plain-text.ts';
import type { Orders, WantedLine } from './orders.ts';
import type { Unkept } from './part.ts';

/** Names of a party that are shown where none is known. */
const SHOWN = 3;
/** Byte order marks, NUL (of UTF-16) and white space, that may stand before the first `<`. */
const BEFORE = [0xef, 0xbb, 0xbf, 0xfe, 0xff, 0x00, 0x09, 0x0a, 0x0d, 0x20];

/** True for what begins as XML does, in whatever encoding; no CSV of ours does. */
export function isXml(bytes: Uint8Array): boolean {
  return bytes.find((byte) => !BEFORE.includes(byte)) === 0x3c;
}

/** What the lines of a UBL order say. @throws Fault `party_unknown`, `party_unclear`, and those of readUblOrder */
export async function linesOfUbl(bytes: Uint8Array, orders: Orders): Promise<readonly WantedLine[]> {
  const { buyer, seller, lines } = await readUblOrder(bytes);
  const sides = {
    buyer: memberOf('BuyerCustomerParty', buyer, orders),
    seller: memberOf('SellerSupplierParty', seller, orders),
  };
  return lines.map(({ id, price, unitCode, ...line }) => ({
    where: `line ${id}`,
    ...line,
    ...sides,
    ...(price === undefined ? {} : { price: { unitPriceCents: price.unitPriceCents, unit: price.currency } }),
    ...(unitCode === undefined ? {} : { unitCode }),
  }));
}

/** What of a UBL order does not go onto the ledger. @throws as readUblOrder */
export async function unkeptOfUbl(bytes: Uint8Array): Promise<Unkept> {
  const { unkept, unkeptCount } = await readUblOrder(bytes);
  return { unkept, unkeptCount };
}

function memberOf(element: string, names: UblOrder['seller'], { parties = [] }: Orders): string {
  const found = new Set(parties.filter(({ party }) => names.includes(party)).map(({ member }) => member));
  const [member, second] = found;
  if (member !== undefined && second === undefined) return member;
  if (member !== undefined) {
    const text = `expected names of one party of inbox.json, got those of ${[...found].join(' and ')}`;
    throw new Fault('party_unclear', `Order: ${element}: ${text}`);
  }
  const shown = names.slice(0, SHOWN).map(quoted).join(', ');
  throw new Fault('party_unknown', `Order: ${element}: expected a party of orders.parties in inbox.json, got ${shown}`);
}
