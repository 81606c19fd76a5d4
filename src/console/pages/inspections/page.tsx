// Inspections: the orders whose units are measured, with what came of each unit as a row of marks, and all reviews below.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { kindOf } from '../../data/kinds.ts';
import { recordPath } from '../../parts/paths.ts';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { Table } from '../../parts/table.tsx';
import { useSession } from '../../session/session-context.tsx';
import { inspectionTexts } from '../../texts/inspections.ts';
import './page.css';

/** The page. */
export function Component() {
  const { transport } = useSession();
  const scopes = useQuery(allRecordsQuery(transport, 'inspection/scope', {}));
  const reviews = useQuery(allRecordsQuery(transport, 'inspection/review', {}));
  const kind = kindOf('inspection/review');
  const orders = scopes.data?.items ?? [];
  return (
    <>
      <h1>{inspectionTexts.title}</h1>
      <p className="lead">{inspectionTexts.lead}</p>
      {orders.length === 0 ? null : (
        <section className="panel" aria-labelledby="orders">
          <h2 id="orders">{inspectionTexts.orders}</h2>
          <Orders orders={orders} reviews={reviews.data?.items ?? []} />
        </section>
      )}
      <section className="panel" aria-labelledby="reviews">
        <h2 id="reviews">{inspectionTexts.allReviews}</h2>
        {kind === undefined ? null : <RecordList kind={kind} />}
      </section>
    </>
  );
}

type OrdersProps = { readonly orders: readonly RecordSeen[]; readonly reviews: readonly RecordSeen[] };

function Orders({ orders, reviews }: OrdersProps) {
  return (
    <Table
      rows={orders}
      keyOf={({ id }) => id}
      columns={[
        {
          label: inspectionTexts.order,
          draw: ({ id }) => (
            <Link className="row-link mono" to={recordPath('inspection/scope', id)} title={id}>
              {shortId(id)}
            </Link>
          ),
        },
        {
          label: inspectionTexts.units,
          draw: ({ id }) => <Tally reviews={reviews.filter((review) => review.value.order === id)} />,
        },
        {
          label: inspectionTexts.laboratories,
          isWide: true,
          draw: ({ value }) => (
            <span className="row">
              {Object.values(Object(value.laboratories)).map((laboratory) => (
                <Party key={String(laboratory)} id={String(laboratory)} />
              ))}
            </span>
          ),
        },
      ]}
    />
  );
}

function Tally({ reviews }: { readonly reviews: readonly RecordSeen[] }) {
  if (reviews.length === 0) return <span className="soft">{inspectionTexts.notReviewed}</span>;
  const counts = new Map<string, number>();
  for (const { value } of reviews) counts.set(String(value.state), (counts.get(String(value.state)) ?? 0) + 1);
  return (
    <span className="row">
      {[...counts].map(([state, count]) => (
        <span key={state}>
          <span className="mono number">{count}</span> <StateWord state={state} />
        </span>
      ))}
    </span>
  );
}
