// The trace of an item: what went into it, where it went, as a picture from raw lot to asset, as a list, and as a file.

import { Button, NativeSelect, Slider } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { dateText } from '../../parts/date-text.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useItemTypes } from '../../parts/item-types.ts';
import { recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { saveFile } from '../../parts/record-list/save-file.ts';
import { shortId } from '../../parts/shorten.ts';
import { recordTexts } from '../../texts/records.ts';
import { traceTexts } from '../../texts/trace.ts';
import { Choose } from './choose.tsx';
import { graphOf, type TraceGraph, timesOf } from './graph.ts';
import { grouped } from './groups.ts';
import { TraceList } from './list.tsx';
import type { Direction, TraceRead } from './reading.ts';
import { csvOf, rowsOf } from './rows.ts';
import { useTrace } from './use-trace.ts';
import './page.css';

const Picture = lazy(async () => ({ default: (await import('./graph.tsx')).TraceGraph }));
const DIRECTIONS: readonly Direction[] = ['into', 'both', 'from'];
const DEPTHS = [1, 2, 3, 5, 8, 12, 20] as const;
const DEPTH = 5;

/** The page. */
export function Component() {
  const { item } = useParams();
  return item === undefined ? <Choose /> : <TracePage key={item} item={item} />;
}

function TracePage({ item }: { readonly item: string }) {
  const [search, setSearch] = useSearchParams();
  const direction = DIRECTIONS.find((one) => one === search.get('direction')) ?? 'both';
  const depth = DEPTHS.find((one) => String(one) === search.get('depth')) ?? DEPTH;
  const tracing = useTrace({ start: item, direction, depth });
  const set = (name: string, value: string): void => {
    setSearch({ direction, depth: String(depth), [name]: value }, { replace: true });
  };
  const { read, progress, error } = tracing;
  return (
    <>
      <p className="crumbs small">
        <Link to="/trace">{traceTexts.title}</Link>
      </p>
      <h1>{traceTexts.of(read?.items.get(item)?.number ?? shortId(item))}</h1>
      <Tools direction={direction} depth={depth} set={set} again={tracing.again} />
      {progress === undefined ? null : (
        <p className="notice row" role="status">
          <span>{traceTexts.reading(progress.level, progress.items, progress.requests)}</span>
          <Button variant="default" size="xs" onClick={tracing.stop}>
            {traceTexts.stop}
          </Button>
        </p>
      )}
      {error === null ? null : <Problem error={error} retry={tracing.again} />}
      {read === undefined ? null : isNothing(read) ? (
        <EmptyState title={traceTexts.unknown} teaches={traceTexts.unknownTeach}>
          <Link className="button" to="/trace">
            {traceTexts.chooseOther}
          </Link>
        </EmptyState>
      ) : (
        <TraceOf key={`${direction} ${depth}`} read={read} />
      )}
    </>
  );
}

type ToolsProps = {
  readonly direction: Direction;
  readonly depth: number;
  set(name: string, value: string): void;
  again(): void;
};

function Tools({ direction, depth, set, again }: ToolsProps) {
  return (
    <div className="trace-tools" role="toolbar" aria-label={recordTexts.filters}>
      <fieldset className="trace-directions" aria-label={traceTexts.direction}>
        {DIRECTIONS.map((one) => (
          <button
            key={one}
            type="button"
            className={one === direction ? 'chip chip-on' : 'chip'}
            aria-pressed={one === direction}
            onClick={() => set('direction', one)}
          >
            {traceTexts[one]}
          </button>
        ))}
      </fieldset>
      <div className="trace-depth small">
        <span aria-hidden="true">{traceTexts.depth}</span>
        <NativeSelect
          size="xs"
          aria-label={traceTexts.depth}
          value={String(depth)}
          data={DEPTHS.map(String)}
          onChange={(event) => set('depth', event.currentTarget.value)}
        />
      </div>
      <Button variant="default" size="xs" onClick={again}>
        {traceTexts.again}
      </Button>
    </div>
  );
}

/** The start itself is not shown, and no link of it is. */
function isNothing({ items, links, start }: TraceRead): boolean {
  return items.has(start) && items.get(start) === undefined && links.size === 0;
}

function TraceOf({ read }: { readonly read: TraceRead }) {
  const times = timesOf(read);
  const [until, setUntil] = useState<number>();
  const [opened, setOpened] = useState<ReadonlyMap<string, number>>(new Map());
  const [openGroup] = useState(
    () => (id: string) => setOpened((before) => new Map([...before, [id, (before.get(id) ?? 0) + 1]])),
  );
  const graph = useMemo(() => graphOf(read, until === undefined ? undefined : timesOf(read)[until]), [read, until]);
  const items = graph.nodes.flatMap((node) => (node.kind === 'item' ? [node.item] : []));
  const typeOf = useItemTypes(items.map(({ type }) => type));
  const drawn = useMemo(() => grouped(graph, opened), [graph, opened]);
  const name = read.items.get(read.start)?.number ?? shortId(read.start);
  return (
    <>
      <Summary graph={graph} read={read} csv={() => csvOf(graph, typeOf)} />
      {times.length < 2 ? null : <Until times={times} until={until} choose={setUntil} />}
      <Suspense fallback={<div className="trace-picture" />}>
        <Picture
          graph={drawn}
          label={traceTexts.picture(name, items.length, graph.gaps.length)}
          typeOf={typeOf}
          openGroup={openGroup}
        />
      </Suspense>
      <Gaps graph={graph} read={read} />
      <TraceList rows={rowsOf(graph, read)} typeOf={typeOf} />
      <p className="soft small">{traceTexts.limits}</p>
    </>
  );
}

type SummaryProps = { readonly graph: TraceGraph; readonly read: TraceRead; csv(): string };

function Summary({ graph, read, csv }: SummaryProps) {
  const links = graph.edges.filter(({ isGap }) => !isGap).length;
  const items = graph.nodes.filter(({ kind }) => kind === 'item').length;
  const save = (): void => saveFile(`trace-${read.start}.csv`, 'text/csv', new TextEncoder().encode(csv()));
  return (
    <p className="trace-summary row">
      <span>
        {traceTexts.summary(items, links)},{' '}
        <strong className={graph.gaps.length === 0 ? 'state-good' : 'state-decide'}>
          <span aria-hidden="true">{graph.gaps.length === 0 ? '●' : '▨'}</span>{' '}
          {graph.gaps.length === 0 ? traceTexts.noGaps : traceTexts.gapCount(graph.gaps.length)}
        </strong>
        . <span className="soft">{traceTexts.ended[read.end]}</span>
      </span>
      <Button className="push" variant="default" size="xs" onClick={save}>
        {recordTexts.csv}
      </Button>
    </p>
  );
}

type UntilProps = {
  readonly times: readonly number[];
  readonly until: number | undefined;
  choose(until: number | undefined): void;
};

function Until({ times, until, choose }: UntilProps) {
  const last = times.length - 1;
  const at = until ?? last;
  const words = at === last ? traceTexts.untilNow : dateText(times[at], times[at]);
  return (
    <div className="trace-until small">
      <span aria-hidden="true">{traceTexts.until}</span>
      <Slider
        className="trace-slider"
        size="sm"
        thumbLabel={traceTexts.until}
        label={null}
        min={0}
        max={last}
        value={at}
        onChange={(next) => choose(next === last ? undefined : next)}
      />
      <span className="mono">{words}</span>
    </div>
  );
}

/** Gaps of one kind in one line. */
function Gaps({ graph: { gaps }, read }: { readonly graph: TraceGraph; readonly read: TraceRead }) {
  if (gaps.length === 0) return null;
  const kinds = [...Map.groupBy(gaps, ({ kind }) => kind)];
  return (
    <section className="panel" aria-labelledby="gaps">
      <h2 id="gaps">{traceTexts.gaps}</h2>
      <p className="soft small">{traceTexts.gapsLead}</p>
      <ul className="trace-gaps">
        {kinds.map(([kind, list]) => (
          <li key={kind}>
            <span>
              <span className="trace-mark" aria-hidden="true">
                ▨
              </span>{' '}
              {list.length > 1 ? `${list.length} × ` : ''}
              {list.slice(0, 1).map(traceTexts.gap)}
            </span>
            <span className="soft small">{traceTexts.gapWhy[kind]}</span>
            <span className="row small">
              {list.slice(0, GAPS_NAMED).map(({ at }) => (
                <Link key={at} className="mono" to={recordPath('items/item', at)}>
                  {read.items.get(at)?.number ?? shortId(at)}
                </Link>
              ))}
              {list.length > GAPS_NAMED ? (
                <span className="soft">{traceTexts.more(list.length - GAPS_NAMED)}</span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const GAPS_NAMED = 6;
