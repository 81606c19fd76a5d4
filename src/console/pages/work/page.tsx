// What waits for the actor, for its member, and for others.

import { Link } from 'react-router';
import { fieldLabel } from '#sdk/index.ts';
import { kindOf } from '../../data/kinds.ts';
import { useWaits, type Wait, type Waits } from '../../data/use-waits.ts';
import { useLive } from '../../live/live-context.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { EntryLine } from '../../parts/entry-line.tsx';
import { listPath, recordPath } from '../../parts/paths.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSession } from '../../session/session-context.tsx';
import { workTexts } from '../../texts/work.ts';
import { firstSteps } from './model.ts';

const LATELY = 6;

/** The page. */
export function Component() {
  const { me } = useSession();
  const { mine, ours, theirs, more, isReading } = useWaits();
  if (me === undefined) {
    return (
      <EmptyState title={workTexts.visitor} teaches={workTexts.nothingTeach}>
        <Link className="button button-main" to="/sign-in">
          Sign in
        </Link>
        <Link className="button" to="/ledger">
          Ledger
        </Link>
      </EmptyState>
    );
  }
  return (
    <>
      <h1>{workTexts.title}</h1>
      <p className="lead">{workTexts.lead}</p>
      {mine.length === 0 && !isReading ? (
        <EmptyState title={workTexts.nothing} teaches={workTexts.nothingTeach} />
      ) : (
        <WaitList title={workTexts.mine} waits={mine} />
      )}
      <WaitList title={workTexts.ours(me.member)} waits={ours} />
      <WaitList title={workTexts.theirs} waits={theirs} />
      <More lists={more} />
      <section className="panel" aria-labelledby="start">
        <h2 id="start">{workTexts.start}</h2>
        <div className="row">
          {firstSteps(me.role).map(({ label, to }) => (
            <Link className="button" key={to} to={to}>
              {label}
            </Link>
          ))}
        </div>
      </section>
      <Lately />
    </>
  );
}

/** The last statements that this reader may see. */
function Lately() {
  const lately = useLive().entries.slice(0, LATELY);
  if (lately.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="lately">
      <h2 id="lately">{workTexts.lately}</h2>
      <ol className="entries lately">
        {lately.map((entry) => (
          <EntryLine key={entry.index} entry={entry} lead={<TimeText timeMs={entry.timeMs} />} />
        ))}
      </ol>
      <Link className="small" to="/ledger">
        {workTexts.allStatements}
      </Link>
    </section>
  );
}

/** What is not here, because there is so much of it. */
function More({ lists }: { readonly lists: Waits['more'] }) {
  if (lists.length === 0) return null;
  return (
    <p className="notice">
      {workTexts.more}{' '}
      {lists.map(({ kind, filters }, i) => (
        <span key={`${kind} ${filters.state}`}>
          {i === 0 ? '' : ', '}
          <Link to={listPath(kind, filters)}>
            {kindOf(kind)?.plural} {filters.state === undefined ? '' : `(${fieldLabel(filters.state)})`}
          </Link>
        </span>
      ))}
    </p>
  );
}

function WaitList({ title, waits }: { readonly title: string; readonly waits: readonly Wait[] }) {
  if (waits.length === 0) return null;
  return (
    <section className="panel">
      <h2>{title}</h2>
      <ul className="waits">
        {waits.map(({ kind, record, step }) => (
          <li key={`${kind} ${record.id}`}>
            <Link className="wait-what" to={recordPath(kind, record.id)}>
              {step.sentence}
            </Link>
            <span className="wait-about soft">
              {kindOf(kind)?.label} <span className="mono">{shortId(record.id)}</span>
            </span>
            <StateWord state={String(record.value.state)} />
            <Party id={step.member} />
          </li>
        ))}
      </ul>
    </section>
  );
}
