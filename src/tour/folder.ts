// Reads a data folder before anything is founded or written: bad input ends here, with one sentence that names the file
// and the place, and no ledger was touched.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join, relative } from 'node:path';
import type { LengthUnit, ModelFacts } from '#connectors/model/facts.ts';
import { readModel } from '#connectors/model/read-model.ts';
import { type LogFacts, readLog } from '#connectors/mtconnect/facts.ts';
import { compareProgramFiles, type ProgramFacts, readProgram } from '#connectors/nc-program/read.ts';
import { type OrderLine, readOrder } from '#connectors/order-csv/order.ts';
import { type Mapping, readMapping } from '#connectors/order-csv/mapping.ts';
import { type Evaluation, evaluate } from '#connectors/qif/evaluate.ts';
import type { QifDocument } from '#connectors/qif/document.ts';
import { readQif } from '#connectors/qif/read.ts';
import type { Finding } from '#connectors/finding.ts';
import { Fault, isFault } from '#core/fault.ts';
import { hex } from '#core/bytes.ts';
import type { Terms } from './terms.ts';
import { numberedUnits } from './units.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 500;
const MAX_UNITS = 49;

/** A file of the folder. */
export type InputFile = { readonly name: string; readonly bytes: Uint8Array };
/** A machine program, or a machine log, of one unit. */
export type Program = InputFile & { readonly facts: ProgramFacts };
export type Log = InputFile & { readonly unit: number; readonly facts: LogFacts };
/** One laboratory's results. */
export type Results = InputFile & { readonly document: QifDocument; readonly evaluation: Evaluation };

/** All that the tour takes from a folder. */
export type Input = {
  readonly folder: string;
  readonly name: string;
  /** SHA-256 over names and bytes, hexadecimal. */
  readonly digest: string;
  /** Undefined where the folder has no order.csv. */
  readonly order: OrderLine | undefined;
  readonly model: InputFile & { readonly facts: ModelFacts };
  /** By unit; the same for all where there is just one. */
  readonly programs: ReadonlyMap<number, Program>;
  readonly programFiles: readonly Program[];
  readonly logs: readonly Log[];
  /** The maker's laboratory first. */
  readonly results: readonly Results[];
  readonly mapping: Mapping | undefined;
  readonly findings: readonly Finding[];
};

/** Reads a folder. @throws Fault with the code of the first file that is wrong, naming file and place */
export async function readFolder(folder: string, terms: Terms): Promise<Input> {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Fault('folder_missing', `${folder} is not a folder: name one with cad/, nc/, machine-log/ and inspection/`);
  }
  const files = listFiles(folder);
  const digest = digestOf(files);
  const order = await inFile(files.get('order.csv'), async ({ bytes }) => singleLine(readOrder(bytes)));
  const model = await readModelFile(inside(files, 'cad'), terms.stlUnit);
  const programFiles = await all(inside(files, 'nc'), async (file) => ({ ...file, facts: readProgram(file.name, file.bytes) }));
  const logs = numberedUnits(
    await all(inside(files, 'machine-log'), async (file) => ({ ...file, facts: await readLog(file.bytes, { gapLimitMs: terms.gapLimitMs }) })),
  );
  const qif = inside(files, 'inspection').filter(({ name }) => extname(name).toLowerCase() === '.qif');
  const results = await all(qif, async (file) => {
    const document = await readQif(file.bytes);
    return { ...file, document, evaluation: evaluate(document) };
  });
  const mapping = await inFile(files.get('inspection/mapping.csv'), async ({ bytes }) => readMapping(bytes));
  checkWhole(folder, { programFiles, logs, results });
  const programs = programsByUnit(programFiles, logs);
  const findings = [...programFiles.flatMap(({ facts }) => facts.findings), ...compareProgramFiles(programFiles.map(({ name, facts }) => ({ file: name, facts })))];
  return { folder, name: basename(folder), digest, order, model, programs, programFiles, logs, results, mapping, findings };
}

