// A genealogy as a graph: items, the links between them, and the gaps of what the reader can know, each in words. Pure.

import type { TraceItem, TraceRead } from './reading.ts';

/** Why the picture ends or is thin at a place. */
export type GapKind = 'hiddenItem' | 'hiddenUses' | 'noCertificate' | 'noOrigin' | 'further';
/** A gap, at the item where it shows, on the side of what was before or of what came after. */
export type Gap = {
  readonly kind: GapKind;
  readonly at: string;
  readonly side: 'before' | 'after';
  readonly count: number;
};
/** A node of the graph. */
export type TraceNode =
  | { readonly id: string; readonly kind: 'item'; readonly item: TraceItem; readonly isStart: boolean }
  | { readonly id: string; readonly kind: 'hidden'; readonly isStart: boolean }
  | { readonly id: string; readonly kind: 'gap'; readonly gap: Gap };
/** An edge: so much of one item went into the other. Without a time, its link is not the reader's to see. */
export type TraceEdge = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly quantity: number;
  readonly unit: string;
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  readonly isGap: boolean;
};
/** The graph. */
export type TraceGraph = {
  readonly start: string;
  readonly nodes: readonly TraceNode[];
  readonly edges: readonly TraceEdge[];
  readonly gaps: readonly Gap[];
};

/** Nothing has gone into these yet. */
const UNMADE = ['planned'];

/** The graph of what was read. @param untilMs links after this time are left out, with what only they lead to */
export function graphOf(read: TraceRead, untilMs = Number.POSITIVE_INFINITY): TraceGraph {
  const links = edgesOf(read).filter(({ firstMs }) => firstMs === undefined || firstMs <= untilMs);
  const reached = reachedFrom(read.start, links);
  const edges = links.filter(({ from, to }) => reached.has(from) && reached.has(to));
  const ids = [...read.levels.keys()].filter((id) => reached.has(id) && read.items.has(id));
  const gaps = gapsOf(read, ids);
  const drawn = gaps.filter(({ kind }) => kind !== 'hiddenItem');
  return {
    start: read.start,
    nodes: [
      ...ids.map((id) => nodeOf(read, id)),
      ...drawn.map((gap) => ({ id: gapId(gap), kind: 'gap' as const, gap })),
    ],
    edges: [...edges.filter(({ from, to }) => read.items.has(from) && read.items.has(to)), ...drawn.map(gapEdge)],
    gaps,
  };
}

/** The times of the links, each once, in order. */
export function timesOf(read: TraceRead): readonly number[] {
  return [...new Set([...read.links.values()].map(({ atMs }) => atMs))].sort((a, b) => a - b);
}

function nodeOf({ items, start }: TraceRead, id: string): TraceNode {
  const item = items.get(id);
  const isStart = id === start;
  return item === undefined ? { id, kind: 'hidden', isStart } : { id, kind: 'item', item, isStart };
}

/** One edge for each pair: what an item says it was made from, with the times that its links say. */
function edgesOf({ items, links, levels }: TraceRead): readonly TraceEdge[] {
  const edges = new Map<string, TraceEdge>();
  const named = new Set<string>();
  for (const [of, item] of items) {
    for (const { item: part, quantity, unit } of item?.madeFrom ?? []) {
      if (!levels.has(part)) continue;
      const id = `${part}>${of}`;
      named.add(id);
      const before = edges.get(id)?.quantity ?? 0;
      edges.set(id, edge({ id, from: part, to: of, quantity: before + quantity, unit }));
    }
  }
  for (const { part, of, quantity, unit, atMs } of links.values()) {
    if (!levels.has(part) || !levels.has(of)) continue;
    const id = `${part}>${of}`;
    const known = edges.get(id) ?? edge({ id, from: part, to: of, quantity: 0, unit });
    edges.set(id, {
      ...known,
      quantity: named.has(id) ? known.quantity : known.quantity + quantity,
      firstMs: Math.min(known.firstMs ?? atMs, atMs),
      lastMs: Math.max(known.lastMs ?? atMs, atMs),
    });
  }
  return [...edges.values()];
}

