// Periods of rewards, each with its pool and its times.

import { kindOf } from '../../data/kinds.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { RecordTable } from '../../parts/record-list/record-table.tsx';
import { recordTexts } from '../../texts/records.ts';
import { rewardTexts } from '../../texts/rewards.ts';

const COLUMNS = ['poolCents', 'endsAtMs', 'operator', 'startsAtMs', 'claimUntilMs'];

/** The page. */
export function Component() {
  const kind = kindOf('rewards/period');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{rewardTexts.title}</h1>
      <ListTabs group="money" />
      <p className="lead">{rewardTexts.lead}</p>
      <RecordList kind={kind} table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} />} />
    </>
  );
}
