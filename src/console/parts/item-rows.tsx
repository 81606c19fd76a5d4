// Items as rows that say what people ask: the number on the thing, what it is, its state, whose it is and who holds it.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { traceTexts } from '../texts/trace.ts';
import { useItemTypes } from './item-types.ts';
import { recordPath } from './paths.ts';
import { shortId } from './shorten.ts';
import { Party } from './stamp.tsx';
import { StateWord } from './state-word.tsx';
import { Table } from './table.tsx';

type ItemRowsProps = {
  readonly items: readonly RecordSeen[];
  /** Where a row leads, by the item's id; without it to the item. */
  to?(id: string): string;
};

/** The rows. */
export function ItemRows({ items, to = (id) => recordPath('items/item', id) }: ItemRowsProps) {
  const typeOf = useItemTypes(items.map(({ value }) => String(value.type)));
  return (
    <Table
      rows={items}
      keyOf={({ id }) => id}
      columns={[
        {
          label: traceTexts.item,
          draw: ({ id, value }) => (
            <Link className="row-link mono" to={to(id)} title={id}>
              {String(value.number)}
            </Link>
          ),
        },
        {
          label: traceTexts.partNumber,
          draw: ({ value }) =>
            typeOf(String(value.type))?.partNumber ?? <span className="mono">{shortId(String(value.type))}</span>,
        },
        { label: traceTexts.state, draw: ({ value }) => <StateWord state={String(value.state)} /> },
        { label: traceTexts.heldBy, isWide: true, draw: ({ value }) => <Party id={String(value.custodian)} /> },
        { label: traceTexts.ownedBy, isWide: true, draw: ({ value }) => <Party id={String(value.owner)} /> },
      ]}
    />
  );
}
