// The session for all pages below: opened for whoever acts, and opened anew when that changes. A tab goes on as who it was
// when another tab signs in as someone else, and says so; who signs out is signed out in all of them.

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { browserStore } from './browser-store.ts';
import { forgetLedger, IDENTITY, type Identity, readIdentity, writeIdentity } from './identity.ts';
import { openSession, type Session } from './open-session.ts';

type Held = Session & {
  readonly identity: Identity;
  /** As whom another tab acts since this one was opened, where that is another. */
  readonly elsewhere: Identity | undefined;
  /** Acts as another from now on. */
  actAs(identity: Identity): void;
  /** Looks again which ledger is served at this address. */
  reopen(): void;
};

const SessionContext = createContext<Held | undefined>(undefined);

/** The session. */
export function useSession(): Held {
  const held = use(SessionContext);
  if (held === undefined) throw new Error('useSession: used outside of SessionProvider');
  return held;
}

/** What the one before was shown is not the next one's to see. */
function forgetAnswers(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}

/** Opens the session, and says what is in the way. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const { identity, elsewhere, become } = useIdentity();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['session', identity],
    queryFn: () => openSession(identity, browserStore),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const reopen = useCallback((): void => void refetch(), [refetch]);
  const held = useMemo(() => {
    const actAs = (next: Identity): void => {
      writeIdentity(browserStore, next);
      become(next);
    };
    return data === undefined ? { actAs } : { ...data, identity, elsewhere, actAs, reopen };
  }, [data, identity, elsewhere, become, reopen]);
  if (error !== null) {
    const isOther = 'code' in error && (error.code === 'ledger_changed' || error.code === 'ledger_wrong');
    const goOn = (): void => {
      forgetLedger(browserStore);
      forgetAnswers(queries);
      if (identity.kind === 'visitor') void queries.resetQueries({ queryKey: ['session'] });
      else become({ kind: 'visitor' });
    };
    return (
      <main className="alone">
        <Problem error={error} retry={reopen} {...(isOther ? { other: ['Go on with the new ledger', goOn] } : {})}>
          {identity.kind === 'visitor' || isOther ? null : (
            <button type="button" className="as-link" onClick={() => held.actAs({ kind: 'visitor' })}>
              Go to the sign-in page
            </button>
          )}
        </Problem>
      </main>
    );
  }
  if (!('transport' in held)) return <p className="alone waiting">Opening the ledger …</p>;
  return <SessionContext value={held}>{children}</SessionContext>;
}

/** Who acts in this tab, and who in the one that signed in last. */
function useIdentity() {
  const [identity, setIdentity] = useState(() => readIdentity(browserStore));
  const [elsewhere, setElsewhere] = useState<Identity>();
  const queries = useQueryClient();
  const become = useCallback(
    (next: Identity): void => {
      forgetAnswers(queries);
      setElsewhere(undefined);
      setIdentity(next);
    },
    [queries],
  );
  useEffect(() => {
    // Told of what other tabs did.
    const onStorage = ({ key }: StorageEvent): void => {
      if (key !== IDENTITY && key !== null) return;
      const next = readIdentity(browserStore);
      const isSame = JSON.stringify(next) === JSON.stringify(identity);
      if (next.kind === 'visitor' && !isSame) become(next);
      else setElsewhere(isSame ? undefined : next);
    };
    addEventListener('storage', onStorage);
    return () => removeEventListener('storage', onStorage);
  }, [identity, become]);
  return { identity, elsewhere, become };
}
