// The second half of step 6: each unit is reviewed from what both laboratories signed, and a named person decides where
// the review stopped. Everything said here is read from the reviews and decisions on the ledger.

import type { DecisionOf, ReasonOf, ReviewOf } from '#contracts/inspection/records.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { LABORATORIES } from '../cast.ts';
import { openText, type SealedText, sealText } from '../sealed-text.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, units as listed } from '../wording.ts';
import type { Ordered } from './agreed.ts';

const DECIDER = 'northwind/quality';
const MAKER = 'harbour/quality';
const DAY_MS = 86_400_000;
type Verdict = DecisionOf['verdict'];

/** What the quality engineer says to each verdict, played by the tour. */
const REASONS: { readonly [V in Verdict]: string } = {
  accept:
    'Both laboratories measured the unit and no value lies outside a limit. What has no valid limit or unit of measure was looked at and is accepted as measured.',
  concession:
    'Values lie outside a limit of one laboratory only, or outside in a group that the other does not measure: the unit is taken as it is, this once.',
  reject:
    'Both laboratories find values of the same group outside, or one did not measure the unit or all of its values.',
};

/** Why a review stops, in words. */
const WORDS: { readonly [C in ReasonOf['code']]: string } = {
  unit_missing: 'a laboratory has no results of the unit',
  unit_unnamed: 'a file does not name the unit by the mapped serial number',
  label_differs: 'the number measured on the unit is not its serial number',
  file_differs: 'the file’s own verdict is not the recomputed one',
  laboratories_disagree: 'the laboratories find different numbers of values outside',
  limit_impossible: 'no value can satisfy the limit',
  limit_missing: 'there is no limit',
  limit_unclear: 'the file does not say how its limit is to be read',
  limit_not_agreed: 'the limits of the two differ, or only one has them and they were never agreed',
  unit_of_measure_missing: 'there is no unit of measure',
  not_comparable: 'value and limit cannot be compared',
  outside_limit: 'a value is outside its limit',
  not_measured: 'a characteristic was not measured',
};

type Reviewed = {
  readonly unit: number;
  readonly item: string;
  readonly review: ReviewOf;
  readonly entries: readonly number[];
};

/** Reviews each unit and decides where a review stops. @returns the entries of reviews and decisions, by item */
export async function reviewAndDecide(
  tour: Tour,
  { order, units }: Ordered,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { cast, story } = tour;
  const reviewed: Reviewed[] = [];
  for (const { item, unit } of units) {
    const { index } = await cast.as(MAKER).do(inspectionInterface, 'reviewItem', { order, item });
    const review = await cast.as(DECIDER).need(inspectionInterface, 'review', item);
    reviewed.push({ unit, item, review, entries: [index] });
    story.progress('reviewing', reviewed.length, units.length);
  }
  sayGroups(tour, reviewed);
  sayReasons(tour, reviewed);
  const decided = await decide(tour, order, reviewed);
  // The buyer sees the items once they are handed over; until then they are the maker's.
  const items = await cast.as(MAKER).list(itemsInterface, 'item', 'order', order);
  const released = items.filter(({ state }) => state === 'released').length;
  const rejected = items.filter(({ state }) => state === 'rejected').length;
  mustHold(items.length === units.length && released + rejected === items.length, 'every unit is released or rejected');
  story.line(`${released} released, ${rejected} rejected`);
  return new Map(reviewed.map(({ item, entries }) => [item, [...entries, ...(decided.get(item) ?? [])]]));
}

/** Groups with values outside, plate by plate, and where the laboratories find different numbers. */
function sayGroups({ story }: Tour, reviewed: readonly Reviewed[]): void {
  const names = reviewed[0]?.review.groups.map(({ name }) => name) ?? [];
  const outside = names.flatMap((name, place) => {
    const sides = LABORATORIES.map(({ side, laboratory }) => ({ laboratory, counts: countsOf(reviewed, place, side) }));
    return sides.some(({ counts }) => counts.outside > 0) ? [{ name, sides }] : [];
  });
  story.line(
    outside.length === 0 ? 'no group has a value outside' : 'groups with values outside their limits, by unit:',
  );
  for (const { name, sides } of outside) {
    const texts = sides.map(({ laboratory, counts }) => {
      if (counts.measured === 0) return `${laboratory} measured none`;
      const on = counts.outside === 0 ? '' : ` (${perUnit(counts.byUnit)})`;
      return `${laboratory} ${counts.outside} of ${counts.measured}${on}`;
    });
    const [a, b] = sides.map(({ counts }) => counts.byUnit);
    const differ = reviewed
      .map(({ unit }) => unit)
      .filter((unit) => a?.has(unit) && b?.has(unit) && a.get(unit) !== b.get(unit));
    const where = differ.length === 0 ? '' : `; THEY DIFFER on ${listed(differ)}`;
    story.detail(`${name}: ${texts.join('; ')}${where}`);
  }
}

