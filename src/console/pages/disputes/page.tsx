// The disputes that one may see: what is frozen, who opened it, who decides, until when.

import { useQuery } from '@tanstack/react-query';
import type { procurementInterface, RecordOf } from '#sdk/index.ts';
import { kindOf } from '../../data/kinds.ts';
import { maybeRecordQuery } from '../../data/queries.ts';
import { money } from '../../parts/amount.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import { useSession } from '../../session/session-context.tsx';
import { disputeTexts } from '../../texts/disputes.ts';
import { recordTexts } from '../../texts/records.ts';

type Dispute = RecordOf<typeof procurementInterface, 'dispute'>;

// Every replica wrote the records through the contract's schema.
const asDispute = (value: object): Dispute => value as Dispute;
const COLUMNS = ['amountCents', 'state', 'by', 'buyer', 'seller', 'arbiter', 'untilMs'];
const CELLS: Cells = {
  amountCents: { label: disputeTexts.amount, draw: ({ value }) => <Amount dispute={asDispute(value)} /> },
};

/** The page. */
export function Component() {
  const kind = kindOf('procurement/dispute');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{disputeTexts.title}</h1>
      <ListTabs group="orders" />
      <p className="lead">{disputeTexts.lead}</p>
      <RecordList
        kind={kind}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
    </>
  );
}

/** The amount with the order's unit, for who sees the order. */
function Amount({ dispute: { order, buyer, seller, amountCents } }: { readonly dispute: Dispute }) {
  const { transport, me } = useSession();
  const isParty = me?.member === buyer || me?.member === seller;
  const { data } = useQuery({ ...maybeRecordQuery(transport, 'procurement/order', order), enabled: isParty });
  const unit = data?.value.unit;
  return <span className="mono number">{money(amountCents, typeof unit === 'string' ? unit : undefined)}</span>;
}
