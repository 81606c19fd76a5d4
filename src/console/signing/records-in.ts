// The records that a statement's events name, each once: what to look at next. Pure.

import type { JsonObject } from '#sdk/index.ts';
import { kindsOfId } from '../data/kinds.ts';

/** Records that are named; a statement about hundreds of units leads to their list instead. */
const MOST = 6;

/** A record's id with its kind. */
type Named = { readonly kind: string; readonly label: string; readonly id: string };

/** The records, in the order in which they are named. */
export function recordsIn(data: readonly JsonObject[string][]): readonly Named[] {
  const ids = data
    .flatMap((event) => (typeof event === 'object' ? Object.values(event) : []))
    .filter((value) => typeof value === 'string');
  return [...new Set(ids)]
    .flatMap((id) => {
      const [kind] = kindsOfId(id);
      return kind === undefined ? [] : [{ kind: kind.path, label: kind.label, id }];
    })
    .slice(0, MOST);
}
