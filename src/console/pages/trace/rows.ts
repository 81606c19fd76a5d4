// The list of a trace: the same as the picture, in rows from the first level to the last, and as a file. Pure.

import { csvText } from '../../parts/csv-text.ts';
import { traceTexts } from '../../texts/trace.ts';
import type { Gap, TraceEdge, TraceGraph } from './graph.ts';
import type { TraceItem, TraceRead } from './reading.ts';

/** An item of the list. */
export type TraceRow = {
  readonly id: string;
  readonly level: number;
  /** Undefined: the reader may not see it. */
  readonly item: TraceItem | undefined;
  readonly goesTo: readonly TraceEdge[];
  readonly gaps: readonly Gap[];
};
type Naming = (type: string) => { readonly partNumber: string; readonly name: string } | undefined;

/** The rows. */
export function rowsOf({ nodes, edges, gaps }: TraceGraph, { levels }: TraceRead): readonly TraceRow[] {
  const going = Map.groupBy(
    edges.filter(({ isGap }) => !isGap),
    ({ from }) => from,
  );
  const open = Map.groupBy(gaps, ({ at }) => at);
  return nodes
    .flatMap((node) =>
      node.kind === 'gap'
        ? []
        : [
            {
              id: node.id,
              level: levels.get(node.id) ?? 0,
              item: node.kind === 'item' ? node.item : undefined,
              goesTo: going.get(node.id) ?? [],
              gaps: open.get(node.id) ?? [],
            },
          ],
    )
    .sort((a, b) => a.level - b.level);
}

const HEADER = [
  ...['part', 'part number', 'serial or lot', 'quantity', 'unit'],
  ...['went into', 'its part number', 'its serial or lot', 'first', 'last', 'gap'],
];

/** A line for each link, then one for each gap. */
export function csvOf({ nodes, edges, gaps }: TraceGraph, naming: Naming): string {
  const items = new Map(nodes.flatMap((node) => (node.kind === 'item' ? [[node.id, node.item] as const] : [])));
  const named = (id: string): readonly (string | undefined)[] => {
    const item = items.get(id);
    return [id, item === undefined ? undefined : naming(item.type)?.partNumber, item?.number];
  };
  const links = edges
    .filter(({ isGap }) => !isGap)
    .map(({ from, to, quantity, unit, firstMs, lastMs }) => [
      ...named(from),
      ...[quantity, unit],
      ...named(to),
      ...[dateTime(firstMs), dateTime(lastMs), ''],
    ]);
  const missing = gaps.map((gap) => [...named(gap.at), ...Array(7).fill(''), traceTexts.gap(gap)]);
  return csvText([HEADER, ...links, ...missing]);
}

function dateTime(timeMs: number | undefined): string {
  return timeMs === undefined ? '' : new Date(timeMs).toISOString();
}
