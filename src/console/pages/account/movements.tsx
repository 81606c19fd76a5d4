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
import { type Column, Table } from '../../parts/table.tsx';
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
      {statement.movements.length === 0 ? null : (
        <Table rows={statement.movements} keyOf={({ id }) => id} columns={columnsIn(account.unit)} />
      )}
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

/** The columns, of amounts in a unit. */
function columnsIn(unit: string): readonly Column<Movement>[] {
  return [
    { label: moneyTexts.time, draw: ({ timeMs }) => <TimeText timeMs={timeMs} /> },
    { label: moneyTexts.with, draw: (movement) => <With movement={movement} /> },
    { label: moneyTexts.reference, isWide: true, draw: ({ reference }) => <RecordLink id={reference} /> },
    {
      label: moneyTexts.amount,
      isFigure: true,
      draw: ({ amountCents, entry }) => (
        <Link className={amountCents > 0 ? 'account-in' : undefined} to={`/ledger/${entry}`}>
          {amountCents > 0 ? '+' : ''}
          {money(amountCents, unit)}
        </Link>
      ),
    },
    { label: moneyTexts.after, isFigure: true, isWide: true, draw: ({ afterCents }) => money(afterCents, unit) },
  ];
}

function With({ movement: { member, other, amountCents } }: { readonly movement: Movement }) {
  return (
    <>
      <Party id={member} />{' '}
      {other === undefined ? (
        <span className="soft">{amountCents > 0 ? moneyTexts.issuedInto : moneyTexts.takenOut}</span>
      ) : null}
    </>
  );
}
