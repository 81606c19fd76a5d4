// The records of the inspection contract. Measurements and limits are decimal texts as written; absent stays absent.

import {
  ActorId,
  Count,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  RecordId,
  type Static,
  TimeMs,
  Type,
  text,
} from '#core/schema.ts';

/** Why a review stops and a person decides. */
const REASON_CODES = [
  'unit_missing',
  'unit_unnamed',
  'label_differs',
  'file_differs',
  'laboratories_disagree',
  'limit_impossible',
  'limit_missing',
  'limit_unclear',
  'limit_not_agreed',
  'unit_of_measure_missing',
  'not_comparable',
  'outside_limit',
  'not_measured',
] as const;

/** At most 12 digits, 20 decimals, exponent -19 to 9: sums of two stay within what core/decimal.ts compares. */
const Measure = Type.String({ pattern: '^[+-]?(\\d{1,12}(\\.\\d{0,20})?|\\.\\d{1,20})([eE](\\+?0?\\d|-[01]?\\d))?$' });
const CharacteristicId = text(64);
/** The name of a unit in a laboratory’s file. */
export const UnitLabel = text(100);
/** What the file says of a value or a unit; `none` where it says nothing. */
export const FileVerdict = oneOf('pass', 'fail', 'undefined', 'none');
const Verdict = oneOf('pass', 'fail', 'undecided');

const Characteristic = object({
  /** As in the laboratory's file. */
  id: CharacteristicId,
  kind: text(48),
  name: Type.Optional(text(80)),
  nominal: Type.Optional(Measure),
  /** `zone`: `upper` is the zone's width. `unclear`: the file gives numbers without saying how to read them. */
  limitFrom: oneOf('absolute', 'deviation', 'zone', 'none', 'unclear'),
  lower: Type.Optional(Measure),
  upper: Type.Optional(Measure),
  /** With `maximum` and `least` a zone may be wider than written; it is judged as written. */
  materialCondition: Type.Optional(oneOf('none', 'maximum', 'least')),
  /** Unit of measure. */
  unit: Type.Optional(text(16)),
});
const Value = object({
  characteristic: CharacteristicId,
  /** Absent: not measured. */
  value: Type.Optional(Measure),
  /** Unit of measure; absent where it is the characteristic's. */
  unit: Type.Optional(text(16)),
  fileVerdict: FileVerdict,
});
const Counts = object({
  inside: Count,
  outside: Count,
  noLimit: Count,
  impossible: Count,
  /** Limit unclear, or a value in another unit of measure than its limit. */
  notComparable: Count,
  /** Values that the file leaves out, and characteristics of the programme that it does not have. */
  notMeasured: Count,
  differsFromFile: Count,
});
const Group = object({
  name: text(48),
  kind: text(48),
  nominal: Type.Optional(Measure),
  seller: list(CharacteristicId, 250),
  buyer: list(CharacteristicId, 250),
});
/** Characteristics whose value is the number of the unit and no measurement. */
export const Labels = object({ seller: list(CharacteristicId, 8), buyer: list(CharacteristicId, 8) });
/** Which laboratory measures for which party. */
export const Laboratories = object({ seller: Type.Optional(MemberId), buyer: Type.Optional(MemberId) });
/** A unit under the labels by which the laboratories' files name it; absent where a file has none for it. */
export const MappedUnit = object({
  item: RecordId,
  labels: object({ seller: Type.Optional(UnitLabel), buyer: Type.Optional(UnitLabel) }),
});
const parties = { order: RecordId, buyer: MemberId, seller: MemberId };

/** Of one group on one unit: values, those outside, the extremes as written. */
const GroupSide = object({
  measured: Count,
  outside: Count,
  notMeasured: Count,
  smallest: Type.Optional(Measure),
  largest: Type.Optional(Measure),
});
const GroupReview = object({
  name: text(48),
  seller: Type.Optional(GroupSide),
  buyer: Type.Optional(GroupSide),
});
const Reason = object({
  code: oneOf(...REASON_CODES),
  laboratory: Type.Optional(MemberId),
  /** Places in the review's list of groups, from 0; empty where the reason is about the unit as a whole. */
  groups: list(integer(0, 99), 100),
  /** Values, or characteristics where the reason is about a limit or a unit of measure. */
  count: Count,
});
/** One reason of a review, by code and laboratory. */
export const Cover = object({ code: oneOf(...REASON_CODES), laboratory: Type.Optional(MemberId) });

