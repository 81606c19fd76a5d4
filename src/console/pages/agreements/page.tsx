// Agreements that one may see, each with how much of it is used; and what stands on them: chains, restocking rules and the
// shortages that these found.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { kindOf } from '../../data/kinds.ts';
import { firstRecordsQuery, maybeRecordQuery } from '../../data/queries.ts';
import { type Agreement, type CalledOff, standingOf } from '../../parts/agreement.ts';
import { grouped } from '../../parts/amount.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { listPath } from '../../parts/paths.ts';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TypeName } from '../../parts/type-name.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { agreementTexts } from '../../texts/agreements.ts';
import { recordTexts } from '../../texts/records.ts';

const COLUMNS = ['itemType', 'use', 'state', 'buyer', 'seller', 'untilMs'];
const CELLS: Cells = {
  itemType: { label: agreementTexts.what, draw: ({ value }) => <TypeName id={String(value.itemType)} /> },
  // Every replica wrote the records through the contract's schema.
  use: { label: agreementTexts.use, draw: ({ value }) => <Use agreement={value as unknown as Agreement} /> },
};
const STOCK: Cells = {
  itemType: { label: agreementTexts.what, draw: ({ value }) => <TypeName id={String(value.itemType)} /> },
};
/** What stands on agreements. */
const ABOVE = [
  {
    kind: 'agreements/chain',
    title: agreementTexts.chains,
    lead: agreementTexts.chainsLead,
    columns: ['name', 'buyer'],
  },
  {
    ...{ kind: 'agreements/rule', title: agreementTexts.rules, lead: agreementTexts.rulesLead },
    columns: ['itemType', 'state', 'minimum', 'orderQuantity', 'mostPerPeriod'],
  },
  {
    ...{ kind: 'agreements/shortage', title: agreementTexts.shortages, lead: agreementTexts.shortagesLead },
    columns: ['state', 'quantity', 'order', 'openedAtMs'],
  },
] as const;

/** The page. */
export function Component() {
  const kind = kindOf('agreements/agreement');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{agreementTexts.title}</h1>
      <ListTabs group="orders" />
      <p className="lead">{agreementTexts.lead}</p>
      <RecordList
        kind={kind}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
      {ABOVE.map((one) => (
        <Above key={one.kind} {...one} />
      ))}
    </>
  );
}

function Use({ agreement }: { readonly agreement: Agreement }) {
  const { transport } = useSession();
  const nowMs = useNow();
  const { data } = useQuery(maybeRecordQuery(transport, 'agreements/calledOff', agreement.id));
  const quantity = (data?.value as unknown as CalledOff | undefined)?.quantity ?? 0;
  const standing = standingOf(agreement, quantity, nowMs);
  return (
    <>
      <span className="mono number">
        {grouped(quantity)} / {grouped(agreement.mostInTotal)}
      </span>{' '}
      {standing === 'over' || standing === 'usedUp' ? <StateWord state={standing} /> : null}
    </>
  );
}

/** The first of the records of a kind; where there is none, nothing is said. */
function Above({ kind: path, title, lead, columns }: (typeof ABOVE)[number]) {
  const { transport } = useSession();
  const kind = kindOf(path);
  const { data } = useQuery(firstRecordsQuery(transport, path, {}));
  if (kind === undefined || data === undefined || data.items.length === 0) return null;
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      <p className="soft small">{lead}</p>
      <RecordTable kind={kind} rows={data.items} columns={columns} cells={STOCK} />
      {data.isMore ? <Link to={listPath(path)}>{recordTexts.more}</Link> : null}
    </section>
  );
}
