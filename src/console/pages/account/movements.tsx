// The movements of an account, newest first, with what was in it after each.

import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { HttpTransport } from '#sdk/index.ts';
import type { Account } from '../../parts/account.ts';
import { money } from '../../parts/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { saveFile } from '../../parts/record-list/save-file.ts';
import { Party } from '../../parts/stamp.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSession } from '../../session/session-context.tsx';
import { moneyTexts } from '../../texts/money.ts';
import { type Movement, statementCsv, statementOf } from './movements.ts';
import { RecordLink } from './record-link.tsx';

/** Transfers of one request. */
const PAGE = 500;

/** Pages of one side of the account; transfers stand in the order of their ids, not of time. */
function sideQuery(transport: HttpTransport, side: 'from' | 'to', account: string) {
  return {
    queryKey: ['records', 'transfers', side, account],
    queryFn: ({ pageParam }: { pageParam: string }) =>
      transport.records(
        'accounts/transfer',
        { [side]: account },
        pageParam === '' ? { limit: PAGE } : { limit: PAGE, after: pageParam },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }: { readonly next?: string }) => next,
  };
}

/** The section. */
export function Movements({ account }: { readonly account: Account }) {
  const { transport } = useSession();
  const out = useInfiniteQuery(sideQuery(transport, 'from', account.id));
  const into = useInfiniteQuery(sideQuery(transport, 'to', account.id));
  const transfers = [out, into].flatMap(({ data }) => data?.pages.flatMap(({ items }) => items) ?? []);
  const statement = statementOf(account, transfers);
  const isRead = out.isSuccess && into.isSuccess;
  const hasMore = out.hasNextPage || into.hasNextPage;
  const error = out.error ?? into.error;
  const readMore = (): void => {
    for (const side of [out, into]) if (side.hasNextPage) void side.fetchNextPage();
  };
  const save = (): void => {
    const name = `statement-${account.id.replaceAll('/', '-')}.csv`;
    saveFile(name, 'text/csv', new TextEncoder().encode(statementCsv(account, statement)));
  };
  return (
    <section className="panel" aria-labelledby="movements">
      <h2 id="movements">{moneyTexts.movements}</h2>
      {error === null ? null : <Problem error={error} />}
      {isRead && statement.movements.length === 0 ? <p className="soft">{moneyTexts.noMovements}</p> : null}
      {statement.movements.length === 0 ? null : <Table account={account} movements={statement.movements} />}
      {isRead && statement.movements.length > 0 ? (
        <p className="list-foot account-foot">
          <span className={statement.beforeCents === 0 ? 'soft small' : 'state-decide small'}>
            {statement.beforeCents === 0
              ? moneyTexts.complete
              : moneyTexts.incomplete(money(statement.beforeCents, account.unit))}
          </span>
          {hasMore ? (
            <Button variant="default" size="xs" onClick={readMore}>
              {moneyTexts.more}
            </Button>
          ) : null}
          <Button className="push" variant="default" size="xs" onClick={save}>
            {moneyTexts.statement}
          </Button>
        </p>
      ) : null}
    </section>
  );
}

type TableProps = { readonly account: Account; readonly movements: readonly Movement[] };

function Table({ account, movements }: TableProps) {
  return (
    <table className="records">
      <thead>
        <tr>
          <th scope="col">{moneyTexts.time}</th>
          <th scope="col">{moneyTexts.with}</th>
          <th scope="col" className="wide-only">
            {moneyTexts.reference}
          </th>
          <th scope="col" className="to-right">
            {moneyTexts.amount}
          </th>
          <th scope="col" className="to-right wide-only">
            {moneyTexts.after}
          </th>
        </tr>
      </thead>
      <tbody>
        {movements.map((movement) => (
          <Row key={movement.id} movement={movement} unit={account.unit} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ movement, unit }: { readonly movement: Movement; readonly unit: string }) {
  const { timeMs, amountCents, other, member, reference, afterCents, entry } = movement;
  const isIn = amountCents > 0;
  return (
    <tr>
      <th scope="row">
        <TimeText timeMs={timeMs} />
      </th>
      <td>
        <Party id={member} />{' '}
        {other === undefined ? (
          <span className="soft">{isIn ? moneyTexts.issuedInto : moneyTexts.takenOut}</span>
        ) : null}
      </td>
      <td className="wide-only">
        <RecordLink id={reference} />
      </td>
      <td className={isIn ? 'to-right mono account-in' : 'to-right mono'}>
        <Link to={`/ledger/${entry}`}>
          {isIn ? '+' : ''}
          {money(amountCents, unit)}
        </Link>
      </td>
      <td className="to-right mono wide-only">{money(afterCents, unit)}</td>
    </tr>
  );
}
