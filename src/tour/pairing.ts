// Which ordered unit each laboratory measured under which of its own names, from the comparison of both files.

import type { Comparison, UnitPair } from '#connectors/qif/compare.ts';
import type { MeasuredUnit } from '#connectors/qif/document.ts';
import { proposeUnitNumbers } from '#connectors/qif/unit-numbers.ts';
import { Fault } from '#core/fault.ts';
import type { Results } from './folder.ts';

/** One ordered unit in both laboratories' files; absent where a laboratory did not measure it. */
export type PairedUnit = { readonly maker?: MeasuredUnit; readonly buyer?: MeasuredUnit };

/**
 * The measured units by the number of the ordered unit.
 * @throws Fault `unit_unclear` naming file and line of a measured unit that is none of the ordered ones, or one that is
 * measured twice: a result that belongs to nothing is never left out
 */
export function pairUnits(
  ordered: readonly number[],
  { units }: Comparison,
  [maker, buyer]: readonly [Results, Results],
): ReadonlyMap<number, PairedUnit> {
  const own = numbersOf(maker);
  const byId = [maker, buyer].map(({ document }) => new Map(document.units.map((unit) => [unit.resultsId, unit])));
  const paired = new Map<number, PairedUnit>();
  for (const pair of units) {
    const number = numberOf(pair, own);
    if (number === undefined || !ordered.includes(number) || paired.has(number)) continue;
    const [first, second] = [byId[0]?.get(pair.a?.resultsId ?? ''), byId[1]?.get(pair.b?.resultsId ?? '')];
    paired.set(number, {
      ...(first === undefined ? {} : { maker: first }),
      ...(second === undefined ? {} : { buyer: second }),
    });
  }
  checkAll(maker, new Set([...paired.values()].map((pair) => pair.maker)), ordered);
  checkAll(buyer, new Set([...paired.values()].map((pair) => pair.buyer)), ordered);
  return paired;
}

function numbersOf({ evaluation }: Results): ReadonlyMap<string, string> {
  const proposed = proposeUnitNumbers(evaluation.units);
  return new Map(
    evaluation.units.flatMap(({ resultsId }, i) => {
      const number = proposed[i]?.number;
      return number === undefined ? [] : [[resultsId, number] as const];
    }),
  );
}

/** The maker counts as the order does. `PLATE-1 = BP-001` of a given mapping is unit 1. */
function numberOf({ number, a }: UnitPair, own: ReadonlyMap<string, string>): number | undefined {
  const digits = own.get(a?.resultsId ?? '') ?? /(\d+)\D*$/.exec(number.split(' = ')[0] ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function checkAll(
  { path, document }: Results,
  found: ReadonlySet<MeasuredUnit | undefined>,
  ordered: readonly number[],
) {
  const lost = document.units.find((unit) => !found.has(unit));
  if (lost === undefined) return;
  const serial = lost.serial === undefined ? 'without a serial number' : `with the serial number ${lost.serial}`;
  const text = `expected one of the ${ordered.length} ordered units, each once, got one ${serial}`;
  throw new Fault('unit_unclear', `${path}: line ${lost.line}: ${text}`);
}
