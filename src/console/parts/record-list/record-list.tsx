// A list of records of one kind, as any page shows it: filters from the declared indexes, pages, CSV, and an empty state
// that teaches. The filters stand in the address, so that a list can be sent to someone.

import { Button, Tooltip } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { beginningsOf } from '../../data/actions.ts';
import { schemaOf } from '../../data/fields.ts';
import type { Kind } from '../../data/kinds.ts';
import { type Filters, recordsQuery } from '../../data/queries.ts';
import { useSession } from '../../session/session-context.tsx';
import { recordTexts, TEACHING } from '../../texts/records.ts';
import { actionWords } from '../action-words.ts';
import { EmptyState } from '../empty-state.tsx';
import { actionPath } from '../paths.ts';
import { Problem } from '../problem.tsx';
import { FilterChip } from './filter-chip.tsx';
import { looksFurther } from './looks-further.ts';
import { RecordTable } from './record-table.tsx';
import { saveFile } from './save-file.ts';

type RecordListProps = {
  readonly kind: Kind;
  /** Filters that the page sets and no chip shows. */
  readonly fixed?: Filters;
  /** Rows that a page designs by hand. */
  table?(rows: readonly RecordSeen[]): ReactNode;
};

/** The list. */
export function RecordList({ kind, fixed = {}, table }: RecordListProps) {
  const { transport } = useSession();
  const chips = kind.record.index.filter((name) => !(name in fixed));
  const { chosen, choose, clear } = useChosen(chips);
  const filters = { ...fixed, ...chosen };
  const list = useInfiniteQuery(recordsQuery(transport, kind.path, filters));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const schemas = schemaOf(kind.record.schema);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const isToGoOn = looksFurther(rows.length, list.data?.pages.length ?? 0, hasNextPage);
  useEffect(() => {
    if (isToGoOn && !isFetching) void fetchNextPage();
  }, [isToGoOn, isFetching, fetchNextPage]);
  return (
    <div className="list">
      <div className="list-head" role="toolbar" aria-label={recordTexts.filters}>
        {chips.map((name) => (
          <FilterChip
            key={name}
            name={name}
            schema={schemas[name] ?? {}}
            value={chosen[name]}
            choose={(value) => choose(name, value)}
          />
        ))}
        <CsvButton kind={kind} filters={filters} />
      </div>
      {list.error === null ? null : <Problem error={list.error} retry={() => void list.refetch()} />}
      {rows.length > 0 ? (table?.(rows) ?? <RecordTable kind={kind} rows={rows} />) : null}
      {list.isSuccess && rows.length === 0 && !list.hasNextPage ? (
        <Nothing kind={kind} isFiltered={Object.keys(chosen).length > 0} clear={clear} />
      ) : null}
      <div className="list-foot soft small">
        {rows.length > 0 ? <span>{recordTexts.count(rows.length)}</span> : null}
        {list.hasNextPage ? (
          <Button
            variant="default"
            size="sm"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {rows.length > 0 ? recordTexts.more : recordTexts.lookFurther}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** The filters of the address. */
function useChosen(names: readonly string[]) {
  const [search, setSearch] = useSearchParams();
  const chosen: Filters = Object.fromEntries(
    names.flatMap((name) => {
      const value = search.get(name);
      return value === null ? [] : [[name, value] as const];
    }),
  );
  const choose = (name: string, value: string | undefined): void => {
    const next = new URLSearchParams(search);
    if (value === undefined) next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  return { chosen, choose, clear: () => setSearch({}, { replace: true }) };
}

type NothingProps = { readonly kind: Kind; readonly isFiltered: boolean; clear(): void };

function Nothing({ kind, isFiltered, clear }: NothingProps) {
  const { me } = useSession();
  if (isFiltered) {
    return (
      <EmptyState title={recordTexts.noneFits}>
        <Button variant="default" size="sm" onClick={clear}>
          {recordTexts.clearFilters}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={recordTexts.noneYet(kind.plural)} teaches={TEACHING[kind.path]}>
      {beginningsOf(kind.path, me?.role).map(({ contract, name }) => (
        <Link className="button" key={name} to={actionPath(contract.name, name)}>
          {actionWords(name)}
        </Link>
      ))}
    </EmptyState>
  );
}

function CsvButton({ kind, filters }: { readonly kind: Kind; readonly filters: Filters }) {
  const { transport } = useSession();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async (): Promise<void> => {
    setIsBusy(true);
    setError(undefined);
    try {
      saveFile(`${kind.path.replace('/', '-')}.csv`, 'text/csv', await transport.csv(kind.path, filters));
    } catch (cause) {
      setError(cause);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <Tooltip label={recordTexts.csvHint}>
        <Button className="push" variant="default" size="xs" loading={isBusy} onClick={() => void save()}>
          {recordTexts.csv}
        </Button>
      </Tooltip>
      {error === undefined ? null : <Problem error={error} />}
    </>
  );
}
