// The bids that one may see: one's own, and those on one's own requests.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { kindOf } from '../../data/kinds.ts';
import { maybeRecordQuery } from '../../data/queries.ts';
import { grouped, money } from '../../parts/amount.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { recordPath } from '../../parts/paths.ts';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import type { Bid, Rfq } from '../../parts/request/facts.ts';
import { shortId } from '../../parts/shorten.ts';
import { TypeName } from '../../parts/type-name.tsx';
import { useSession } from '../../session/session-context.tsx';
import { madeBidTexts } from '../../texts/made-bids.ts';
import { recordTexts } from '../../texts/records.ts';

// Every replica wrote the records through the contract's schema.
const asBid = (value: object): Bid => value as Bid;
const COLUMNS = ['rfq', 'state', 'price', 'points', 'bidder', 'buyer'];
const CELLS: Cells = {
  rfq: { label: madeBidTexts.request, draw: ({ value }) => <Asked bid={asBid(value)} /> },
  price: { label: madeBidTexts.each, draw: ({ value }) => <Price bid={asBid(value)} /> },
  points: {
    label: madeBidTexts.points,
    draw: ({ value }) => {
      const { points } = asBid(value);
      return points === undefined ? null : <span className="mono number">{grouped(points)}</span>;
    },
  },
};

/** The page. */
export function Component() {
  const kind = kindOf('sourcing/bid');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{madeBidTexts.title}</h1>
      <ListTabs group="requests" />
      <p className="lead">{madeBidTexts.lead}</p>
      <RecordList
        kind={kind}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
    </>
  );
}

function useRfq({ rfq }: Bid): Rfq | undefined {
  const { transport } = useSession();
  const { data } = useQuery(maybeRecordQuery(transport, 'sourcing/rfq', rfq));
  return data?.value as Rfq | undefined;
}

function Asked({ bid }: { readonly bid: Bid }) {
  const rfq = useRfq(bid);
  return (
    <>
      {rfq === undefined ? null : (
        <>
          <span className="mono number">{rfq.order.quantity}</span> × <TypeName id={rfq.order.itemType} />{' '}
        </>
      )}
      <Link className="mono small" to={recordPath('sourcing/rfq', bid.rfq)} title={bid.rfq}>
        {shortId(bid.rfq)}
      </Link>
    </>
  );
}

function Price({ bid }: { readonly bid: Bid }) {
  const unit = useRfq(bid)?.order.unit;
  if (bid.content === undefined) return null;
  return <span className="mono number">{money(bid.content.unitPriceCents, unit)}</span>;
}
