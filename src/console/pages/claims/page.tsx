// Things that back claims, each with how it stands.

import type { claimsInterface, RecordOf } from '#sdk/index.ts';
import { kindOf } from '../../data/kinds.ts';
import { money } from '../../parts/amount.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import { claimTexts } from '../../texts/claims.ts';
import { recordTexts } from '../../texts/records.ts';

/** A thing that backs claims. */
type Asset = RecordOf<typeof claimsInterface, 'asset'>;

const COLUMNS = ['unit', 'state', 'payCents', 'owner', 'valuer', 'lapsesAtMs'];
const CELLS: Cells = {
  payCents: {
    label: claimTexts.pays,
    draw: ({ value }) => {
      // Every replica wrote the record through the contract's schema.
      const { payCents, payUnit } = value as unknown as Asset;
      return <span className="mono number">{money(payCents, payUnit)}</span>;
    },
  },
};

/** The page. */
export function Component() {
  const kind = kindOf('claims/asset');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{claimTexts.title}</h1>
      <ListTabs group="money" />
      <p className="lead">{claimTexts.lead}</p>
      <RecordList
        kind={kind}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
    </>
  );
}
