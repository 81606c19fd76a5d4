// What differs between two laboratories, group by group, each as a named finding. Pure; resolves nothing.

import { compareDecimals, isDecimal, plainDecimal } from '#core/decimal.ts';
import type { Finding } from '../finding.ts';
import { type GroupPair, type GroupSide, limitText } from './groups.ts';

type Names = { readonly a: string; readonly b: string };

/**
 * Findings of each group.
 * Codes: `group_only_in_one`, `kinds_differ`, `values_per_unit_differ`, `limits_differ`, `units_of_measure_differ`,
 * `material_conditions_differ`, `spreads_apart`, `group_outside`, `laboratories_disagree_on_group`,
 * `outside_counts_differ`
 */
export function groupFindings(groups: readonly GroupPair[], names: Names): readonly Finding[] {
  return [...groups.flatMap((group) => ofGroup(group, names)), ...kindsOfOneNominal(groups, names)];
}

function ofGroup({ key, a, b }: GroupPair, names: Names): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, text: string) => findings.push({ code, place: key, text });
  if (a !== undefined && a.outside > 0) add('group_outside', outsideText(names.a, a));
  if (b !== undefined && b.outside > 0) add('group_outside', outsideText(names.b, b));
  const only = a === undefined ? b : a;
  if (a !== undefined && b !== undefined) return [...findings, ...ofBoth(key, a, b, names)];
  if (only !== undefined) {
    const [has, lacks] = a === undefined ? [names.b, names.a] : [names.a, names.b];
    const text = `only ${has} has it (characteristics: ${only.characteristics.length}, limits: ${limitsText(only)}), ${lacks} has none`;
    add('group_only_in_one', text);
  }
  return findings;
}

function ofBoth(key: string, a: GroupSide, b: GroupSide, names: Names): Finding[] {
  const findings: Finding[] = [];
  const compared: readonly (readonly [code: string, a: string, b: string])[] = [
    ['values_per_unit_differ', `${perUnitText(a)} per unit`, `${perUnitText(b)} per unit`],
    ['limits_differ', limitsText(a), limitsText(b)],
    ['units_of_measure_differ', unitsText(a), unitsText(b)],
    ['material_conditions_differ', conditionText(a), conditionText(b)],
  ];
  for (const [code, ofA, ofB] of compared) {
    if (ofA !== ofB) findings.push({ code, place: key, text: `${names.a}: ${ofA}; ${names.b}: ${ofB}` });
  }
  if (areApart(a, b)) {
    const text = `the spreads do not overlap: ${names.a} ${spreadText(a)}, ${names.b} ${spreadText(b)}`;
    findings.push({ code: 'spreads_apart', place: key, text });
  }
  const differing = differingUnits(a, b);
  const disagreed = differing.filter(({ ofA, ofB }) => ofA === 0 || ofB === 0);
  const counted = differing.filter(({ ofA, ofB }) => ofA > 0 && ofB > 0);
  for (const [code, units] of [
    ['laboratories_disagree_on_group', disagreed],
    ['outside_counts_differ', counted],
  ] as const) {
    if (units.length === 0) continue;
    const each = units.map(({ unit, ofA, ofB }) => `unit ${unit} (${ofA} and ${ofB})`);
    const text = `values outside at ${names.a} and at ${names.b}: ${each.join(', ')}`;
    findings.push({ code, place: key, text });
  }
  return findings;
}

/** Units that both measured, with different counts of values outside. */
function differingUnits(a: GroupSide, b: GroupSide) {
  const right = new Map(b.onUnits.map((found) => [found.unit, found]));
  return a.onUnits.flatMap(({ unit, outside }) => {
    const other = right.get(unit);
    if (other === undefined || outside === other.outside) return [];
    return [{ unit, ofA: outside, ofB: other.outside }];
  });
}

/** A nominal that both laboratories measured, but each as another kind: a hole's diameter or a distance? */
function kindsOfOneNominal(groups: readonly GroupPair[], names: Names): Finding[] {
  const nominalOf = ({ a, b }: GroupPair) => {
    const nominal = (a ?? b)?.characteristics[0]?.nominal;
    return nominal !== undefined && isDecimal(nominal) ? plainDecimal(nominal) : nominal;
  };
  const onlyA = groups.filter((group) => group.b === undefined && nominalOf(group) !== undefined);
  const onlyB = new Map<string, string[]>();
  for (const group of groups.filter((found) => found.a === undefined)) {
    const nominal = nominalOf(group);
    if (nominal !== undefined) onlyB.set(nominal, [...(onlyB.get(nominal) ?? []), group.key]);
  }
  return onlyA.flatMap((group) => {
    const others = onlyB.get(nominalOf(group) ?? '') ?? [];
    if (others.length === 0) return [];
    const text = `${names.a} has ${group.key}, ${names.b} has ${others.join(' and ')}: perhaps the same, not compared`;
    return [{ code: 'kinds_differ', place: group.key, text }];
  });
}

function areApart(a: GroupSide, b: GroupSide): boolean {
  const ends = [a.smallest, a.largest, b.smallest, b.largest];
  const [smallestA = '', largestA = '', smallestB = '', largestB = ''] = ends;
  if (!ends.every((end) => end !== undefined && isDecimal(end))) return false;
  return compareDecimals(largestA, smallestB) < 0 || compareDecimals(largestB, smallestA) < 0;
}

function outsideText(name: string, { outside, measurements, onUnits, failed }: GroupSide): string {
  const units = onUnits.filter((unit) => unit.outside > 0).map((unit) => `${unit.unit} (${unit.outside})`);
  const file = failed === outside ? 'as the file says' : `the file fails ${failed}`;
  return `${name}: ${outside} of ${measurements} values outside, ${file}, on units ${units.join(', ')}`;
}

function perUnitText({ onUnits }: GroupSide): string {
  const counts = onUnits.map(({ measurements }) => measurements);
  const least = counts.reduce((found, count) => Math.min(found, count), Number.POSITIVE_INFINITY);
  const most = counts.reduce((found, count) => Math.max(found, count), 0);
  if (counts.length === 0) return 'no value';
  return least === most ? `${most}` : `${least} to ${most}`;
}

function limitsText({ limits }: GroupSide): string {
  return [...new Set(limits.map(limitText))].sort().join(' and ') || 'no limit';
}

function unitsText({ unitsOfMeasure }: GroupSide): string {
  return unitsOfMeasure
    .map((unit) => unit ?? 'no unit of measure')
    .sort()
    .join(' and ');
}

function conditionText({ characteristics }: GroupSide): string {
  return [...new Set(characteristics.map(({ materialCondition }) => materialCondition ?? 'NONE'))].sort().join(' and ');
}

function spreadText({ smallest = '', largest = '' }: GroupSide): string {
  return `${smallest} to ${largest}`;
}
