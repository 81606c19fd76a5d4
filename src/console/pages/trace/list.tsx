// The trace as a list, for whoever reads rather than looks: from what went in first to where it went last.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { quantity } from '../../parts/amount.ts';
import { dateText } from '../../parts/date-text.ts';
import type { TypeNames } from '../../parts/item-types.ts';
import { recordPath } from '../../parts/paths.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Table } from '../../parts/table.tsx';
import { traceTexts } from '../../texts/trace.ts';
import { leftWords } from './node-card.tsx';
import type { TraceRow } from './rows.ts';

type ListProps = { readonly rows: readonly TraceRow[]; typeOf(type: string): TypeNames | undefined };

const AT_ONCE = 60;
/** What one lot went into, of which a row names so many. */
const NAMED = 3;

/** The list. */
export function TraceList({ rows, typeOf }: ListProps) {
  const [shown, setShown] = useState(AT_ONCE);
  const numbers = new Map(rows.map(({ id, item }) => [id, item?.number ?? shortId(id)]));
  return (
    <section className="panel" aria-labelledby="trace-list">
      <h2 id="trace-list">{traceTexts.list}</h2>
      <Table
        rows={rows.slice(0, shown)}
        keyOf={({ id }) => id}
        columns={[
          { label: traceTexts.item, draw: (row) => <Item row={row} /> },
          {
            label: traceTexts.partNumber,
            draw: ({ item }) =>
              item === undefined ? traceTexts.hidden : (typeOf(item.type)?.partNumber ?? shortId(item.type)),
          },
          { label: traceTexts.state, draw: (row) => <State row={row} /> },
          {
            label: traceTexts.heldBy,
            isWide: true,
            draw: ({ item }) => (item === undefined ? null : <Party id={item.custodian} />),
          },
          {
            label: traceTexts.wentInto,
            isWide: true,
            look: 'small',
            draw: (row) => <WentInto row={row} numbers={numbers} />,
          },
        ]}
      />
      {rows.length > shown ? (
        <Button variant="default" size="sm" onClick={() => setShown(shown + AT_ONCE)}>
          {traceTexts.showMore} ({rows.length - shown})
        </Button>
      ) : null}
    </section>
  );
}

type OfRow = { readonly row: TraceRow };

function Item({ row: { id, level, item } }: OfRow) {
  return (
    <>
      <Link className="row-link mono" to={recordPath('items/item', id)} title={id}>
        {item?.number ?? shortId(id)}
      </Link>
      <span className={`soft small trace-level ${level === 0 ? 'trace-start' : ''}`}>{levelWords(level)}</span>
    </>
  );
}

function State({ row: { item, gaps } }: OfRow) {
  return (
    <>
      {item === undefined ? null : <StateWord state={item.state} />}
      {item?.kind === 'lot' ? <span className="soft small"> {leftWords(item.quantity, item.unit)}</span> : null}
      {gaps.map((gap) => (
        <span key={gap.kind} className="trace-row-gap small">
          <span className="trace-mark" aria-hidden="true">
            ▨
          </span>{' '}
          {traceTexts.gap(gap)}
        </span>
      ))}
    </>
  );
}

function WentInto({ row: { goesTo }, numbers }: OfRow & { readonly numbers: ReadonlyMap<string, string> }) {
  return (
    <>
      {goesTo.slice(0, NAMED).map((edge) => (
        <span className="trace-goes" key={edge.id}>
          <span className="mono">{quantity(edge.quantity, edge.unit)}</span> → {numbers.get(edge.to)}{' '}
          <span className="soft">{dateText(edge.firstMs, edge.lastMs)}</span>
        </span>
      ))}
      {goesTo.length > NAMED ? <span className="soft">{traceTexts.more(goesTo.length - NAMED)}</span> : null}
    </>
  );
}

function levelWords(level: number): string {
  if (level === 0) return traceTexts.start;
  return level < 0 ? traceTexts.before(-level) : traceTexts.behind(level);
}
