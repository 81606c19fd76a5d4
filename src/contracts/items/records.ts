// Items as records, and what a public one says to someone who scanned its code: data and words, no rules that run.

import {
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

/** Most identifiers that an item carries. */
export const IDENTIFIERS_PER_ITEM = 16;
/** Most documents that are attached to an item. */
export const DOCUMENTS_PER_ITEM = 16;
/** Most parts and lots that go into one item. */
export const PARTS_PER_ITEM = 100;
/** Most members that an owner names as receivers. */
export const MEMBERS_ALLOWED = 8;

/** The states of an item; rules.ts says which follows which. */
export const ITEM_STATES = [
  'planned',
  'made',
  'rejected',
  'released',
  'inTransit',
  'inService',
  'consumed',
  'scrapped',
] as const;

/** What hand-overs pass on. */
export const Passes = oneOf('custody', 'title', 'both');
/** Of a lot: in the type's unit, the smallest one that matters. A serialised part is 1 piece until it is consumed. */
export const Quantity = integer(1, 1_000_000_000_000);
/** In what a quantity is counted. */
export const MeasureUnit = oneOf('piece', 'gram', 'milligram', 'millimetre', 'millilitre');
/** A state as a schema. */
export const State = oneOf(...ITEM_STATES);
/** As the maker writes it. */
export const PartNumber = text(80);
/** A serial or lot number as it is marked on the thing. */
export const NumberText = text(80);
/** GTIN-14 (GS1 General Specifications, 2.1); shorter ones are filled with zeros on the left. */
export const Gtin = Type.String({ pattern: '^[0-9]{14}$' });

const ContractName = Type.String({ pattern: '^[a-z]{1,31}$' });
const IdentifierKind = oneOf('printedCode', 'chip', 'fingerprint');
/** Evidence grade, see the glossary: 0 printed code to 4 physical fingerprint. */
const Grade = integer(0, 4);
/** How a thing is recognised: by a code that all may read, or by a value that only its salted commitment shows. */
export const Identifier = Type.Union([
  object({ kind: IdentifierKind, grade: Grade, code: text(200) }),
  object({ kind: IdentifierKind, grade: Grade, commitment: Hash }),
]);

/** What a document about a thing is; a material certificate is an inspection document of EN 10204. */
export const DocumentKind = oneOf('materialCertificate', 'conformity', 'report', 'photo', 'manual');

/** What items are instances of. */
export const ItemType = object({
  id: RecordId,
  /** The member whose part number this is; it gives the serial and lot numbers. */
  maker: MemberId,
  partNumber: PartNumber,
  name: text(200),
  gtin: Type.Optional(Gtin),
  tracking: oneOf('serial', 'lot'),
  unit: MeasureUnit,
});
/** One serialised part or lot. */
export const Item = object({
  id: RecordId,
  type: RecordId,
  kind: oneOf('serial', 'lot'),
  number: NumberText,
  /** What is left of it. */
  quantity: integer(0, 1_000_000_000_000),
  unit: MeasureUnit,
  owner: MemberId,
  custodian: MemberId,
  state: State,
  /** The order that it was planned for. */
  order: Type.Optional(RecordId),
  /** Members that a custodian may hand it on to, by leave of the owner. */
  passTo: list(MemberId, MEMBERS_ALLOWED),
  /** Open offers; while there is one, nothing else of the item changes, so that the other side signs what it saw. */
  offers: list(object({ handover: RecordId, to: MemberId, passes: Passes }), 2),
  identifiers: list(Identifier, IDENTIFIERS_PER_ITEM),
  /** Papers about it, each by the salted commitment to its bytes: they lie sealed with whoever attached them. */
  documents: list(object({ kind: DocumentKind, commitment: Hash, by: MemberId, atMs: TimeMs }), DOCUMENTS_PER_ITEM),
  /**
   * The contract that alone moves it, for which of its records, and to whom it may pass the title: the owner's stored
   * permit, given when it bound the item.
   */
  bound: Type.Optional(object({ contract: ContractName, record: RecordId, titleTo: Type.Optional(MemberId) })),
  /** What went into it; it travels with the item to its later owners. */
  madeFrom: list(object({ item: RecordId, quantity: Quantity, unit: MeasureUnit }), PARTS_PER_ITEM),
  /** How many times some of it went into another item. */
  timesUsed: integer(0, 1_000_000_000),
});
/** An offer and what came of it. */
export const Handover = object({
  id: RecordId,
  item: RecordId,
  from: MemberId,
  to: MemberId,
  passes: Passes,
  state: oneOf('open', 'accepted', 'withdrawn', 'declined'),
  offeredAtMs: TimeMs,
  endedAtMs: Type.Optional(TimeMs),
});
/** One link of the genealogy: `quantity` of the item `part` went into the item `of`. */
export const Part = object({
  id: RecordId,
  part: RecordId,
  of: RecordId,
  quantity: Quantity,
  unit: MeasureUnit,
  /** Custodian and owners when it was written. */
  parties: list(MemberId, 3, 1),
  atMs: TimeMs,
});
/**
 * What is given once: a part number by its maker; a serial or lot number, and an identifier, among the items of a type.
 * The id is the hash of the content.
 */
export const Taken = object({ id: RecordId, by: RecordId });
/** What anyone may know of an item; its id is the item's. It names neither owner, custodian nor order. */
export const Passport = object({
  item: RecordId,
  type: RecordId,
  kind: oneOf('serial', 'lot'),
  /** The member whose part number it is. */
  maker: MemberId,
  partNumber: PartNumber,
  name: text(200),
  gtin: Type.Optional(Gtin),
  number: NumberText,
  /** `gtin/number` of a serialised item: see `passportCode`. */
  code: Type.Optional(text(95)),
  state: State,
  /** The highest of its identifiers. */
  evidenceGrade: Grade,
  publishedAtMs: TimeMs,
});

/** One serialised part or lot. */
export type Item = Static<typeof Item>;
/** What items are instances of. */
export type ItemType = Static<typeof ItemType>;
/** A state of an item. */
export type ItemState = (typeof ITEM_STATES)[number];
/** How an item is recognised. */
export type Identifier = Static<typeof Identifier>;
/** What anyone may know of an item. */
export type Passport = Static<typeof Passport>;

/** What someone who scanned a code is told. */
export type PassportVerdict = {
  readonly verdict:
    | 'genuine record'
    | 'not fit for use'
    | 'not released'
    | 'not made yet'
    | 'built in or used up'
    | 'claimed twice'
    | 'unknown';
  readonly reason: string;
  readonly whatToDo: string;
  /** What the code proves of the thing that carries it. */
  readonly evidence: string;
};
type Answer = Omit<PassportVerdict, 'evidence'>;

const genuine = (reason: string, whatToDo: string): Answer => ({ verdict: 'genuine record', reason, whatToDo });
const unfit = (reason: string): Answer => ({
  verdict: 'not fit for use',
  reason,
  whatToDo: 'Do not use it, and tell whoever gave it to you.',
});

const ANSWERS: { readonly [state in ItemState]: Answer } = {
  planned: {
    verdict: 'not made yet',
    reason: 'This number is announced, but nothing with it has been made.',
    whatToDo: 'Do not accept a thing that carries it, and tell its maker.',
  },
  made: {
    verdict: 'not released',
    reason: 'It is made, but not released for use.',
    whatToDo: 'Do not use it yet; ask whoever gave it to you for its release.',
  },
  rejected: unfit('It was rejected.'),
  released: genuine('It is recorded and released for use.', 'Compare the part number and the number with the thing.'),
  inTransit: genuine(
    'It is recorded and on its way to a receiver.',
    'Compare the numbers with the thing; if you are neither its carrier nor its receiver, ask how it came to you.',
  ),
  inService: genuine(
    'It is recorded and in service.',
    'Compare the numbers with the thing; if it is offered to you as new, it is not.',
  ),
  consumed: {
    verdict: 'built in or used up',
    reason: 'It went into another item.',
    whatToDo: 'Expect it inside that item only; do not accept it by itself.',
  },
  scrapped: unfit('It was scrapped, for good.'),
};

const UNKNOWN: Answer = {
  verdict: 'unknown',
  reason: 'No passport with this code is public: none was published, it was withdrawn, or the code is invented.',
  whatToDo: 'Do not take the code for a proof; ask whoever gave it to you, or the maker on the label.',
};
const CLAIMED_TWICE: Answer = {
  verdict: 'claimed twice',
  reason: 'More than one item is published under this code.',
  whatToDo: 'Do not rely on it; ask the maker on the label which of them is its own.',
};

const COPYABLE = 'A printed code can be copied: a copied label looks genuine until it is scanned twice.';
/** By evidence grade: what a scan shows, and what would show more. */
const EVIDENCE = [
  COPYABLE,
  COPYABLE,
  `${COPYABLE} The item is recorded with a chip: only a reader that challenges it tells the item from a copy.`,
  `${COPYABLE} The item is recorded with a chip that notices when it is moved: only a reader that challenges it tells the item from a copy.`,
  `${COPYABLE} The item is recorded with a fingerprint of the thing itself: only measuring it again tells the item from a copy.`,
] as const;

/** Under which `code` the passport of a serialised item is found. @param gtin 14 digits */
export function passportCode(gtin: string, serial: string): string {
  return `${gtin}/${serial}`;
}

/** What a label's code opens at a node, below its address: GS1 Digital Link 1.3 where the thing has a GTIN. */
export function passportPath({ item, code }: Pick<Passport, 'item' | 'code'>): string {
  const [, gtin, serial = ''] = /^([0-9]{14})\/(.+)$/s.exec(code ?? '') ?? [];
  if (gtin === undefined) return `/p/${encodeURIComponent(item)}`;
  return `/01/${gtin}/21/${encodeURIComponent(serial)}`;
}

/**
 * The public answer to a scan.
 * @param found the passports under the scanned id or code: several where more than one type was given the same GTIN
 */
export function passportVerdict(found: readonly Passport[]): PassportVerdict {
  const [passport, other] = found;
  if (passport === undefined) return { ...UNKNOWN, evidence: COPYABLE };
  if (other !== undefined) return { ...CLAIMED_TWICE, evidence: COPYABLE };
  return { ...ANSWERS[passport.state], evidence: EVIDENCE[passport.evidenceGrade] ?? COPYABLE };
}
