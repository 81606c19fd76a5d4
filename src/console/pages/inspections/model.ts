// What the laboratories of an order measured, as strips: one for each group of characteristics that the mapping says are
// the same, a lane for each laboratory and limit, a judged value for each unit. Judged here, by the contract's own rules.

import {
  type CharacteristicOf,
  type DecisionOf,
  differsFromFile,
  type Judgement,
  judge,
  limitsOf,
  type MappingOf,
  type ProgrammeOf,
  type ResultOf,
  type ReviewOf,
  type UnitOf,
  type ValueOf,
} from '#sdk/index.ts';
import { clustersOf } from './scale.ts';

/** The party that a laboratory measures for. */
export type Side = 'seller' | 'buyer';
/** What a reader sees of an order's inspection. */
export type Inspection = {
  readonly mapping: MappingOf | undefined;
  readonly programmes: readonly ProgrammeOf[];
  readonly units: readonly UnitOf[];
  readonly results: readonly ResultOf[];
  readonly reviews: readonly ReviewOf[];
  readonly decisions: readonly DecisionOf[];
  /** Serial numbers of the items that the reader sees. */
  readonly numbers: ReadonlyMap<string, string>;
};
/** Absolute limits of a lane. */
export type LaneLimits = ReturnType<typeof limitsOf> & { readonly nominal?: string };
/** One value of one unit; without a value it was not measured. */
export type Judged = {
  readonly item: string;
  readonly characteristic: CharacteristicOf;
  readonly value: ValueOf;
  readonly judgement: Judgement;
  /** The file says otherwise of it. */
  readonly differs: boolean;
};
/** What one laboratory measured against one limit. */
export type Lane = {
  readonly laboratory: string;
  readonly side: Side;
  readonly limits: LaneLimits;
  readonly judged: readonly Judged[];
};
/** A group of characteristics; lanes that share a scale stand together. */
export type Strip = {
  readonly name: string;
  readonly kind: string;
  readonly unit: string | undefined;
  readonly plots: readonly (readonly Lane[])[];
  readonly outside: number;
  /** Items on which the laboratories count different numbers of values outside. */
  readonly disagree: readonly string[];
  /** Lanes that cannot be judged: no limit, an impossible or an unclear one. */
  readonly unjudged: number;
  readonly differs: number;
  /** A review stopped because the limits differ or were never agreed. */
  readonly isNotAgreed: boolean;
};
/** A unit as people call it: its whole name, and what fits beside a dot. */
export type UnitName = { readonly name: string; readonly short: string };

type Group = Pick<MappingOf['groups'][number], 'name' | 'kind' | Side>;

/** The strips, in the order of the mapping. */
export function stripsOf(inspection: Inspection): readonly Strip[] {
  return groupsOf(inspection).map((group, place) => stripOf(inspection, group, place));
}

/** The units of an order in the order of their names. @param more items that are known otherwise */
export function unitsOf({ units, results, reviews, numbers }: Inspection): ReadonlyMap<string, UnitName> {
  const items = new Set([
    ...units.map(({ id }) => id),
    ...results.map(({ item }) => item),
    ...reviews.map(({ id }) => id),
  ]);
  const labels = new Map(units.map(({ id, labels }) => [id, labels.buyer ?? labels.seller]));
  const labelled = new Map(results.flatMap(({ item, label }) => (label === undefined ? [] : [[item, label] as const])));
  const named = [...items].map((item) => {
    const name = numbers.get(item) ?? labels.get(item) ?? labelled.get(item) ?? item;
    return { item, name, tail: /\d+$/.exec(name)?.[0] ?? name };
  });
  // Where the reader does not see all items, serial numbers and labels stand side by side: their ends still count on.
  const isTold = new Set(named.map(({ tail }) => tail)).size === named.length;
  const key = ({ name, tail }: { readonly name: string; readonly tail: string }): string => (isTold ? tail : name);
  return new Map(
    named
      .sort((a, b) => key(a).localeCompare(key(b), 'en', { numeric: true }))
      .map(({ item, name, tail }) => [item, { name, short: isTold ? tail : name }]),
  );
}

/** All values of a strip, lane after lane. */
export function lanesOf({ plots }: Strip): readonly Lane[] {
  return plots.flat();
}

