// The text of a STEP file (ISO 10303-21): its schemas, product names and length unit, read by scanning statements without
// interpreting the rest. Strings and comments are skipped as the standard writes them, so that a semicolon or a keyword
// inside one is not taken for structure. A file without a stated length unit is refused: the kernel would assume one.

import { Fault } from '#core/fault.ts';
import { MAX_STEP_NAME_CHARACTERS, MAX_STEP_NAMES, MAX_STEP_STATEMENTS } from '../limits.ts';
import type { LengthUnit } from './facts.ts';

const START = 'ISO-10303-21;';
const END = 'END-ISO-10303-21;';
const SOLID = /^#\d+\s*=\s*(?:MANIFOLD_SOLID_BREP|BREP_WITH_VOIDS|FACETED_BREP)\s*\(/;

/** Schemas and product names as written (\X2\ and the like undecoded), each once, in order; number of solids defined. */
export type StepText = {
  readonly unit: LengthUnit;
  readonly schemas: readonly string[];
  readonly products: readonly string[];
  readonly solidCount: number;
};

/**
 * @throws Fault `step_not_part21`, `step_truncated`, `step_too_many_statements`, `step_schema_missing`,
 * `step_unit_missing`, `step_unit_unknown`, `step_units_differ`, `step_too_many_names`
 */
export function readStepText(bytes: Uint8Array): StepText {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!text.trimStart().startsWith(START)) {
    const came = JSON.stringify(text.slice(0, 20));
    throw new Fault('step_not_part21', `STEP: line 1: expected ${START}, got ${came}`);
  }
  let schemas: readonly string[] = [];
  const products: string[] = [];
  const units = new Map<string, string>();
  const contexts: string[] = [];
  let solidCount = 0;
  let last = '';
  for (const statement of statements(text)) {
    last = statement;
    if (statement.startsWith('FILE_SCHEMA')) schemas = strings(statement);
    else if (/^#\d+\s*=\s*PRODUCT\s*\(/.test(statement)) products.push(strings(statement)[1] ?? '');
    else if (SOLID.test(statement)) solidCount++;
    else if (/\bLENGTH_UNIT\b/.test(statement)) units.set(/^#\d+/.exec(statement)?.[0] ?? '', statement);
    else if (/\bGLOBAL_UNIT_ASSIGNED_CONTEXT\b/.test(statement)) contexts.push(statement);
  }
  if (last !== END.slice(0, -1)) throw truncated(text, text.length, END);
  if (schemas.length === 0)
    throw new Fault('step_schema_missing', 'STEP: header: expected FILE_SCHEMA with a schema, got none');
  return {
    unit: unitOf(units, contexts),
    schemas: names(schemas, 'schemas'),
    products: names(products, 'products'),
    solidCount,
  };
}

/** Statements without their semicolon and comments, trimmed. */
function* statements(text: string): Generator<string> {
  const mark = /[';]|\/\*/g;
  let start = 0;
  let kept = '';
  let count = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    if (found[0] === ';') {
      count++;
      if (count > MAX_STEP_STATEMENTS) {
        const place = `line ${lineOf(text, found.index)}`;
        throw new Fault(
          'step_too_many_statements',
          `STEP: ${place}: expected at most ${MAX_STEP_STATEMENTS} statements, got more`,
        );
      }
      yield (kept + text.slice(start, found.index)).trim();
      kept = '';
      start = mark.lastIndex;
    } else {
      const close = found[0] === "'" ? "'" : '*/';
      const end = text.indexOf(close, mark.lastIndex);
      if (end < 0) throw truncated(text, found.index, `a closing ${close}`);
      mark.lastIndex = end + close.length;
      if (close === '*/') {
        kept += `${text.slice(start, found.index)} `;
        start = mark.lastIndex;
      }
    }
  }
}

/** String literals of a statement: a quote inside is written twice. */
function strings(statement: string): readonly string[] {
  return Array.from(statement.matchAll(/'((?:[^']|'')*)'/g), ([, inner]) => (inner ?? '').replaceAll("''", "'"));
}

/** Unit of the geometry: the length unit that the representation contexts name (ISO 10303-41), where they agree. */
function unitOf(units: ReadonlyMap<string, string>, contexts: readonly string[]): LengthUnit {
  const named = contexts.flatMap((context) => {
    const list = /GLOBAL_UNIT_ASSIGNED_CONTEXT\s*\(\s*\(([^)]*)\)/.exec(context)?.[1] ?? '';
    return list
      .split(',')
      .map((id) => units.get(id.trim()))
      .filter((unit) => unit !== undefined);
  });
  const [unit, ...others] = new Set(named.map(unitName));
  if (unit === undefined) {
    throw new Fault(
      'step_unit_missing',
      'STEP: data: expected a context with a LENGTH_UNIT, got none: state the unit and export again',
    );
  }
  if (others.length > 0)
    throw new Fault('step_units_differ', `STEP: data: expected one length unit, got ${[unit, ...others].join(', ')}`);
  return unit;
}

const UNITS: Readonly<Record<string, LengthUnit>> = {
  MICRO: 'micron',
  MILLI: 'millimeter',
  CENTI: 'centimeter',
  METRE: 'meter',
  INCH: 'inch',
  FOOT: 'foot',
};

/** An SI unit by its prefix, a conversion based unit by its name. */
function unitName(statement: string): LengthUnit {
  const si = /SI_UNIT\s*\(\s*(?:\$|\.([A-Z]+)\.)\s*,\s*\.METRE\.\s*\)/.exec(statement);
  const written = si === null ? /CONVERSION_BASED_UNIT\s*\(\s*'([^']*)'/.exec(statement)?.[1] : (si[1] ?? 'METRE');
  const unit = UNITS[(written ?? '').toUpperCase()];
  if (unit !== undefined) return unit;
  const came = JSON.stringify(statement.slice(0, 120));
  throw new Fault('step_unit_unknown', `STEP: data: expected metres with a prefix, inches or feet, got ${came}`);
}

function names(list: readonly string[], what: string): readonly string[] {
  const distinct = [...new Set(list)];
  if (distinct.length <= MAX_STEP_NAMES && distinct.every((name) => name.length <= MAX_STEP_NAME_CHARACTERS))
    return distinct;
  throw new Fault(
    'step_too_many_names',
    `STEP: expected at most ${MAX_STEP_NAMES} ${what} of ${MAX_STEP_NAME_CHARACTERS} characters, got more`,
  );
}

function truncated(text: string, at: number, expected: string): Fault {
  return new Fault('step_truncated', `STEP: line ${lineOf(text, at)}: expected ${expected}, got the end of the file`);
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
