// `touchmark model`: what a model file holds, what to look at before it is made, and what it would cost by a table of rates.

import { basename } from 'node:path';
import { MAX_MODEL_BYTES, MAX_ORDER_QUANTITY, MAX_RATES_BYTES } from '#connectors/limits.ts';
import { isLengthUnit, type ModelFacts } from '#connectors/model/facts.ts';
import { type IndicativePrice, indicativePrice, type NoPrice } from '#connectors/model/indicative-price.ts';
import { type Making, type Note, notesOn } from '#connectors/model/notes.ts';
import type { Process } from '#connectors/model/process-limits.ts';
import { type Rates, readRates } from '#connectors/model/rates.ts';
import { readModel } from '#connectors/model/read-model.ts';
import { plainWord, quoted, withoutControls } from '#sdk/plain-text.ts';
import { defaultRates } from '#tour/rates.ts';
import { millimetres, money } from '#tour/wording.ts';
import { needed, parseVerb, usage, wholeNumber } from '../arguments.ts';
import { columns } from '../describe.ts';
import { readWhole } from '../files.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';
import { PROCESSES, UNITS } from '../roles.ts';

type Values = ReturnType<typeof parseVerb<'model'>>['values'];

/** Micrometres of a length on the command line: a kilometre, as machines are registered. */
const MOST_MICROMETRES = 1_000_000_000;

/** Describes a model file. @returns 1 where a note stops, else 0 */
export async function runModel(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('model', args);
  const path = needed(positionals[0], 'the file');
  const making = makingOf(values);
  const unit = unitOf(values.unit);
  const quantity = wholeNumber(values.quantity, 'quantity', 1, MAX_ORDER_QUANTITY);
  if (quantity === 0) throw usage('--quantity takes a whole number from 1 on, not 0');
  const name = basename(path);
  const facts = await readModel(name, readWhole(io.cwd, path, MAX_MODEL_BYTES), unit === undefined ? {} : { unit });
  const notes = notesOn(facts, making);
  const { material } = values;
  const price =
    material === undefined
      ? undefined
      : indicativePrice(facts, { process: making.process, material, quantity }, ratesOf(values, io));
  if (values.json === true) io.out(jsonLine({ facts, notes, ...(price === undefined ? {} : { price }) }));
  else {
    for (const line of factLines(name, facts)) io.out(line);
    for (const line of noteLines(notes)) io.out(line);
    const from = values.rates === undefined ? 'by assumed rates' : `by the rates of ${plainWord(values.rates)}`;
    for (const line of price === undefined ? [] : priceLines(price, from)) io.out(line);
  }
  return notes.some(({ severity }) => severity === 'stops') ? EXIT.wrong : EXIT.ok;
}

function makingOf(values: Values): Making {
  const process = needed(values.process, '--process');
  if (!PROCESSES.includes(process)) throw usage(`--process takes ${PROCESSES.join(', ')}, not ${plainWord(process)}`);
  const tolerance = micrometres(values.tolerance, 'tolerance');
  const leastWall = micrometres(values['least-wall'], 'least-wall');
  return {
    // It is one of the schema's words.
    process: process as Process,
    ...(values.envelope === undefined ? {} : { envelopeMicrometres: boxOf(values.envelope) }),
    ...(tolerance === undefined ? {} : { toleranceMicrometres: tolerance }),
    ...(leastWall === undefined ? {} : { leastWall: { micrometres: leastWall, source: 'the shop’s own' } }),
  };
}

function micrometres(text: string | undefined, option: string): number | undefined {
  return text === undefined ? undefined : wholeNumber(text, option, 0, MOST_MICROMETRES);
}

function boxOf(text: string): { readonly x: number; readonly y: number; readonly z: number } {
  const [, ...edges] = /^([1-9]\d{0,5})x([1-9]\d{0,5})x([1-9]\d{0,5})$/.exec(text) ?? [];
  const [x, y, z] = edges.map((edge) => Number(edge) * 1000);
  if (x === undefined || y === undefined || z === undefined)
    throw usage(`--envelope takes three edges in whole millimetres, as 600x500x400, not ${plainWord(text)}`);
  return { x, y, z };
}

function unitOf(text: string | undefined) {
  if (text === undefined || isLengthUnit(text)) return text;
  throw usage(`--unit takes ${UNITS.join(', ')}, not ${plainWord(text)}`);
}

function ratesOf({ rates }: Values, io: Io): Rates {
  return rates === undefined ? defaultRates() : readRates(rates, readWhole(io.cwd, rates, MAX_RATES_BYTES));
}

function factLines(name: string, facts: ModelFacts): readonly string[] {
  const { format, unit, unitFrom, boxNanometres, bodyCount, triangleCount, watertight, wall } = facts;
  const { min, max } = boxNanometres;
  const edges = [0, 1, 2].map((axis) => millimetres(Math.ceil(((max[axis] ?? 0) - (min[axis] ?? 0)) / 1000)));
  return [
    `${quoted(name)}, a model in ${format.toUpperCase()}`,
    ...columns([
      ['unit', `${unit}, from the ${unitFrom}`],
      ['box', `${edges.join(' × ')} mm`],
      ['volume', facts.volumeMm3 === undefined ? `none: ${facts.noVolume}` : `${facts.volumeMm3} mm³`],
      ['surface', `${facts.surfaceMm2} mm²`],
      ['thinnest wall', wall === undefined ? 'not measured' : `${millimetres(wall.thinnestMicrometres)} mm, found`],
      ['bodies', `${bodyCount}, of ${triangleCount} triangles, ${watertight ? 'watertight' : 'not watertight'}`],
    ]),
  ];
}

function noteLines(notes: readonly Note[]): readonly string[] {
  if (notes.length === 0) return ['No notes on making it: nothing in these figures stands in the way'];
  return [
    'Notes on making it',
    ...notes.map(({ severity, code, text }) => `  ${severity} ${code}: ${withoutControls(text)}`),
  ];
}

function priceLines(price: IndicativePrice | NoPrice, from: string): readonly string[] {
  if ('code' in price) return [`No price: ${withoutControls(price.text)} (${price.code})`];
  const { basis, currency, quantity, lines, unitCents, totalCents } = price;
  return [
    `A price, ${basis}, ${from}: ${money(unitCents, currency)} each, ${money(totalCents, currency)} for ${quantity}`,
    ...columns(
      lines.map(({ code, per, cents, text }) => [
        `${code}, ${per}`,
        `${money(cents, currency)}: ${withoutControls(text)}`,
      ]),
    ),
  ];
}