/** Why a lane cannot be judged, as a word of the texts; undefined where it can. */
export function laneFault({ limits }: Lane): 'none' | 'impossible' | 'unclear' | undefined {
  return limits.state === 'known' ? undefined : limits.state;
}

/** Without a mapping each characteristic stands for itself. */
function groupsOf({ mapping, programmes }: Inspection): readonly Group[] {
  if (mapping !== undefined) return mapping.groups;
  return programmes.flatMap((programme) =>
    programme.characteristics.map(({ id, name = id, kind }) => {
      const side = sideOf(programme);
      return { name, kind, seller: side === 'seller' ? [id] : [], buyer: side === 'buyer' ? [id] : [] };
    }),
  );
}

function stripOf({ mapping, programmes, results, reviews }: Inspection, group: Group, place: number): Strip {
  const lanes = programmes
    .map((programme) => ({ programme, side: sideOf(programme, mapping) }))
    .sort((a, b) => (a.side === b.side ? 0 : a.side === 'seller' ? -1 : 1))
    .flatMap(({ programme, side }) => lanesOfLaboratory(programme, side, group[side], results));
  const judged = lanes.flatMap((lane) => lane.judged);
  const units = new Set(lanes.flatMap((lane) => lane.judged.map(({ characteristic }) => characteristic.unit ?? '')));
  const [unit = ''] = units;
  return {
    name: group.name,
    kind: group.kind,
    unit: units.size === 1 && unit !== '' ? unit : undefined,
    plots: clustersOf(lanes),
    outside: judged.filter(({ judgement }) => judgement === 'outside').length,
    disagree: disagreeing(lanes),
    unjudged: lanes.filter((lane) => laneFault(lane) !== undefined).length,
    differs: judged.filter(({ differs }) => differs).length,
    isNotAgreed: reviews.some(({ reasons }) =>
      reasons.some(({ code, groups }) => code === 'limit_not_agreed' && groups.includes(place)),
    ),
  };
}

function lanesOfLaboratory(
  { laboratory, characteristics }: ProgrammeOf,
  side: Side,
  ids: readonly string[],
  results: readonly ResultOf[],
): readonly Lane[] {
  const own = results.filter((result) => result.laboratory === laboratory);
  const lanes = new Map<string, Lane & { readonly judged: Judged[] }>();
  for (const characteristic of characteristics.filter(({ id }) => ids.includes(id))) {
    const { nominal } = characteristic;
    const limits = { ...limitsOf(characteristic), ...(nominal === undefined ? {} : { nominal }) };
    const key = JSON.stringify(limits);
    const lane = lanes.get(key) ?? { laboratory, side, limits, judged: [] };
    lane.judged.push(...own.map((result) => judgedOf(result, characteristic)));
    lanes.set(key, lane);
  }
  return [...lanes.values()];
}

function judgedOf({ item, values }: ResultOf, characteristic: CharacteristicOf): Judged {
  const found = values.find((value) => value.characteristic === characteristic.id);
  const value = found ?? { characteristic: characteristic.id, fileVerdict: 'none' as const };
  const judgement = judge(value, characteristic);
  return { item, characteristic, value, judgement, differs: found !== undefined && differsFromFile(value, judgement) };
}

function disagreeing(lanes: readonly Lane[]): readonly string[] {
  const counts = (side: Side): ReadonlyMap<string, number> => {
    const byItem = new Map<string, number>();
    for (const { item, judgement } of lanes.filter((lane) => lane.side === side).flatMap(({ judged }) => judged)) {
      byItem.set(item, (byItem.get(item) ?? 0) + (judgement === 'outside' ? 1 : 0));
    }
    return byItem;
  };
  const [seller, buyer] = [counts('seller'), counts('buyer')];
  return [...seller].filter(([item, count]) => buyer.has(item) && buyer.get(item) !== count).map(([item]) => item);
}

/** Where no mapping says it, one's own programmes are told apart by their order. */
function sideOf({ laboratory }: ProgrammeOf, mapping?: MappingOf): Side {
  return mapping?.laboratories.buyer === laboratory ? 'buyer' : 'seller';
}
