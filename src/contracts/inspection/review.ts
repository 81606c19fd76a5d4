// Reviews one unit: what its laboratories measured, group by group, and every reason for which automation stops. Two
// laboratories share no names of features, so counts and spread are compared per group and never one by one. Pure.
// A review without a reason has every mapped characteristic measured and inside a limit that is agreed.

import { compareDecimals, isDecimal, plainDecimal } from '#core/decimal.ts';
import { decided, differsFromFile, type Judgement, judge, limitsOf } from './judge.ts';
import type {
  CharacteristicOf,
  GroupOf,
  GroupReviewOf,
  MappingOf,
  ProgrammeOf,
  ReasonOf,
  ResultOf,
  UnitOf,
  ValueOf,
} from './records.ts';

/** The parties that a laboratory measures for. */
export const SIDES = ['seller', 'buyer'] as const;
type Side = (typeof SIDES)[number];

/** What one laboratory brings to a review. */
export type LaboratoryView = { readonly programme: ProgrammeOf; readonly result: ResultOf | undefined };
/** Everything that a review depends on. */
export type Views = { readonly [S in Side]?: LaboratoryView };

/** The outcome: groups in the mapping's order, reasons in a fixed order, values outside any limit. */
export type Review = {
  readonly groups: GroupReviewOf[];
  readonly reasons: ReasonOf[];
  readonly outside: number;
};

type Judged = { readonly value: ValueOf; readonly judgement: Judgement };
type SideOfGroup = {
  readonly laboratory: string;
  readonly agreed: boolean;
  readonly characteristics: readonly CharacteristicOf[];
  /** Undefined where the laboratory has no results of the unit. */
  readonly judged: readonly Judged[] | undefined;
};
type Note = (code: ReasonOf['code'], laboratory: string | undefined, group: number | undefined, count: number) => void;

/** Reviews a unit. */
export function review(
  mapping: Pick<MappingOf, 'groups' | 'labels'>,
  unit: Pick<UnitOf, 'labels'>,
  views: Views,
): Review {
  const reasons = new Map<string, { code: ReasonOf['code']; laboratory?: string; groups: number[]; count: number }>();
  const note: Note = (code, laboratory, group, count) => {
    if (count === 0) return;
    const key = `${code} ${laboratory ?? ''}`;
    const reason = reasons.get(key) ?? {
      code,
      ...(laboratory === undefined ? {} : { laboratory }),
      groups: [],
      count: 0,
    };
    if (group !== undefined) reason.groups.push(group);
    reason.count += count;
    reasons.set(key, reason);
  };
  for (const side of SIDES) noteUnit(views[side], unit.labels[side], mapping.labels[side], note);
  const groups = mapping.groups.map((group, place) => {
    const sides = { seller: sideOf(views.seller, group.seller), buyer: sideOf(views.buyer, group.buyer) };
    for (const side of SIDES) if (sides[side] !== undefined) noteSide(sides[side], place, note);
    notePair(sides.seller, sides.buyer, place, note);
    return summary(group, sides.seller, sides.buyer);
  });
  const outside = SIDES.reduce((sum, side) => sum + (views[side]?.result?.counts.outside ?? 0), 0);
  return { groups, reasons: [...reasons.values()].sort(byCode), outside };
}

