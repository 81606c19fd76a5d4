// A track record from the months of a member: pure, so that a client computes what the contract computes. A part is
// always given with the whole that it is of, and nobody is compared with anybody.

/** What is counted, of both sides; each side has its own, beside disputes and the sizes of orders. */
export const COUNTERS = [
  'orders',
  'ordersBelow1k',
  'ordersBelow10k',
  'ordersBelow100k',
  'ordersBelow1m',
  'ordersFrom1m',
  'disputes',
  'disputesLost',
  // The seller's.
  'unitsOrdered',
  'unitsAccepted',
  'unitsRejected',
  'unitsReplaced',
  'unitsTimed',
  'unitsInTime',
  'answers',
  'answersNo',
  'answerMinutes',
  'bidsOpened',
  'bidsForfeited',
  // The buyer's.
  'ordersSetAside',
  'ordersCancelled',
  'invoices',
  'invoicesPaid',
  'invoicesLate',
  'unitsTaken',
  'unitsTakenSilently',
  'acceptances',
  'acceptanceMinutes',
  'requests',
  'requestsAwarded',
] as const;
/** The name of something counted. */
export type Counter = (typeof COUNTERS)[number];
/** What was counted; absent is 0. */
export type Counts = { readonly [name in Counter]?: number };

/** The sum of counts. A sum beyond 2^53 − 1 stays there. */
export function addCounts(a: Counts, b: Counts): Counts {
  const names = COUNTERS.filter((name) => a[name] !== undefined || b[name] !== undefined);
  return Object.fromEntries(
    names.map((name) => [name, Math.min(Number.MAX_SAFE_INTEGER, (a[name] ?? 0) + (b[name] ?? 0))]),
  );
}

/** The counter of an order's size: its price in whole units of money. */
export function sizeOf(totalCents: number): Counter {
  if (totalCents < 100_000) return 'ordersBelow1k';
  if (totalCents < 1_000_000) return 'ordersBelow10k';
  if (totalCents < 10_000_000) return 'ordersBelow100k';
  return totalCents < 100_000_000 ? 'ordersBelow1m' : 'ordersFrom1m';
}

/** Months since January 1970 UTC in the Gregorian calendar; `timeMs` is not before it. */
export function monthOf(timeMs: number): number {
  // Years begin in March here, so that a leap day is the last of its year; 719,468 days are from year 0 to 1970.
  const days = Math.floor(timeMs / 86_400_000) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  return (era * 400 + yearOfEra - 1970) * 12 + monthFromMarch + 2;
}

/** So many of so many. */
export type Part = { readonly part: number; readonly of: number };

/** What a seller's months say: parts of a whole, and means with the number of what they are over. */
export type SellerRecord = {
  readonly orders: number;
  /** Units delivered by the date agreed at the time, of those that came or were missed. */
  readonly inTime: Part;
  /** Units accepted, of those ordered in orders that are closed. */
  readonly accepted: Part;
  /** Units that a buyer sent back, of those that it accepted or sent back. */
  readonly rejected: Part;
  /** Orders accepted or declined by a signature, and the mean time that took. */
  readonly answers: { readonly count: number; readonly meanMinutes: number };
  /** Bids forfeited, of those sealed and due to be opened. */
  readonly bidsForfeited: Part;
  readonly disputesLost: Part;
};

/** What a buyer's months say. */
export type BuyerRecord = {
  readonly orders: number;
  /** Orders whose whole price was set aside before work began. */
  readonly setAside: Part;
  /** Invoices that their seller confirmed as paid, of those due; and of these, after their day. */
  readonly invoicesPaid: Part;
  readonly invoicesLate: Part;
  /** Units accepted because the buyer kept silent. */
  readonly silent: Part;
  readonly acceptances: { readonly count: number; readonly meanMinutes: number };
  readonly cancelled: Part;
  /** Requests that became an order. */
  readonly awarded: Part;
  readonly disputesLost: Part;
};

/** A seller's record from its counts. */
export function sellerRecord(counts: Counts): SellerRecord {
  const { unitsAccepted = 0, unitsRejected = 0, bidsOpened = 0, bidsForfeited = 0 } = counts;
  return {
    orders: counts.orders ?? 0,
    inTime: { part: counts.unitsInTime ?? 0, of: counts.unitsTimed ?? 0 },
    accepted: { part: unitsAccepted, of: counts.unitsOrdered ?? 0 },
    rejected: { part: unitsRejected, of: unitsAccepted + unitsRejected },
    answers: mean(counts.answers, counts.answerMinutes),
    bidsForfeited: { part: bidsForfeited, of: bidsOpened + bidsForfeited },
    disputesLost: { part: counts.disputesLost ?? 0, of: counts.disputes ?? 0 },
  };
}

/** A buyer's record from its counts. */
export function buyerRecord(counts: Counts): BuyerRecord {
  const { orders = 0, invoicesPaid = 0, ordersCancelled = 0 } = counts;
  return {
    orders,
    setAside: { part: counts.ordersSetAside ?? 0, of: orders },
    invoicesPaid: { part: invoicesPaid, of: counts.invoices ?? 0 },
    invoicesLate: { part: counts.invoicesLate ?? 0, of: invoicesPaid },
    silent: { part: counts.unitsTakenSilently ?? 0, of: counts.unitsTaken ?? 0 },
    acceptances: mean(counts.acceptances, counts.acceptanceMinutes),
    cancelled: { part: ordersCancelled, of: orders + ordersCancelled },
    awarded: { part: counts.requestsAwarded ?? 0, of: counts.requests ?? 0 },
    disputesLost: { part: counts.disputesLost ?? 0, of: counts.disputes ?? 0 },
  };
}

function mean(count = 0, minutes = 0) {
  return { count, meanMinutes: count === 0 ? 0 : Math.floor(minutes / count) };
}

/** True where the part is at least so many basis points of its whole; of none it is not. */
export function reaches({ part, of }: Part, basisPoints: number): boolean {
  return of > 0 && BigInt(part) * 10_000n >= BigInt(of) * BigInt(basisPoints);
}
