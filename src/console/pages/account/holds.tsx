// What is set aside in an account: how much, for what, until what, and who may be paid from it.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { fewRecordsQuery } from '../../data/queries.ts';
import { money } from '../../parts/amount.ts';
import { listPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { Party } from '../../parts/stamp.tsx';
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
        <table className="records">
          <thead>
            <tr>
              <th scope="col" className="to-right">
                {moneyTexts.amount}
              </th>
              <th scope="col">{moneyTexts.for}</th>
              <th scope="col">{moneyTexts.condition}</th>
              <th scope="col" className="wide-only">
                {moneyTexts.paidTo}
              </th>
            </tr>
          </thead>
          <tbody>
            {held.data.map((hold) => (
              <Row key={hold.id} hold={hold} />
            ))}
          </tbody>
        </table>
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

function Row({ hold: { id, value } }: { readonly hold: RecordSeen }) {
  const { unit, amountCents, beneficiary, contract, record, condition } = value as unknown as Hold;
  return (
    <tr>
      <th scope="row" className="to-right mono">
        <Link to={recordPath('accounts/hold', id)}>{money(amountCents, unit)}</Link>
      </th>
      <td>
        <RecordLink id={record} contract={contract} />
      </td>
      <td>{moneyTexts.conditionOf(condition)}</td>
      <td className="wide-only">{beneficiary === undefined ? null : <Party id={beneficiary} />}</td>
    </tr>
  );
}
