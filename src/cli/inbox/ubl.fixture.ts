// An order of acme as a UBL file, and the inbox.json that knows its names.

import type { UblDocument } from '#connectors/ubl/documents.ts';
import { writeUbl } from '#connectors/ubl/write.ts';
import { ORDERS_CONFIG, PART } from './inbox.fixture.ts';

type Order = UblDocument<'Order'>;
type Line = NonNullable<NonNullable<NonNullable<Order['lines']>[number]>['item']>;

/** A line of a UBL order: of acme’s part, at the price that inbox.json has. */
export function ublLine(id: string, quantity: number, more: Line = {}): NonNullable<Order['lines']>[number] {
  return {
    item: {
      id,
      quantity: { value: String(quantity), unitCode: 'C62' },
      price: { amount: { value: '100.00', currency: 'EUR' } },
      item: { name: 'Plate', sellersId: { id: { value: PART } } },
      ...more,
    },
  };
}

/** The file of a UBL order of acme at borealis. */
export function orderUbl(lines: NonNullable<Order['lines']>, more: Order = {}): Uint8Array {
  return writeUbl('Order', {
    id: '4711',
    issueDate: '2026-01-05',
    currency: 'EUR',
    buyer: { party: { names: [{ name: 'Acme Works' }] } },
    seller: { party: { endpoint: { value: '987654325', scheme: '0192' }, names: [{ name: 'Borealis AB' }] } },
    deliveries: [
      {
        location: { address: { street: 'Works 2', additionalStreet: 'dock 4', city: 'Sheffield' } },
        requested: { endDate: '2026-06-01' },
      },
    ],
    lines,
    ...more,
  });
}

/** inbox.json for it. @param more of `orders` */
export function ublConfig(more: object = {}): object {
  const parties = [
    { party: 'Acme Works', member: 'acme' },
    { party: '987654325', member: 'borealis' },
    { party: 'Carter Ltd', member: 'carter' },
  ];
  return { orders: { ...ORDERS_CONFIG.orders, parties, ...more } };
}
