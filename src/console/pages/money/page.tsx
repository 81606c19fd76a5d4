// Money: the accounts that one may see with what is free and what is set aside, and the units with their issuers.

import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { kindOf } from '../../data/kinds.ts';
import { fewRecordsQuery, recordQuery } from '../../data/queries.ts';
import { accountOf } from '../../parts/account.ts';
import { money } from '../../parts/amount.ts';
import { BalanceBar } from '../../parts/balance-bar.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { moveFocus } from '../../parts/record-list/record-table.tsx';
import { Party } from '../../parts/stamp.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSession } from '../../session/session-context.tsx';
import { moneyTexts } from '../../texts/money.ts';
import './page.css';

const KIND = kindOf('accounts/account');

/** The page. */
export function Component() {
  return (
    <>
      <h1>{moneyTexts.title}</h1>
      <ListTabs group="money" />
      <p className="lead">{moneyTexts.lead}</p>
      {KIND === undefined ? null : <RecordList kind={KIND} table={(rows) => <Accounts rows={rows} />} />}
      <Units />
      <p className="soft small">{moneyTexts.limit}</p>
    </>
  );
}

function Accounts({ rows }: { readonly rows: readonly RecordSeen[] }) {
  return (
    <table className="records" onKeyDown={moveFocus}>
      <thead>
        <tr>
          <th scope="col">{moneyTexts.account}</th>
          <th scope="col" className="to-right">
            {moneyTexts.total}
          </th>
          <th scope="col" className="money-bar-column wide-only">
            {moneyTexts.free} / {moneyTexts.held}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, value }) => {
          const { balanceCents, heldCents, unit } = accountOf(value);
          return (
            <tr key={id}>
              <th scope="row">
                <Link className="row-link mono" to={recordPath('accounts/account', id)}>
                  {id}
                </Link>
              </th>
              <td className="to-right mono">{money(balanceCents + heldCents, unit)}</td>
              <td className="wide-only">
                <BalanceBar freeCents={balanceCents} heldCents={heldCents} unit={unit} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A unit with its supply, as the contract's schemas say. */
type Unit = { readonly code: string; readonly issuer: string; readonly voidSinceMs?: number };
type Supply = { readonly issuedTotal: number; readonly redeemedTotal: number };

function Units() {
  const { transport } = useSession();
  const { data = [], error } = useQuery(fewRecordsQuery(transport, 'accounts/unit', {}));
  const supplies = useQueries({ queries: data.map(({ id }) => recordQuery(transport, 'accounts/supply', id)) });
  if (error !== null) return <Problem error={error} />;
  if (data.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="units">
      <h2 id="units">{moneyTexts.units}</h2>
      <p className="soft small">{moneyTexts.unitsLead}</p>
      <table className="records">
        <thead>
          <tr>
            <th scope="col">{moneyTexts.unit}</th>
            <th scope="col">{moneyTexts.issuer}</th>
            <th scope="col" className="to-right wide-only">
              {moneyTexts.issued}
            </th>
            <th scope="col" className="to-right wide-only">
              {moneyTexts.redeemed}
            </th>
            <th scope="col" className="to-right">
              {moneyTexts.circulating}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ id, value }, i) => (
            <UnitRow key={id} id={id} value={value} supply={supplies[i]?.data?.value} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type UnitRowProps = Pick<RecordSeen, 'id' | 'value'> & { readonly supply: RecordSeen['value'] | undefined };

function UnitRow({ id, value, supply }: UnitRowProps) {
  const { code, issuer, voidSinceMs } = value as unknown as Unit;
  const known = supply as unknown as Supply | undefined;
  const amount = (cents: number | undefined): string => (cents === undefined ? '…' : money(cents, code));
  return (
    <tr>
      <th scope="row">
        <Link className="mono" to={recordPath('accounts/unit', id)}>
          {code}
        </Link>
        {voidSinceMs === undefined ? null : (
          <span className="state-bad small">
            {' '}
            ✕ {moneyTexts.void} <TimeText timeMs={voidSinceMs} />
          </span>
        )}
      </th>
      <td>
        <Party id={issuer} />
      </td>
      <td className="to-right mono wide-only">{amount(known?.issuedTotal)}</td>
      <td className="to-right mono wide-only">{amount(known?.redeemedTotal)}</td>
      <td className="to-right mono">
        {amount(known === undefined ? undefined : known.issuedTotal - known.redeemedTotal)}
      </td>
    </tr>
  );
}
