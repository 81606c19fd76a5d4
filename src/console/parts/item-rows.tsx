// Items as rows that say what people ask: the number on the thing, what it is, its state, whose it is and who holds it.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { traceTexts } from '../texts/trace.ts';
import { useItemTypes } from './item-types.ts';
import { recordPath } from './paths.ts';
import { moveFocus } from './record-list/record-table.tsx';
import { shortId } from './shorten.ts';
import { Party } from './stamp.tsx';
import { StateWord } from './state-word.tsx';

type ItemRowsProps = {
  readonly items: readonly RecordSeen[];
  /** Where a row leads, by the item's id; without it to the item. */
  to?(id: string): string;
};

/** The rows. */
export function ItemRows({ items, to = (id) => recordPath('items/item', id) }: ItemRowsProps) {
  const typeOf = useItemTypes(items.map(({ value }) => String(value.type)));
  return (
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
            {traceTexts.ownedBy}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ id, value }) => (
          <tr key={id}>
            <th scope="row">
              <Link className="row-link mono" to={to(id)} title={id}>
                {String(value.number)}
              </Link>
            </th>
            <td>
              {typeOf(String(value.type))?.partNumber ?? <span className="mono">{shortId(String(value.type))}</span>}
            </td>
            <td>
              <StateWord state={String(value.state)} />
            </td>
            <td className="wide-only">
              <Party id={String(value.custodian)} />
            </td>
            <td className="wide-only">
              <Party id={String(value.owner)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
