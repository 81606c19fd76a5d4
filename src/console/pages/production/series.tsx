// The numbers of a machine log over time: small plots under each other on one axis, gaps drawn as gaps.

import { useElementSize } from '@mantine/hooks';
import { grouped } from '../../parts/amount.ts';
import { productionTexts } from '../../texts/production.ts';
import { spanWords, ticksOf, type Window, xOf } from './axis.ts';
import type { LogRead, LogSeries } from './log-messages.ts';

const HEIGHT = 52;
const HEAD = 18;
const AXIS = 20;
/** Width that a text of the axis needs. */
const TICK = 76;

/** All series of a log. */
export function SeriesPlots({ read }: { readonly read: LogRead }) {
  const { ref, width } = useElementSize();
  const window = { fromMs: read.fromMs, toMs: Math.max(read.toMs, read.fromMs + 1) };
  return (
    <div ref={ref} className="production-series">
      {width === 0 ? null : (
        <>
          {read.series.map((series) => (
            <SeriesPlot key={series.item} series={series} read={read} window={window} width={width} />
          ))}
          <svg width={width} height={AXIS} aria-hidden="true">
            {ticksOf(window, width / TICK).map(({ timeMs, text }) => (
              <text key={timeMs} x={xOf(timeMs, window, width)} y={14} textAnchor="middle" className="production-tick">
                {text}
              </text>
            ))}
          </svg>
        </>
      )}
    </div>
  );
}

type SeriesPlotProps = {
  readonly series: LogSeries;
  readonly read: LogRead;
  readonly window: Window;
  readonly width: number;
};

function SeriesPlot({ series, read, window, width }: SeriesPlotProps) {
  const low = Math.min(...series.values);
  const high = Math.max(...series.values);
  const name = series.item.replaceAll('_', ' ');
  const words = productionTexts.series(name, shown(low), shown(high));
  return (
    <svg width={width} height={HEAD + HEIGHT} role="img" aria-label={words} className="production-plot">
      <text x={0} y={13} className="production-name">
        {name}
      </text>
      <text x={width} y={13} textAnchor="end" className="production-tick">
        {low === high ? shown(low) : `${shown(low)} … ${shown(high)}`}
      </text>
      <rect className="production-ground" x={0} y={HEAD} width={width} height={HEIGHT - 6} />
      {read.gaps.map(({ fromMs, toMs, line }) => (
        <Gap
          key={line}
          from={xOf(fromMs, window, width)}
          to={xOf(toMs, window, width)}
          words={spanWords(toMs - fromMs)}
        />
      ))}
      <path
        className="production-line"
        d={pathOf(series, read, (timeMs) => xOf(timeMs, window, width), { low, high })}
      />
    </svg>
  );
}

function Gap({ from, to, words }: { readonly from: number; readonly to: number; readonly words: string }) {
  const width = Math.max(2, to - from);
  return (
    <g>
      <rect className="production-gap" x={from} y={HEAD} width={width} height={HEIGHT - 6} />
      {width < 84 ? null : (
        <text x={from + width / 2} y={HEAD + HEIGHT / 2} textAnchor="middle" className="production-gap-words">
          {productionTexts.gap(words)}
        </text>
      )}
    </g>
  );
}

/** A value holds until the next one of its item; in a gap nothing is known, and nothing is drawn. */
function pathOf(
  { timesMs, values }: LogSeries,
  { gaps }: LogRead,
  x: (timeMs: number) => number,
  { low, high }: { readonly low: number; readonly high: number },
): string {
  const y = (value: number): number =>
    HEAD + HEIGHT - 10 - ((value - low) / (high - low || 1)) * (HEIGHT - 14) - (high === low ? HEIGHT / 2 - 8 : 0);
  const parts: string[] = [];
  values.forEach((value, i) => {
    const [time = 0, before] = [timesMs[i], timesMs[i - 1]];
    const at = `${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
    const gap = before === undefined ? undefined : gaps.find(({ fromMs, toMs }) => before <= fromMs && toMs <= time);
    if (before === undefined) parts.push(`M${at}`);
    else if (gap === undefined) parts.push(`H${x(time).toFixed(1)} V${y(value).toFixed(1)}`);
    else parts.push(`H${x(gap.fromMs).toFixed(1)} M${at}`);
  });
  return parts.join(' ');
}

function shown(value: number): string {
  return Number.isInteger(value) ? grouped(value) : String(Number(value.toPrecision(6)));
}
