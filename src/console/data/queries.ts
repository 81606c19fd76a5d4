// What pages read of the ledger, as queries: one key for one question, so that pages share answers. Keys begin with
// `records` where a new statement may change the answer.

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { Fault, type HttpTransport, type RecordSeen, readNodeState } from '#sdk/index.ts';

/** Filters of a list by declared indexes. */
export type Filters = { readonly [index: string]: string };

/** Records of one page. */
const PAGE = 50;
/** Records of a page where all of them are read, and how many are read at most. */
const WHOLE_PAGE = 500;
const WHOLE_MOST = 1000;
/** Between two looks at how far the node's index is. */
const INDEX_PAUSE_MS = 1_000;
/** Statements that are read at once when one looks back. */
const LOOK_BACK = 100;

/** One record with the statement that wrote it last. @throws Fault `record_unknown` */
export function recordQuery(transport: HttpTransport, kind: string, id: string) {
  return queryOptions({
    queryKey: ['records', 'one', kind, id],
    queryFn: async () => {
      const seen = await transport.seen(kind, id);
      if (seen === undefined) throw new Fault('record_unknown', `there is no ${kind} ${id} that you may see`);
      return seen;
    },
  });
}

/** A list of records, page after page. */
export function recordsQuery(transport: HttpTransport, kind: string, filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['records', 'list', kind, filters],
    queryFn: ({ pageParam }) =>
      transport.records(kind, filters, pageParam === '' ? { limit: PAGE } : { after: pageParam, limit: PAGE }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
}

/** The first records that fit, for places that show a few. */
export function fewRecordsQuery(transport: HttpTransport, kind: string, filters: Filters) {
  return queryOptions({
    queryKey: ['records', 'few', kind, filters],
    queryFn: async () => (await transport.records(kind, filters, { limit: PAGE })).items,
  });
}

/** One record that may not be there, or not for this reader: then null. */
export function maybeRecordQuery(transport: HttpTransport, kind: string, id: string) {
  return queryOptions({
    queryKey: ['records', 'maybe', kind, id],
    queryFn: async () => (await transport.seen(kind, id)) ?? null,
  });
}

/** The records that fit, up to so many, and whether these are all. @param most for records that are large */
export function wholeListQuery(transport: HttpTransport, kind: string, filters: Filters, most = WHOLE_MOST) {
  return queryOptions({
    queryKey: ['records', 'whole', kind, filters, most],
    queryFn: () => wholeList(transport, kind, filters, most),
  });
}

/** As wholeListQuery, asked now. */
export async function wholeList(transport: HttpTransport, kind: string, filters: Filters, most = WHOLE_MOST) {
  const items: RecordSeen[] = [];
  for (let after: string | undefined; ; ) {
    const limit = Math.min(WHOLE_PAGE, most - items.length);
    const page = await transport.records(kind, filters, after === undefined ? { limit } : { after, limit });
    items.push(...page.items);
    if (page.next === undefined || items.length >= most) return { items, isAll: page.next === undefined };
    after = page.next;
  }
}

/** As fewRecordsQuery, with whether there are more. */
export function firstRecordsQuery(transport: HttpTransport, kind: string, filters: Filters) {
  return queryOptions({
    queryKey: ['records', 'first', kind, filters],
    queryFn: async () => {
      const { items, next } = await transport.records(kind, filters, { limit: PAGE });
      return { items, isMore: next !== undefined };
    },
  });
}

/** One statement without its bytes. @throws Fault `entry_unknown` */
export function entryQuery(transport: HttpTransport, index: number) {
  return queryOptions({
    queryKey: ['entry', index],
    queryFn: async () => {
      const { items } = await transport.entries(index - 1, 1);
      const [entry] = items;
      if (entry?.index !== index) throw new Fault('entry_unknown', `there is no statement ${index} that you may see`);
      return entry;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The statements below a place of the log that this reader may see, the newest first, page after page. */
export function entriesBeforeQuery(transport: HttpTransport, before: number) {
  return infiniteQueryOptions({
    queryKey: ['entries', 'before', before],
    queryFn: ({ pageParam }) => transport.entriesBefore(pageParam, LOOK_BACK),
    initialPageParam: before,
    getNextPageParam: ({ next }) => next,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * The statements about a record, the newest first, page after page. Asked for again while the node makes its index.
 * @param size of the log that the index is to reach
 */
export function historyQuery(transport: HttpTransport, id: string, size: number) {
  return infiniteQueryOptions({
    queryKey: ['records', 'history', id],
    queryFn: ({ pageParam }) => transport.history(id, PAGE, pageParam),
    initialPageParam: Number.MAX_SAFE_INTEGER,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => ((state.data?.pages[0]?.through ?? size) < size ? INDEX_PAUSE_MS : false),
  });
}

/** What this node says of itself. */
export function nodeQuery() {
  return queryOptions({
    queryKey: ['records', 'node'],
    queryFn: () => readNodeState(globalThis.location.origin),
  });
}
