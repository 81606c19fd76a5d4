// Production: a lane for each machine over time, and all jobs below.

import { Button } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { kindOf } from '../../data/kinds.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Problem } from '../../parts/problem.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { useSession } from '../../session/session-context.tsx';
import { productionTexts } from '../../texts/production.ts';
import { around, dayOf, moved, type Window, zoomed } from './axis.ts';
import { Lanes } from './lanes.tsx';
import { firstLook, type Lane, lanesOf } from './model.ts';
import { type ShopRead, useShop } from './read.ts';
import './page.css';

/** How often the picture follows the clock. */
const FOLLOW_MS = 15_000;

/** The page. */
export function Component() {
  const read = useShop();
  const kind = kindOf('production/job');
  return (
    <>
      <h1>{productionTexts.title}</h1>
      <p className="lead">{productionTexts.lead}</p>
      {read.error === null ? null : <Problem error={read.error} />}
      {read.isReading ? null : <Machines read={read} />}
      <section className="panel" aria-labelledby="jobs">
        <h2 id="jobs">{productionTexts.jobs}</h2>
        {kind === undefined ? null : <RecordList kind={kind} />}
      </section>
    </>
  );
}

function Machines({ read: { shop, units } }: { readonly read: ShopRead }) {
  const nowMs = useNow();
  const lanes = useMemo(() => lanesOf(shop, nowMs), [shop, nowMs]);
  const [chosen, setChosen] = useState<Window>();
  const [isAll, setIsAll] = useState(false);
  const { me } = useSession();
  const working = lanes.filter(
    ({ bars, untimed, known }) => bars.length + untimed.length > 0 || known?.member === me?.member,
  );
  const idle = lanes.length - working.length;
  // Where nothing is under way, hours are what there is to see.
  const isShown = isAll || working.length === 0;
  const shown = isShown ? lanes : working;
  const window = chosen ?? around(firstLook(shown), nowMs);
  if (lanes.length === 0) {
    return <EmptyState title={productionTexts.noMachines} teaches={productionTexts.noMachinesTeach} />;
  }
  return (
    <section className="panel" aria-labelledby="machines">
      <h2 id="machines">
        {productionTexts.machines} <span className="soft production-day">{daysOf(window)}</span>
      </h2>
      <Toolbar window={window} look={setChosen} lanes={shown} nowMs={nowMs} />
      <Lanes lanes={shown} window={window} nowMs={nowMs} units={units} look={setChosen} />
      <Legend />
      {idle === 0 || working.length === 0 ? null : (
        <button type="button" className="as-link" onClick={() => setIsAll(!isAll)}>
          {isAll ? productionTexts.fewMachines : productionTexts.allMachines(idle)}
        </button>
      )}
    </section>
  );
}

type ToolbarProps = {
  readonly window: Window;
  readonly lanes: readonly Lane[];
  readonly nowMs: number;
  look(window: Window): void;
};

function Toolbar({ window, lanes, nowMs, look }: ToolbarProps) {
  const everything = (): Window =>
    around(
      lanes.flatMap(({ bars, free, booked }) => [...bars, ...free, ...booked]),
      nowMs,
    );
  const half = (window.toMs - window.fromMs) / 2;
  const buttons: readonly (readonly [string, () => Window])[] = [
    [productionTexts.nearer, () => zoomed(window, 1 / 1.6)],
    [productionTexts.farther, () => zoomed(window, 1.6)],
    [productionTexts.earlier, () => moved(window, -0.5)],
    [productionTexts.later, () => moved(window, 0.5)],
    [productionTexts.fitWork, () => around(firstLook(lanes), nowMs)],
    [productionTexts.now, () => ({ fromMs: nowMs - half, toMs: nowMs + half })],
    [productionTexts.fitAll, everything],
  ];
  return (
    <div className="production-tools" role="toolbar" aria-label={productionTexts.keys}>
      {buttons.map(([words, next]) => (
        <Button key={words} variant="default" size="xs" onClick={() => look(next())}>
          {words}
        </Button>
      ))}
      <span className="soft small wide-only">{productionTexts.keys}</span>
    </div>
  );
}

function Legend() {
  const words: readonly (readonly [string, string])[] = [
    ['production-log', productionTexts.legendLog],
    ['production-running', productionTexts.legendRunning],
    ['production-plan', productionTexts.legendPlan],
    ['production-pause production-pause-swatch', productionTexts.legendGap],
    ['production-free', productionTexts.legendFree],
    ['production-booked', productionTexts.legendBooked],
    ['production-down', productionTexts.legendDown],
  ];
  return (
    <ul className="production-legend small soft">
      {words.map(([name, text]) => (
        <li key={name}>
          <svg width={18} height={12} aria-hidden="true">
            <rect className="production-ground" width={18} height={12} />
            <rect className={name} width={18} height={12} />
          </svg>
          {text}
        </li>
      ))}
    </ul>
  );
}

function daysOf({ fromMs, toMs }: Window): string {
  const [first, last] = [dayOf(fromMs), dayOf(toMs)];
  return first === last ? first : `${first} … ${last}`;
}

/** The node's clock, followed. */
function useNow(): number {
  const { transport } = useSession();
  const [nowMs, setNowMs] = useState(() => transport.nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(transport.nowMs()), FOLLOW_MS);
    return () => clearInterval(timer);
  }, [transport]);
  return nowMs;
}
