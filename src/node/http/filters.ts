// The filters of a list in its address: one for each index that the contract declares.

import { assert } from '#core/fault.ts';
import { Type } from '#core/schema.ts';

/** What lists are asked by besides their indexes. */
const RESERVED: readonly string[] = ['limit', 'after', 'format'];

/** The schema of each filter. */
export function filterSchemas(index: readonly string[]) {
  for (const name of index) assert(!RESERVED.includes(name), `no index is named ${name}, which lists use themselves`);
  return Object.fromEntries(index.map((name) => [name, Type.Optional(Type.String({ maxLength: 256 }))]));
}

/** The filters of a query that fits its schema, without what else it holds. */
export function filtersOf(query: object): { readonly [index: string]: string } {
  const filters = Object.entries(query).filter(([name]) => !RESERVED.includes(name));
  return Object.fromEntries(filters.map(([name, value]) => [name, String(value)]));
}
