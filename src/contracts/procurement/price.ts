// Where the price of an order goes, as pure steps from one Money record to the next. Always
//
//   price = paid + returned + held
//   held = retained + Σ over parts (open + frozen),  open = part − settled − frozen − disposed,  none of them negative
//
// Each step moves cents between these, never makes any: what leaves `open` enters paid, returned, retained or frozen.
// The contract then moves exactly the differences of `paid` and `returned` out of the hold (see books.ts).

import type { Money, Order } from './records.ts';
import { decidersOf, partsOf, portion } from './rules.ts';

type Priced = Pick<Order, 'totalCents' | 'quantity' | 'milestones' | 'retention'>;
type Part = Money['parts'][number];

/** A price of which nothing is paid yet. */
export function untouched(order: Order, hold: string | undefined): Money {
  const { id, buyer, seller, unit, totalCents } = order;
  const deciders = decidersOf(order);
  const none = { count: 0, settledCents: 0, frozenCents: 0, disposedCents: 0 };
  return {
    order: id,
    buyer,
    seller,
    unit,
    ...(hold === undefined ? {} : { hold }),
    heldCents: totalCents,
    paidCents: 0,
    returnedCents: 0,
    earnedCents: 0,
    keptCents: 0,
    retainedCents: 0,
    frozenRetainedCents: 0,
    lateCents: 0,
    lateDueCents: 0,
    parts: partsOf(order).map(() => none),
    disputes: { buyer: 0, seller: 0 },
    ...(deciders.length === 0 ? {} : { deciders }),
  };
}

/** What of each part is neither given nor frozen. */
export function openParts(order: Priced, { parts }: Money): readonly number[] {
  return partsOf(order).map((cents, i) => cents - takenOf(parts[i]));
}

/** What of the price is neither given, kept back nor frozen. */
export function openCents(order: Priced, money: Money): number {
  return sum(openParts(order, money));
}

/** Releases each part for so many units: the seller gets what that is beyond what the part gave before. */
export function released(order: Priced, money: Money, counts: readonly number[]): Money {
  const open = openParts(order, money);
  const totals = partsOf(order);
  const dues = money.parts.map(({ settledCents }, i) => {
    const due = portion(totals[i] ?? 0, counts[i] ?? 0, order.quantity) - settledCents;
    // What is frozen or was given by a dispute counts as the last of its part.
    return Math.max(0, Math.min(due, open[i] ?? 0));
  });
  const parts = money.parts.map((part, i) => ({
    ...part,
    count: Math.max(part.count, counts[i] ?? 0),
    settledCents: part.settledCents + (dues[i] ?? 0),
  }));
  return earned(order, { ...money, parts }, sum(dues));
}

/** Ends all parts that are not frozen: the seller gets this much, the buyer the rest. `count` units are accepted. */
export function ended(order: Priced, money: Money, end: { readonly payCents: number; readonly count: number }): Money {
  const open = openParts(order, money);
  const parts = money.parts.map((part, i) => ({
    ...part,
    count: Math.max(part.count, end.count),
    settledCents: part.settledCents + (open[i] ?? 0),
  }));
  return returned(earned(order, { ...money, parts }, end.payCents), sum(open) - end.payCents);
}

/** Ends all parts that are not frozen with so many units accepted. */
export function endedWith(order: Priced, money: Money, count: number): Money {
  return ended(order, money, { payCents: worth(order, money, count), count });
}

/** What so many units are worth, less what was given for the order before; never more than is open. */
export function worth(order: Priced, money: Money, count: number): number {
  const { earnedCents, lateCents, lateDueCents } = money;
  const givenCents = earnedCents + lateCents - lateDueCents;
  return Math.max(0, Math.min(portion(order.totalCents, count, order.quantity) - givenCents, openCents(order, money)));
}

/** What one step of the price puts into, or takes out of, the frozen part. */
export type Frozen = {
  readonly parts: readonly { readonly milestone: number; readonly amountCents: number }[];
  readonly retainedCents: number;
};

/** Freezes what is in dispute. */
export function frozen(money: Money, { parts, retainedCents }: Frozen): Money {
  return {
    ...money,
    parts: changedBy(money.parts, parts, (part, cents) => ({ ...part, frozenCents: part.frozenCents + cents })),
    frozenRetainedCents: money.frozenRetainedCents + retainedCents,
  };
}

