// What is set aside in an account: how much, for what, until what, and who may be paid from it.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { fewRecordsQuery } from '../../data/queries.ts';
import { money } from '../../parts/amount.ts';
import { listPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { Party } from '../../parts/stamp.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { useSession } from '../../session/session-context.tsx';
import { moneyTexts } from '../../texts/money.ts';
import { RecordLink } from './record-link.tsx';

/** A hold, as its contract's schema says. */
type Hold = {
  readonly unit: string;
  readonly amountCents: number;
  readonly beneficiary?: string;
  readonly contract: string;
  readonly record: string;
  readonly condition: string;
};

const holdOf = ({ value }: RecordSeen): Hold => value as unknown as Hold;
const COLUMNS: readonly Column<RecordSeen>[] = [
  {
    label: moneyTexts.amount,
    isFigure: true,
    draw: (seen) => {
      const { amountCents, unit } = holdOf(seen);
      return <Link to={recordPath('accounts/hold', seen.id)}>{money(amountCents, unit)}</Link>;
    },
  },
  {
    label: moneyTexts.for,
    draw: (seen) => <RecordLink id={holdOf(seen).record} contract={holdOf(seen).contract} />,
  },
  { label: moneyTexts.condition, draw: (seen) => moneyTexts.conditionOf(holdOf(seen).condition) },
  {
    label: moneyTexts.paidTo,
    isWide: true,
    draw: (seen) => {
      const { beneficiary } = holdOf(seen);
      return beneficiary === undefined ? null : <Party id={beneficiary} />;
    },
  },
];

/** The section. */
export function Holds({ account }: { readonly account: string }) {
  const { transport } = useSession();
  const held = useQuery(fewRecordsQuery(transport, 'accounts/hold', { account, state: 'held' }));
  const settled = useQuery(fewRecordsQuery(transport, 'accounts/hold', { account, state: 'settled' }));
  return (
    <section className="panel" aria-labelledby="holds">
      <h2 id="holds">{moneyTexts.holds}</h2>
      <p className="soft small">{moneyTexts.holdsLead}</p>
      {held.error === null ? null : <Problem error={held.error} />}
      {held.data?.length === 0 ? <p className="soft">{moneyTexts.noHolds}</p> : null}
      {held.data === undefined || held.data.length === 0 ? null : (
        <Table rows={held.data} keyOf={({ id }) => id} columns={COLUMNS} />
      )}
      {settled.data === undefined || settled.data.length === 0 ? null : (
        <p className="small">
          <Link to={listPath('accounts/hold', { account, state: 'settled' })}>
            {moneyTexts.settled(settled.data.length)}
          </Link>
        </p>
      )}
    </section>
  );
}
