// From an order's file to the terms of `placeOrder`: what the file asks for, and what was agreed beside it.

import type { Term } from '#contracts/procurement/records.ts';
import type { OrderLine } from './order.ts';

/** The terms of an order: each option of its file, which a person judges, and the given ones that no option names. */
export function termsOfOrder(order: Pick<OrderLine, 'options'> | undefined, given: readonly Term[]): Term[] {
  const options = order?.options ?? [];
  return [...options.map((name) => ({ name })), ...given.filter(({ name }) => !options.includes(name))];
}
