// Lanes of machines on one axis of time: bars of work over free and booked hours. Each bar is a link to its job; the
// picture is moved and zoomed by buttons and by keys, and on a phone it scrolls within its own box.

import { useElementSize } from '@mantine/hooks';
import type { KeyboardEvent } from 'react';
import { Link } from 'react-router';
import { fieldLabel } from '#sdk/index.ts';
import { recordPath } from '../../parts/paths.ts';
import { StateWord } from '../../parts/state-word.tsx';
import { exactTime } from '../../parts/time.ts';
import { productionTexts } from '../../texts/production.ts';
import { moved, spanWords, ticksOf, type Window, xOf, zoomed } from './axis.ts';
import type { Bar, Lane } from './model.ts';

const ROW = 30;
const BAR = 22;
const PAD = 6;
const AXIS = 22;
/** Width that a text of the axis needs, and below which a phone scrolls. */
const TICK = 84;
const NARROWEST = 620;
/** A bar is never thinner, so that it can be seen and hit. */
const THINNEST = 5;
/** Width of a letter of a bar's name. */
const LETTER = 6.7;
/** A program's name goes without its extension. */
const EXTENSION = /\.\w{1,4}$/;

const MOVES: { readonly [key: string]: (window: Window) => Window } = {
  '+': (window) => zoomed(window, 1 / 1.6),
  '=': (window) => zoomed(window, 1 / 1.6),
  '-': (window) => zoomed(window, 1.6),
  ArrowLeft: (window) => moved(window, -0.25),
  ArrowRight: (window) => moved(window, 0.25),
};

type LanesProps = {
  readonly lanes: readonly Lane[];
  readonly window: Window;
  readonly nowMs: number;
  /** Names of units by item. */
  readonly units: ReadonlyMap<string, string>;
  look(window: Window): void;
};

/** The lanes. */
export function Lanes({ lanes, window, nowMs, units, look }: LanesProps) {
  const { ref, width: room } = useElementSize();
  const width = Math.max(NARROWEST, room);
  const onKey = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    // Ctrl + and - are the browser's.
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    look(move(window));
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the box takes the keys that move the picture, and scrolls.
    <section className="production-box" ref={ref} tabIndex={0} aria-label={productionTexts.keys} onKeyDown={onKey}>
      <svg width={width} height={AXIS} aria-hidden="true" className="production-axis">
        {ticksOf(window, width / TICK).map(({ timeMs, text }) => (
          <text key={timeMs} x={xOf(timeMs, window, width)} y={15} textAnchor="middle" className="production-tick">
            {text}
          </text>
        ))}
      </svg>
      {lanes.map((lane) => (
        <LaneRow key={lane.machine} {...{ lane, window, nowMs, units, width }} />
      ))}
    </section>
  );
}

type LaneRowProps = Omit<LanesProps, 'lanes' | 'look'> & { readonly lane: Lane; readonly width: number };

function LaneRow({ lane, window, nowMs, units, width }: LaneRowProps) {
  const height = lane.rows * ROW + 2 * PAD;
  const x = (timeMs: number): number => Math.min(width + 1, Math.max(-1, xOf(timeMs, window, width)));
  const now = xOf(nowMs, window, width);
  return (
    <div className="production-lane">
      <p className="production-lane-head">
        <Link className="mono" to={recordPath('capacity/machine', lane.machine)}>
          {lane.machine}
        </Link>
        {lane.known === undefined ? null : (
          <>
            <span>{lane.known.name}</span>
            <span className="soft wide-only">{fieldLabel(lane.known.process)}</span>
            <StateWord state={lane.known.state} />
          </>
        )}
        {lane.untimed.length === 0 ? null : (
          <span className="soft">{productionTexts.untimed(lane.untimed.length)}</span>
        )}
      </p>
      <svg width={width} height={height} aria-label={productionTexts.lane(lane.machine, lane.bars.length)}>
        <rect className="production-ground" width={width} height={height} />
        {lane.free.map(({ fromMs, toMs }) => (
          <rect key={fromMs} className="production-free" x={x(fromMs)} width={x(toMs) - x(fromMs)} height={height} />
        ))}
        {lane.booked.map(({ fromMs, toMs }) => (
          <rect key={fromMs} className="production-booked" x={x(fromMs)} width={x(toMs) - x(fromMs)} height={height} />
        ))}
        {lane.down === undefined ? null : (
          <rect
            className="production-down"
            x={x(lane.down.fromMs)}
            width={x(lane.down.toMs) - x(lane.down.fromMs)}
            height={height}
          />
        )}
        {ticksOf(window, width / TICK).map(({ timeMs }) => (
          <line key={timeMs} className="production-grid" {...{ x1: x(timeMs), x2: x(timeMs), y1: 0, y2: height }} />
        ))}
        {lane.bars.map((bar) => (
          <BarLink
            key={bar.job}
            {...{ bar, window, width }}
            unit={units.get(bar.item) ?? bar.program.replace(EXTENSION, '')}
          />
        ))}
        {now < 0 || now > width ? null : (
          <line className="production-now" {...{ x1: now, x2: now, y1: 0, y2: height }} />
        )}
      </svg>
    </div>
  );
}

