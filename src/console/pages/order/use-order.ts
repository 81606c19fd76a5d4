// Reads what a page of an order shows: for its two sides everything about it; a third that releases a part of the price
// sees the order and its money, and is asked for nothing else.

import { useQueries, useQuery } from '@tanstack/react-query';
import type { HttpTransport, RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery, wholeListQuery } from '../../data/queries.ts';
import type {
  Build,
  Change,
  Dispute,
  Item,
  ItemType,
  Job,
  Money,
  Order,
  OrderFacts,
  Plan,
  Progress,
  Remake,
  Result,
  Review,
  Shipment,
} from '../../parts/order/facts.ts';
import { useSession } from '../../session/session-context.tsx';

/** Measurements and reviews are large. */
const LARGE_MOST = 250;

/** What is known of an order. */
export type OrderKnown = {
  readonly facts: OrderFacts;
  readonly money: Money | undefined;
  readonly type: ItemType | undefined;
  readonly changes: readonly Change[];
  readonly disputes: readonly Dispute[];
  readonly remakes: readonly Remake[];
  /** Those that have been appointed, by the side for which they measure. */
  readonly laboratories: { readonly buyer?: string; readonly seller?: string };
  /** True where a list goes on beyond what was read. */
  readonly isPartial: boolean;
  readonly isReading: boolean;
  readonly error: unknown;
};

/** Reads it. @param seen a record of procurement/order */
export function useOrder(seen: RecordSeen): OrderKnown {
  const { transport, me } = useSession();
  // Every replica wrote the record through the contract's schema; so with those below.
  const order = seen.value as unknown as Order;
  const isParty = me?.member === order.buyer || me?.member === order.seller;
  const one = useQueries({ queries: singles(transport, order, isParty) });
  const lists = useQueries({ queries: isParty ? listQueries(transport, order.id) : [] });
  const type = useQuery({ ...maybeRecordQuery(transport, 'items/type', order.itemType), enabled: me !== undefined });
  const [progress, units, plan, money, scope] = one.map(({ data }) => data?.value ?? undefined);
  const [items, jobs, builds, results, reviews, shipments, changes, disputes, remakes] = lists.map(({ data }) =>
    (data?.items ?? []).map(({ value }) => value as unknown),
  );
  return {
    facts: {
      order,
      progress: progress as Progress | undefined,
      units: units as OrderFacts['units'],
      plan: plan as Plan | undefined,
      items: (items ?? []) as Item[],
      jobs: (jobs ?? []) as Job[],
      builds: (builds ?? []) as Build[],
      results: (results ?? []) as Result[],
      reviews: (reviews ?? []) as Review[],
      shipments: (shipments ?? []) as Shipment[],
    },
    money: money as Money | undefined,
    type: type.data?.value as ItemType | undefined,
    changes: (changes ?? []) as Change[],
    disputes: (disputes ?? []) as Dispute[],
    remakes: (remakes ?? []) as Remake[],
    laboratories: (scope?.laboratories ?? {}) as OrderKnown['laboratories'],
    isPartial: lists.some(({ data }) => data?.isAll === false),
    isReading: [...one, ...lists].some(({ isPending, isEnabled }) => isPending && isEnabled),
    error: [...one, ...lists].find(({ error }) => error !== null)?.error,
  };
}

function singles(transport: HttpTransport, { id, state }: Order, isParty: boolean) {
  // What waits for a second person of the buyer has no bill of process to ask for.
  const hasPlan = isParty && state !== 'awaitsSecond' && state !== 'withdrawn';
  return [
    { ...maybeRecordQuery(transport, 'procurement/progress', id), enabled: isParty },
    { ...maybeRecordQuery(transport, 'procurement/units', id), enabled: isParty },
    { ...maybeRecordQuery(transport, 'production/plan', id), enabled: hasPlan },
    { ...maybeRecordQuery(transport, 'procurement/money', id), enabled: true },
    { ...maybeRecordQuery(transport, 'inspection/scope', id), enabled: isParty },
  ];
}

function listQueries(transport: HttpTransport, order: string) {
  return [
    wholeListQuery(transport, 'items/item', { order }),
    wholeListQuery(transport, 'production/job', { order }),
    wholeListQuery(transport, 'production/build', { order }, LARGE_MOST),
    wholeListQuery(transport, 'inspection/result', { order }, LARGE_MOST),
    wholeListQuery(transport, 'inspection/review', { order }, LARGE_MOST),
    wholeListQuery(transport, 'shipping/shipment', { order }),
    wholeListQuery(transport, 'procurement/change', { order }),
    wholeListQuery(transport, 'procurement/dispute', { order }),
    wholeListQuery(transport, 'procurement/remake', { order }),
  ];
}
