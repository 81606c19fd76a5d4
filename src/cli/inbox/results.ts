// Results: each unit of a laboratory's QIF file becomes one `recordResults`, values as written. Which units those are,
// inbox.json says or names the way to find out.

import type { MeasuredUnit, QifDocument } from '#connectors/qif/document.ts';
import { assertMeasurementsClear, fileHash, valuesOf, verdictOf } from '#connectors/qif/inspection-input.ts';
import { readQif } from '#connectors/qif/read.ts';
import { inspectionInterface } from '#contracts/inspection/schema.ts';
import { Fault } from '#core/fault.ts';
import type { Client } from '#sdk/client.ts';
import { quoted } from '#sdk/plain-text.ts';
import { type ResultsRule, ruleFor } from './config.ts';
import { itemByLabel, itemOf } from './lookup.ts';
import { type DroppedFile, fitting, type PartInput, type Reading, type ReadingOf } from './part.ts';

/** Reads results as inbox.json says. */
export const readingOfResults: ReadingOf = ({ results }) => {
  if (results === undefined) return undefined;
  const reading: Reading = {
    contract: inspectionInterface,
    action: 'recordResults',
    parts: async (file) => {
      const found = ruleFor(results.files, file.name);
      if (found === undefined)
        throw new Fault('file_unnamed', `${quoted(file.name)} fits no rule of results.files in inbox.json`);
      const document = await readQif(file.bytes);
      return document.units.map((unit) => {
        assertMeasurementsClear(unit, { document });
        const serial = serialOf(unit, found.rule);
        const brought = { file, document, unit, serial, rule: found.rule };
        return { key: `unit ${unit.resultsId}`, prepare: (client) => prepare(client, reading, brought) };
      });
    },
  };
  return reading;
};

type Brought = {
  readonly file: DroppedFile;
  readonly document: QifDocument;
  readonly unit: MeasuredUnit;
  readonly serial: string;
  readonly rule: ResultsRule;
};

/** @throws Fault `unit_unnamed` */
function serialOf({ serial, line }: MeasuredUnit, { list }: ResultsRule): string {
  if (serial === undefined)
    throw new Fault('unit_unnamed', `line ${line}: expected a unit with one serial number, got none or several`);
  if (list === undefined || list.some((unit) => unit.serial === serial)) return serial;
  const text = `expected a serial number of the list in inbox.json, got ${quoted(serial)}`;
  throw new Fault('unit_unnamed', `line ${line}: ${text}`);
}

async function prepare(client: Client, reading: Reading, brought: Brought): Promise<PartInput> {
  const { file, document, unit, serial } = brought;
  const input = fitting(reading, `line ${unit.line}, unit ${quoted(serial)}`, {
    ...(await unitOf(client, brought)),
    laboratory: client.member,
    file: fileHash(file),
    label: serial,
    fileVerdict: verdictOf(unit.status),
    values: valuesOf(unit, { document }),
  });
  return { input };
}

async function unitOf(
  client: Client,
  { serial, rule }: Brought,
): Promise<{ readonly order: string; readonly item: string }> {
  const { units, order, list = [] } = rule;
  if (units === 'serial') {
    const found = await itemOf(client, serial, order);
    return { order: found.order, item: found.id };
  }
  // inbox.json was checked: only by serial number may it leave out the order.
  const ordered = order ?? '';
  if (units === 'mapping') return { order: ordered, item: await itemByLabel(client, serial, ordered) };
  return { order: ordered, item: list.find((named) => named.serial === serial)?.item ?? '' };
}