function byCode(a: ReasonOf, b: ReasonOf): number {
  const [left, right] = [`${a.code} ${a.laboratory ?? ''}`, `${b.code} ${b.laboratory ?? ''}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Reasons about the unit as a whole: is it there, is it the one that was mapped, what does the file say of it. */
function noteUnit(view: LaboratoryView | undefined, label: string | undefined, labels: readonly string[], note: Note) {
  if (view === undefined) return;
  const { programme, result } = view;
  const { laboratory } = programme;
  if (result === undefined) return note('unit_missing', laboratory, undefined, 1);
  if (result.label === undefined || result.label !== label) note('unit_unnamed', laboratory, undefined, 1);
  if (decided(result.fileVerdict) !== result.verdict) note('file_differs', laboratory, undefined, 1);
  const values = result.values.filter(({ characteristic }) => labels.includes(characteristic));
  const wrong = values.filter(({ value }) => !isLabel(value, label));
  note('label_differs', laboratory, undefined, wrong.length);
  const absent = labels.filter((id) => !values.some(({ characteristic }) => characteristic === id));
  note('not_measured', laboratory, undefined, absent.length);
  // A label is no measurement, but a file that judges it wrongly is wrong all the same.
  const judged = judgeValues(programme.characteristics, values);
  note(
    'file_differs',
    laboratory,
    undefined,
    judged.filter(({ value, judgement }) => differsFromFile(value, judgement)).length,
  );
  note('outside_limit', laboratory, undefined, judged.filter(({ judgement }) => judgement === 'outside').length);
}

function isLabel(value: string | undefined, label: string | undefined): boolean {
  if (value === undefined || label === undefined) return false;
  return isDecimal(label) ? compareDecimals(value, label) === 0 : value === label;
}

function sideOf(view: LaboratoryView | undefined, ids: readonly string[]): SideOfGroup | undefined {
  if (view === undefined || ids.length === 0) return undefined;
  const { programme, result } = view;
  const characteristics = programme.characteristics.filter(({ id }) => ids.includes(id));
  const values = result?.values.filter(({ characteristic }) => ids.includes(characteristic));
  const judged = values === undefined ? undefined : withAbsent(characteristics, judgeValues(characteristics, values));
  return { laboratory: programme.laboratory, agreed: programme.agreedBy.length === 2, characteristics, judged };
}

function judgeValues(characteristics: readonly CharacteristicOf[], values: readonly ValueOf[]): readonly Judged[] {
  const byId = new Map(characteristics.map((found) => [found.id, found]));
  return values.flatMap((value) => {
    const characteristic = byId.get(value.characteristic);
    return characteristic === undefined ? [] : [{ value, judgement: judge(value, characteristic) }];
  });
}

/** Adds a value that is not measured for each characteristic that the file does not have. */
function withAbsent(characteristics: readonly CharacteristicOf[], judged: readonly Judged[]): readonly Judged[] {
  const present = new Set(judged.map(({ value }) => value.characteristic));
  const absent = characteristics.filter(({ id }) => !present.has(id));
  return [
    ...judged,
    ...absent.map(({ id }) => ({
      value: { characteristic: id, fileVerdict: 'none' as const },
      judgement: 'notMeasured' as const,
    })),
  ];
}

/** Reasons that one laboratory gives in one group. */
function noteSide({ laboratory, characteristics, judged = [] }: SideOfGroup, group: number, note: Note) {
  const limits = characteristics.map((found) => limitsOf(found).state);
  const limitsWith = (state: string) => limits.filter((found) => found === state).length;
  const valuesWith = (...wanted: readonly Judgement[]) =>
    judged.filter(({ judgement }) => wanted.includes(judgement)).length;
  note('limit_impossible', laboratory, group, limitsWith('impossible'));
  note('limit_missing', laboratory, group, limitsWith('none'));
  note('limit_unclear', laboratory, group, limitsWith('unclear'));
  note('unit_of_measure_missing', laboratory, group, characteristics.filter(({ unit }) => unit === undefined).length);
  note('outside_limit', laboratory, group, valuesWith('outside'));
  note('not_measured', laboratory, group, valuesWith('notMeasured'));
  note('not_comparable', laboratory, group, valuesWith('notComparable'));
  note(
    'file_differs',
    laboratory,
    group,
    judged.filter(({ value, judgement }) => differsFromFile(value, judgement)).length,
  );
}

/** Reasons that lie between the laboratories: limits of one only, other limits, other numbers outside. */
function notePair(seller: SideOfGroup | undefined, buyer: SideOfGroup | undefined, group: number, note: Note) {
  if (seller === undefined || buyer === undefined) {
    const only = seller ?? buyer;
    if (only !== undefined && !only.agreed)
      note('limit_not_agreed', only.laboratory, group, only.characteristics.length);
    return;
  }
  const all = [...seller.characteristics, ...buyer.characteristics];
  if (limitText(seller) !== limitText(buyer) || unitsContradict(seller, buyer)) {
    note('limit_not_agreed', undefined, group, all.length);
  }
  if (seller.judged === undefined || buyer.judged === undefined) return;
  const [ofSeller, ofBuyer] = [countOutside(seller.judged), countOutside(buyer.judged)];
  if (ofSeller !== ofBuyer)
    note('laboratories_disagree', undefined, group, ofSeller > ofBuyer ? ofSeller - ofBuyer : ofBuyer - ofSeller);
}

/** The different limits of a side's characteristics as one text. */
function limitText({ characteristics }: SideOfGroup): string {
  const end = (text: string | undefined) => (text === undefined ? '' : plainDecimal(text));
  const texts = characteristics.map((found) => {
    const { state, lower, upper } = limitsOf(found);
    return `${state} ${end(lower)} ${end(upper)} ${found.materialCondition ?? 'none'}`;
  });
  return [...new Set(texts)].sort().join(',');
}

/** A missing unit of measure is its own reason; two that differ make two limits. */
function unitsContradict(seller: SideOfGroup, buyer: SideOfGroup): boolean {
  const all = [...seller.characteristics, ...buyer.characteristics];
  return new Set(all.flatMap(({ unit }) => unit ?? [])).size > 1;
}

function countOutside(judged: readonly Judged[]): number {
  return judged.filter(({ judgement }) => judgement === 'outside').length;
}

function summary({ name }: GroupOf, seller: SideOfGroup | undefined, buyer: SideOfGroup | undefined): GroupReviewOf {
  return {
    name,
    ...(seller?.judged === undefined ? {} : { seller: spread(seller.judged) }),
    ...(buyer?.judged === undefined ? {} : { buyer: spread(buyer.judged) }),
  };
}

function spread(judged: readonly Judged[]): NonNullable<GroupReviewOf['seller']> {
  const values = judged.flatMap(({ value }) => value.value ?? []);
  const [first, ...others] = values;
  const notMeasured = judged.filter(({ judgement }) => judgement === 'notMeasured').length;
  const counts = { measured: values.length, outside: countOutside(judged), notMeasured };
  if (first === undefined) return counts;
  const smallest = others.reduce((found, value) => (compareDecimals(value, found) < 0 ? value : found), first);
  const largest = others.reduce((found, value) => (compareDecimals(value, found) > 0 ? value : found), first);
  return { ...counts, smallest, largest };
}
