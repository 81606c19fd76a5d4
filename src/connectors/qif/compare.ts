// Compares the results of two laboratories that share no names: units by number, characteristics by group (kind and
// nominal), counts and spread per group and never one by one. Pure. All of it is a proposal for a person to sign; each
// difference is a named finding, and none is resolved here.

import { compareDecimals, isDecimal } from '#core/decimal.ts';
import type { Finding } from '../finding.ts';
import type { QifDocument } from './document.ts';
import type { Evaluation, JudgedUnit } from './evaluate.ts';
import { groupFindings } from './group-findings.ts';
import { type GroupPair, type GroupSide, groupMeasurements, unitLabel } from './groups.ts';
import { characteristicName } from './oddities.ts';
import { numberCharacteristics, proposeUnitNumbers, type UnitNumber } from './unit-numbers.ts';

/** One laboratory's file, read and judged. `name` stands in findings. */
export type Laboratory = { readonly name: string; readonly document: QifDocument; readonly evaluation: Evaluation };

/** One laboratory's record of a unit. */
type UnitSide = {
  readonly resultsId: string;
  readonly serial?: string;
  readonly numberedFrom: UnitNumber['from'];
  /** The file's own verdict on the unit, and the recomputed one. */
  readonly status?: string;
  readonly verdict: JudgedUnit['verdict'];
};

/** A unit of both laboratories, or of one. */
export type UnitPair = { readonly number: string; readonly a?: UnitSide; readonly b?: UnitSide };

/** A proposed mapping with what it brings to light. */
export type Comparison = {
  readonly units: readonly UnitPair[];
  readonly groups: readonly GroupPair[];
  readonly findings: readonly Finding[];
};

/** Pairs of names as a person gave them: a unit by serial number or number, a characteristic by name or designator. */
export type GivenMapping = {
  readonly units: readonly { readonly laboratoryA: string; readonly laboratoryB: string }[];
  readonly characteristics: readonly { readonly laboratoryA: string; readonly laboratoryB: string }[];
};

const NO_MAPPING: GivenMapping = { units: [], characteristics: [] };

/**
 * Compares two laboratories. Where a mapping is given, its units and characteristics are paired by it and by nothing
 * else; the rest is proposed.
 * Codes: `mapping_unknown`, `unit_number_measured`, `unit_unnumbered`, `unit_numbered_by_place`, `unit_only_in_one`,
 * `laboratories_disagree_on_unit`, and those of `groupFindings`
 */
export function compareLaboratories(a: Laboratory, b: Laboratory, mapping: GivenMapping = NO_MAPPING): Comparison {
  const [left, right] = [prepare(a, mapping, 'laboratoryA'), prepare(b, mapping, 'laboratoryB')];
  const units = pairUnits(left, right);
  const [leftGroups, rightGroups] = [groupMeasurements(left), groupMeasurements(right)];
  const groups = sortedKeys(leftGroups, rightGroups).map((key) => ({
    key,
    ...optionalSides(leftGroups.get(key), rightGroups.get(key)),
  }));
  return {
    units,
    groups,
    findings: [
      ...[left, right].flatMap(({ unknown }) => unknown),
      ...[left, right].flatMap(numberFindings),
      ...units.flatMap((unit) => unitFindings(unit, a.name, b.name)),
      ...groupFindings(groups, { a: a.name, b: b.name }),
    ],
  };
}

type Prepared = Laboratory & {
  readonly numbers: readonly (UnitNumber | undefined)[];
  readonly leftOut: ReadonlySet<string>;
  readonly mappedKeys: ReadonlyMap<string, string>;
  readonly unknown: readonly Finding[];
};

type Column = 'laboratoryA' | 'laboratoryB';

