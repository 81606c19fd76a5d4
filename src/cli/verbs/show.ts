// `touchmark show`: says in plain words what a file is, or what stands at a place of a ledger. It shows things as they
// stand and checks no more than it says: what a bundle proves is for verify, what a ledger is worth for audit.

import { resolve } from 'node:path';
import { viewLedger } from '#node/inspect.ts';
import { timeOf } from '#sdk/field-value.ts';
import { plainWord, quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import {
  type Description,
  describeAnyStatement,
  describeBlock,
  describeGenesis,
  describeOutcome,
  inWords,
} from '../describe.ts';
import { describeFile } from '../describe-file.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';

type View = ReturnType<typeof viewLedger>;

/** Shows a file, or a place of a ledger. @returns 0 */
export async function runShow(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('show', args);
  const thing = needed(
    positionals[0],
    values.ledger === undefined ? 'the file' : 'the place: an entry, a transaction or contract/record/id',
  );
  const { lines, json } =
    values.ledger === undefined ? describeFile(io.cwd, thing) : describePlace(resolve(io.cwd, values.ledger), thing);
  if (values.json === true) io.out(jsonLine(json));
  else for (const line of lines) io.out(line);
  return EXIT.ok;
}

function describePlace(path: string, place: string): Description {
  using view = viewLedger(path);
  const [, contract, record, id] = /^([a-z]{1,31})\/([A-Za-z]{1,63})\/(.+)$/.exec(place) ?? [];
  if (contract !== undefined && record !== undefined && id !== undefined)
    return describeRecord(view, `${contract}/${record}`, id);
  return describeEntry(view, /^\d{1,15}$/.test(place) ? Number(place) : place);
}

function describeEntry(view: View, place: number | string): Description {
  const { kind, index, height, timeMs, bytes, outcome, events, details } = view.entry(place);
  const title = `entry ${index} in block ${height}, ${timeOf(timeMs)}, of ledger ${quoted(view.name)}`;
  if (kind === 'genesis') return titled(title, describeGenesis(bytes), { index });
  if (kind === 'block') return titled(title, describeBlock(bytes), { index });
  const { lines, json } = describeAnyStatement(bytes);
  const why = details === '{}' ? [] : [`  details: ${inWords(JSON.parse(details))}`];
  const all = { lines: [...lines, ...describeOutcome(outcome, events), ...why], json };
  return titled(title, all, { index, height, timeMs, outcome, events });
}

function describeRecord(view: View, kind: string, id: string): Description {
  // The runtime wrote it through the record's schema.
  const value = JSON.parse(view.record(kind, id)) as { readonly [field: string]: unknown };
  const fields = Object.entries(value).map(
    ([name, field]) => `  ${name}: ${typeof field === 'string' ? plainWord(field) : JSON.stringify(field)}`,
  );
  return { lines: [`${kind} ${plainWord(id)} of ledger ${quoted(view.name)}`, ...fields], json: { kind, id, value } };
}

function titled(title: string, { lines, json }: Description, more: object): Description {
  return { lines: [title, ...lines], json: { ...json, ...more } };
}
