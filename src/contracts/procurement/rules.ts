// The arithmetic and tables of orders: what is open in their terms, the parts of a price, what was late, what a tariff
// takes. Amounts are whole cents, every division rounds down, and what that leaves falls to the last part:
//
//   part i of a price T with shares s1 … sk:   Mi = ⌊T(s1+…+si)/10,000⌋ − ⌊T(s1+…+s(i−1))/10,000⌋, so ΣMi = T
//   of part i for c of Q units:                ⌊Mi·c/Q⌋, which for c = Q is Mi

import { timesCents } from '#contracts/shared/money.ts';
import type { Milestone, Money, Order, OrderTerms, Progress, Term } from './records.ts';

const DAY_MS = 86_400_000;
const WHOLE = 10_000;
/** Days until a dispute runs out where the order does not say. */
const DISPUTE_DAYS = 90;
/** Days after the date it is needed by until an order ends where it does not say. */
const LAPSE_DAYS = 365;
/** Fields of an order that its source may leave out, so that the buyer assumes them. */
const ASSUMABLE = [
  'quantity',
  'unitPriceCents',
  'unit',
  'neededByMs',
  'deliveryPlace',
  'payment',
  'conditions',
  'milestones',
  'retention',
  'late',
];
const CONDITIONS = [
  'incoterm',
  'liabilityLimitCents',
  'warrantyDays',
  'law',
  'forum',
  'paymentDays',
  'arbiter',
  'acceptanceDays',
  'dispute',
  'lapseDays',
] as const;

type Agreed = Pick<OrderTerms, 'terms' | 'payment' | 'conditions' | 'milestones' | 'retention' | 'late'>;

/** True where a term can be checked without a person: it has a measure, a unit, a limit and an evidence source. */
export function isAutomatic({ measure, unit, limit, evidenceSource }: Term): boolean {
  return measure !== undefined && unit !== undefined && limit !== undefined && evidenceSource !== undefined;
}

/**
 * What an order leaves to persons, as `conditions.law`, `terms.flatness`, `milestones.drawings`, `milestones`, `retention`
 * and `late`. Payment days matter on invoice only.
 */
export function openConditions({
  terms,
  payment,
  conditions = {},
  milestones,
  retention,
  late,
}: Agreed): readonly string[] {
  const absent = CONDITIONS.filter((name) => conditions[name] === undefined);
  const asked = absent.filter((name) => name !== 'paymentDays' || payment === 'invoice');
  const byHand = milestones?.filter(({ when }) => when === 'decision') ?? [];
  return [
    ...asked.map((name) => `conditions.${name}`),
    ...terms.filter((term) => !isAutomatic(term)).map(({ name }) => `terms.${name}`),
    ...(milestones === undefined ? ['milestones'] : byHand.map(({ name }) => `milestones.${name}`)),
    ...(retention === undefined ? ['retention'] : []),
    ...(late === undefined ? ['late'] : []),
  ];
}

/** The first text that stands twice, or undefined. */
export function firstTwice(texts: readonly string[]): string | undefined {
  return texts.find((text, at) => texts.indexOf(text) !== at);
}

/** The first assumed name that is neither a term nor a field that can be assumed, or undefined. */
export function firstUnknown(assumed: readonly string[], terms: readonly Term[]): string | undefined {
  return assumed.find((name) => !ASSUMABLE.includes(name) && terms.every((term) => term.name !== name));
}

/** True where the shares of milestones make up the whole price. */
export function sharesFit(milestones: readonly Milestone[]): boolean {
  return milestones.reduce((sum, { shareBasisPoints }) => sum + shareBasisPoints, 0) === WHOLE;
}

/** ⌊cents · part / whole⌋, exactly. `part` is at most `whole`. */
export function portion(cents: number, part: number, whole: number): number {
  return Number((BigInt(cents) * BigInt(part)) / BigInt(whole));
}

/** The members that milestones name, beside buyer and seller. */
export function decidersOf({
  buyer,
  seller,
  milestones = [],
}: Pick<Order, 'buyer' | 'seller' | 'milestones'>): string[] {
  const named = milestones.flatMap(({ by }) => (by === undefined ? [] : [by.member]));
  return [...new Set(named)].filter((member) => member !== buyer && member !== seller);
}

