// Compares the results of two laboratories that share no names: units by number, characteristics by group (kind and
// nominal), counts and spread per group and never one by one. Pure. All of it is a proposal for a person to sign; each
// difference is a named finding, and none is resolved here.

import { compareDecimals } from '#core/decimal.ts';
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
export type UnitSide = {
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

/**
 * Compares two laboratories.
 * Codes: `unit_number_measured`, `unit_unnumbered`, `unit_numbered_by_place`, `unit_only_in_one`,
 * `laboratories_disagree_on_unit`, and those of `groupFindings`
 */
export function compareLaboratories(a: Laboratory, b: Laboratory): Comparison {
  const [left, right] = [prepare(a), prepare(b)];
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
      ...[left, right].flatMap(numberFindings),
      ...units.flatMap((unit) => unitFindings(unit, a.name, b.name)),
      ...groupFindings(groups, { a: a.name, b: b.name }),
    ],
  };
}

type Prepared = Laboratory & {
  readonly numbers: readonly (UnitNumber | undefined)[];
  readonly leftOut: ReadonlySet<string>;
};

function prepare(laboratory: Laboratory): Prepared {
  const numbers = proposeUnitNumbers(laboratory.evaluation.units);
  return { ...laboratory, numbers, leftOut: numberCharacteristics(laboratory.evaluation, numbers) };
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

/** Numbers are digits without leading zeros: the shorter is the smaller. */
function compareNumbers(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortedKeys(a: ReadonlyMap<string, GroupSide>, b: ReadonlyMap<string, GroupSide>): readonly string[] {
  const keys = [...new Set([...a.keys(), ...b.keys()])].map((key) => key.split(' '));
  keys.sort(([kindA = '', nominalA = '0'], [kindB = '', nominalB = '0']) => {
    if (kindA !== kindB) return kindA < kindB ? -1 : 1;
    return orderOfNominals(nominalA, nominalB);
  });
  return keys.map((parts) => parts.join(' '));
}

function orderOfNominals(a: string, b: string): number {
  try {
    return compareDecimals(a, b);
  } catch {
    // A nominal that is no decimal sorts by its text.
    return a < b ? -1 : a > b ? 1 : 0;
  }
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
