// A station's mark: a ring that fills as units are done, a diamond where a person decides, a cross where it ended. The
// words beside it say the same.

import './stations.css';
import type { Station, Tally } from './line.ts';

const SIZE = 24;
const MIDDLE = SIZE / 2;
const RADIUS = 8;

type MarkProps = { readonly station: Pick<Station, 'state' | 'tally'>; readonly size?: number };

/** The mark. */
export function StationMark({ station: { state, tally }, size = SIZE }: MarkProps) {
  return (
    <svg className={`order-mark order-mark-${state}`} viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {state === 'decide' ? (
        <path className="order-mark-rim" d="M12 2.5 21.5 12 12 21.5 2.5 12z" />
      ) : (
        <circle className="order-mark-rim" cx={MIDDLE} cy={MIDDLE} r={RADIUS + 1.5} />
      )}
      {state === 'done' && (tally === undefined || tally.failed === 0) ? (
        <path className="order-mark-tick" d="M7.5 12.2l3 3 6-6.4" />
      ) : null}
      {state === 'stopped' ? <path className="order-mark-tick" d="M8.5 8.5l7 7m0-7l-7 7" /> : null}
      {state === 'decide' ? <path className="order-mark-tick" d="M12 7.5v5.5m0 2.6v.4" /> : null}
      {tally === undefined || state === 'decide' || (state === 'done' && tally.failed === 0) ? null : (
        <Slices tally={tally} />
      )}
    </svg>
  );
}

function Slices({ tally: { done, failed, of } }: { readonly tally: Tally }) {
  const whole = Math.max(1, of, done + failed);
  return (
    <>
      <path className="order-mark-done" d={slice(0, done / whole)} />
      <path className="order-mark-failed" d={slice(done / whole, (done + failed) / whole)} />
    </>
  );
}

/** A slice of the disc, from one share of the turn to another, clockwise from the top. */
function slice(from: number, to: number): string {
  if (to <= from) return '';
  // A full turn has no ends to join.
  const end = Math.min(to, from + 0.9999);
  const [x1, y1] = pointAt(from);
  const [x2, y2] = pointAt(end);
  const isLong = end - from > 0.5 ? 1 : 0;
  return `M${MIDDLE} ${MIDDLE}L${x1} ${y1}A${RADIUS} ${RADIUS} 0 ${isLong} 1 ${x2} ${y2}z`;
}

function pointAt(turn: number): readonly [x: string, y: string] {
  const angle = 2 * Math.PI * turn - Math.PI / 2;
  return [(MIDDLE + RADIUS * Math.cos(angle)).toFixed(2), (MIDDLE + RADIUS * Math.sin(angle)).toFixed(2)];
}
