// Equal siblings as one node: items of one type in one state, held by the same member, that came from the same and went
// into the same. The first few stay; the rest is "+ 37 more". Pure.

import { neighbours, type TraceEdge, type TraceGraph, type TraceNode } from './graph.ts';

/** The rest of a family. */
export type GroupNode = {
  readonly id: string;
  readonly kind: 'group';
  readonly members: readonly string[];
  /** One of them, for what they have in common; undefined where none is shown to the reader. */
  readonly like: Extract<TraceNode, { kind: 'item' }>['item'] | undefined;
};
/** A graph to draw. */
export type DrawnGraph = {
  readonly start: string;
  readonly nodes: readonly (TraceNode | GroupNode)[];
  readonly edges: readonly TraceEdge[];
};

/** Siblings that are drawn one by one, and how many more there must be to be worth a group. */
const SHOWN = 3;
const WORTH = 3;

/** The graph with groups. @param opened ids of groups whose members are drawn one by one */
export function grouped({ start, nodes, edges }: TraceGraph, opened: ReadonlySet<string>): DrawnGraph {
  const inside = new Map<string, string>();
  const groups: GroupNode[] = [];
  for (const [key, family] of familiesOf(start, nodes, edges)) {
    const id = `group ${key}`;
    const rest = family.slice(SHOWN);
    if (rest.length < WORTH || opened.has(id)) continue;
    const [first] = rest;
    groups.push({
      id,
      kind: 'group',
      members: rest.map((node) => node.id),
      like: first?.kind === 'item' ? first.item : undefined,
    });
    for (const node of rest) inside.set(node.id, id);
  }
  if (groups.length === 0) return { start, nodes, edges };
  const isGone = (node: TraceNode): boolean => inside.has(node.id) || (node.kind === 'gap' && inside.has(node.gap.at));
  return {
    start,
    nodes: [...nodes.filter((node) => !isGone(node)), ...groups],
    edges: together(edges, inside),
  };
}

/** Items that are alike, by what makes them so. */
function familiesOf(start: string, nodes: readonly TraceNode[], edges: readonly TraceEdge[]) {
  const plain = edges.filter(({ isGap }) => !isGap);
  const before = neighbours(plain, ({ from, to }) => [to, from]);
  const behind = neighbours(plain, ({ from, to }) => [from, to]);
  const families = new Map<string, TraceNode[]>();
  for (const node of nodes) {
    if (node.kind === 'gap' || node.id === start) continue;
    const what = node.kind === 'hidden' ? '?' : `${node.item.type} ${node.item.state} ${node.item.custodian}`;
    const key = `${what} ${(before.get(node.id) ?? []).join()} ${(behind.get(node.id) ?? []).join()}`;
    const family = families.get(key);
    if (family === undefined) families.set(key, [node]);
    else family.push(node);
  }
  return families;
}

/** Edges of members become one edge of their group, with what they carry together. */
function together(edges: readonly TraceEdge[], inside: ReadonlyMap<string, string>): readonly TraceEdge[] {
  const found = new Map<string, TraceEdge>();
  for (const one of edges) {
    const [from, to] = [inside.get(one.from) ?? one.from, inside.get(one.to) ?? one.to];
    if (one.isGap && (from !== one.from || to !== one.to)) continue;
    const id = from === one.from && to === one.to ? one.id : `${from}>${to}`;
    const known = found.get(id);
    found.set(id, known === undefined ? { ...one, id, from, to } : sum(known, one));
  }
  return [...found.values()];
}

function sum(a: TraceEdge, b: TraceEdge): TraceEdge {
  const [first, last] = [[a.firstMs, b.firstMs].filter(isKnown), [a.lastMs, b.lastMs].filter(isKnown)];
  return {
    ...a,
    quantity: a.quantity + b.quantity,
    firstMs: first.length === 0 ? undefined : Math.min(...first),
    lastMs: last.length === 0 ? undefined : Math.max(...last),
  };
}

function isKnown(time: number | undefined): time is number {
  return time !== undefined;
}
