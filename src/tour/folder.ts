// Reads a data folder before anything is founded or written: bad input ends here, with one sentence that names the file
// and the place, and no ledger was touched.

import { basename } from 'node:path';
import type { Finding } from '#connectors/finding.ts';
import type { ModelFacts } from '#connectors/model/facts.ts';
import { readModel } from '#connectors/model/read-model.ts';
import { type LogFacts, readLog } from '#connectors/mtconnect/facts.ts';
import { compareProgramFiles, type ProgramFacts, readProgram } from '#connectors/nc-program/read.ts';
import { type Mapping, readMapping } from '#connectors/order-csv/mapping.ts';
import { type OrderLine, readOrder } from '#connectors/order-csv/order.ts';
import { type Comparison, compareLaboratories } from '#connectors/qif/compare.ts';
import type { QifDocument } from '#connectors/qif/document.ts';
import { type Evaluation, evaluate } from '#connectors/qif/evaluate.ts';
import { readQif } from '#connectors/qif/read.ts';
import { Fault, isFault } from '#core/fault.ts';
import { LABORATORIES } from './cast.ts';
import { digestOf, type FolderFiles, type InputFile, readFiles } from './files.ts';
import { MAX_UNITS } from './limits.ts';
import { type PairedUnit, pairUnits } from './pairing.ts';
import type { Terms } from './terms.ts';
import { numberedUnits } from './units.ts';

/** A machine program. */
type Program = InputFile & { readonly facts: ProgramFacts };
/** The machine log of one unit. */
export type Log = InputFile & { readonly unit: number; readonly facts: LogFacts };
/** One laboratory's results. */
export type Results = InputFile & { readonly document: QifDocument; readonly evaluation: Evaluation };

/** All that the tour takes from a folder. */
export type Input = {
  readonly name: string;
  /** SHA-256 over names and bytes and the assumed terms, hexadecimal. */
  readonly digest: string;
  /** Undefined where the folder has no order.csv. */
  readonly order: OrderLine | undefined;
  readonly model: InputFile & { readonly facts: ModelFacts };
  /** By unit; the same for all where there is just one. */
  readonly programs: ReadonlyMap<number, Program>;
  readonly programFiles: readonly Program[];
  /** In the order of the units' numbers: the units of the order. */
  readonly logs: readonly Log[];
  /** The maker's laboratory first: the order of the files' names, which is assumed. */
  readonly results: readonly [maker: Results, buyer: Results];
  readonly mapping: Mapping | undefined;
  readonly comparison: Comparison;
  /** What the laboratories measured, by unit. */
  readonly measured: ReadonlyMap<number, PairedUnit>;
  /** What is odd in the design's files, and the files that are not read. */
  readonly findings: readonly Finding[];
};

/** Reads a folder. @throws Fault with the code of the first file that is wrong, naming file and place */
export async function readFolder(folder: string, terms: Terms): Promise<Input> {
  const files = readFiles(folder);
  const { cad, nc, 'machine-log': logFiles, inspection } = files.inside;
  checkWhole(files);
  const order = await inFile(files.order, ({ bytes }) => singleLine(readOrder(bytes)));
  const mappingFile = inspection.find(({ name }) => name === 'mapping.csv');
  const mapping = await inFile(mappingFile, ({ bytes }) => readMapping(bytes));
  const logs = numberedUnits(
    await all(logFiles, async (file) => ({ ...file, facts: await readLog(file.bytes, terms) })),
  );
  const programFiles = await all(nc, (file) => ({ ...file, facts: readProgram(file.name, file.bytes) }));
  const programs = programsByUnit(programFiles, logs);
  const [maker, buyer] = await all(inspection.filter(isQif), readResults);
  if (maker === undefined || buyer === undefined)
    throw new Fault('folder_incomplete', 'inspection: expected two files');
  const results = [maker, buyer] as const;
  const comparison = compare(results, mapping);
  const units = logs.map(({ unit }) => unit);
  return {
    name: basename(folder),
    digest: digestOf(files, JSON.stringify(terms)),
    order,
    model: await readModelFile(cad, terms),
    ...{ programs, programFiles, logs, results, mapping, comparison },
    measured: pairUnits(units, comparison, results),
    findings: [...programFindings(programFiles), ...files.notRead.map(notRead)],
  };
}

