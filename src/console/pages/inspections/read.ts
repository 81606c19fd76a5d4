// Reads what a reader may see of an order's inspection. Records were written through their schemas by every replica, so
// their values have the types of the contract.

import { useQueries } from '@tanstack/react-query';
import type {
  DecisionOf,
  MappingOf,
  PartiesOf,
  ProgrammeOf,
  RecordSeen,
  ResultOf,
  ReviewOf,
  UnitOf,
} from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { recordQuery } from '../../data/queries.ts';
import { useSession } from '../../session/session-context.tsx';
import type { Inspection } from './model.ts';

/** What was read of an order. */
export type OrderRead = {
  readonly inspection: Inspection;
  /** Undefined where the reader does not see it. */
  readonly scope: PartiesOf | undefined;
  readonly scopeSeen: RecordSeen | undefined;
  readonly mappingSeen: RecordSeen | undefined;
  /** Places in the log by kind and id of the record. */
  readonly entries: ReadonlyMap<string, number>;
  readonly isReading: boolean;
  readonly isAll: boolean;
  readonly error: Error | null;
};

const LISTS = ['programme', 'unit', 'result', 'review', 'decision'] as const;

/** Reads the inspection of an order. */
export function useInspection(order: string): OrderRead {
  const { transport } = useSession();
  const lists = useQueries({
    queries: LISTS.map((name) => allRecordsQuery(transport, `inspection/${name}`, { order })),
  });
  const single = useQueries({
    queries: ['scope', 'mapping'].map((name) => ({
      ...recordQuery(transport, `inspection/${name}`, order),
      retry: false,
    })),
  });
  const items = useQueries({ queries: [allRecordsQuery(transport, 'items/item', { order })] })[0];
  const [programmes, units, results, reviews, decisions] = lists.map(({ data }) => data?.items ?? []);
  const [scope, mapping] = single.map(({ data }) => data);
  const seen = [...lists.flatMap(({ data }, i) => (data?.items ?? []).map((one) => [LISTS[i], one] as const))];
  return {
    inspection: {
      mapping: mapping?.value as MappingOf | undefined,
      programmes: valuesOf<ProgrammeOf>(programmes),
      units: valuesOf<UnitOf>(units),
      results: valuesOf<ResultOf>(results),
      reviews: valuesOf<ReviewOf>(reviews),
      decisions: valuesOf<DecisionOf>(decisions),
      numbers: new Map(items.data?.items.map(({ id, value }) => [id, String(value.number)]) ?? []),
    },
    scope: scope?.value as PartiesOf | undefined,
    scopeSeen: scope,
    mappingSeen: mapping,
    entries: new Map(seen.map(([name, { id, entry }]) => [`${name} ${id}`, entry])),
    isReading: [...lists, ...single].some(({ isPending }) => isPending),
    isAll: lists.every(({ data }) => data?.isAll !== false),
    error: lists.find(({ error }) => error !== null)?.error ?? null,
  };
}

function valuesOf<T>(seen: readonly RecordSeen[] | undefined): readonly T[] {
  return (seen ?? []).map(({ value }) => value as T);
}
