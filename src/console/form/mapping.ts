// Proposes which characteristics of two laboratories are the same, from what both registered: those of one kind and one
// nominal. The units are those that were built. A proposal for the buyer's quality to look at and to sign. Pure.

import { isDecimal, type JsonObject, plainDecimal } from '#sdk/index.ts';

const SIDES = ['seller', 'buyer'] as const;
type Value = JsonObject[string];
type Characteristic = { readonly id: string; readonly kind: string; readonly nominal?: string };

/** Records of an order, as far as the buyer sees them. */
export type MappingRecords = {
  readonly scope: JsonObject;
  readonly programmes: readonly JsonObject[];
  readonly builds: readonly JsonObject[];
  readonly items: readonly JsonObject[];
  /** What laboratories measured already, under their own labels. */
  readonly results: readonly JsonObject[];
};

/** The input of `inspection.signMapping`, but for the order. */
export function proposedMapping({ scope, programmes, builds, items, results }: MappingRecords): JsonObject {
  const laboratories = Object(scope.laboratories) as JsonObject;
  const groups = new Map<
    string,
    { readonly first: Characteristic; readonly seller: string[]; readonly buyer: string[] }
  >();
  for (const side of SIDES) {
    const programme = programmes.find(
      ({ laboratory }) => laboratory !== undefined && laboratory === laboratories[side],
    );
    for (const found of characteristicsOf(programme?.characteristics)) {
      const key = keyOf(found);
      const group = groups.get(key) ?? { first: found, seller: [], buyer: [] };
      group[side].push(found.id);
      groups.set(key, group);
    }
  }
  return {
    laboratories,
    groups: [...groups].map(([name, { first, seller, buyer }]) => {
      const nominal = first.nominal === undefined ? {} : { nominal: first.nominal };
      return { name, kind: first.kind, ...nominal, seller, buyer };
    }),
    labels: { seller: [], buyer: [] },
    units: unitsOf(laboratories, builds, items, results),
  };
}

/** `Diameter 4`; a zone has no nominal: `Flatness`. */
function keyOf({ kind, nominal }: Characteristic): string {
  if (nominal === undefined) return kind;
  return `${kind} ${isDecimal(nominal) ? plainDecimal(nominal) : nominal}`;
}

/** Built units: as each laboratory called them in its results, else by their serial numbers, where the buyer sees them. */
function unitsOf(
  laboratories: JsonObject,
  builds: readonly JsonObject[],
  items: readonly JsonObject[],
  results: readonly JsonObject[],
): Value {
  const ids = [...new Set([...builds.map(({ item }) => item), ...items.map(({ id }) => id)])];
  return ids.flatMap((id) => {
    if (typeof id !== 'string') return [];
    const number = items.find((item) => item.id === id)?.number;
    const labels = SIDES.flatMap((side) => {
      const laboratory = laboratories[side];
      const own = results.find((one) => one.item === id && one.laboratory === laboratory)?.label;
      const label = own ?? number;
      return laboratory === undefined || label === undefined ? [] : [[side, label] as const];
    });
    return [{ item: id, labels: Object.fromEntries(labels) }];
  });
}

function characteristicsOf(value: Value | undefined): readonly Characteristic[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: Value) => {
    const { id, kind, nominal } = Object(one) as JsonObject;
    if (typeof id !== 'string' || typeof kind !== 'string') return [];
    return [{ id, kind, ...(typeof nominal === 'string' ? { nominal } : {}) }];
  });
}