/** @throws Fault `folder_incomplete`, `folder_ambiguous`, `folder_too_large` */
function checkWhole({ inside }: FolderFiles): void {
  const { cad, nc, 'machine-log': logs, inspection } = inside;
  const [model, second] = cad;
  if (model === undefined) throw new Fault('folder_incomplete', 'cad: expected a STEP, STL or 3MF file, got none');
  if (second !== undefined) {
    throw new Fault('folder_ambiguous', `cad: expected one model, got ${model.name} and ${second.name}`);
  }
  if (nc.length === 0) throw new Fault('folder_incomplete', 'nc: expected a machine program, got none');
  if (logs.length === 0) throw new Fault('folder_incomplete', 'machine-log: expected a log for each unit, got none');
  if (logs.length > MAX_UNITS || nc.length > MAX_UNITS) {
    const text = `expected at most ${MAX_UNITS} files each, got ${nc.length} and ${logs.length}`;
    throw new Fault('folder_too_large', `nc and machine-log: ${text}`);
  }
  const qif = inspection.filter(isQif);
  if (qif.length !== 2) {
    const text = `expected two QIF files, the maker's and the buyer's, got ${qif.length}`;
    throw new Fault('folder_incomplete', `inspection: ${text}`);
  }
}

function isQif({ name }: InputFile): boolean {
  return name.toLowerCase().endsWith('.qif');
}

async function readResults(file: InputFile): Promise<Results> {
  const document = await readQif(file.bytes);
  return { ...file, document, evaluation: evaluate(document) };
}

function compare([maker, buyer]: Input['results'], mapping: Mapping | undefined): Comparison {
  const [a, b] = [
    { ...maker, name: LABORATORIES[0].laboratory },
    { ...buyer, name: LABORATORIES[1].laboratory },
  ];
  return mapping === undefined ? compareLaboratories(a, b) : compareLaboratories(a, b, mapping);
}

async function readModelFile(files: readonly InputFile[], { stlUnit }: Terms): Promise<Input['model']> {
  const [model] = await all(files, async (file) => {
    // An STL file has no unit: it is a term, and printed as assumed.
    const options = file.name.toLowerCase().endsWith('.stl') ? { unit: stlUnit } : {};
    return { ...file, facts: await readModel(file.name, file.bytes, options) };
  });
  if (model === undefined) throw new Fault('folder_incomplete', 'cad: expected a model');
  return model;
}

function programsByUnit(files: readonly Program[], logs: readonly Log[]): ReadonlyMap<number, Program> {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return new Map(logs.map(({ unit }) => [unit, only]));
  const numbered = new Map(numberedUnits(files).map((file) => [file.unit, file]));
  const without = logs.find(({ unit }) => !numbered.has(unit));
  if (without === undefined) return numbered;
  throw new Fault('folder_incomplete', `nc: expected a program for unit ${without.unit} of ${without.path}, got none`);
}

function programFindings(files: readonly Program[]): readonly Finding[] {
  const compared = compareProgramFiles(files.map(({ name, facts }) => ({ file: name, facts })));
  return [...files.flatMap(({ facts }) => facts.findings), ...compared];
}

function notRead(path: string): Finding {
  return { code: 'file_not_read', place: path, text: 'the tour has no use for it' };
}

function singleLine(lines: readonly OrderLine[]): OrderLine {
  const [line, second] = lines;
  if (line === undefined) throw new Fault('order_empty', 'expected one part, got none');
  if (second === undefined) return line;
  throw new Fault('order_too_long', `line ${second.line}: expected one part, got another, ${second.part}`);
}

async function all<T>(files: readonly InputFile[], read: (file: InputFile) => T | Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (const file of files) results.push(await inNamed(file, read));
  return results;
}

async function inFile<T>(file: InputFile | undefined, read: (file: InputFile) => T): Promise<T | undefined> {
  return file === undefined ? undefined : inNamed(file, read);
}

/** Each Fault of a file begins with its path. */
async function inNamed<T>(file: InputFile, read: (file: InputFile) => T | Promise<T>): Promise<T> {
  try {
    return await read(file);
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    const text = cause.message.startsWith(file.name) ? cause.message.slice(file.name.length) : `: ${cause.message}`;
    throw new Fault(cause.code, `${file.path}${text}`, { cause });
  }
}
