// inbox.json: what the files of an inbox mean. Written once by a person of the plant, read when the inbox starts, and
// checked as a whole then: what it lacks is one sentence, not a surprise at the first file. docs/inbox.md explains it.

import { procurementInterface } from '#contracts/procurement/schema.ts';
import { fromUtf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import {
  Cents,
  compile,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  RecordId,
  type Static,
  Type,
  text,
} from '#core/schema.ts';
import { readWhole } from '../files.ts';
import { INBOX_CONFIG_BYTES } from '../limits.ts';

const FILE = 'inbox.json';
const PARTS = 5_000;
const RULES = 1_000;
const UNITS = 5_000;
const PARTIES = 1_000;

/** Where a file's name is cut: what stands between the two names the thing. */
const cuts = { startsWith: Type.Optional(text(100)), endsWith: Type.Optional(text(100)) };

/** The fields of an order. */
const ordered = procurementInterface.actions.placeOrder.input.properties;

const OrderedPart = object({
  /** As the order's file writes it. */
  part: text(80),
  /** The item type; without it the one whose part number this is, of this member or of the seller. */
  itemType: Type.Optional(RecordId),
  seller: Type.Optional(MemberId),
  /** The price that is agreed, with its unit; without them the file must say it. */
  unitPriceCents: Type.Optional(Cents),
  unit: Type.Optional(ordered.unit),
  designVersion: Type.Optional(RecordId),
});
/** Who a name or number is by which a UBL file calls a buyer or a seller. */
const Party = object({ party: text(200), member: MemberId });
const Orders = object({
  seller: MemberId,
  parties: Type.Optional(list(Party, PARTIES)),
  payment: oneOf('hold', 'invoice'),
  terms: ordered.terms,
  parts: list(OrderedPart, PARTS, 1),
});
const NamedUnit = object({ serial: text(80), item: RecordId });
const ResultsRule = object({
  ...cuts,
  order: Type.Optional(RecordId),
  units: oneOf('serial', 'mapping', 'list'),
  list: Type.Optional(list(NamedUnit, UNITS, 1)),
});
const LogRule = object({
  ...cuts,
  names: oneOf('serial', 'item', 'job'),
  order: Type.Optional(RecordId),
  step: Type.Optional(text(60)),
});
const InboxFile = object({
  orders: Type.Optional(Orders),
  results: Type.Optional(object({ files: list(ResultsRule, RULES, 1) })),
  machineLogs: Type.Optional(object({ gapLimitMs: integer(1, 86_400_000), files: list(LogRule, RULES, 1) })),
});

/** What inbox.json says. */
export type InboxConfig = Static<typeof InboxFile>;
/** How results files name their order and units. */
export type ResultsRule = Static<typeof ResultsRule>;
/** How a machine log's name names its job. */
export type LogRule = Static<typeof LogRule>;

const check = compile(InboxFile);

/** Reads inbox.json of an inbox. @throws Fault `inbox_config_invalid`, `file_unreadable`, `file_too_large` */
export function readInboxConfig(folder: string): InboxConfig {
  const config = parsed(fromUtf8(readWhole(folder, FILE, INBOX_CONFIG_BYTES)));
  const error = check.firstError(config);
  if (error !== undefined) throw invalid(error.replace('schema is false', 'is not known here'));
  // The schema was checked in the line above.
  const checked = config as InboxConfig;
  if (Object.keys(checked).length === 0) throw invalid('expected orders, results or machineLogs, got none');
  checkOrders(checked);
  checked.results?.files.forEach(({ order, units, list: named }, i) => {
    if (units !== 'serial' && order === undefined)
      throw invalid(`/results/files/${i} needs the order, unless units is "serial"`);
    if ((units === 'list') !== (named !== undefined))
      throw invalid(`/results/files/${i} needs a list where units is "list", and there alone`);
    const serials = named?.map(({ serial }) => serial) ?? [];
    const twice = serials.findIndex((serial, at) => serials.indexOf(serial) !== at);
    if (twice >= 0) throw invalid(`/results/files/${i}/list/${twice} has a serial number that is there already`);
  });
  checked.machineLogs?.files.forEach(({ names, step }, i) => {
    if (names !== 'job' && step === undefined)
      throw invalid(`/machineLogs/files/${i} needs the step of the bill of process, unless the file names the job`);
  });
  return checked;
}

/**
 * The first rule for a file's name, with what the name says between the rule's cuts.
 * @returns undefined where no rule is for it
 */
export function ruleFor<R extends { readonly startsWith?: string; readonly endsWith?: string }>(
  rules: readonly R[],
  name: string,
): { readonly rule: R; readonly named: string } | undefined {
  const rule = rules.find(({ startsWith = '', endsWith = '' }) => {
    const hasRoom = name.length > startsWith.length + endsWith.length;
    return hasRoom && name.startsWith(startsWith) && name.endsWith(endsWith);
  });
  if (rule === undefined) return undefined;
  const { startsWith = '', endsWith = '' } = rule;
  return { rule, named: name.slice(startsWith.length, name.length - endsWith.length) };
}

function checkOrders({ orders }: InboxConfig): void {
  const parts = orders?.parts.map(({ part }) => part) ?? [];
  const part = parts.findIndex((one, at) => parts.indexOf(one) !== at);
  if (part >= 0) throw invalid(`/orders/parts/${part} has a part that is there already`);
  const priced = orders?.parts.findIndex(
    ({ unitPriceCents, unit }) => (unitPriceCents === undefined) !== (unit === undefined),
  );
  if (priced !== undefined && priced >= 0)
    throw invalid(`/orders/parts/${priced} needs unitPriceCents and unit, or neither`);
  const parties = orders?.parties?.map(({ party: name }) => name) ?? [];
  const party = parties.findIndex((one, at) => parties.indexOf(one) !== at);
  if (party >= 0) throw invalid(`/orders/parties/${party} has a party that is there already`);
  const terms = orders?.terms.map(({ name }) => name) ?? [];
  const term = terms.findIndex((one, at) => terms.indexOf(one) !== at);
  if (term >= 0) throw invalid(`/orders/terms/${term} has a name that is there already`);
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw invalid(`it is not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function invalid(what: string): Fault {
  return new Fault('inbox_config_invalid', `${FILE}: ${what}; docs/inbox.md has an example`);
}
