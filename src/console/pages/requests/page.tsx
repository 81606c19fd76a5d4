// The requests for quotation that one may see, each with where it is in words.

import { kindOf } from '../../data/kinds.ts';
import { money } from '../../parts/amount.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import type { Rfq } from '../../parts/request/facts.ts';
import { phaseWords } from '../../parts/request/phases.ts';
import { StateWord } from '../../parts/state-word.tsx';
import { TypeName } from '../../parts/type-name.tsx';
import { useNow } from '../../parts/use-now.ts';
import { recordTexts } from '../../texts/records.ts';
import { requestTexts } from '../../texts/requests.ts';

// Every replica wrote the records through the contract's schema.
const asRfq = (value: object): Rfq => value as Rfq;
const COLUMNS = ['way', 'order', 'buyer', 'reserveUnitPriceCents', 'sealUntilMs'];
const CELLS: Cells = {
  way: { label: requestTexts.way, draw: ({ value }) => <Way rfq={asRfq(value)} /> },
  order: {
    label: requestTexts.what,
    draw: ({ value }) => (
      <>
        <span className="mono number">{asRfq(value).order.quantity}</span> ×{' '}
        <TypeName id={asRfq(value).order.itemType} />
      </>
    ),
  },
  reserveUnitPriceCents: {
    label: requestTexts.most,
    draw: ({ value }) => (
      <span className="mono number">{money(asRfq(value).reserveUnitPriceCents, asRfq(value).order.unit)}</span>
    ),
  },
};

/** The page. */
export function Component() {
  const kind = kindOf('sourcing/rfq');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{requestTexts.title}</h1>
      <ListTabs group="requests" />
      <RecordList
        kind={kind}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
    </>
  );
}

function Way({ rfq }: { readonly rfq: Rfq }) {
  const nowMs = useNow();
  return rfq.state === 'open' ? (
    <span className="as-words request-phase">{phaseWords(rfq, nowMs)}</span>
  ) : (
    <StateWord state={rfq.state} />
  );
}