function prepare(laboratory: Laboratory, mapping: GivenMapping, column: Column): Prepared {
  const { name, evaluation, document } = laboratory;
  const proposed = proposeUnitNumbers(evaluation.units);
  const units = new Map(mapping.units.map((pair) => [pair[column], `${pair.laboratoryA} = ${pair.laboratoryB}`]));
  const characteristics = new Map(
    mapping.characteristics.map((pair) => [pair[column], `${pair.laboratoryA} = ${pair.laboratoryB}`]),
  );
  const used = new Set<string>();
  const find = (pairs: ReadonlyMap<string, string>, names: readonly (string | undefined)[]) => {
    const found = names.find((one) => one !== undefined && pairs.has(one));
    if (found !== undefined) used.add(found);
    return found === undefined ? undefined : pairs.get(found);
  };
  const numbers = evaluation.units.map(({ serial }, index): UnitNumber | undefined => {
    const number = find(units, [serial, proposed[index]?.number]);
    return number === undefined ? proposed[index] : { number, from: 'mapping' };
  });
  const mappedKeys = new Map<string, string>();
  for (const { id, name: named, designator } of document.characteristics.values()) {
    const key = find(characteristics, [named, designator]);
    if (key !== undefined) mappedKeys.set(id, key);
  }
  const unknown = [...units.keys(), ...characteristics.keys()].filter((one) => !used.has(one));
  return {
    ...laboratory,
    numbers,
    leftOut: numberCharacteristics(evaluation, proposed),
    mappedKeys,
    unknown: unknown.map((one) => ({
      code: 'mapping_unknown',
      place: name,
      text: `the mapping names "${one}", which is not in the file`,
    })),
  };
}

function optionalSides<T>(a: T | undefined, b: T | undefined): { readonly a?: T; readonly b?: T } {
  return { ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) };
}

function pairUnits(left: Prepared, right: Prepared): readonly UnitPair[] {
  const [a, b] = [unitsByNumber(left), unitsByNumber(right)];
  const numbers = [...new Set([...a.keys(), ...b.keys()])].sort(compareNumbers);
  return numbers.map((number) => ({ number, ...optionalSides(a.get(number), b.get(number)) }));
}

function unitsByNumber({ evaluation, numbers }: Prepared): ReadonlyMap<string, UnitSide> {
  const units = new Map<string, UnitSide>();
  for (const [index, { resultsId, serial, status, verdict }] of evaluation.units.entries()) {
    const found = numbers[index];
    if (found === undefined) continue;
    units.set(found.number, {
      resultsId,
      ...(serial === undefined ? {} : { serial }),
      numberedFrom: found.from,
      ...(status === undefined ? {} : { status }),
      verdict,
    });
  }
  return units;
}

/** Proposed numbers are digits without leading zeros: the shorter is the smaller. */
function compareNumbers(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedKeys(a: ReadonlyMap<string, GroupSide>, b: ReadonlyMap<string, GroupSide>): readonly string[] {
  const places = [...new Map([...b, ...a])].map(
    ([
      key,
      {
        characteristics: [first],
      },
    ]) => {
      return { key, kind: first?.kind ?? '', nominal: first?.nominal ?? '0' };
    },
  );
  places.sort((one, other) => {
    if (one.kind !== other.kind) return one.kind < other.kind ? -1 : 1;
    return orderOfNominals(one.nominal, other.nominal) || (one.key < other.key ? -1 : 1);
  });
  return places.map(({ key }) => key);
}

function orderOfNominals(a: string, b: string): number {
  if (isDecimal(a) && isDecimal(b)) return compareDecimals(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function numberFindings({ name, document, evaluation, numbers, leftOut }: Prepared): Finding[] {
  const findings: Finding[] = [];
  for (const id of leftOut) {
    const characteristic = document.characteristics.get(id);
    if (characteristic === undefined) continue;
    const text = 'its measured value is the number of the unit on every unit: a label, left out of the comparison';
    findings.push({ code: 'unit_number_measured', place: `${name}, ${characteristicName(characteristic)}`, text });
  }
  for (const [index, { serial, line }] of evaluation.units.entries()) {
    const number = numbers[index];
    const place = `${name}, unit ${unitLabel(serial, number, index)} (line ${line})`;
    if (number === undefined) {
      const text = 'nothing in the file tells the number of the unit: it is compared with none';
      findings.push({ code: 'unit_unnumbered', place, text });
    } else if (number.from === 'place') {
      const text = `without a serial number, proposed as unit ${number.number} by its place in the file alone`;
      findings.push({ code: 'unit_numbered_by_place', place, text });
    }
  }
  return findings;
}

function unitFindings({ number, a, b }: UnitPair, nameA: string, nameB: string): Finding[] {
  const place = `unit ${number}`;
  if (a === undefined || b === undefined) {
    const [has, lacks] = a === undefined ? [nameB, nameA] : [nameA, nameB];
    return [{ code: 'unit_only_in_one', place, text: `${has} measured it, ${lacks} did not` }];
  }
  if (a.status === b.status && a.verdict === b.verdict) return [];
  const said = ({ status, verdict }: UnitSide) => `${status ?? 'nothing'} (recomputed ${verdict})`;
  const text = `${nameA} says ${said(a)}, ${nameB} says ${said(b)}`;
  return [{ code: 'laboratories_disagree_on_unit', place, text }];
}
