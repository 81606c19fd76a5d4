// The session for all pages below: opened for whoever acts, and opened anew when that changes.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { forgetLedger, type Identity, readIdentity, writeIdentity } from './identity.ts';
import { openSession, type Session } from './open-session.ts';

type Held = Session & {
  readonly identity: Identity;
  /** Acts as another from now on. */
  actAs(identity: Identity): void;
};

const SessionContext = createContext<Held | undefined>(undefined);

/** The session. */
export function useSession(): Held {
  const held = use(SessionContext);
  if (held === undefined) throw new Error('useSession: used outside of SessionProvider');
  return held;
}

/** Opens the session, and says what is in the way. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [identity, setIdentity] = useState(() => readIdentity(localStorage));
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['session', identity],
    queryFn: () => openSession(identity, localStorage),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const held = useMemo(() => {
    const actAs = (next: Identity): void => {
      writeIdentity(localStorage, next);
      // What the one before was shown is not the next one's to see.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      setIdentity(next);
    };
    return data === undefined ? { actAs } : { ...data, identity, actAs };
  }, [data, identity, queries]);
  if (error !== null) {
    const isOther = 'code' in error && error.code === 'ledger_changed';
    const goOn = (): void => {
      forgetLedger(localStorage);
      if (identity.kind === 'visitor') void refetch();
      else setIdentity({ kind: 'visitor' });
    };
    return (
      <main className="alone">
        <Problem
          error={error}
          retry={() => void refetch()}
          {...(isOther ? { other: ['Go on with the new ledger', goOn] } : {})}
        >
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