/** The parts of a price, one for each milestone, or one for an order without; they add up to it. */
export function partsOf({ totalCents, milestones }: Pick<Order, 'totalCents' | 'milestones'>): readonly number[] {
  let shares = 0;
  let given = 0;
  return (milestones ?? [{ shareBasisPoints: WHOLE }]).map(({ shareBasisPoints }) => {
    shares += shareBasisPoints;
    const upTo = portion(totalCents, shares, WHOLE);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

/** For how many units each part is released, by evidence or by hand. */
export function countsOf(order: Order, money: Money, progress: Progress): readonly number[] {
  return money.parts.map(({ count }, i) => Math.max(count, evidenceOf(order, progress, order.milestones?.[i]?.when)));
}

function evidenceOf({ quantity, conditions }: Order, progress: Progress, when: Milestone['when'] | undefined): number {
  if (when === 'acceptance') return quantity;
  if (when === 'decision') return 0;
  if (when !== undefined) return progress[when];
  // Without milestones a person closes the order, unless it says when silence is acceptance.
  return conditions?.acceptanceDays === undefined ? 0 : progress.accepted;
}

/** What a tariff takes of a price. */
export function feeOf(
  { feeBasisPoints, mostCents }: { readonly feeBasisPoints: number; readonly mostCents: number },
  totalCents: number,
): number {
  return Math.min(mostCents, portion(totalCents, feeBasisPoints, WHOLE));
}

/** By how much a delivery of so many units is reduced: for each day begun, up to the most. */
export function lateCentsOf(
  { late, neededByMs, unitPriceCents, totalCents }: Order,
  { quantity, atMs }: { readonly quantity: number; readonly atMs: number },
): number {
  if (late === undefined || atMs <= neededByMs) return 0;
  const days = Math.ceil((atMs - neededByMs) / DAY_MS);
  const price = timesCents(quantity, unitPriceCents) ?? totalCents;
  // No product of these comes near 2^53: the days of a block time are fewer than 2^27.
  return portion(price, Math.min(days * late.basisPointsPerDay, late.mostBasisPoints), WHOLE);
}

/** The invoice of an order that ends now, and when it is due if that was agreed; none where nothing is left to pay. */
export function invoiced(
  { payment, conditions, totalCents }: Order,
  { returnedCents }: Money,
  nowMs: number,
): Pick<Money, 'invoicedMs' | 'invoiceDueMs'> {
  if (payment !== 'invoice' || returnedCents === totalCents) return {};
  const days = conditions?.paymentDays;
  return { invoicedMs: nowMs, ...(days === undefined ? {} : { invoiceDueMs: nowMs + days * DAY_MS }) };
}

/** The most that late deliveries of an order cost its seller. */
export function mostLateCentsOf({ late, totalCents }: Order): number {
  return late === undefined ? 0 : portion(totalCents, late.mostBasisPoints, WHOLE);
}

/** How many units count as accepted because their buyer kept silent. */
export function silentlyAccepted({ conditions }: Order, { deliveries = [] }: Progress, nowMs: number): number {
  const days = conditions?.acceptanceDays;
  if (days === undefined) return 0;
  return deliveries.reduce((most, { atMs, delivered }) => (atMs + days * DAY_MS <= nowMs ? delivered : most), 0);
}

/** When a dispute that is opened now runs out. */
export function disputeEndMs({ conditions }: Order, nowMs: number): number {
  return nowMs + (conditions?.dispute?.days ?? DISPUTE_DAYS) * DAY_MS;
}

/** When an order ends with what was delivered. */
export function lapseMs({ conditions, neededByMs }: Order): number {
  return neededByMs + (conditions?.lapseDays ?? LAPSE_DAYS) * DAY_MS;
}

/** When what is kept back is due, counted from now; undefined where nothing is kept back. */
export function retentionEndMs({ retention }: Order, nowMs: number): number | undefined {
  return retention === undefined ? undefined : nowMs + retention.days * DAY_MS;
}
