// Reads what a reader may see of machines and their work. Records were written through their schemas by every replica, so
// their values have the types of the contracts.

import { useQueries, useQuery } from '@tanstack/react-query';
import type { Build, Calendar, Job, Machine, RecordSeen, Slot } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { entryQuery } from '../../data/queries.ts';
import { useSession } from '../../session/session-context.tsx';
import type { Shop } from './model.ts';

const KINDS = [
  'capacity/machine',
  'capacity/calendar',
  'capacity/schedule',
  'capacity/booking',
  'production/job',
  'production/build',
] as const;

/** What was read. */
export type ShopRead = {
  readonly shop: Shop;
  /** Names of units by item. */
  readonly units: ReadonlyMap<string, string>;
  readonly isReading: boolean;
  readonly isAll: boolean;
  readonly error: Error | null;
};

/** Reads machines, hours, jobs and builds. */
export function useShop(): ShopRead {
  const { transport, me } = useSession();
  const lists = useQueries({
    queries: KINDS.map((kind) => ({ ...allRecordsQuery(transport, kind, {}), enabled: me !== undefined })),
  });
  const [machines, calendars, schedules, bookings, jobs, builds] = lists.map(({ data }) => data?.items ?? []);
  const running = (jobs ?? []).filter(({ value }) => value.state === 'running');
  // A job that runs was written last by the statement that started it.
  const starts = useQueries({ queries: running.map(({ entry }) => entryQuery(transport, entry)) });
  const items = useQuery({ ...allRecordsQuery(transport, 'items/item', {}), enabled: me !== undefined });
  return {
    shop: {
      machines: valuesOf<Machine>(machines),
      calendars: valuesOf<Calendar>(calendars),
      booked: bookedOf(schedules ?? [], bookings ?? []),
      jobs: valuesOf<Job>(jobs),
      builds: valuesOf<Build>(builds),
      started: new Map(
        running.flatMap(({ id }, i) => (starts[i]?.data === undefined ? [] : [[id, starts[i].data.timeMs]])),
      ),
    },
    units: new Map(items.data?.items.map(({ id, value }) => [id, String(value.number)]) ?? []),
    isReading: lists.some(({ isPending, isEnabled }) => isPending && isEnabled),
    isAll: lists.every(({ data }) => data?.isAll !== false),
    error: lists.find(({ error }) => error !== null)?.error ?? null,
  };
}

/** One's own machines have a schedule; of others one sees the bookings that one takes part in. */
function bookedOf(schedules: readonly RecordSeen[], bookings: readonly RecordSeen[]): Shop['booked'] {
  const booked = new Map<string, readonly Slot[]>();
  for (const { id, value } of schedules) booked.set(id, value.booked as readonly Slot[]);
  for (const { value } of bookings) {
    const { machine, fromMs, untilMs, state } = value as Slot & { readonly machine: string; readonly state: string };
    if (state !== 'live' || schedules.some(({ id }) => id === machine)) continue;
    booked.set(machine, [...(booked.get(machine) ?? []), { fromMs, untilMs }]);
  }
  return booked;
}

function valuesOf<T>(seen: readonly RecordSeen[] | undefined): readonly T[] {
  return (seen ?? []).map(({ value }) => value as T);
}
