// What stands at a place of a record: `by`, `closing.by`, `steps.member` for each step, `route[at]` for one part of a list.

import type { JsonObject } from '#sdk/index.ts';

type Json = JsonObject[string];

/** One part of a list, at the number that another field has, or after it. */
const PART = /^(\w+)\[(\w+)(\+1)?\]$/;

/** The values there; each part of a list by itself, and none where nothing stands there. */
export function valuesAt(value: JsonObject, place: string): readonly Json[] {
  const [, list, at, after] = PART.exec(place) ?? [];
  if (list === undefined || at === undefined) {
    return place
      .split('.')
      .reduce<readonly Json[]>((found, name) => found.flatMap((one) => fieldOf(one, name)), [value]);
  }
  const [parts, number] = [value[list], value[at]];
  if (!Array.isArray(parts) || typeof number !== 'number') return [];
  const part = parts[after === undefined ? number : number + 1];
  return part === undefined ? [] : [part];
}

function fieldOf(value: Json, name: string): readonly Json[] {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  // Lists have been taken apart before, so it is an object.
  const found = (value as JsonObject)[name];
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}
