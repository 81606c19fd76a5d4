// Step 6: two laboratories measure; the contract judges every value again; where anything differs, a person decides.

import { fileHash, mappingOf, programmeOf, valuesOf, verdictOf } from '#connectors/qif/inspection-input.ts';
import { oddities } from '#connectors/qif/oddities.ts';
import type { MappingOf, ResultOf } from '#contracts/inspection/records.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { LABORATORIES } from '../cast.ts';
import type { Results } from '../folder.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, units as listed } from '../wording.ts';
import type { Ordered } from './agreed.ts';
import { reviewAndDecide } from './review.ts';

/** A statement names at most 64 records that it relies on. */
const UNITS_AT_ONCE = 50;
/** Told from the ledger's records in this step, plate by plate. */
const TOLD_BELOW = ['group_outside', 'group_only_in_one', 'outside_counts_differ', 'laboratories_disagree_on_group'];
const MAPPER = 'northwind/quality';

type Laboratory = (typeof LABORATORIES)[number];

/** Entries that tell of each unit's inspection, by item. */
export type Inspected = ReadonlyMap<string, readonly number[]>;

/** Plays step 6. */
export async function inspectionStep(tour: Tour, ordered: Ordered): Promise<Inspected> {
  const { story, input } = tour;
  const [maker, buyer] = input.results;
  story.step(6, 'inspection');
  story.line(`assumed, by the order of their names: ${maker.name} is of the maker, ${buyer.name} of the buyer`);
  for (const [i, laboratory] of LABORATORIES.entries()) {
    await register(tour, ordered, { laboratory, file: input.results[i === 0 ? 0 : 1] });
  }
  const mapping = await signMapping(tour, ordered);
  const entries = new Map<string, number[]>(ordered.units.map(({ item }) => [item, []]));
  for (const [i, laboratory] of LABORATORIES.entries()) {
    const file = input.results[i === 0 ? 0 : 1];
    await recordResults(tour, ordered, { laboratory, file, entries });
    await sayCounts(tour, ordered, { laboratory, file });
  }
  for (const [i, { laboratory }] of LABORATORIES.entries()) {
    const { document, evaluation } = input.results[i === 0 ? 0 : 1];
    story.findings(oddities(laboratory, document, evaluation));
  }
  story.findings(input.comparison.findings.filter(({ code }) => !TOLD_BELOW.includes(code)));
  sayOneSided(tour, mapping);
  for (const [item, more] of await reviewAndDecide(tour, ordered)) entries.get(item)?.push(...more);
  story.proves(
    'who measured what, and that each verdict follows from values and limits as written; nothing was repaired',
  );
  story.limit('that the right plate lay on the measuring machine: a serial number is copied as easily as it is read');
  return entries;
}

type Brought = { readonly laboratory: Laboratory; readonly file: Results };

async function register({ cast, story }: Tour, { order }: Ordered, { laboratory, file }: Brought): Promise<void> {
  const by = cast.as(`${laboratory.laboratory}/quality`);
  const appointed = { order, laboratory: laboratory.laboratory };
  await cast.as(`${laboratory.party}/quality`).do(inspectionInterface, 'appointLaboratory', appointed);
  const programme = { order, file: fileHash(file), characteristics: programmeOf(file) };
  const { index } = await by.do(inspectionInterface, 'registerProgramme', programme);
  const stored = await by.need(inspectionInterface, 'programme', `${order}:${laboratory.laboratory}`);
  mustHold(stored.characteristics.length === file.document.characteristics.size, 'every characteristic is registered');
  const what = count(stored.characteristics.length, 'characteristic');
  story.signed(by.actor, `the ${what} of ${file.name} with their limits as written`, index);
}

async function signMapping({ cast, story, input }: Tour, { order, units }: Ordered): Promise<MappingOf> {
  const by = cast.as(MAPPER);
  const laboratories = { seller: LABORATORIES[0].laboratory, buyer: LABORATORIES[1].laboratory };
  const mapped = mappingOf(input.comparison, ...input.results);
  const labelled = units.map(({ unit, item }) => {
    const [seller, buyer] = [input.measured.get(unit)?.maker?.serial, input.measured.get(unit)?.buyer?.serial];
    return { item, labels: { ...(seller === undefined ? {} : { seller }), ...(buyer === undefined ? {} : { buyer }) } };
  });
  const signed = await by.do(inspectionInterface, 'signMapping', { order, laboratories, ...mapped, units: [] });
  let last = signed.index;
  for (let at = 0; at < labelled.length; at += UNITS_AT_ONCE) {
    const some = { order, units: labelled.slice(at, at + UNITS_AT_ONCE) };
    last = (await by.do(inspectionInterface, 'mapUnits', some)).index;
  }
  const mapping = await by.need(inspectionInterface, 'mapping', order);
  const source =
    input.mapping === undefined
      ? 'proposed: units by number, characteristics by kind and nominal'
      : 'from mapping.csv, the rest proposed by kind and nominal';
  const what = `${count(units.length, 'unit')} and ${count(mapping.groups.length, 'group')} of characteristics`;
  story.line(`mapping of ${what}, ${source}; compared by count and spread per group, never value by value`);
  story.signed(mapping.by, 'the mapping (played by the tour)', last);
  return mapping;
}