type BarLinkProps = { readonly bar: Bar; readonly window: Window; readonly width: number; readonly unit: string };

function BarLink({ bar, window, width, unit }: BarLinkProps) {
  const [from, to] = [xOf(bar.fromMs, window, width), xOf(bar.toMs, window, width)];
  if (to < 0 || from > width) return null;
  const [left, right] = [Math.max(-2, from), Math.min(width + 2, Math.max(to, from + THINNEST))];
  const y = PAD + bar.row * ROW + (ROW - BAR) / 2;
  const length = spanWords(bar.toMs - bar.fromMs);
  const gaps = bar.pauses.map(({ fromMs, toMs, line }) => productionTexts.gapAtLine(spanWords(toMs - fromMs), line));
  const words = productionTexts.bar(unit, bar.step, fieldLabel(bar.state), exactTime(bar.fromMs), length);
  const [start, end] = widestOf(bar, left, right, (timeMs) => xOf(timeMs, window, width));
  const name = shortened(`${SHAPES[bar.state] ?? '○'} ${unit}`, end - start - 8);
  return (
    <>
      <Link
        to={recordPath('production/job', bar.job)}
        aria-label={[words, ...gaps].join('; ')}
        className="production-bar"
      >
        <title>{[words, ...gaps].join('\n')}</title>
        <rect className={`production-${bar.by}`} x={left} y={y} width={right - left} height={BAR} rx={2} />
        {bar.pauses.map((pause) => (
          <Pause key={pause.line} {...{ pause, window, width, y }} />
        ))}
        {name === '' ? null : (
          <text x={start + 5} y={y + 15} className={bar.by === 'log' ? 'production-bar-name' : 'production-bar-plan'}>
            {name}
          </text>
        )}
      </Link>
      {bar.pauses.map((pause) => (
        <PauseWords key={pause.line} {...{ pause, window, width, y }} />
      ))}
    </>
  );
}

type PauseProps = { readonly pause: Bar['pauses'][number] } & Omit<BarLinkProps, 'bar' | 'unit'> & {
    readonly y: number;
  };

function Pause({ pause: { fromMs, toMs }, window, width, y }: PauseProps) {
  const x = xOf(fromMs, window, width);
  const wide = Math.max(2, xOf(toMs, window, width) - x);
  return (
    <g>
      <rect className="production-pause" x={x} y={y - 1} width={wide} height={BAR + 2} />
      <line className="production-pause-line" {...{ x1: x, x2: x + wide, y1: y + BAR / 2, y2: y + BAR / 2 }} />
    </g>
  );
}

/** The words of a pause. */
function PauseWords({ pause: { fromMs, toMs }, window, width, y }: PauseProps) {
  const [from, to] = [xOf(fromMs, window, width), xOf(toMs, window, width)];
  const words = productionTexts.gap(spanWords(toMs - fromMs));
  if (to - from < words.length * LETTER) return null;
  return (
    <text x={(from + to) / 2} y={y + 8} textAnchor="middle" className="production-gap-words">
      {words}
    </text>
  );
}

/** A job's state as a shape: built, to be decided, under way, planned. */
const SHAPES: { readonly [state: string]: string } = {
  done: '●',
  decided: '●',
  awaitsDecision: '◆',
  running: '▸',
  planned: '○',
};

/** The widest stretch of a bar without a pause: its name has room there. */
function widestOf(
  { pauses }: Bar,
  left: number,
  right: number,
  x: (timeMs: number) => number,
): readonly [from: number, to: number] {
  let [from, widest] = [left, [left, left] as readonly [number, number]];
  for (const { fromMs, toMs } of [...pauses, undefined].map((pause) => pause ?? { fromMs: Infinity, toMs: Infinity })) {
    const to = Math.min(right, x(fromMs));
    if (to - from > widest[1] - widest[0]) widest = [from, to];
    from = Math.max(from, x(toMs));
  }
  return widest;
}

/** As many of the last words of a name as have room: what tells units apart stands at its end. */
function shortened(name: string, room: number): string {
  const letters = Math.floor(room / LETTER);
  if (letters >= name.length) return name;
  const [shape = '', ...words] = name.split(/(?<=[^A-Za-z0-9])/);
  for (let from = 1; from < words.length; from++) {
    const end = words.slice(from).join('');
    if (end.length + 3 <= letters) return `${shape} …${end}`;
  }
  return letters < 1 ? '' : shape.trim();
}
