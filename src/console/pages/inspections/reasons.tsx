// Why a review stopped, in words, and what a person decided about it.

import { Link } from 'react-router';
import type { DecisionOf, ReviewOf } from '#sdk/index.ts';
import { recordPath } from '../../parts/paths.ts';
import { SealedText } from '../../parts/sealed-text.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { inspectionTexts, REASON_WORDS } from '../../texts/inspections.ts';

/** The reasons of a review. */
export function Reasons({ review: { reasons, groups } }: { readonly review: ReviewOf }) {
  if (reasons.length === 0) return <span className="soft">{inspectionTexts.noReasons}</span>;
  return (
    <ul className="plain">
      {reasons.map(({ code, laboratory, groups: places }) => (
        <li key={`${code} ${laboratory ?? ''}`}>
          {REASON_WORDS[code]}
          {laboratory === undefined ? '' : ` (${laboratory})`}
          {places.length === 0 ? null : (
            <span className="soft">: {places.map((place) => groups[place]?.name ?? place).join(', ')}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A decision with who took it; its reason is a commitment. */
export function DecisionWords({ decision }: { readonly decision: DecisionOf }) {
  return (
    <section className="panel" aria-labelledby="decision">
      <h2 id="decision" className="as-words">
        {inspectionTexts.decision}
      </h2>
      <p className="row">
        <StateWord state={VERDICT_STATES[decision.verdict]} />
        <span>{inspectionTexts.decidedBy}</span>
        <Party id={decision.by} />
        <TimeText timeMs={decision.atMs} />
        <Link className="small" to={recordPath('inspection/decision', decision.id)}>
          {inspectionTexts.everyField}
        </Link>
      </p>
      <SealedText owner={decision.by.split('/')[0] ?? ''} commitment={decision.reason} />
    </section>
  );
}

/** A verdict as the state that a review has by it. */
const VERDICT_STATES: { readonly [V in DecisionOf['verdict']]: ReviewOf['state'] } = {
  accept: 'accepted',
  concession: 'concession',
  reject: 'rejected',
};