function edge(about: Pick<TraceEdge, 'id' | 'from' | 'to' | 'quantity' | 'unit'>): TraceEdge {
  return { ...about, firstMs: undefined, lastMs: undefined, isGap: false };
}

/** What leads to the start against the arrows, and what it leads to along them. */
function reachedFrom(start: string, edges: readonly TraceEdge[]): ReadonlySet<string> {
  const along = neighbours(edges, ({ from, to }) => [from, to]);
  const against = neighbours(edges, ({ from, to }) => [to, from]);
  const reached = new Set<string>([start]);
  for (const next of [along, against]) {
    const queue = [start];
    const seen = new Set(queue);
    for (const id of queue) {
      for (const other of next.get(id) ?? []) {
        if (seen.has(other)) continue;
        seen.add(other);
        reached.add(other);
        queue.push(other);
      }
    }
  }
  return reached;
}

/** By one end of each edge, the other ends. */
export function neighbours(
  edges: readonly TraceEdge[],
  ends: (edge: TraceEdge) => readonly [string, string],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const one of edges) {
    const [at, other] = ends(one);
    const list = found.get(at);
    if (list === undefined) found.set(at, [other]);
    else list.push(other);
  }
  return found;
}

function gapsOf(read: TraceRead, ids: readonly string[]): readonly Gap[] {
  const links = Map.groupBy(read.links.values(), ({ part }) => part);
  return ids.flatMap((id) => {
    const item = read.items.get(id);
    return item === undefined
      ? [{ kind: 'hiddenItem' as const, at: id, side: 'before' as const, count: 1 }]
      : [
          ...gapsBefore(read, item),
          ...gapsAfter(
            read,
            item,
            (links.get(id) ?? []).map(({ of }) => of),
          ),
        ];
  });
}

function gapsBefore({ levels, asked }: TraceRead, { id, kind, state, madeFrom, hasCertificate }: TraceItem) {
  const gap = (what: GapKind, count: number): readonly Gap[] => [{ kind: what, at: id, side: 'before', count }];
  const level = levels.get(id) ?? 0;
  const isAsked = asked.has(`into ${id}`);
  if (level > 0 || (level === 0 && !isAsked)) return [];
  const unread = new Set(madeFrom.map(({ item }) => item).filter((item) => !levels.has(item))).size;
  if (unread > 0) return gap('further', unread);
  if (madeFrom.length > 0 || !isAsked) return [];
  if (kind === 'lot') return hasCertificate ? [] : gap('noCertificate', 1);
  return UNMADE.includes(state) ? [] : gap('noOrigin', 1);
}

/** @param into what it went into, as far as its links are shown */
function gapsAfter({ levels, asked }: TraceRead, { id, timesUsed }: TraceItem, into: readonly string[]) {
  const gap = (kind: GapKind, count: number): readonly Gap[] =>
    count > 0 ? [{ kind, at: id, side: 'after', count }] : [];
  const level = levels.get(id) ?? 0;
  const isAsked = asked.has(`from ${id}`);
  if (level < 0 || (level === 0 && !isAsked)) return [];
  if (!isAsked) return gap('further', timesUsed);
  const unread = new Set(into.filter((one) => !levels.has(one))).size;
  return [...gap('further', unread), ...gap('hiddenUses', timesUsed - into.length)];
}

/** The id of a gap's node: no item's id has a space in it. */
function gapId({ kind, at, side }: Gap): string {
  return `${kind} ${side} ${at}`;
}

function gapEdge(gap: Gap): TraceEdge {
  const [from, to] = gap.side === 'before' ? [gapId(gap), gap.at] : [gap.at, gapId(gap)];
  return { ...edge({ id: `gap ${gapId(gap)}`, from, to, quantity: 0, unit: '' }), isGap: true };
}
