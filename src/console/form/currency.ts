// The currency beside an amount: what the nearest part of the form says, else the record that the form is about. Pure.

import type { JsonObject } from '#sdk/index.ts';
import type { Draft, GroupDraft } from './draft.ts';

/** Of the amount at a path; undefined where nobody has said it. */
export function currencyFor(
  draft: GroupDraft,
  path: readonly string[],
  about: JsonObject | undefined,
): string | undefined {
  for (let depth = path.length - 1; depth >= 0; depth--) {
    const found = unitIn(at(draft, path.slice(0, depth)));
    if (found !== undefined) return found;
  }
  const told = about?.unit ?? orderIn(about)?.unit;
  return typeof told === 'string' ? told : undefined;
}

function at(draft: Draft, path: readonly string[]): Draft | undefined {
  return path.reduce<Draft | undefined>(
    (inner, name) => (typeof inner === 'object' ? Object(inner)[name] : undefined),
    draft,
  );
}

/** A group's own unit, or the one of a group in it: the price limit of a request is in the unit of its order. */
function unitIn(group: Draft | undefined): string | undefined {
  if (typeof group !== 'object' || Array.isArray(group)) return undefined;
  const { unit, currency, order } = group as GroupDraft;
  const own = [unit, currency].find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof own === 'string' ? own : order === undefined ? undefined : unitIn(order);
}

function orderIn(about: JsonObject | undefined): JsonObject | undefined {
  const order = about?.order;
  return typeof order === 'object' && !Array.isArray(order) ? (order as JsonObject) : undefined;
}