async function recordResults(
  { cast, story, input }: Tour,
  { order, units }: Ordered,
  { laboratory, file, entries }: Brought & { readonly entries: ReadonlyMap<string, number[]> },
): Promise<void> {
  const by = cast.as(`${laboratory.laboratory}/quality`);
  for (const [done, { unit, item }] of units.entries()) {
    const pair = input.measured.get(unit);
    const measured = laboratory.side === 'seller' ? pair?.maker : pair?.buyer;
    story.progress(`results of ${laboratory.laboratory}`, done + 1, units.length);
    if (measured === undefined) continue;
    const { index } = await by.do(inspectionInterface, 'recordResults', {
      order,
      item,
      laboratory: laboratory.laboratory,
      file: fileHash(file),
      ...(measured.serial === undefined ? {} : { label: measured.serial }),
      fileVerdict: verdictOf(measured.status),
      values: valuesOf(measured, file),
    });
    entries.get(item)?.push(index);
  }
}

/** The counts on the ledger, which must be those of the file. */
async function sayCounts({ cast, story }: Tour, ordered: Ordered, { laboratory, file }: Brought): Promise<void> {
  const { laboratory: name } = laboratory;
  const all = await cast.as(`${name}/quality`).list(inspectionInterface, 'result', 'order', ordered.order);
  const results = all.filter((found) => found.laboratory === name);
  const sum = (of: (result: ResultOf) => number): number => results.reduce((total, result) => total + of(result), 0);
  const measured = sum(({ values }) => values.filter(({ value }) => value !== undefined).length);
  const [inside, outside] = [sum(({ counts }) => counts.inside), sum(({ counts }) => counts.outside)];
  const open = sum(({ counts }) => counts.noLimit + counts.impossible + counts.notComparable);
  const differs = sum(({ counts }) => counts.differsFromFile);
  const said = (verdict: string) => sum(({ values }) => values.filter((value) => value.fileVerdict === verdict).length);
  const says = `the file says ${said('pass')} pass, ${said('fail')} fail`;
  const recomputed = `recomputed ${inside} inside, ${outside} outside, ${open} not to be judged`;
  story.line(`${laboratory.name}, ${name}: ${count(results.length, 'unit')}, ${count(measured, 'value')}`);
  story.detail(`value by value: ${says}; ${recomputed}; ${differs} judged otherwise than the file does`);
  story.detail(`unit by unit: the file says ${verdicts(ordered, results, ({ fileVerdict }) => fileVerdict)}`);
  story.detail(`unit by unit: recomputed ${verdicts(ordered, results, ({ verdict }) => verdict)}`);
  const { byVerdict, byStatus, differing } = file.evaluation;
  const judged = (verdict: Parameters<typeof byVerdict.get>[0]) => byVerdict.get(verdict) ?? 0;
  mustHold(results.length === file.document.units.length, `the ledger has every unit that ${name} measured`);
  mustHold(
    inside === judged('inside') && outside === judged('outside'),
    `the ledger's counts of ${name} are the file's`,
  );
  mustHold(
    open === judged('no_limit') + judged('limit_impossible') + judged('not_comparable') && differs === differing,
    `what the file leaves open or judges otherwise is counted alike for ${name}`,
  );
  mustHold(
    said('pass') === (byStatus.get('PASS') ?? 0) && said('fail') === (byStatus.get('FAIL') ?? 0),
    `the ledger's verdicts of ${name} are the file's`,
  );
}

/** `pass 001–003, fail 004`. */
function verdicts({ units }: Ordered, results: readonly ResultOf[], of: (result: ResultOf) => string): string {
  const unitOf = new Map(units.map(({ item, unit }) => [item, unit]));
  const words = ['pass', 'fail', 'undecided', 'undefined', 'none'].flatMap((word) => {
    const found = results.filter((result) => of(result) === word).map(({ item }) => unitOf.get(item) ?? 0);
    return found.length === 0 ? [] : [`${word} ${listed(found)}`];
  });
  return words.join('; ') || 'nothing';
}

/** Groups with limits of one laboratory only. */
function sayOneSided({ story }: Tour, { groups }: MappingOf): void {
  for (const { side, laboratory } of LABORATORIES) {
    const other = side === 'seller' ? 'buyer' : 'seller';
    const only = groups.filter((group) => group[other].length === 0).map(({ name }) => name);
    if (only.length > 0) story.line(`measured and limited by ${laboratory} alone: ${only.join(', ')}`);
  }
}
