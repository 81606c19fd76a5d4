// The picture of a trace, drawn by React Flow: loaded when a trace is opened. Its styles come as a file, and only what is in
// view is in the document. Left and right go along the links, up and down within a column.

import '@xyflow/react/dist/base.css';
import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { type CSSProperties, type KeyboardEvent, type RefObject, useMemo, useRef } from 'react';
import { quantity } from '../../parts/amount.ts';
import { dateText } from '../../parts/date-text.ts';
import type { TypeNames } from '../../parts/item-types.ts';
import { traceTexts } from '../../texts/trace.ts';
import type { TraceEdge } from './graph.ts';
import type { DrawnGraph } from './groups.ts';
import { layout, NODE, neighbourOf, type Place } from './layout.ts';
import { NodeCard } from './node-card.tsx';

/** Nodes that are shown all at once at first; a larger picture begins at its start. */
const AT_ONCE = 14;
/** Below this zoom a node says its number alone. */
const FAR = 0.5;
const WHOLE = { padding: 0.08, maxZoom: 1 } as const;
/** Pixels between a node and the words of its edge. */
const WORDS_AWAY = 6;
const ZOOM = { least: 0.02, most: 1.6 } as const;

type CardNode = Node<{ readonly node: DrawnGraph['nodes'][number]; readonly type: TypeNames | undefined }, 'card'>;
type LinkEdge = Edge<{ readonly edge: TraceEdge; readonly isManyToOne: boolean }, 'link'>;
type GraphProps = {
  readonly graph: DrawnGraph;
  readonly label: string;
  typeOf(type: string): TypeNames | undefined;
  openGroup(id: string): void;
};

/** The picture. */
export function TraceGraph(props: GraphProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
}

const EDGE_TYPES = { link: LinkLine };

function Flow({ graph, label, typeOf, openGroup }: GraphProps) {
  const { setCenter, fitView } = useReactFlow();
  const box = useRef<HTMLElement>(null);
  const places = useMemo(
    () =>
      layout(
        graph.nodes.map(({ id }) => id),
        graph.edges,
        graph.start,
      ),
    [graph],
  );
  const nodeTypes = useMemo(
    () => ({ card: (props: NodeProps<CardNode>) => <Card {...props} open={openGroup} /> }),
    [openGroup],
  );
  const nodes = graph.nodes.map((node): CardNode => cardOf(node, places.get(node.id), typeOf));
  const edges = useMemo(() => linesOf(graph.edges), [graph]);
  const toStart = (): void => {
    void setCenter(NODE.width / 2, NODE.height / 2, { zoom: 1 });
  };
  const move = useArrows(graph, places, box);
  return (
    <section
      className="trace-picture"
      aria-label={label}
      ref={box}
      onKeyDown={move}
      style={{ '--trace-rows': rowsOf(places) } as CSSProperties}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={EDGE_TYPES}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        minZoom={ZOOM.least}
        maxZoom={ZOOM.most}
        zoomOnScroll={false}
        preventScrolling={false}
        zoomOnDoubleClick={false}
        onInit={() => (nodes.length <= AT_ONCE ? void fitView(WHOLE) : toStart())}
        proOptions={{ hideAttribution: true }}
      />
      <ZoomTools toStart={toStart} />
      <p className="trace-axis small soft" aria-hidden="true">
        <span>{traceTexts.earlier}</span>
        <span>{traceTexts.later}</span>
      </p>
    </section>
  );
}

/** Arrow keys lead from node to node, and the picture follows. */
function useArrows(
  { edges }: DrawnGraph,
  places: ReadonlyMap<string, Place>,
  box: RefObject<HTMLElement | null>,
): (event: KeyboardEvent) => void {
  const { setCenter, getZoom } = useReactFlow();
  return (event) => {
    const from = document.activeElement?.closest('[data-trace-node]')?.getAttribute('data-trace-node');
    if (from === null || from === undefined) return;
    const to = neighbourOf(places, edges, { from, key: event.key });
    const place = to === undefined ? undefined : places.get(to);
    if (to === undefined || place === undefined) return;
    event.preventDefault();
    const centre = setCenter(place.x + NODE.width / 2, place.y + NODE.height / 2, { zoom: getZoom() });
    void centre.then(() => focusOn(box.current, to));
  };
}