function countsOf(reviewed: readonly Reviewed[], place: number, side: 'seller' | 'buyer') {
  const byUnit = new Map<number, number>();
  let measured = 0;
  for (const { unit, review } of reviewed) {
    const found = review.groups[place]?.[side];
    if (found === undefined) continue;
    measured += found.measured;
    byUnit.set(unit, found.outside);
  }
  return { measured, byUnit, outside: [...byUnit.values()].reduce((sum, outside) => sum + outside, 0) };
}

/** `4 each on 001–009; 3 on 010`. */
function perUnit(byUnit: ReadonlyMap<number, number>): string {
  const numbers = [...new Set(byUnit.values())].filter((outside) => outside > 0).sort((a, b) => b - a);
  return numbers
    .map((outside) => {
      const on = [...byUnit].filter(([, found]) => found === outside).map(([unit]) => unit);
      return `${outside}${on.length > 1 ? ' each' : ''} on ${listed(on)}`;
    })
    .join('; ');
}

/** Why which units were stopped. */
function sayReasons({ story }: Tour, reviewed: readonly Reviewed[]): void {
  const stopped = reviewed.filter(({ review }) => review.state === 'awaitsDecision');
  const passed = reviewed.filter(({ review }) => review.state === 'passes').map(({ unit }) => unit);
  mustHold(stopped.length + passed.length === reviewed.length, 'every review passes or awaits a decision');
  story.line(`${passed.length} pass by themselves${passed.length === 0 ? '' : `: ${listed(passed)}`}`);
  story.line(`${stopped.length} stopped, automation ends there:`);
  for (const [code, words] of Object.entries(WORDS)) {
    const on = stopped.filter(({ review }) => review.reasons.some((reason) => reason.code === code));
    if (on.length > 0) story.detail(`${code}: ${words}: ${listed(on.map(({ unit }) => unit))}`);
  }
}

async function decide(
  { cast, story, clock }: Tour,
  order: string,
  reviewed: readonly Reviewed[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const [decider, maker] = [cast.as(DECIDER), cast.as(MAKER)];
  const stopped = reviewed.filter(({ review }) => review.state === 'awaitsDecision');
  const sealed = new Map<Verdict, SealedText>();
  const entries = new Map<string, number[]>();
  for (const { item, review } of stopped) {
    const verdict = verdictOn(review);
    const access = { readers: [DECIDER, MAKER], untilMs: clock() + DAY_MS };
    const why = { contract: 'inspection', field: 'reason', value: REASONS[verdict] };
    const reason = sealed.get(verdict) ?? (await sealText(decider, why, access));
    sealed.set(verdict, reason);
    const covers = review.reasons.map(({ code, laboratory }) => ({
      code,
      ...(laboratory === undefined ? {} : { laboratory }),
    }));
    const decision = { item, verdict, covers, reason: reason.commitment };
    const { index } = await decider.do(inspectionInterface, 'decideItem', decision);
    const applied = await maker.do(inspectionInterface, 'applyReview', { item });
    entries.set(item, [index, applied.index]);
    story.progress('deciding', entries.size, stopped.length);
  }
  const decisions = await maker.list(inspectionInterface, 'decision', 'order', order);
  mustHold(decisions.length === stopped.length, 'each stopped unit has one decision');
  for (const [verdict, reason] of sealed) {
    const found = decisions.filter((decision) => decision.verdict === verdict);
    const on = reviewed.filter(({ item }) => found.some((decision) => decision.item === item));
    const [first] = found;
    mustHold(
      first !== undefined && found.every((decision) => decision.reason === first.reason),
      'a decision has a reason',
    );
    const text = await openText(maker, cast.keys(MAKER), { ...reason, commitment: first.reason });
    story.line(
      `${verdict}: ${listed(on.map(({ unit }) => unit))}, decided by ${first.by} (played by the tour), because:`,
    );
    story.detail(`"${text}"`);
  }
  const texts = count(sealed.size, 'reason');
  if (sealed.size > 0)
    story.line(`${texts} sealed in the vault; ${MAKER} opened each, as committed to in the decisions`);
  return entries;
}

/** The rule by which the tour plays the quality engineer: what was not measured is not let through. */
function verdictOn({ outside, groups, reasons }: ReviewOf): Verdict {
  if (reasons.some(({ code }) => code === 'unit_missing' || code === 'not_measured')) return 'reject';
  const both = groups.some(({ seller, buyer }) => (seller?.outside ?? 0) > 0 && (buyer?.outside ?? 0) > 0);
  if (both) return 'reject';
  return outside === 0 ? 'accept' : 'concession';
}
