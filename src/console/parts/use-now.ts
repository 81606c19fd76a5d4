// The node's time as a page shows it: it goes on while one looks, so that a countdown counts.

import { useEffect, useState } from 'react';
import { useSession } from '../session/session-context.tsx';

/** How often what is shown is brought up to date: deadlines are met to the second. */
const TICK_MS = 1000;

/** ms since 1970, by the node's clock. */
export function useNow(): number {
  const { transport } = useSession();
  const [nowMs, setNowMs] = useState(() => transport.nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(transport.nowMs()), TICK_MS);
    return () => clearInterval(timer);
  }, [transport]);
  return nowMs;
}