function ZoomTools({ toStart }: { toStart(): void }) {
  const { fitView, zoomIn, zoomOut } = useReactFlow();
  return (
    <div className="trace-zoom">
      <button type="button" onClick={() => void zoomIn()} aria-label={traceTexts.zoomIn}>
        +
      </button>
      <button type="button" onClick={() => void zoomOut()} aria-label={traceTexts.zoomOut}>
        −
      </button>
      <button type="button" onClick={() => void fitView(WHOLE)}>
        {traceTexts.fit}
      </button>
      <button type="button" onClick={toStart}>
        {traceTexts.toStart}
      </button>
    </div>
  );
}

/** The longest column. */
function rowsOf(places: ReadonlyMap<string, Place>): number {
  return Math.max(...[...Map.groupBy(places.values(), ({ column }) => column).values()].map(({ length }) => length));
}

function focusOn(box: HTMLElement | null, id: string): void {
  requestAnimationFrame(() => {
    box
      ?.querySelector<HTMLElement>(
        `[data-trace-node="${CSS.escape(id)}"] a, [data-trace-node="${CSS.escape(id)}"] button`,
      )
      ?.focus();
  });
}

function cardOf(node: CardNode['data']['node'], place: Place | undefined, typeOf: GraphProps['typeOf']): CardNode {
  const item = node.kind === 'item' ? node.item : node.kind === 'group' ? node.like : undefined;
  return {
    id: node.id,
    type: 'card',
    position: { x: place?.x ?? 0, y: place?.y ?? 0 },
    width: NODE.width,
    height: NODE.height,
    data: { node, type: item === undefined ? undefined : typeOf(item.type) },
  };
}

/** Words stand at the end where an edge is alone. */
function linesOf(edges: readonly TraceEdge[]): LinkEdge[] {
  const into = Map.groupBy(edges, ({ to }) => to);
  return edges.map((edge) => ({
    id: edge.id,
    source: edge.from,
    target: edge.to,
    type: 'link',
    ariaLabel: edge.isGap
      ? traceTexts.gaps
      : `${quantity(edge.quantity, edge.unit)}, ${dateText(edge.firstMs, edge.lastMs)}`,
    data: { edge, isManyToOne: (into.get(edge.to)?.length ?? 0) > 1 },
  }));
}

function Card({ data, open }: NodeProps<CardNode> & { open(id: string): void }) {
  const isFar = useStore(({ transform: [, , zoom] }) => zoom < FAR);
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <NodeCard node={data.node} type={data.type} isFar={isFar} open={open} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

function LinkLine({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps<LinkEdge>) {
  const [path] = getBezierPath({
    ...{ sourceX, sourceY, sourcePosition: Position.Right },
    ...{ targetX, targetY, targetPosition: Position.Left },
  });
  const isFar = useStore(({ transform: [, , zoom] }) => zoom < FAR);
  const edge = data?.edge;
  const wordsAt =
    data?.isManyToOne === true
      ? `translate(${sourceX + WORDS_AWAY}px, ${sourceY}px) translate(0, -50%)`
      : `translate(${targetX - WORDS_AWAY}px, ${targetY}px) translate(-100%, -50%)`;
  return (
    <>
      <BaseEdge id={id} path={path} className={edge?.isGap === true ? 'trace-line trace-line-gap' : 'trace-line'} />
      {edge === undefined || edge.isGap || isFar ? null : (
        <EdgeLabelRenderer>
          <div className="trace-line-words small" style={{ transform: wordsAt }}>
            <span className="mono">{quantity(edge.quantity, edge.unit)}</span>
            <span className="soft">{dateText(edge.firstMs, edge.lastMs)}</span>
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
