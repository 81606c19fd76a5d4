// Places the nodes of a genealogy: columns from raw material on the left to the asset on the right, as late as possible
// before the start and as early as possible behind it, so that every edge goes to the right: nothing goes into what has
// already gone on. Within a column, nodes stand where those they are linked to stand. Our own rather than dagre's, whose
// network simplex takes seconds where this takes milliseconds.

import { neighbours, type TraceEdge } from './graph.ts';

/** Pixels of a node, of the room between columns (words stand at both ends of an edge), and between rows. */
export const NODE = { width: 228, height: 92, columnGap: 212, rowGap: 20 } as const;
/** A place. */
export type Place = { readonly x: number; readonly y: number; readonly column: number };
type Ends = Pick<TraceEdge, 'from' | 'to'>;
type Around = ReadonlyMap<string, readonly string[]>;

const SWEEPS = 4;

/** Where each node stands. @param ids in an order that is kept where nothing else decides @param start is at 0, 0 */
export function layout(ids: readonly string[], edges: readonly Ends[], start: string): ReadonlyMap<string, Place> {
  // Only the ends matter here.
  const whole = edges as readonly TraceEdge[];
  const before = neighbours(whole, ({ from, to }) => [to, from]);
  const behind = neighbours(whole, ({ from, to }) => [from, to]);
  const columns = columnsOf(ids, start, before, behind);
  const rows = ordered(columns, before, behind);
  return placed(rows, start, before, behind);
}

/** By column, the nodes in it. */
function columnsOf(ids: readonly string[], start: string, before: Around, behind: Around): Map<number, string[]> {
  const column = new Map([[start, 0]]);
  for (const [around, other, step] of [
    [before, behind, -1],
    [behind, before, 1],
  ] as const) {
    for (const id of sorted(start, around, other)) {
      const next = (column.get(id) ?? 0) + step;
      for (const one of around.get(id) ?? []) {
        const known = column.get(one);
        if (one !== start && (known === undefined || known * step < next * step)) column.set(one, next);
      }
    }
  }
  const columns = new Map<number, string[]>();
  for (const id of ids) {
    const at = column.get(id) ?? 0;
    const list = columns.get(at);
    if (list === undefined) columns.set(at, [id]);
    else list.push(id);
  }
  return columns;
}

/** What is reached from the start, each behind all from which it is reached (Kahn). */
function sorted(start: string, around: Around, back: Around): readonly string[] {
  const reached = [start];
  const seen = new Set(reached);
  for (const id of reached) {
    for (const one of around.get(id) ?? []) {
      if (seen.has(one)) continue;
      seen.add(one);
      reached.push(one);
    }
  }
  const waits = new Map(reached.map((id) => [id, (back.get(id) ?? []).filter((one) => seen.has(one)).length]));
  waits.set(start, 0);
  const order = [start];
  for (const id of order) {
    for (const one of around.get(id) ?? []) {
      const left = (waits.get(one) ?? 0) - 1;
      waits.set(one, left);
      if (left === 0) order.push(one);
    }
  }
  return order;
}

/** The columns' nodes from top to bottom: in sweeps to and fro, each at the mean of its neighbours. */
function ordered(columns: Map<number, string[]>, before: Around, behind: Around): Map<number, string[]> {
  const keys = [...columns.keys()].sort((a, b) => a - b);
  const row = new Map<string, number>();
  for (const list of columns.values()) number(list, row);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForth = sweep % 2 === 0;
    for (const key of isForth ? keys : keys.toReversed()) {
      const list = columns.get(key) ?? [];
      const around = isForth ? before : behind;
      const wish = new Map(list.map((id) => [id, mean(around.get(id), row) ?? row.get(id) ?? 0]));
      list.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      number(list, row);
    }
  }
  return columns;
}

/** Between 0 and 1, so that long and short columns compare. */
function number(list: readonly string[], row: Map<string, number>): void {
  for (const [i, id] of list.entries()) row.set(id, i / list.length);
}

/** Heights: from the start's column outwards, each node as near to its neighbours as those above it let it. */
function placed(columns: Map<number, string[]>, start: string, before: Around, behind: Around) {
  const pitch = NODE.height + NODE.rowGap;
  const places = new Map<string, Place>();
  const height = new Map<string, number>();
  const keys = [...columns.keys()].sort((a, b) => Math.abs(a) - Math.abs(b) || a - b);
  for (const key of keys) {
    const list = columns.get(key) ?? [];
    const around = key < 0 ? behind : before;
    const wishes = list.map((id) => mean(around.get(id), height));
    const ys: number[] = [];
    for (const [i, wish] of wishes.entries()) {
      const lowest = i === 0 ? Number.NEGATIVE_INFINITY : (ys[i - 1] ?? 0) + pitch;
      ys.push(Math.max(lowest, wish ?? (i === 0 ? 0 : lowest)));
    }
    // Pushed down together, they go back up together.
    const known = wishes.flatMap((wish, i) => (wish === undefined ? [] : [(ys[i] ?? 0) - wish]));
    const shift = known.length === 0 ? 0 : known.reduce((sum, one) => sum + one, 0) / known.length;
    for (const [i, id] of list.entries()) {
      const y = (ys[i] ?? 0) - (id === start ? 0 : shift);
      height.set(id, y);
      places.set(id, { x: key * (NODE.width + NODE.columnGap), y, column: key });
    }
  }
  return places;
}

function mean(ids: readonly string[] | undefined, of: ReadonlyMap<string, number>): number | undefined {
  const known = (ids ?? []).flatMap((id) => of.get(id) ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0) / known.length;
}

/** The node to which an arrow key leads: along the links to the side, the next of the column up and down. */
export function neighbourOf(
  places: ReadonlyMap<string, Place>,
  edges: readonly Ends[],
  { from, key }: { readonly from: string; readonly key: string },
): string | undefined {
  const here = places.get(from);
  if (here === undefined) return undefined;
  const near = (ids: readonly string[]): string | undefined =>
    ids
      .map((id) => ({ id, away: Math.abs((places.get(id)?.y ?? 0) - here.y) }))
      .sort((a, b) => a.away - b.away)
      .at(0)?.id;
  if (key === 'ArrowLeft') return near(edges.filter(({ to }) => to === from).map((edge) => edge.from));
  if (key === 'ArrowRight') return near(edges.filter((edge) => edge.from === from).map(({ to }) => to));
  const step = key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : 0;
  if (step === 0) return undefined;
  return near(
    [...places].flatMap(([id, { column, y }]) => (column === here.column && (y - here.y) * step > 0 ? [id] : [])),
  );
}
