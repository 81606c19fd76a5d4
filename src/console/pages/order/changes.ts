// What a proposed change of an order would make of it: each field that changes, as it is and as it would be.

import { money, quantity } from '../../parts/amount.ts';
import type { Change, ItemType, Order } from '../../parts/order/facts.ts';
import type { TermValue } from '../../parts/order/terms.ts';
import { termTexts } from '../../texts/orders.ts';

/** A field that changes; undefined: there is none. */
export type ChangeLine = {
  readonly label: string;
  readonly before: TermValue | undefined;
  readonly after: TermValue | undefined;
};
type Term = Order['terms'][number];

/** The lines of a proposal: what stays is not among them. */
export function changeLines(
  order: Order,
  { changes, totalCents }: Change,
  type: ItemType | undefined,
): readonly ChangeLine[] {
  const { unit } = order;
  const next = { ...order, ...changes };
  const figure = (text: string): TermValue => ({ as: 'figure', text });
  const pieces = (count: number): TermValue => figure(quantity(count, type?.unit ?? 'piece'));
  const price = (cents: number): TermValue => figure(money(cents, unit));
  const time = (timeMs: number): TermValue => ({ as: 'time', timeMs });
  const version = (id: string | undefined): TermValue | undefined =>
    id === undefined ? undefined : { as: 'record', kind: 'designs/version', id };
  const rows: readonly (ChangeLine & { readonly isChanged: boolean })[] = [
    row(termTexts.quantity, [order.quantity, next.quantity], pieces),
    row(termTexts.unitPrice, [order.unitPriceCents, next.unitPriceCents], price),
    row(termTexts.total, [order.totalCents, totalCents], price),
    row(termTexts.when, [order.neededByMs, next.neededByMs], time),
    row(termTexts.design, [order.designVersion, next.designVersion], version),
  ];
  return [
    ...rows.filter(({ isChanged }) => isChanged).map(({ isChanged: _, ...line }) => line),
    ...(changes.terms === undefined ? [] : termChanges(order.terms, changes.terms)),
  ];
}

function row<T>(label: string, [before, after]: readonly [T, T], shown: (value: T) => TermValue | undefined) {
  return { label, before: shown(before), after: shown(after), isChanged: before !== after };
}

/** Terms by their names, each of which stands once. */
function termChanges(before: readonly Term[], after: readonly Term[]): readonly ChangeLine[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names.flatMap((name) => {
    const [was, is] = [before, after].map((terms) => terms.find((term) => term.name === name));
    const [old, next] = [was, is].map((term): TermValue | undefined =>
      term === undefined ? undefined : { as: 'text', text: termWords(term) },
    );
    return JSON.stringify(old) === JSON.stringify(next) ? [] : [{ label: name, before: old, after: next }];
  });
}

/** A term in one line: `diameter of hole 3: 5.05 mm, shown by QIF results`. */
function termWords({ name, measure, limit, unit, evidenceSource }: Term): string {
  const limits = [limit, unit].filter((word) => word !== undefined).join(' ');
  const what = limits === '' ? (measure ?? name) : `${measure ?? name}: ${limits}`;
  return evidenceSource === undefined ? what : `${what}, shown by ${evidenceSource}`;
}