/** Lifts the freeze; the money goes on as if it had never been. */
export function thawed(money: Money, { parts, retainedCents }: Frozen): Money {
  return {
    ...money,
    parts: changedBy(money.parts, parts, (part, cents) => ({ ...part, frozenCents: part.frozenCents - cents })),
    frozenRetainedCents: money.frozenRetainedCents - retainedCents,
  };
}

/** Gives what was frozen: so much to the seller, the rest to the buyer. Nothing is kept back of it. */
export function splitUp(money: Money, dispute: Frozen, sellerCents: number): Money {
  const { parts, ...rest } = thawed(money, dispute);
  const amountCents = sum(dispute.parts.map((part) => part.amountCents)) + dispute.retainedCents;
  const given = {
    ...rest,
    parts: changedBy(parts, dispute.parts, (part, cents) => ({ ...part, disposedCents: part.disposedCents + cents })),
    retainedCents: rest.retainedCents - dispute.retainedCents,
  };
  return returned(paid(given, sellerCents), amountCents - sellerCents);
}

/** From which parts an amount is frozen that names none: the last ones first. */
export function lastParts(order: Priced, money: Money, amountCents: number): Frozen['parts'] {
  let left = amountCents;
  return openParts(order, money)
    .map((open, milestone) => ({ open, milestone }))
    .reverse()
    .flatMap(({ open, milestone }) => {
      const cents = Math.min(open, left);
      left -= cents;
      return cents === 0 ? [] : [{ milestone, amountCents: cents }];
    });
}

/** Pays what was kept back and is not in dispute; what is still owed for lateness is taken from it. */
export function withoutRetention(money: Money): Money {
  const { retainedCents, frozenRetainedCents, lateDueCents } = money;
  const cents = retainedCents - frozenRetainedCents;
  const late = Math.min(lateDueCents, cents);
  const rest = { ...money, retainedCents: frozenRetainedCents, lateDueCents: lateDueCents - late };
  return returned(paid(rest, cents - late), late);
}

/** Adds a reduction for lateness, up to the most. */
export function reduced(money: Money, cents: number, mostCents: number): Money {
  const added = Math.max(0, Math.min(cents, mostCents - money.lateCents));
  return { ...money, lateCents: money.lateCents + added, lateDueCents: money.lateDueCents + added };
}

/** The same money under another price and quantity; undefined where more is given or frozen than a part is then. */
export function repriced(from: Priced, to: Priced, money: Money): Money | undefined {
  const parts = money.parts.map((part) => ({ ...part, count: Math.min(part.count, to.quantity) }));
  const next = { ...money, parts, heldCents: money.heldCents + to.totalCents - from.totalCents };
  return openParts(to, next).every((cents) => cents >= 0) ? next : undefined;
}

/** True where every part was given to its last cent. */
export function isSpent(order: Priced, { parts }: Money): boolean {
  return partsOf(order).every((cents, i) => {
    const part = parts[i];
    return part !== undefined && cents === part.settledCents + part.disposedCents;
  });
}

/** What the seller earned: first what is owed for lateness goes back to the buyer, then a share is kept back. */
function earned({ retention }: Priced, money: Money, cents: number): Money {
  const late = Math.min(money.lateDueCents, cents);
  const earnedCents = money.earnedCents + cents - late;
  // Of the sum of all that was earned, so that it does not matter in how many payments.
  const keptCents = retention === undefined ? 0 : portion(earnedCents, retention.shareBasisPoints, 10_000);
  const kept = keptCents - money.keptCents;
  const next = {
    ...money,
    lateDueCents: money.lateDueCents - late,
    earnedCents,
    keptCents,
    retainedCents: money.retainedCents + kept,
  };
  return returned(paid(next, cents - late - kept), late);
}

function paid(money: Money, cents: number): Money {
  return { ...money, heldCents: money.heldCents - cents, paidCents: money.paidCents + cents };
}

function returned(money: Money, cents: number): Money {
  return { ...money, heldCents: money.heldCents - cents, returnedCents: money.returnedCents + cents };
}

function changedBy(parts: readonly Part[], by: Frozen['parts'], change: (part: Part, cents: number) => Part): Part[] {
  return parts.map((part, i) => change(part, sum(by.flatMap((one) => (one.milestone === i ? [one.amountCents] : [])))));
}

function takenOf(part: Part | undefined): number {
  return part === undefined ? 0 : part.settledCents + part.frozenCents + part.disposedCents;
}

function sum(cents: readonly number[]): number {
  return cents.reduce((total, one) => total + one, 0);
}
