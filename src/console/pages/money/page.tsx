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
import { Party } from '../../parts/stamp.tsx';
import { type Column, Table } from '../../parts/table.tsx';
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
      {KIND === undefined ? null : (
        <RecordList kind={KIND} table={(rows) => <Table rows={rows} keyOf={({ id }) => id} columns={ACCOUNTS} />} />
      )}
      <Units />
      <p className="soft small">{moneyTexts.limit}</p>
    </>
  );
}

const ACCOUNTS: readonly Column<RecordSeen>[] = [
  {
    label: moneyTexts.account,
    draw: ({ id }) => (
      <Link className="row-link mono" to={recordPath('accounts/account', id)}>
        {id}
      </Link>
    ),
  },
  {
    label: moneyTexts.total,
    isFigure: true,
    draw: ({ value }) => {
      const { balanceCents, heldCents, unit } = accountOf(value);
      return money(balanceCents + heldCents, unit);
    },
  },
  {
    label: `${moneyTexts.free} / ${moneyTexts.held}`,
    isWide: true,
    look: 'money-bar-column',
    draw: ({ value }) => {
      const { balanceCents, heldCents, unit } = accountOf(value);
      return <BalanceBar freeCents={balanceCents} heldCents={heldCents} unit={unit} />;
    },
  },
];

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
      <Table
        rows={data.map((unit, i) => ({ ...unit, supply: supplies[i]?.data?.value }))}
        keyOf={({ id }) => id}
        columns={UNITS}
      />
    </section>
  );
}

type UnitRow = RecordSeen & { readonly supply: RecordSeen['value'] | undefined };

const UNITS: readonly Column<UnitRow>[] = [
  { label: moneyTexts.unit, draw: (row) => <UnitName row={row} /> },
  { label: moneyTexts.issuer, draw: ({ value }) => <Party id={String(value.issuer)} /> },
  { label: moneyTexts.issued, isFigure: true, isWide: true, draw: supplied(({ issuedTotal }) => issuedTotal) },
  { label: moneyTexts.redeemed, isFigure: true, isWide: true, draw: supplied(({ redeemedTotal }) => redeemedTotal) },
  {
    label: moneyTexts.circulating,
    isFigure: true,
    draw: supplied(({ issuedTotal, redeemedTotal }) => issuedTotal - redeemedTotal),
  },
];

/** An amount of a unit's supply, once that is read. */
function supplied(amountOf: (supply: Supply) => number): (row: UnitRow) => string {
  return ({ value, supply }) =>
    supply === undefined ? '…' : money(amountOf(supply as unknown as Supply), String(value.code));
}

function UnitName({ row: { id, value } }: { readonly row: UnitRow }) {
  const { code, voidSinceMs } = value as unknown as Unit;
  return (
    <>
      <Link className="mono" to={recordPath('accounts/unit', id)}>
        {code}
      </Link>
      {voidSinceMs === undefined ? null : (
        <span className="state-bad small">
          {' '}
          ✕ {moneyTexts.void} <TimeText timeMs={voidSinceMs} />
        </span>
      )}
    </>
  );
}
