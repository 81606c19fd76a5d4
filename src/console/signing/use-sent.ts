// What an actor sent and has no answer for, as it is kept in this browser; looked at again when any tab changes it.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { browserStore } from '../session/browser-store.ts';
import { type Sent, sentBy, sentPlace } from './sent.ts';

/** While something is sent it is kept, too: what is answered soon is never shown. */
const LOOK_MS = 1_000;

/** Statements without an answer, and how to look again. */
export function useSent(sender: {
  readonly ledger: string;
  readonly actor: string;
}): readonly [sent: readonly Sent[], look: () => void] {
  const place = sentPlace(sender);
  const queries = useQueryClient();
  const { data = [] } = useQuery({
    queryKey: ['sent', place],
    queryFn: () => sentBy(browserStore, sender),
    refetchInterval: LOOK_MS,
    staleTime: 0,
  });
  const look = (): void => void queries.invalidateQueries({ queryKey: ['sent', place] });
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent): void => {
      if (key === place) void queries.invalidateQueries({ queryKey: ['sent', place] });
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }, [place, queries]);
  return [data, look];
}
