// Orders: each line of an order's file, CSV or UBL, becomes one `placeOrder`. What the file does not say comes from
// inbox.json, and the order names it as assumed; what both say must be the same.

import { readOrder } from '#connectors/order-csv/order.ts';
import { termsOfOrder } from '#connectors/order-csv/order-terms.ts';
import { unitCodesOf } from '#connectors/ubl/unit-codes.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { base64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { Client } from '#sdk/client.ts';
import { commitTo } from '#sdk/files.ts';
import { quoted } from '#sdk/plain-text.ts';
import type { InboxConfig } from './config.ts';
import { itemTypeOf } from './lookup.ts';
import { fitting, type PartInput, type Reading, type ReadingOf } from './part.ts';
import { isXml, linesOfUbl, unkeptOfUbl } from './ubl-orders.ts';

/** What inbox.json says of orders. */
export type Orders = NonNullable<InboxConfig['orders']>;
type Agreed = Orders['parts'][number];
type Price = { readonly unitPriceCents: number; readonly unit: string };

/** What one line of a file says. */
export type WantedLine = {
  /** In words, unique in the file. */
  readonly where: string;
  /** Every number that the file gives the part. */
  readonly parts: readonly string[];
  readonly quantity: number;
  readonly neededByMs: number;
  readonly deliveryPlace: string;
  readonly options: readonly string[];
  /** As far as the format says them. */
  readonly price?: Price;
  readonly buyer?: string;
  readonly seller?: string;
  /** UN/ECE Recommendation 20 */
  readonly unitCode?: string;
};

/** Reads orders as inbox.json says. */
export const readingOfOrders: ReadingOf = ({ orders }) => {
  if (orders === undefined) return undefined;
  const agreed = new Map(orders.parts.map((part) => [part.part, part]));
  const reading: Reading = {
    contract: procurementInterface,
    action: 'placeOrder',
    amount: ({ quantity, unitPriceCents }) => Number(quantity) * Number(unitPriceCents),
    parts: async ({ bytes }) =>
      (isXml(bytes) ? await linesOfUbl(bytes, orders) : linesOfCsv(bytes)).map((line) => {
        const ordered = orderedOf(line, partOf(line, agreed), orders);
        return { key: line.where, prepare: (client) => prepare(client, reading, ordered) };
      }),
    unkept: async ({ bytes }) => (isXml(bytes) ? unkeptOfUbl(bytes) : { unkept: [], unkeptCount: 0 }),
  };
  return reading;
};

function linesOfCsv(bytes: Uint8Array): readonly WantedLine[] {
  return readOrder(bytes).map(({ line, neededBy: _, part, ...rest }) => ({
    where: `line ${line}`,
    parts: [part],
    ...rest,
  }));
}

type Ordered = {
  readonly line: WantedLine;
  readonly part: Agreed;
  readonly seller: string;
  readonly price: Price;
  readonly orders: Orders;
};

/** The line with what was agreed of its part. @throws Fault where inbox.json has it not, or otherwise */
function orderedOf(line: WantedLine, part: Agreed, orders: Orders): Ordered {
  const { where, price: said } = line;
  const seller = part.seller ?? orders.seller;
  if (line.seller !== undefined && line.seller !== seller)
    throw new Fault(
      'seller_differs',
      `${where}: SellerSupplierParty: expected ${seller}, as inbox.json says, got ${line.seller}`,
    );
  const { unitPriceCents, unit } = part;
  const price = unitPriceCents === undefined || unit === undefined ? said : { unitPriceCents, unit };
  if (price === undefined)
    throw new Fault('price_unknown', `${where}: expected a price in the file or in inbox.json, got none`);
  const isOther = said !== undefined && (said.unitPriceCents !== price.unitPriceCents || said.unit !== price.unit);
  if (!isOther) return { line, part, seller, price, orders };
  const text = `expected ${price.unitPriceCents} cents ${price.unit}, as inbox.json says, got ${said.unitPriceCents} cents ${said.unit}`;
  throw new Fault('price_differs', `${where}: PriceAmount: ${text}`);
}

/** The one part of inbox.json that the numbers of the line name. */
function partOf({ where, parts }: WantedLine, agreed: ReadonlyMap<string, Agreed>): Agreed {
  const [part, second] = parts.flatMap((number) => agreed.get(number) ?? []);
  if (part !== undefined && second === undefined) return part;
  const got = parts.map(quoted).join(', ');
  if (part === undefined)
    throw new Fault('part_unknown', `${where}: expected a part of orders.parts in inbox.json, got ${got}`);
  throw new Fault('part_unclear', `${where}: expected numbers of one part of inbox.json, got those of two: ${got}`);
}

async function prepare(client: Client, reading: Reading, ordered: Ordered): Promise<PartInput> {
  const { line, part, seller, price, orders } = ordered;
  const { where, quantity, neededByMs, deliveryPlace } = line;
  if (line.buyer !== undefined && line.buyer !== client.member)
    throw new Fault(
      'buyer_differs',
      `${where}: BuyerCustomerParty: expected ${client.member}, which signs, got ${line.buyer}`,
    );
  const itemType = await typeFor(client, ordered);
  const { place, salt, commitment } = commitTo(client, 'procurement', 'deliveryPlace', deliveryPlace);
  const terms = termsOfOrder(line, orders.terms);
  const assumedTerms = terms.map(({ name }) => name).filter((name) => !line.options.includes(name));
  const assumedPrice = line.price === undefined ? ['unitPriceCents', 'unit'] : [];
  const input = fitting(reading, where, {
    seller,
    itemType,
    quantity,
    ...price,
    neededByMs,
    deliveryPlace: commitment,
    ...(part.designVersion === undefined ? {} : { designVersion: part.designVersion }),
    terms,
    assumed: [...assumedPrice, 'payment', ...assumedTerms],
    payment: orders.payment,
  });
  const opening = { value: deliveryPlace, place, salt: base64url(salt) };
  return { input, opening: { name: 'delivery-place', value: opening } };
}

/** The id of the item type, which is counted in the unit that the file says, where it says one. */
async function typeFor(client: Client, { line, part, seller }: Ordered): Promise<string> {
  const { where, unitCode } = line;
  if (unitCode === undefined && part.itemType !== undefined) return part.itemType;
  const found =
    part.itemType === undefined
      ? await itemTypeOf(client, part.part, [client.member, seller])
      : await client.need(itemsInterface, 'type', part.itemType);
  const codes = unitCodesOf(found.unit);
  if (unitCode === undefined || codes.includes(unitCode)) return found.id;
  const text = `expected ${codes.join(' or ')}, since ${quoted(part.part)} is counted by the ${found.unit}, got ${quoted(unitCode)}`;
  throw new Fault('unit_differs', `${where}: Quantity: ${text}`);
}
