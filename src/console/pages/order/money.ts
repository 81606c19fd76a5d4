// Where the price of an order stands: what is set aside, paid and back, and how far each part of it is released.

import type { Money, Order } from '../../parts/order/facts.ts';
import { moneyTexts } from '../../texts/orders.ts';

/** Basis points of a whole. */
const WHOLE = 10_000;

/** A piece of the price; all pieces add up to it. */
export type Piece = {
  readonly key: 'paid' | 'returned' | 'held' | 'retained' | 'frozen';
  readonly label: string;
  readonly cents: number;
};
/** A part of the price, and what came of it. */
export type PartLine = {
  readonly name: string;
  readonly when: string;
  readonly cents: number;
  readonly count: number;
  /** Paid or returned in due course, and by the end of a dispute. */
  readonly givenCents: number;
  readonly frozenCents: number;
};

/** The pieces, without those of nothing. */
export function piecesOf({ payment }: Pick<Order, 'payment'>, money: Money): readonly Piece[] {
  const { paidCents, returnedCents, heldCents, retainedCents, frozenRetainedCents, parts } = money;
  const isHold = payment === 'hold';
  const frozen = parts.reduce((sum, { frozenCents }) => sum + frozenCents, frozenRetainedCents);
  const retained = retainedCents - frozenRetainedCents;
  const pieces: readonly Piece[] = [
    { key: 'paid', label: isHold ? moneyTexts.paid : moneyTexts.paidInvoice, cents: paidCents },
    { key: 'retained', label: moneyTexts.retained, cents: retained },
    { key: 'held', label: isHold ? moneyTexts.held : moneyTexts.payable, cents: heldCents - retained - frozen },
    { key: 'frozen', label: moneyTexts.frozen, cents: frozen },
    { key: 'returned', label: isHold ? moneyTexts.returned : moneyTexts.returnedInvoice, cents: returnedCents },
  ];
  return pieces.filter(({ cents }) => cents > 0);
}

/** The parts of the price in their order; one for an order without milestones. */
export function partLines(order: Order, money: Money): readonly PartLine[] {
  const cents = partCents(order);
  return money.parts.map(({ count, settledCents, disposedCents, frozenCents }, i) => {
    const milestone = order.milestones?.[i];
    return {
      name: milestone?.name ?? moneyTexts.whole,
      when: milestone === undefined ? moneyTexts.closing : moneyTexts.whens[milestone.when],
      cents: cents[i] ?? 0,
      count,
      givenCents: settledCents + disposedCents,
      frozenCents,
    };
  });
}

/** The parts of a price: what is left of each division falls to the next, so that they add up to it. */
export function partCents({ totalCents, milestones }: Pick<Order, 'totalCents' | 'milestones'>): readonly number[] {
  const shares = milestones?.map(({ shareBasisPoints }) => shareBasisPoints) ?? [WHOLE];
  const upTo = (count: number): number => {
    const share = shares.slice(0, count).reduce((sum, one) => sum + one, 0);
    return Number((BigInt(totalCents) * BigInt(share)) / BigInt(WHOLE));
  };
  return shares.map((_, i) => upTo(i + 1) - upTo(i));
}
