// The arithmetic of orders: what is open in their terms, and how a hold is divided when an order is closed.
// Invariant: what the seller gets and what goes back to the buyer add up to the price of the whole order.

import { timesCents } from '#contracts/shared/money.ts';
import type { Order, Term } from './schema.ts';

/** Fields of an order that its source may leave out, so that the buyer assumes them. */
const ASSUMABLE = ['quantity', 'unitPriceCents', 'unit', 'neededByMs', 'deliveryPlace', 'payment'];

/** True where a term can be checked without a person: it has a measure, a unit, a limit and an evidence source. */
export function isAutomatic({ measure, unit, limit, evidenceSource }: Term): boolean {
  return measure !== undefined && unit !== undefined && limit !== undefined && evidenceSource !== undefined;
}

/** The first text that stands twice, or undefined. */
export function firstTwice(texts: readonly string[]): string | undefined {
  return texts.find((text, at) => texts.indexOf(text) !== at);
}

/** The first assumed name that is neither a term nor a field that can be assumed, or undefined. */
export function firstUnknown(assumed: readonly string[], terms: readonly Term[]): string | undefined {
  return assumed.find((name) => !ASSUMABLE.includes(name) && terms.every((term) => term.name !== name));
}

/** How the price is divided when this much of an order was accepted. */
export function divide(
  order: Order,
  acceptedQuantity: number,
): { readonly payCents: number; readonly returnCents: number } {
  // At most the quantity, so at most the total.
  const payCents = timesCents(acceptedQuantity, order.unitPriceCents) ?? order.totalCents;
  return { payCents, returnCents: order.totalCents - payCents };
}
