// `touchmark get`: one record with all its fields.

import { isObject, type Json } from '#core/canonical-json.ts';
import { Fault } from '#core/fault.ts';
import { fieldValue, unitOf } from '#sdk/field-value.ts';
import { plainWord, quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import { connectToRead } from '../connection.ts';
import { contractOf, parsedObject, recordOf } from '../contract-words.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';

/** Shows a record. @returns 0 @throws Fault `record_unknown` where there is none for this reader */
export async function runGet(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('get', args);
  const contract = contractOf(positionals[0]);
  recordOf(contract, positionals[1]);
  const id = needed(positionals[2], 'the record’s id');
  const kind = `${contract.name}/${positionals[1]}`;
  await using reading = await connectToRead(values, io);
  const text = await reading.transport.record(kind, id);
  if (text === undefined) {
    const who = reading.keys?.actor ?? 'anyone without a key (--as)';
    throw new Fault('record_unknown', `there is no ${kind} ${id} that ${who} may see`);
  }
  const value = parsedObject(kind, text);
  if (values.json === true) io.out(jsonLine({ kind, id, value }));
  else {
    io.out(`${kind} ${plainWord(id)}`);
    const unit = unitOf(value);
    for (const line of columns(Object.entries(value).flatMap(([name, field]) => rows(name, name, field, unit))))
      io.out(line);
  }
  return EXIT.ok;
}

function rows(
  label: string,
  name: string,
  value: Json,
  unit: string | undefined,
): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return [[label, 'none']];
    return value.flatMap((one: Json, i) => rows(`${label} ${i + 1}`, name, one, unit));
  }
  if (isObject(value)) {
    const own = unitOf(value) ?? unit;
    return Object.entries(value).flatMap(([field, one]) =>
      rows(`${label}, ${/^[A-Za-z0-9]+$/.test(field) ? field : quoted(field)}`, field, one, own),
    );
  }
  return [[label, fieldValue(name, value as string | number | boolean, unit)]];
}
