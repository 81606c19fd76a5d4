// A node of the picture: an item with its number, what it is, its state and who holds it; a gap in words; or a family.

import { Link } from 'react-router';
import { quantity } from '../../parts/amount.ts';
import type { TypeNames } from '../../parts/item-types.ts';
import { recordPath } from '../../parts/paths.ts';
import { shortId } from '../../parts/shorten.ts';
import { Stamp } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { traceTexts } from '../../texts/trace.ts';
import type { TraceNode } from './graph.ts';
import type { GroupNode } from './groups.ts';
import { tracePath } from './paths.ts';
import type { TraceItem } from './reading.ts';

type CardProps = {
  readonly node: TraceNode | GroupNode;
  readonly type: TypeNames | undefined;
  /** Seen from so far that only its number can be read. */
  readonly isFar: boolean;
  open(group: string): void;
};

/** The card. */
export function NodeCard({ node, type, isFar, open }: CardProps) {
  if (node.kind === 'item') {
    return (
      <div className={node.isStart ? 'trace-node trace-node-start' : 'trace-node'} data-trace-node={node.id}>
        {isFar ? <Far item={node.item} /> : <Near item={node.item} type={type} isStart={node.isStart} />}
      </div>
    );
  }
  if (node.kind === 'hidden') {
    return (
      <div className="trace-node trace-node-gap" data-trace-node={node.id}>
        <Link className="trace-name" to={tracePath(node.id)}>
          <span aria-hidden="true">▨</span> {traceTexts.hidden}
        </Link>
        <span className="mono soft small">{shortId(node.id)}</span>
      </div>
    );
  }
  if (node.kind === 'gap') {
    return (
      <div className="trace-node trace-node-gap" data-trace-node={node.id}>
        <Link className="trace-name" to={tracePath(node.gap.at)}>
          <span aria-hidden="true">{node.gap.kind === 'further' ? '…' : '▨'}</span> {traceTexts.gap(node.gap)}
        </Link>
      </div>
    );
  }
  const what = node.like === undefined ? traceTexts.hidden : (type?.partNumber ?? shortId(node.like.type));
  return (
    <div className="trace-node trace-node-group" data-trace-node={node.id}>
      <button type="button" className="as-link" onClick={() => open(node.id)}>
        {traceTexts.more(node.members.length)}
      </button>
      <span className="trace-line-of soft small">{traceTexts.moreOf(what)}</span>
      {node.like === undefined ? null : <StateWord state={node.like.state} />}
    </div>
  );
}

function Far({ item }: { readonly item: TraceItem }) {
  return (
    <Link className="trace-name trace-name-far mono" to={recordPath('items/item', item.id)}>
      {item.number}
    </Link>
  );
}

function Near({
  item,
  type,
  isStart,
}: {
  readonly item: TraceItem;
  readonly type: TypeNames | undefined;
  readonly isStart: boolean;
}) {
  const { id, number, kind, custodian, state, unit } = item;
  return (
    <>
      <Link className="trace-name mono" to={recordPath('items/item', id)} title={number}>
        {number}
      </Link>
      <span className="trace-line-of soft small" title={type?.name}>
        {typeWords(item.type, type)}
      </span>
      <span className="trace-line-of small">
        <StateWord state={state} />
        {kind === 'lot' ? <span className="soft"> · {leftWords(item.quantity, unit)}</span> : null}
      </span>
      <span className="trace-line-of trace-foot small">
        <Stamp member={custodian} size={14} />
        <span title={custodian}>{custodian}</span>
        {isStart ? <strong>{traceTexts.start}</strong> : <Link to={tracePath(id)}>{traceTexts.traceThis}</Link>}
      </span>
    </>
  );
}

/** `BLANK-6082 · sawn blank`; a name that only repeats the number is left out. */
function typeWords(id: string, type: TypeNames | undefined): string {
  if (type === undefined) return shortId(id);
  return type.name === type.partNumber ? type.partNumber : `${type.partNumber} · ${type.name}`;
}

/** What is left of a lot. */
export function leftWords(left: number, unit: string): string {
  return left === 0 ? traceTexts.nothingLeft : traceTexts.leftOf(quantity(left, unit));
}
