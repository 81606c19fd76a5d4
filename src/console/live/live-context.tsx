// One stream of statements for all pages; what they have read of records is read again when something was written.

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '../session/session-context.tsx';
import { LiveEntries, type LiveState } from './live-entries.ts';

const LiveContext = createContext<LiveEntries | undefined>(undefined);
/** Statements that come close together cost one reading. */
const GATHER_MS = 300;

/** The statements that arrived. */
export function useLive(): LiveState {
  const live = use(LiveContext);
  if (live === undefined) throw new Error('useLive: used outside of LiveProvider');
  return useSyncExternalStore(live.subscribe, live.snapshot);
}

/** Follows the ledger of the session. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { transport, node, reopen } = useSession();
  const queries = useQueryClient();
  const [live, setLive] = useState<LiveEntries>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: ['records'] });
    };
    const onChange = (): void => {
      timer ??= setTimeout(refresh, GATHER_MS);
    };
    const own = new LiveEntries(transport, node.size, { onChange, onOtherLedger: reopen });
    // What it fails with is shown as not connected; a bug goes to the window.
    own.follow().catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'AbortError')) reportError(error);
    });
    setLive(own);
    return () => {
      clearTimeout(timer);
      own.stop();
    };
  }, [transport, node.size, queries, reopen]);
  return live === undefined ? null : <LiveContext value={live}>{children}</LiveContext>;
}
