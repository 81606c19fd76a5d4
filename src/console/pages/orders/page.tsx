// The orders that one may see, each with a small picture of how far it is.

import { useQuery } from '@tanstack/react-query';
import type { RecordSeen } from '#sdk/index.ts';
import { kindOf } from '../../data/kinds.ts';
import { maybeRecordQuery } from '../../data/queries.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import type { Order, Progress } from '../../parts/order/facts.ts';
import { shortLineOf, spoken } from '../../parts/order/line.ts';
import { StationMark } from '../../parts/order/station-mark.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import { TypeName } from '../../parts/type-name.tsx';
import { useSession } from '../../session/session-context.tsx';
import { lineTexts, orderTexts } from '../../texts/orders.ts';
import { recordTexts } from '../../texts/records.ts';

const COLUMNS = ['state', 'way', 'itemType', 'buyer', 'seller', 'quantity', 'totalCents', 'neededByMs'];
const CELLS: Cells = {
  way: { label: orderTexts.way, draw: (row) => <Way seen={row} /> },
  itemType: { label: orderTexts.what, draw: ({ value }) => <TypeName id={String(value.itemType)} /> },
};

/** The page. */
export function Component() {
  const kind = kindOf('procurement/order');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{orderTexts.title}</h1>
      <ListTabs group="orders" />
      <RecordList
        kind={kind}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
    </>
  );
}

/** The stations as marks alone. What is not the reader's to see is not asked for. */
function Way({ seen }: { readonly seen: RecordSeen }) {
  const { transport, me } = useSession();
  // Every replica wrote the record through the contract's schema; so with the progress.
  const order = seen.value as unknown as Order;
  const isParty = me?.member === order.buyer || me?.member === order.seller;
  const { data } = useQuery({ ...maybeRecordQuery(transport, 'procurement/progress', order.id), enabled: isParty });
  const stations = shortLineOf(order, data?.value as Progress | undefined);
  return (
    <span className="order-way" role="img" aria-label={spoken(stations, lineTexts.states)}>
      {stations.map((station) => (
        <StationMark key={station.key} station={station} size={16} />
      ))}
    </span>
  );
}
