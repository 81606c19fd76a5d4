// A trace that is being read: its progress, what came of it, and a way to stop.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HttpTransport } from '#sdk/index.ts';
import { useSession } from '../../session/session-context.tsx';
import { type Direction, readTrace, type TraceProgress, type TraceRead, type TraceSource } from './reading.ts';

/** Between two tellings of how far it is. */
const TELL_MS = 150;
/** Links of one request. */
const LINKS = 500;

type Asked = { readonly start: string; readonly direction: Direction; readonly depth: number };
/** A trace on its way. */
export type Tracing = {
  readonly read: TraceRead | undefined;
  readonly progress: TraceProgress | undefined;
  readonly error: unknown;
  stop(): void;
  again(): void;
};

/** Reads a trace, anew for each question. */
export function useTrace({ start, direction, depth }: Asked): Tracing {
  const { transport } = useSession();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<TraceProgress>();
  const [stopper, setStopper] = useState<AbortController>();
  const key = ['trace', start, direction, depth] as const;
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const stop = new AbortController();
      setStopper(stop);
      return readTrace(sourceOf(transport), start, {
        ...{ direction, depth, onProgress: nowAndThen(setProgress) },
        signal: AbortSignal.any([signal, stop.signal]),
      });
    },
    // New statements do not move what one is reading: it is read again when one asks.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    read: data,
    progress: isFetching ? progress : undefined,
    error,
    stop: () => stopper?.abort(),
    again: () => {
      queries.removeQueries({ queryKey: key });
      void refetch();
    },
  };
}

/** Every item that was read would be drawn anew. */
function nowAndThen(tell: (progress: TraceProgress) => void): (progress: TraceProgress) => void {
  let toldMs = 0;
  return (progress) => {
    if (performance.now() - toldMs < TELL_MS) return;
    toldMs = performance.now();
    tell(progress);
  };
}

function sourceOf(transport: HttpTransport): TraceSource {
  return {
    item: (id) => transport.seen('items/item', id),
    links: (index, id, after) =>
      transport.records('items/part', { [index]: id }, { limit: LINKS, ...(after === undefined ? {} : { after }) }),
  };
}
