// Orders: each line of an order's CSV file becomes one `placeOrder`. What the file does not say comes from inbox.json, and
// the order names it as assumed.

import { type OrderLine, readOrder } from '#connectors/order-csv/order.ts';
import { termsOfOrder } from '#connectors/order-csv/order-terms.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { base64url } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import type { Client } from '#sdk/client.ts';
import { commitTo } from '#sdk/files.ts';
import { quoted } from '#sdk/plain-text.ts';
import type { InboxConfig } from './config.ts';
import { itemTypeOf } from './lookup.ts';
import { fitting, type PartInput, type Reading, type ReadingOf } from './part.ts';

type Orders = NonNullable<InboxConfig['orders']>;
type Agreed = Orders['parts'][number];

/** Reads orders as inbox.json says. */
export const readingOfOrders: ReadingOf = ({ orders }) => {
  if (orders === undefined) return undefined;
  const agreed = new Map(orders.parts.map((part) => [part.part, part]));
  const reading: Reading = {
    contract: procurementInterface,
    action: 'placeOrder',
    amount: ({ quantity, unitPriceCents }) => Number(quantity) * Number(unitPriceCents),
    parts: async ({ bytes }) =>
      readOrder(bytes).map((line) => {
        const part = agreed.get(line.part);
        if (part === undefined) {
          const text = `expected a part of orders.parts in inbox.json, got ${quoted(line.part)}`;
          throw new Fault('part_unknown', `line ${line.line}: ${text}`);
        }
        return {
          key: `line ${line.line}`,
          prepare: (client) => prepare(client, reading, { line, part, orders }),
        };
      }),
  };
  return reading;
};

type Ordered = { readonly line: OrderLine; readonly part: Agreed; readonly orders: Orders };

async function prepare(client: Client, reading: Reading, { line, part, orders }: Ordered): Promise<PartInput> {
  const seller = part.seller ?? orders.seller;
  const itemType = part.itemType ?? (await itemTypeOf(client, line.part, [client.member, seller]));
  const { place, salt, commitment } = commitTo(client, 'procurement', 'deliveryPlace', line.deliveryPlace);
  const terms = termsOfOrder(line, orders.terms);
  const assumedTerms = terms.map(({ name }) => name).filter((name) => !line.options.includes(name));
  const input = fitting(reading, `line ${line.line}`, {
    seller,
    itemType,
    quantity: line.quantity,
    unitPriceCents: part.unitPriceCents,
    unit: part.unit,
    neededByMs: line.neededByMs,
    deliveryPlace: commitment,
    ...(part.designVersion === undefined ? {} : { designVersion: part.designVersion }),
    terms,
    assumed: ['unitPriceCents', 'unit', 'payment', ...assumedTerms],
    payment: orders.payment,
  });
  const opening = { value: line.deliveryPlace, place, salt: base64url(salt) };
  return { input, opening: { name: 'delivery-place', value: opening } };
}
