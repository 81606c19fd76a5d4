// The guided walk: a strip at the foot of the page that leads from stop to stop through the tour's ledger, as the actors
// who did what one sees. One may leave the path at any time and come back to it.

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, use, useEffect, useMemo, useState } from 'react';
import { Outlet, useNavigate } from 'react-router';
import { browserStore } from '../session/browser-store.ts';
import type { Identity } from '../session/identity.ts';
import { useSession } from '../session/session-context.tsx';
import { STOP_TEXTS, walkTexts } from '../texts/walk.ts';
import { placeOf } from './place.ts';
import { readWalk, type WalkProgress, writeWalk } from './progress.ts';
import { STOPS, type Stop } from './stops.ts';
import './walk.css';

type Walk = { readonly progress: WalkProgress | undefined; go(progress: WalkProgress | undefined): void };

const WalkContext = createContext<Walk | undefined>(undefined);

/** Every page, with the walk's strip at its foot while one walks. */
export function Walked() {
  const [progress, setProgress] = useState(() => readWalk(browserStore, STOPS.length));
  const walk = useMemo(() => {
    const go = (next: WalkProgress | undefined): void => {
      writeWalk(browserStore, next);
      setProgress(next);
    };
    return { progress, go };
  }, [progress]);
  return (
    <WalkContext value={walk}>
      <Outlet />
      <WalkStrip />
    </WalkContext>
  );
}

/** The walk. */
export function useWalk(): Walk {
  const walk = use(WalkContext);
  if (walk === undefined) throw new Error('useWalk: used outside of Walked');
  return walk;
}

/** The strip; nothing where nobody walks. */
function WalkStrip() {
  const { progress } = useWalk();
  const stop = progress === undefined ? undefined : STOPS[progress.stop];
  if (progress === undefined || stop === undefined) return null;
  return <Strip key={stop.name} stop={stop} progress={progress} />;
}

function Strip({ stop, progress }: { readonly stop: Stop; readonly progress: WalkProgress }) {
  const { go } = useWalk();
  const { isMissing } = useStop(stop, progress);
  const { title, says } = STOP_TEXTS[stop.name];
  const at = progress.stop;
  const isLast = at === STOPS.length - 1;
  const to = (next: number): void => go({ stop: next, isShown: false });
  return (
    <section className="walk" aria-label={walkTexts.region}>
      <div className="walk-words" role="status">
        <h2>
          <span className="soft number">{walkTexts.place(at + 1, STOPS.length)}</span> {title}
        </h2>
        <p>{says}</p>
        <p className="soft small">
          {stop.actor === undefined ? walkTexts.asVisitor : walkTexts.as(stop.actor)}{' '}
          {isMissing ? walkTexts.nothing : null}
        </p>
      </div>
      <div className="row walk-steps">
        <button type="button" className="as-link" onClick={() => to(at)}>
          {walkTexts.again}
        </button>
        <button type="button" className="as-link" onClick={() => go(undefined)}>
          {walkTexts.end}
        </button>
        <Button variant="default" disabled={at === 0} onClick={() => to(at - 1)}>
          {walkTexts.back}
        </Button>
        <Button onClick={() => (isLast ? go(undefined) : to(at + 1))}>
          {isLast ? walkTexts.done : walkTexts.next}
        </Button>
      </div>
    </section>
  );
}

/** Acts as the stop's actor, then opens its page, once: where one goes from there is one's own. */
function useStop({ name, actor, place }: Stop, { stop, isShown }: WalkProgress): { readonly isMissing: boolean } {
  const { go } = useWalk();
  const { identity, actAs, transport } = useSession();
  const navigate = useNavigate();
  const isActing =
    identity.kind === 'demo' ? identity.actor === actor : identity.kind === 'visitor' && actor === undefined;
  useEffect(() => {
    if (isActing || isShown) return;
    const next: Identity = actor === undefined ? { kind: 'visitor' } : { kind: 'demo', actor };
    actAs(next);
  }, [isActing, isShown, actor, actAs]);
  const { data } = useQuery({
    queryKey: ['walk', name],
    queryFn: async () => (await placeOf(transport, place)) ?? null,
    enabled: isActing && !isShown,
  });
  useEffect(() => {
    if (isShown || !isActing || data === undefined) return;
    if (data !== null) void navigate(data);
    go({ stop, isShown: true });
  }, [data, isActing, isShown, stop, navigate, go]);
  return { isMissing: data === null };
}
