// `touchmark watch`: a line for each statement as it becomes durable, until it is stopped.

import { timeOf } from '#sdk/field-value.ts';
import type { EntrySeen } from '#sdk/http-answers.ts';
import { plainWord } from '#sdk/plain-text.ts';
import { parseVerb, wholeNumber } from '../arguments.ts';
import { connectToRead, sizeAt } from '../connection.ts';
import { contractOf } from '../contract-words.ts';
import { inWords } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';

/** Follows the ledger. @returns 0 when it was stopped */
export async function runWatch(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('watch', args);
  const only = values.contract === undefined ? undefined : contractOf(values.contract).name;
  const from = values.after === undefined ? undefined : wholeNumber(values.after, 'after', 0, Number.MAX_SAFE_INTEGER);
  await using reading = await connectToRead(values, io);
  // From here on a signal ends the watching, not the process.
  const signal = io.stop;
  const { transport } = reading;
  const after = from ?? (await sizeAt(reading.url)) - 1;
  const onHead = ({ size, height }: { readonly size: number; readonly height: number }): void =>
    io.progress(`entry ${size - 1}, block ${height}; Control-C ends it`);
  for await (const entry of transport.follow(after, { signal, onHead })) {
    if (only !== undefined && entry.contract !== only) continue;
    io.progress('');
    io.out(values.json === true ? jsonLine(entry) : asLine(entry));
  }
  io.progress('');
  return EXIT.ok;
}

function asLine({ index, timeMs, contract, action, actor, outcome, events }: EntrySeen): string {
  const did = `${index}  ${timeOf(timeMs)}  ${plainWord(`${contract}.${action}`)} by ${plainWord(actor)}`;
  if (outcome !== 'accepted') return `${did}: REFUSED ${plainWord(outcome)}`;
  const what = events.map(({ name, data }) => `${plainWord(name)} ${inWords(data)}`.trimEnd());
  return what.length === 0 ? did : `${did}: ${what.join('; ')}`;
}