function checkWhole(
  folder: string,
  { programFiles, logs, results }: { readonly programFiles: readonly unknown[]; readonly logs: readonly unknown[]; readonly results: readonly unknown[] },
): void {
  if (programFiles.length === 0) throw new Fault('folder_incomplete', `${folder}/nc holds no machine program`);
  if (logs.length === 0) throw new Fault('folder_incomplete', `${folder}/machine-log holds no machine log`);
  if (results.length !== 2) {
    throw new Fault('folder_incomplete', `${folder}/inspection holds ${results.length} QIF files, the tour needs two: the maker's and the buyer's`);
  }
  if (logs.length > MAX_UNITS) throw new Fault('folder_too_large', `${folder}/machine-log holds ${logs.length} logs, the tour takes at most ${MAX_UNITS}`);
}

async function readModelFile(files: readonly InputFile[], stlUnit: string): Promise<Input['model']> {
  const [file, second] = files.filter(({ name }) => /\.(step|stp|stl|3mf)$/i.test(name));
  if (file === undefined) throw new Fault('folder_incomplete', 'cad/ holds no STEP, STL or 3MF file');
  if (second !== undefined) throw new Fault('folder_ambiguous', `cad/ holds ${file.name} and ${second.name}: the tour takes one model`);
  const isStl = extname(file.name).toLowerCase() === '.stl';
  // The unit of an STL is a term that the folder lacks: it is printed as assumed.
  const options = isStl ? { unit: stlUnit as LengthUnit } : {};
  return { ...file, facts: await readModel(file.name, file.bytes, options) };
}

function programsByUnit(files: readonly Program[], logs: readonly Log[]): ReadonlyMap<number, Program> {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return new Map(logs.map(({ unit }) => [unit, only]));
  const numbered = new Map(numberedUnits(files).map((file) => [file.unit, file]));
  for (const { unit, name } of logs) {
    if (!numbered.has(unit)) throw new Fault('folder_incomplete', `nc/ has no program for unit ${unit}, whose log is ${name}`);
  }
  return numbered;
}

function singleLine(lines: readonly OrderLine[]): OrderLine {
  const [line, second] = lines;
  if (line === undefined) throw new Fault('order_empty', 'no line');
  if (second !== undefined) throw new Fault('order_too_long', `line ${second.line}: the tour orders one part at a time`);
  return line;
}

function listFiles(folder: string): ReadonlyMap<string, InputFile> {
  const files = new Map<string, InputFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).replaceAll('\\', '/');
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES) throw new Fault('file_too_large', `${name} has ${size} bytes, at most ${MAX_FILE_BYTES} are read`);
    files.set(name, { name: entry.name, bytes: new Uint8Array(readFileSync(path)) });
    if (files.size > MAX_FILES) throw new Fault('folder_too_large', `${folder} holds more than ${MAX_FILES} files`);
  }
  if (files.size === 0) throw new Fault('folder_empty', `${folder} is empty`);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inside(files: ReadonlyMap<string, InputFile>, folder: string): readonly InputFile[] {
  return [...files].filter(([name]) => name.startsWith(`${folder}/`) && !name.endsWith('.md')).map(([, file]) => file);
}

function digestOf(files: ReadonlyMap<string, InputFile>): string {
  const hash = createHash('sha256');
  for (const [name, { bytes }] of files) hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  return hex(new Uint8Array(hash.digest()));
}

async function all<T>(files: readonly InputFile[], read: (file: InputFile) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (const file of files) results.push(await named(file, read));
  return results;
}

async function inFile<T>(file: InputFile | undefined, read: (file: InputFile) => Promise<T>): Promise<T | undefined> {
  return file === undefined ? undefined : named(file, read);
}

async function named<T>(file: InputFile, read: (file: InputFile) => Promise<T>): Promise<T> {
  try {
    return await read(file);
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    const message = cause.message.startsWith(file.name) ? cause.message : `${file.name}: ${cause.message}`;
    throw new Fault(cause.code, message, { cause });
  }
}
