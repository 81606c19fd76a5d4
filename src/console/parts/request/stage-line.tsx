// The time of a request as a line: sealing, opening, award, each with when it ends.

import { requestTexts } from '../../texts/requests.ts';
import { StationMark } from '../order/station-mark.tsx';
import { TimeText } from '../time-text.tsx';
import type { Stage } from './phases.ts';

const MARKS = { done: 'done', now: 'running', ahead: 'ahead', stopped: 'stopped' } as const;

/** The line. */
export function StageLine({ stages }: { readonly stages: readonly Stage[] }) {
  return (
    <section className="order-line" aria-labelledby="stages">
      <h2 id="stages">{requestTexts.time}</h2>
      <ol className="order-stations">
        {stages.map(({ phase, name, untilMs, state }) => (
          <li
            key={phase}
            className={`order-station order-station-${MARKS[state]}`}
            {...(state === 'now' ? { 'aria-current': 'step' } : {})}
          >
            <StationMark station={{ state: MARKS[state], tally: undefined }} />
            <div className="order-station-words">
              <span className="order-station-name">{name}</span>
              <span className="soft small">
                {untilMs === undefined ? requestTexts.early : <Until state={state} untilMs={untilMs} />}
              </span>
              {state === 'now' ? <span className="order-here small">{requestTexts.runs}</span> : null}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Until({ state, untilMs }: { readonly state: Stage['state']; readonly untilMs: number }) {
  return (
    <>
      {state === 'now' || state === 'ahead' ? requestTexts.ends : requestTexts.ended} <TimeText timeMs={untilMs} />
    </>
  );
}
