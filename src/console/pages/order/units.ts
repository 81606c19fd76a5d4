// The units of an order, as far as its records name them: those that the reader may see now, and those that it knows by
// their builds and reviews though they have passed on.

import type { OrderFacts } from '../../parts/order/facts.ts';

/** A unit. */
export type UnitLine = {
  readonly id: string;
  /** Undefined: the reader may not see the unit. */
  readonly number: string | undefined;
  readonly state: string | undefined;
};

/** Units by their numbers, then those without. */
export function unitLines({ items, jobs, builds, reviews, shipments }: OrderFacts): readonly UnitLine[] {
  const seen = new Map(items.map((item) => [item.id, item]));
  const judged = new Map(reviews.map(({ id, state }) => [id, state]));
  const named = [
    ...items.map(({ id }) => id),
    ...[...jobs, ...builds].map(({ item }) => item),
    ...reviews.map(({ id }) => id),
    ...shipments.flatMap((shipment) => shipment.items),
  ];
  return [...new Set(named)]
    .map((id) => {
      const item = seen.get(id);
      return { id, number: item?.number, state: item?.state ?? judged.get(id) };
    })
    .sort((a, b) => order(a, b));
}

function order(a: UnitLine, b: UnitLine): number {
  if (a.number === undefined || b.number === undefined) {
    return Number(a.number === undefined) - Number(b.number === undefined) || compare(a.id, b.id);
  }
  return compare(a.number, b.number);
}

/** Numbers in texts as numbers: 9 before 10. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
