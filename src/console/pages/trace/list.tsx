// The trace as a list, for whoever reads rather than looks: from what went in first to where it went last.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { quantity } from '../../parts/amount.ts';
import { dateText } from '../../parts/date-text.ts';
import type { TypeNames } from '../../parts/item-types.ts';
import { recordPath } from '../../parts/paths.ts';
import { moveFocus } from '../../parts/record-list/record-table.tsx';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
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
      <table className="records" onKeyDown={moveFocus}>
        <thead>
          <tr>
            <th scope="col">{traceTexts.item}</th>
            <th scope="col">{traceTexts.partNumber}</th>
            <th scope="col">{traceTexts.state}</th>
            <th scope="col" className="wide-only">
              {traceTexts.heldBy}
            </th>
            <th scope="col" className="wide-only">
              {traceTexts.wentInto}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <Row key={row.id} row={row} type={row.item && typeOf(row.item.type)} numbers={numbers} />
          ))}
        </tbody>
      </table>
      {rows.length > shown ? (
        <Button variant="default" size="sm" onClick={() => setShown(shown + AT_ONCE)}>
          {traceTexts.showMore} ({rows.length - shown})
        </Button>
      ) : null}
    </section>
  );
}

type RowProps = {
  readonly row: TraceRow;
  readonly type: TypeNames | undefined;
  readonly numbers: ReadonlyMap<string, string>;
};

function Row({ row: { id, level, item, goesTo, gaps }, type, numbers }: RowProps) {
  return (
    <tr className={level === 0 ? 'trace-row-start' : undefined}>
      <th scope="row">
        <Link className="row-link mono" to={recordPath('items/item', id)} title={id}>
          {item?.number ?? shortId(id)}
        </Link>
        <span className="soft small trace-level">{levelWords(level)}</span>
      </th>
      <td>{type?.partNumber ?? (item === undefined ? traceTexts.hidden : shortId(item.type))}</td>
      <td>
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
      </td>
      <td className="wide-only">{item === undefined ? null : <Party id={item.custodian} />}</td>
      <td className="wide-only small">
        {goesTo.slice(0, NAMED).map((edge) => (
          <span className="trace-goes" key={edge.id}>
            <span className="mono">{quantity(edge.quantity, edge.unit)}</span> → {numbers.get(edge.to)}{' '}
            <span className="soft">{dateText(edge.firstMs, edge.lastMs)}</span>
          </span>
        ))}
        {goesTo.length > NAMED ? <span className="soft">{traceTexts.more(goesTo.length - NAMED)}</span> : null}
      </td>
    </tr>
  );
}

function levelWords(level: number): string {
  if (level === 0) return traceTexts.start;
  return level < 0 ? traceTexts.before(-level) : traceTexts.behind(level);
}
