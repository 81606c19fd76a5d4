// Reads inspection/mapping.csv: which unit or characteristic of one laboratory is which of the other.
//
//   kind,laboratoryA,laboratoryB
//   unit,1,PLATE_A01
//   characteristic,Diameter 10,DIAMETER5
//
// Each name of one laboratory goes with one of the other: a repeated one is refused, because two answers are none.

import { type CsvField, fieldFault, readCsv } from './csv.ts';

/** One pair, names as written. */
type MappingPair = { readonly laboratoryA: string; readonly laboratoryB: string; readonly line: number };

/** The pairs of a mapping file; either list may be empty. */
export type Mapping = { readonly units: readonly MappingPair[]; readonly characteristics: readonly MappingPair[] };

const COLUMNS = ['kind', 'laboratoryA', 'laboratoryB'] as const;

/**
 * The pairs of a mapping.
 * @throws Fault `mapping_kind`, `mapping_name_empty`, `mapping_repeated`, and those of `readCsv`; each names line and column
 */
export function readMapping(bytes: Uint8Array): Mapping {
  const mapping = { unit: [] as MappingPair[], characteristic: [] as MappingPair[] };
  const seen = new Map<string, number>();
  for (const { line, fields } of readCsv(bytes, COLUMNS)) {
    const kind = readKind(fields.kind);
    for (const column of ['laboratoryA', 'laboratoryB'] as const) once(seen, `${kind} ${column} `, fields[column]);
    mapping[kind].push({ laboratoryA: fields.laboratoryA.text, laboratoryB: fields.laboratoryB.text, line });
  }
  return { units: mapping.unit, characteristics: mapping.characteristic };
}

function readKind(field: CsvField): 'unit' | 'characteristic' {
  if (field.text === 'unit' || field.text === 'characteristic') return field.text;
  throw fieldFault('mapping_kind', field, 'unit or characteristic');
}

function once(seen: Map<string, number>, scope: string, field: CsvField): void {
  if (field.text === '') throw fieldFault('mapping_name_empty', field, 'a name');
  const earlier = seen.get(scope + field.text);
  if (earlier !== undefined) throw fieldFault('mapping_repeated', field, `a name other than that of line ${earlier}`);
  seen.set(scope + field.text, field.line);
}
