// Reads a design's model file: STL, 3MF or STEP, by the extension of its name, which must agree with what the bytes are.

import { Fault, isFault } from '#core/fault.ts';
import { MAX_MODEL_BYTES, MAX_STEP_BYTES, MAX_STEP_TIME_MS } from '../limits.ts';
import { type LengthUnit, type ModelFacts, partOf, shapeFacts } from './facts.ts';
import { readStep } from './step.ts';
import { readStl } from './stl.ts';
import { readThreeMf } from './three-mf.ts';

/** `unit` is for STL, which has none. Deflections and time are for STEP: 20 micrometres, 0.2 rad, two minutes. */
export type ReadModelOptions = {
  readonly unit?: LengthUnit;
  readonly linearDeflectionMicrometres?: number;
  readonly angularDeflectionMilliradians?: number;
  readonly timeMs?: number;
};

type Format = ModelFacts['format'];

const EXTENSIONS: Readonly<Record<string, Format>> = { stl: 'stl', '3mf': '3mf', step: 'step', stp: 'step' };

/**
 * Facts of a model file. `name` is the file's name; each message begins with it.
 * @throws Fault `model_format_unknown`, `model_format_mismatch`, `model_file_empty`, `model_file_too_large`,
 * `model_unit_conflict`, `stl_unit_missing`, and those of `readStl`, `readThreeMf`, `readStep` and `shapeFacts`
 */
export async function readModel(name: string, bytes: Uint8Array, options: ReadModelOptions = {}): Promise<ModelFacts> {
  try {
    const format = formatOf(name, bytes);
    if (format === 'stl') return stlFacts(bytes, options);
    const facts = format === '3mf' ? threeMfFacts(bytes) : await stepFacts(bytes, options);
    if (options.unit === undefined || options.unit === facts.unit) return facts;
    throw new Fault('model_unit_conflict', `expected the unit of the file, ${facts.unit}, got ${options.unit}`);
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new Fault(error.code, `${name}: ${error.message}`, { cause: error });
  }
}

function formatOf(name: string, bytes: Uint8Array): Format {
  const format = EXTENSIONS[/\.([^.]*)$/.exec(name)?.[1]?.toLowerCase() ?? ''];
  if (format === undefined) {
    throw new Fault('model_format_unknown', 'expected a name that ends in .stl, .3mf, .step or .stp, got another');
  }
  if (bytes.length === 0) throw new Fault('model_file_empty', 'expected a model, got an empty file');
  const most = format === 'step' ? MAX_STEP_BYTES : MAX_MODEL_BYTES;
  if (bytes.length > most)
    throw new Fault('model_file_too_large', `expected at most ${most} bytes, got ${bytes.length}`);
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  const content = start.startsWith('PK\u0003\u0004') ? '3mf' : /^\s*ISO-10303-21/.test(start) ? 'step' : 'stl';
  // Anything may be STL by its first bytes, so only the other two betray themselves; their readers refuse the rest.
  if (content === format || content === 'stl') return format;
  throw new Fault('model_format_mismatch', `expected ${format} content as the name says, got ${content}`);
}

function stlFacts(bytes: Uint8Array, { unit }: ReadModelOptions): ModelFacts {
  if (unit === undefined) {
    throw new Fault(
      'stl_unit_missing',
      'expected a unit beside the file, got none: STL has no unit, so state the one it was exported in',
    );
  }
  const mesh = readStl(bytes);
  return { format: 'stl', unit, unitFrom: 'caller', ...shapeFacts([partOf(mesh)], unit) };
}

function threeMfFacts(bytes: Uint8Array): ModelFacts {
  const { unit: read, parts, mirroredCount, notModelCount } = readThreeMf(bytes);
  const unit = read ?? 'millimeter';
  return {
    format: '3mf',
    unit,
    unitFrom: read === undefined ? 'default of the standard' : 'file',
    ...shapeFacts(parts, unit),
    placement: { mirroredCount, notModelCount },
  };
}

async function stepFacts(bytes: Uint8Array, options: ReadModelOptions): Promise<ModelFacts> {
  const { linearDeflectionMicrometres = 20, angularDeflectionMilliradians = 200, timeMs = MAX_STEP_TIME_MS } = options;
  const tessellation = { linearDeflectionMicrometres, angularDeflectionMilliradians };
  const { unit, shape, step } = await readStep(bytes, { ...tessellation, timeMs });
  return { format: 'step', unit, unitFrom: 'file', ...shape, tessellation, step };
}
