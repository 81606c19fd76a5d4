// Where a trace begins: an item by its id, serial or lot number, part number or GTIN, or one of those one may see.

import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import type { HttpTransport, RecordSeen } from '#sdk/index.ts';
import { lookupsOf } from '../../data/search.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ItemRows } from '../../parts/item-rows.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useSession } from '../../session/session-context.tsx';
import { recordTexts, TEACHING } from '../../texts/records.ts';
import { traceTexts } from '../../texts/trace.ts';
import { tracePath } from './paths.ts';

/** Items that are offered. */
const OFFERED = 50;

/** The choice. */
export function Choose() {
  const { transport } = useSession();
  const [search, setSearch] = useSearchParams();
  const typed = search.get('find') ?? '';
  const { data, error, refetch } = useQuery({
    queryKey: ['records', 'trace-choice', typed],
    queryFn: () => itemsNamed(transport, typed),
  });
  const find = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('find');
    setSearch(typeof text === 'string' && text.trim() !== '' ? { find: text.trim() } : {}, { replace: true });
  };
  return (
    <>
      <h1>{traceTexts.title}</h1>
      <p className="lead">{traceTexts.chooseLead}</p>
      <form className="row row-end trace-find" onSubmit={find}>
        <TextInput name="find" label={traceTexts.choose} defaultValue={typed} autoComplete="off" spellCheck={false} />
        <Button type="submit">{traceTexts.find}</Button>
      </form>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined || data.length > 0 ? null : typed === '' ? (
        <EmptyState title={recordTexts.noneYet('items')} teaches={TEACHING['items/part']} />
      ) : (
        <EmptyState title={traceTexts.nothing(typed)} teaches={traceTexts.nothingTeach} />
      )}
      {data === undefined || data.length === 0 ? null : (
        <section className="panel" aria-labelledby="offered">
          <h2 id="offered">{typed === '' ? traceTexts.latest : `“${typed}”`}</h2>
          <ItemRows items={data} to={tracePath} />
        </section>
      )}
    </>
  );
}

/** Items that a text names, by keys and declared indexes; without a text the first ones. */
async function itemsNamed(transport: HttpTransport, typed: string): Promise<readonly RecordSeen[]> {
  const few = async (kind: string, index: string, value: string): Promise<readonly RecordSeen[]> =>
    (await transport.records(kind, index === '' ? {} : { [index]: value }, { limit: OFFERED })).items;
  if (typed === '') return few('items/item', '', '');
  const found = await Promise.all(
    lookupsOf(typed).map(async (lookup) => {
      if (lookup.by === 'entry') return [];
      if (lookup.by === 'id') {
        const seen = lookup.kind === 'items/item' ? await transport.seen(lookup.kind, lookup.id) : undefined;
        return seen === undefined ? [] : [seen];
      }
      if (lookup.kind === 'items/item') return few(lookup.kind, lookup.index, lookup.value);
      if (lookup.kind !== 'items/type') return [];
      const types = await few(lookup.kind, lookup.index, lookup.value);
      return (await Promise.all(types.map(({ id }) => few('items/item', 'type', id)))).flat();
    }),
  );
  return [...new Map(found.flat().map((one) => [one.id, one])).values()];
}
