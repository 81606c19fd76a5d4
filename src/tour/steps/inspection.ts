// Step 6: two laboratories measure; the contract judges every value again; where anything differs, a person decides.

import { compareLaboratories, type Comparison } from '#connectors/qif/compare.ts';
import { oddities } from '#connectors/qif/oddities.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import type { ReviewOf } from '#contracts/inspection/records.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { Reasons } from '../decisions.ts';
import type { Results } from '../folder.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count } from '../story.ts';
import { characteristicsOf, fileHash, mappingOf, valuesOf, verdictOf } from './laboratory.ts';
import type { Ordered } from './order.ts';

const LABORATORIES = [
  { side: 'seller', laboratory: 'metrica', party: 'harbour', name: "maker's laboratory" },
  { side: 'buyer', laboratory: 'calibra', party: 'northwind', name: "buyer's laboratory" },
] as const;

/** What the quality engineer says to each verdict, played by the tour. */
const REASONS = {
  accept: 'Every value lies inside each limit that there is. The open limits and units of measure are known and were looked at.',
  concession: 'A value lies outside a limit of one laboratory only, or of a limit that was never agreed: the unit is taken as it is, this once.',
  reject: 'Both laboratories find the same group outside its limits.',
} as const;

/** Entries that tell of each unit's inspection, by item. */
export type Inspected = ReadonlyMap<string, readonly number[]>;

/** Plays step 6. */
export async function inspectionStep(tour: Tour, ordered: Ordered): Promise<Inspected> {
  const { story, input } = tour;
  const [maker, buyer] = input.results;
  mustHold(maker !== undefined && buyer !== undefined, 'two laboratories measured');
  story.step(6, 'inspection');
  const [a, b] = [maker, buyer].map(({ document, evaluation }, i) => ({ name: LABORATORIES[i === 0 ? 0 : 1].laboratory, document, evaluation }));
  mustHold(a !== undefined && b !== undefined, 'two laboratories measured');
  const comparison = input.mapping === undefined ? compareLaboratories(a, b) : compareLaboratories(a, b, input.mapping);
  await register(tour, ordered, [maker, buyer]);
  await signMapping(tour, ordered, comparison, [maker, buyer]);
  const entries = await recordResults(tour, ordered, comparison, [maker, buyer]);
  for (const [i, { laboratory }] of LABORATORIES.entries()) {
    const results = input.results[i];
    if (results !== undefined) story.findings(oddities(laboratory, results.document, results.evaluation));
  }
  story.findings(comparison.findings);
  await reviewAndDecide(tour, ordered, entries);
  story.proves('who measured what, and that each verdict follows from the values and limits as written; nothing was repaired');
  return entries;
}

async function register({ cast, story }: Tour, { order }: Ordered, files: readonly Results[]): Promise<void> {
  for (const [i, { laboratory, party, name }] of LABORATORIES.entries()) {
    const file = files[i];
    mustHold(file !== undefined, `there is a file of the ${name}`);
    await cast.as(`${party}/quality`).do(inspectionInterface, 'appointLaboratory', { order, laboratory });
    const characteristics = characteristicsOf(file);
    const { index } = await cast.as(`${laboratory}/quality`).do(inspectionInterface, 'registerProgramme', { order, file: fileHash(file), characteristics });
    story.signed(`${laboratory}/quality`, `${characteristics.length} characteristics of ${file.name} with their limits as written`, index);
  }
}

async function signMapping(
  { cast, story, input }: Tour,
  { order, units }: Ordered,
  comparison: Comparison,
  [maker, buyer]: readonly [Results, Results],
): Promise<void> {
  const laboratories = { seller: 'metrica', buyer: 'calibra' };
  const mapped = mappingOf(comparison, maker, buyer);
  const labelled = units.map(({ unit, item }) => {
    const pair = comparison.units.find(({ number }) => Number(numberOf(number)) === unit);
    const [seller, other] = [pair?.a?.serial, pair?.b?.serial];
    return { item, labels: { ...(seller === undefined ? {} : { seller }), ...(other === undefined ? {} : { buyer: other }) } };
  });
  const signed = await cast.as('northwind/quality').do(inspectionInterface, 'signMapping', { order, laboratories, ...mapped, units: [] });
  // A statement names at most 64 records that it relies on.
  for (let at = 0; at < labelled.length; at += 50) {
    await cast.as('northwind/quality').do(inspectionInterface, 'mapUnits', { order, units: labelled.slice(at, at + 50) });
  }
  const source = input.mapping === undefined ? 'proposed: units by number, characteristics by kind and nominal' : 'from mapping.csv';
  story.line(`mapping of ${count(labelled.length, 'unit')} and ${count(mapped.groups.length, 'group')}, ${source}; compared by count and spread per group`);
  story.signed('northwind/quality', 'the mapping (played by the tour)', signed.index);
}

/** `1 = BP-001` of a given mapping is unit 1. */
function numberOf(number: string): string {
  return /^\d+/.exec(number)?.[0] ?? '';
}

