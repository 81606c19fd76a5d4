// Holds an input against all that the contracts will ask of it, before a ledger is founded: what they would refuse in
// the middle of the story is one sentence here that names the file and the line.

import { factsOfLog } from '#connectors/mtconnect/build-facts.ts';
import { termsOfOrder } from '#connectors/order-csv/order-terms.ts';
import {
  assertMeasurementsClear,
  fileHash,
  mappingOf,
  programmeOf,
  valuesOf,
  verdictOf,
} from '#connectors/qif/inspection-input.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { productionInterface } from '#contracts/production/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { type Check, compile, text } from '#core/schema.ts';
import { quoted } from '#sdk/plain-text.ts';
import type { Input, Log, Results } from './folder.ts';
import { MAX_INPUT_BYTES } from './limits.ts';
import type { Terms } from './terms.ts';
import { padded, time } from './wording.ts';

/** Stands for a record or a hash that there is not yet. */
const ID = 'x';
/** How far a machine's clock may run ahead. */
const CLOCK_AHEAD_MS = 5 * 60_000;
const HASH = base64url(new Uint8Array(32));
/** Code points of a part number, so that a serial number with a unit's number fits in 80. */
const part = compile(text(73));
const fileName = compile(text(100));

const builds = compile(productionInterface.actions.recordBuild.input);
const programmes = compile(inspectionInterface.actions.registerProgramme.input);
const mappings = compile(inspectionInterface.actions.signMapping.input);
const results = compile(inspectionInterface.actions.recordResults.input);
const orderTerms = compile(procurementInterface.actions.placeOrder.input.properties.terms);

/** The part number: the order's, else the folder's name. */
export function partOf({ order, name }: Pick<Input, 'order' | 'name'>): string {
  return order?.part ?? name;
}

/** The serial number of a unit. */
export function serialOf(part: string, unit: number): string {
  return `${part}-${padded(unit)}`;
}

/**
 * Checks an input.
 * @throws Fault `order_quantity_differs`, `order_overdue`, `name_unfit`, `log_in_future`, `measurement_unclear`, `input_unfit`
 */
export function checkInput(input: Input, terms: Terms, nowMs: number): void {
  checkOrder(input, terms, nowMs);
  for (const { path, name } of [input.model, ...input.programFiles]) {
    if (fileName.firstError(name) !== undefined)
      throw new Fault('name_unfit', `${path}: expected a file name of at most 100 characters`);
  }
  for (const log of input.logs) checkLog(log, terms, nowMs);
  for (const lab of input.results) checkResults(lab);
  const [maker, buyer] = input.results;
  const mapping = { order: ID, laboratories: {}, ...mappingOf(input.comparison, maker, buyer), units: [] };
  fits(mappings, mapping, () => `${maker.path} and ${buyer.path}`);
}

function checkOrder({ order, name, logs }: Input, terms: Terms, nowMs: number): void {
  const named: [place: string, text: string][] = [[`${name}, the folder's name`, name]];
  if (order !== undefined) named.push([`order.csv: line ${order.line}, part`, order.part]);
  const wrong = named.find(([, written]) => part.firstError(written) !== undefined);
  if (wrong !== undefined)
    throw new Fault('name_unfit', `${wrong[0]}: expected at most 73 characters, none of control`);
  if (order === undefined) return;
  if (order.quantity !== logs.length) {
    const text = `expected ${logs.length}, the number of machine logs, got ${order.quantity}`;
    throw new Fault('order_quantity_differs', `order.csv: line ${order.line}, quantity: ${text}`);
  }
  if (order.neededByMs < nowMs) {
    const text = `expected a day that is not over, got ${order.neededBy}`;
    throw new Fault('order_overdue', `order.csv: line ${order.line}, neededBy: ${text}`);
  }
  fits(orderTerms, termsOfOrder(order, terms.terms), () => `order.csv: line ${order.line}, options`);
}

function checkLog(log: Log, { gapLimitMs }: Terms, nowMs: number): void {
  const facts = factsOfLog(log, gapLimitMs);
  fits(builds, { job: ID, ...facts }, () => log.path);
  if (facts.endedMs < facts.startedMs) {
    const text = `expected times that go on, but it begins at ${time(facts.startedMs)} and ends at ${time(facts.endedMs)}`;
    throw new Fault('log_backwards', `${log.path}: line ${facts.logLines}: ${text}`);
  }
  if (facts.endedMs > nowMs + CLOCK_AHEAD_MS) {
    const text = `expected times that are over, but it ends at ${time(facts.endedMs)}`;
    throw new Fault('log_in_future', `${log.path}: line ${facts.logLines}: ${text}`);
  }
}

function checkResults(lab: Results): void {
  const { path, document } = lab;
  const lines = [...document.characteristics.values()].map(({ line }) => line);
  const programme = { order: ID, file: fileHash(lab), characteristics: programmeOf(lab) };
  fits(programmes, programme, (index) => `${path}${lineAt(lines, index)}`);
  for (const unit of document.units) {
    assertMeasurementsClear(unit, lab, `${path}: `);
    const values = valuesOf(unit, lab);
    const label = unit.serial === undefined ? {} : { label: unit.serial };
    const file = { order: ID, item: ID, laboratory: 'laboratory', file: HASH, fileVerdict: verdictOf(unit.status) };
    const measured = unit.measurements.map(({ line }) => line);
    fits(results, { ...file, ...label, values }, (i) => `${path}${lineAt(measured, i) || `: line ${unit.line}`}`);
  }
}

function lineAt(lines: readonly number[], index: number | undefined): string {
  const line = index === undefined ? undefined : lines[index];
  return line === undefined ? '' : `: line ${line}`;
}

/** @param placeOf names the place of the value at this place of the list within the input */
function fits(check: Check<unknown>, value: unknown, placeOf: (index: number | undefined) => string): void {
  const fault = check.firstError(value);
  if (fault !== undefined) {
    const [pointer = '', ...reason] = fault.split(' ');
    const path = pointer.split('/').slice(1);
    const index = path.find((part) => /^\d+$/.test(part));
    const expected = reason.join(' ').replace('must match pattern', 'expected a text like');
    const place = placeOf(index === undefined ? undefined : Number(index));
    throw new Fault('input_unfit', `${place}: ${path.at(-1) ?? 'the input'}: ${expected}${gotAt(value, path)}`);
  }
  const bytes = utf8(JSON.stringify(value)).length;
  if (bytes <= MAX_INPUT_BYTES) return;
  const text = `expected at most ${MAX_INPUT_BYTES} bytes for one statement, got ${bytes}`;
  throw new Fault('input_unfit', `${placeOf(undefined)}: ${text}`);
}

/** What stands at a path within a value, where it is a text. */
function gotAt(value: unknown, path: readonly string[]): string {
  let found = value;
  for (const part of path) found = new Map(Object.entries(Object(found))).get(part);
  return typeof found === 'string' ? `, got ${quoted(found)}` : '';
}
