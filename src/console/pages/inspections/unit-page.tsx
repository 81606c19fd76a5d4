// The inspection of one unit: why its review stopped, what was decided and by whom, and its own marks on the strips of its
// order.

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { RecordSeen, ResultOf, ReviewOf } from '#sdk/index.ts';
import { nextStep } from '../../data/next-steps.ts';
import { maybeRecordQuery, recordQuery } from '../../data/queries.ts';
import { Evidence } from '../../parts/evidence.tsx';
import { History } from '../../parts/history.tsx';
import { actionPath, fieldsPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { RecordActions } from '../../parts/record-actions.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { inspectionTexts } from '../../texts/inspections.ts';
import { stripsOf, unitsOf } from './model.ts';
import { Notes } from './notes.tsx';
import { useInspection } from './read.ts';
import { DecisionWords, Reasons } from './reasons.tsx';
import { Strips } from './strips.tsx';
import './page.css';

/** The page. */
export function Component() {
  const { '*': item = '' } = useParams();
  const { transport } = useSession();
  const { data, error, refetch } = useQuery(recordQuery(transport, 'inspection/review', item));
  return (
    <>
      <p className="crumbs small">
        <Link to="/inspections">{inspectionTexts.title}</Link>
        {data === undefined ? null : (
          <>
            {' / '}
            <Link to={recordPath('inspection/scope', String(data.value.order))}>{inspectionTexts.whole}</Link>
          </>
        )}
      </p>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? null : <Unit key={item} seen={data} />}
    </>
  );
}

function Unit({ seen }: { readonly seen: RecordSeen }) {
  // A record of this kind was written through its schema.
  const review = seen.value as ReviewOf;
  const { id, order, state, buyer, seller } = review;
  const read = useInspection(order);
  const { inspection, entries } = read;
  const fits = useFits(review);
  const units = unitsOf(inspection);
  const decision = inspection.decisions.find((one) => one.id === review.decision);
  const results = inspection.results.filter(({ item }) => item === id);
  const indexes = [
    seen.entry,
    ...results.flatMap((one) => entries.get(`result ${one.id}`) ?? []),
    ...inspection.programmes.flatMap((one) => entries.get(`programme ${one.id}`) ?? []),
    ...(decision === undefined ? [] : [entries.get(`decision ${decision.id}`) ?? seen.entry]),
  ];
  return (
    <article className="object">
      <TitleBlock
        label={inspectionTexts.ofUnit}
        title={units.get(id)?.name}
        id={id}
        state={state}
        parties={[
          ['buyer', buyer],
          ['seller', seller],
        ]}
        next={nextStep('inspection/review', seen.value)}
      />
      <div className="object-main">
        <section className="panel" aria-labelledby="reasons">
          <h2 id="reasons" className="as-words">
            {inspectionTexts.reasons}
          </h2>
          <Reasons review={review} />
        </section>
        {decision === undefined ? null : <DecisionWords decision={decision} />}
        <Sources results={results} />
        <Notes read={read} />
        <Strips strips={stripsOf(inspection)} units={units} marked={id} />
        <Evidence indexes={[...new Set(indexes)].sort((a, b) => b - a)} />
        <History id={id} />
      </div>
      <RecordActions kind="inspection/review" seen={seen} fits={fits}>
        <Decide review={review} />
        <p className="small">
          <Link to={recordPath('items/item', id)}>{inspectionTexts.openUnit}</Link> ·{' '}
          <Link to={fieldsPath('inspection/review', id)}>{inspectionTexts.everyField}</Link>
        </p>
      </RecordActions>
    </article>
  );
}

/** A review is applied by whoever holds the unit, once. */
function useFits({ id, buyer, seller }: ReviewOf): (action: string) => boolean {
  const { transport, me } = useSession();
  const isParty = me?.member === buyer || me?.member === seller;
  const { data } = useQuery({ ...maybeRecordQuery(transport, 'items/item', id), enabled: isParty });
  const waits = data?.value.state === 'made' && data.value.custodian === me?.member;
  return (action) => action !== 'inspection.applyReview' || waits;
}

/** The way to a decision, for the one who owes it. */
function Decide({ review: { id, state, decides } }: { readonly review: ReviewOf }) {
  const { me } = useSession();
  if (state !== 'awaitsDecision' || decides === undefined) return null;
  const isMine = me?.member === decides.member && me.role === decides.role;
  return (
    <>
      {isMine ? (
        <Link className="button button-main button-wide" to={actionPath('inspection', 'decideItem', { item: id })}>
          {inspectionTexts.decide}
        </Link>
      ) : null}
      <p className="small soft">
        {inspectionTexts.decideUntil} <TimeText timeMs={decides.untilMs} />
      </p>
    </>
  );
}

/** Who measured the unit, from which file, and that file's verdict beside the recomputed one. */
function Sources({ results }: { readonly results: readonly ResultOf[] }) {
  if (results.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="sources">
      <h2 id="sources">{inspectionTexts.sources}</h2>
      <table className="records">
        <thead>
          <tr>
            <th scope="col">{inspectionTexts.laboratory}</th>
            <th scope="col">{inspectionTexts.fileVerdict}</th>
            <th scope="col">{inspectionTexts.recomputed}</th>
            <th scope="col" className="wide-only">
              {inspectionTexts.label}
            </th>
            <th scope="col" className="wide-only">
              {inspectionTexts.fromFile}
            </th>
          </tr>
        </thead>
        <tbody>
          {results.map(({ id, laboratory, fileVerdict, verdict, label, file }) => (
            <tr key={id}>
              <th scope="row">
                <Party id={laboratory} />
              </th>
              <td>
                {fileVerdict === 'pass' || fileVerdict === 'fail' ? (
                  <StateWord state={fileVerdict} />
                ) : (
                  <span className="soft">{inspectionTexts.undecidedFile}</span>
                )}
              </td>
              <td>
                <StateWord state={verdict} />
              </td>
              <td className="wide-only free-text">{label}</td>
              <td className="wide-only">
                <ShortId id={file} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
