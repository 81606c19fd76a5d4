// Equal siblings as one node: items of one type in one state, held by the same member, that came from the same (or, on the
// side of what went in, went into the same). The first few stay; the rest is "+ 37 more". What only the rest leads to is
// then alike, too, and is drawn together in its turn, so that thousands of items are a picture of dozens. Pure.

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

/** Siblings that are drawn one by one at first, and how many more there must be to be worth a group. */
const SHOWN = 3;
const WORTH = 3;
/** Siblings that went different ways are told apart while they are so few. */
const TOLD_APART = 12;
/** As many more of a family are shown each time it is opened. */
const STEP = 24;
/** Each round reaches one level further; a trace has at most 20 on each side. */
const ROUNDS = 40;

/** The graph with groups. @param opened by a group's id, how often it was opened */
export function grouped({ start, nodes, edges }: TraceGraph, opened: ReadonlyMap<string, number>): DrawnGraph {
  const later = laterThan(start, edges);
  let drawn: DrawnGraph = { start, nodes, edges };
  for (const isStrict of [false, true]) {
    for (let round = 0; round < ROUNDS; round++) {
      const next = oneRound(drawn, { later, opened, isStrict });
      if (next === undefined) break;
      drawn = next;
    }
  }
  return drawn;
}

type Round = {
  /** What came after the start. */
  readonly later: ReadonlySet<string>;
  readonly opened: ReadonlyMap<string, number>;
  /** Only what came from the same and went into the same is alike. */
  readonly isStrict: boolean;
};

/** The families that there are now become groups; undefined where there is none. */
function oneRound({ start, nodes, edges }: DrawnGraph, round: Round): DrawnGraph | undefined {
  const inside = new Map<string, string>();
  const groups: GroupNode[] = [];
  const known = new Set(nodes.filter(({ kind }) => kind === 'group').map(({ id }) => id));
  for (const [key, family] of familiesOf({ start, nodes, edges }, round)) {
    const id = groupId(key);
    const rest = family.slice(SHOWN + STEP * (round.opened.get(id) ?? 0));
    const isMany = round.isStrict || family.length > TOLD_APART;
    if (!isMany || rest.length < WORTH || known.has(id)) continue;
    const [first] = rest;
    const like = first?.kind === 'item' ? first.item : undefined;
    groups.push({ id, kind: 'group', members: rest.map((node) => node.id), like });
    for (const node of rest) inside.set(node.id, id);
  }
  if (groups.length === 0) return undefined;
  const isGone = (node: TraceNode | GroupNode): boolean =>
    inside.has(node.id) || (node.kind === 'gap' && inside.has(node.gap.at));
  return { start, nodes: [...nodes.filter((node) => !isGone(node)), ...groups], edges: together(edges, inside) };
}

/** Items that are alike, by what makes them so. What a family was opened to show is not put together in another way. */
function familiesOf({ start, nodes, edges }: DrawnGraph, { later, opened, isStrict }: Round) {
  const plain = edges.filter(({ isGap }) => !isGap);
  const before = neighbours(plain, ({ from, to }) => [to, from]);
  const behind = neighbours(plain, ({ from, to }) => [from, to]);
  const keyOf = ({ id }: TraceNode, what: string, isBoth: boolean): string => {
    const from = isBoth || later.has(id) ? (before.get(id) ?? []) : [];
    const to = isBoth || !later.has(id) ? (behind.get(id) ?? []) : [];
    return `${isBoth ? 'same' : 'like'} ${what} ${from} > ${to}`;
  };
  const families = new Map<string, TraceNode[]>();
  for (const node of nodes) {
    if (node.kind === 'gap' || node.kind === 'group' || node.id === start) continue;
    const what = node.kind === 'hidden' ? '?' : `${node.item.type} ${node.item.state} ${node.item.custodian}`;
    if (isStrict && opened.has(groupId(keyOf(node, what, false)))) continue;
    const key = keyOf(node, what, isStrict);
    const family = families.get(key);
    if (family === undefined) families.set(key, [node]);
    else family.push(node);
  }
  return families;
}

function groupId(key: string): string {
  return `group ${key}`;
}

function laterThan(start: string, edges: readonly TraceEdge[]): ReadonlySet<string> {
  const behind = neighbours(edges, ({ from, to }) => [from, to]);
  const reached = new Set([start]);
  // A set is walked to its end, also where it grows meanwhile.
  for (const id of reached) for (const one of behind.get(id) ?? []) reached.add(one);
  return reached;
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