/** Who measures the units of an order. */
export const Scope = object({ id: RecordId, ...parties, laboratories: Laboratories });
/** What a laboratory measures of an order’s units, and its limits. */
export const Programme = object({
  /** `order:laboratory`. */
  id: RecordId,
  ...parties,
  laboratory: MemberId,
  file: Hash,
  characteristics: list(Characteristic, 250, 1),
  /** Buyer and seller, as far as they agreed to these limits. */
  agreedBy: list(MemberId, 2),
});
/** Which characteristics of two laboratories are the same, as the buyer signed it. */
export const Mapping = object({
  id: RecordId,
  ...parties,
  version: Count,
  laboratories: Laboratories,
  groups: list(Group, 100, 1),
  labels: Labels,
  by: ActorId,
});
/** Under which labels the laboratories measured an item. */
export const Unit = object({
  id: RecordId,
  ...parties,
  laboratories: Laboratories,
  ...MappedUnit.properties,
  by: ActorId,
});
/** One laboratory’s measurements of one item. */
export const Result = object({
  /** `item:laboratory`. */
  id: RecordId,
  ...parties,
  item: RecordId,
  laboratory: MemberId,
  file: Hash,
  label: Type.Optional(UnitLabel),
  device: Type.Optional(text(80)),
  fileVerdict: FileVerdict,
  verdict: Verdict,
  counts: Counts,
  values: list(Value, 300, 1),
  by: ActorId,
  atMs: TimeMs,
});
/** What the laboratories’ results of an item come to. */
export const Review = object({
  /** The item. */
  id: RecordId,
  ...parties,
  laboratories: Laboratories,
  mappingVersion: Count,
  groups: list(GroupReview, 100),
  reasons: list(Reason, 64),
  /** Values outside any limit by which a laboratory judged them. */
  outside: Count,
  state: oneOf('passes', 'awaitsDecision', 'accepted', 'concession', 'rejected'),
  /** Who decides and until when, where the review stopped. Nothing happens by itself when the time is over. */
  decides: Type.Optional(object({ member: MemberId, role: Type.Literal('quality'), untilMs: TimeMs })),
  decision: Type.Optional(RecordId),
  atMs: TimeMs,
});
/** A person’s decision on an item. */
export const Decision = object({
  id: RecordId,
  ...parties,
  laboratories: Laboratories,
  item: RecordId,
  verdict: oneOf('accept', 'concession', 'reject'),
  /** Salted commitment to the reason's text, which lies in the vault. */
  reason: Hash,
  covers: list(Cover, 64),
  by: ActorId,
  atMs: TimeMs,
});

/** Id of a laboratory's programme for an order. */
export function programmeId(order: string, laboratory: string): string {
  return `${order}:${laboratory}`;
}

/** Id of a laboratory's results of an item. */
export function resultId(item: string, laboratory: string): string {
  return `${item}:${laboratory}`;
}

/** A characteristic. */
export type CharacteristicOf = Static<typeof Characteristic>;
/** A measured value. */
export type ValueOf = Static<typeof Value>;
/** The counts of a result. */
export type CountsOf = Static<typeof Counts>;
/** A group of a mapping. */
export type GroupOf = Static<typeof Group>;
/** A programme. */
export type ProgrammeOf = Static<typeof Programme>;
/** A mapping. */
export type MappingOf = Static<typeof Mapping>;
/** A mapped unit. */
export type UnitOf = Static<typeof Unit>;
/** A result. */
export type ResultOf = Static<typeof Result>;
/** A reason to stop. */
export type ReasonOf = Static<typeof Reason>;
/** A group as reviewed on one unit. */
export type GroupReviewOf = Static<typeof GroupReview>;
/** A review. */
export type ReviewOf = Static<typeof Review>;
/** Who takes part in the inspection of an order. */
export type PartiesOf = Static<typeof Scope>;
/** A decision. */
export type DecisionOf = Static<typeof Decision>;