async function recordResults(
  { cast, story }: Tour,
  { order, units }: Ordered,
  comparison: Comparison,
  files: readonly Results[],
): Promise<ReadonlyMap<string, number[]>> {
  const entries = new Map<string, number[]>(units.map(({ item }) => [item, []]));
  for (const [i, { laboratory, name }] of LABORATORIES.entries()) {
    const file = files[i];
    if (file === undefined) continue;
    for (const { unit, item } of units) {
      const pair = comparison.units.find(({ number }) => Number(numberOf(number)) === unit);
      const resultsId = (i === 0 ? pair?.a : pair?.b)?.resultsId;
      const measured = file.document.units.find((found) => found.resultsId === resultsId);
      if (measured === undefined) continue;
      const { index } = await cast.as(`${laboratory}/quality`).do(inspectionInterface, 'recordResults', {
        order,
        item,
        laboratory,
        file: fileHash(file),
        ...(measured.serial === undefined ? {} : { label: measured.serial }),
        fileVerdict: verdictOf(measured.status),
        values: valuesOf(measured, file),
      });
      entries.get(item)?.push(index);
    }
    await sayCounts({ cast, story }, { order, laboratory, name, file });
  }
  return entries;
}

/** The counts on the ledger, which must be those of the file. */
async function sayCounts(
  { cast, story }: Pick<Tour, 'cast' | 'story'>,
  { order, laboratory, name, file }: { readonly order: string; readonly laboratory: string; readonly name: string; readonly file: Results },
): Promise<void> {
  const results = (await cast.as(`${laboratory}/quality`).list(inspectionInterface, 'result', 'order', order)).filter((found) => found.laboratory === laboratory);
  const sum = (of: (result: (typeof results)[number]) => number): number => results.reduce((total, result) => total + of(result), 0);
  const measured = sum(({ values }) => values.filter(({ value }) => value !== undefined).length);
  const [inside, outside] = [sum(({ counts }) => counts.inside), sum(({ counts }) => counts.outside)];
  const open = sum(({ counts }) => counts.noLimit + counts.impossible + counts.notComparable);
  const differs = sum(({ counts }) => counts.differsFromFile);
  const passed = sum(({ values }) => values.filter(({ fileVerdict }) => fileVerdict === 'pass').length);
  const failed = sum(({ values }) => values.filter(({ fileVerdict }) => fileVerdict === 'fail').length);
  story.line(`${name}: ${count(results.length, 'unit')}, ${measured} values; the file says ${passed} pass, ${failed} fail; recomputed ${inside} inside, ${outside} outside, ${open} not to be judged; ${differs} differ from the file`);
  const { byVerdict, byStatus } = file.evaluation;
  mustHold(inside === (byVerdict.get('inside') ?? 0) && outside === (byVerdict.get('outside') ?? 0), `the ledger’s counts of ${laboratory} are the file’s`);
  mustHold(passed === (byStatus.get('PASS') ?? 0) && failed === (byStatus.get('FAIL') ?? 0), `the ledger’s verdicts of ${laboratory} are the file’s`);
}

async function reviewAndDecide({ cast, story }: Tour, { order, units }: Ordered, entries: ReadonlyMap<string, number[]>): Promise<void> {
  const quality = cast.as('northwind/quality');
  const reasons = new Reasons(quality, 'inspection');
  const said = new Map<string, string[]>();
  for (const { item, serial } of units) {
    const reviewed = await cast.as('harbour/quality').do(inspectionInterface, 'reviewItem', { order, item });
    const review = await quality.need(inspectionInterface, 'review', item);
    entries.get(item)?.push(reviewed.index);
    if (review.state !== 'awaitsDecision') {
      push(said, 'passes', serial);
      await cast.as('harbour/quality').try(inspectionInterface, 'applyReview', { item });
      continue;
    }
    const verdict = verdictOn(review);
    const covers = review.reasons.map(({ code, laboratory }) => ({ code, ...(laboratory === undefined ? {} : { laboratory }) }));
    const decided = await quality.do(inspectionInterface, 'decideItem', { item, verdict, covers, reason: await reasons.commitmentTo(REASONS[verdict]) });
    entries.get(item)?.push(decided.index);
    await cast.as('harbour/quality').do(inspectionInterface, 'applyReview', { item });
    push(said, verdict, serial);
    const codes = [...new Set(review.reasons.map(({ code }) => code))].join(', ');
    story.line(`${serial} stopped: ${codes}`);
  }
  for (const [verdict, serials] of said) {
    const why = verdict === 'passes' ? 'by the limits both agreed to' : `northwind/quality decided (played by the tour), because: ${REASONS[verdict as keyof typeof REASONS]}`;
    story.line(`${verdict}: ${serials.join(', ')} — ${why}`);
  }
  // The buyer sees the items once they are handed over; until then they are the maker's.
  const items = await cast.as('harbour/quality').list(itemsInterface, 'item', 'order', order);
  const released = items.filter(({ state }) => state === 'released').length;
  mustHold(items.length === units.length && items.every(({ state }) => state === 'released' || state === 'rejected'), 'every unit is released or rejected');
  story.line(`${released} released, ${items.length - released} rejected`);
}

/** The rule by which the tour plays the quality engineer. */
function verdictOn({ outside, groups }: ReviewOf): keyof typeof REASONS {
  if (outside === 0) return 'accept';
  const both = groups.some(({ seller, buyer }) => (seller?.outside ?? 0) > 0 && (buyer?.outside ?? 0) > 0);
  return both ? 'reject' : 'concession';
}

function push(said: Map<string, string[]>, verdict: string, serial: string): void {
  const serials = said.get(verdict);
  if (serials === undefined) said.set(verdict, [serial]);
  else serials.push(serial);
}
