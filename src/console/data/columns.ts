// The columns of a list: what tells records of a kind apart at a glance. Pure.

import { type FieldSchema, fieldKind, schemaOf } from './fields.ts';
import type { Kind } from './kinds.ts';

/** Columns besides the id. */
const MOST = 6;
/** What says little in a row. */
const SKIPPED = ['id', 'unit', 'currency'];

/** A column. */
export type Column = { readonly name: string; readonly schema: FieldSchema };

/** The columns of a kind: its state, the fields that it is found by, then what else is short. */
export function columnsOf({ record }: Kind): readonly Column[] {
  const fields = Object.entries(schemaOf(record.schema)).filter(([name, schema]) => {
    const kind = fieldKind(name, schema);
    return !SKIPPED.includes(name) && kind !== 'list' && kind !== 'group' && kind !== 'hash';
  });
  const rank = ([name]: readonly [string, FieldSchema]): number =>
    name === 'state' ? 0 : record.index.includes(name) ? 1 : 2;
  return fields
    .map((field, i) => ({ field, i }))
    .sort((a, b) => rank(a.field) - rank(b.field) || a.i - b.i)
    .slice(0, MOST)
    .map(({ field: [name, schema] }) => ({ name, schema }));
}
