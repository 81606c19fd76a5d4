// The inspection of one unit: why its review stopped, what was decided and by whom, and its own marks on the strips of its
// order.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen, ResultOf, ReviewOf } from '#sdk/index.ts';
import { nextStep } from '../../data/next-steps.ts';
import { maybeRecordQuery } from '../../data/queries.ts';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { actionPath, recordPath } from '../../parts/paths.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { type Column, Table } from '../../parts/table.tsx';
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

const SOURCES: readonly Column<ResultOf>[] = [
  { label: inspectionTexts.laboratory, draw: ({ laboratory }) => <Party id={laboratory} /> },
  {
    label: inspectionTexts.fileVerdict,
    draw: ({ fileVerdict }) =>
      fileVerdict === 'pass' || fileVerdict === 'fail' ? (
        <StateWord state={fileVerdict} />
      ) : (
        <span className="soft">{inspectionTexts.undecidedFile}</span>
      ),
  },
  { label: inspectionTexts.recomputed, draw: ({ verdict }) => <StateWord state={verdict} /> },
  { label: inspectionTexts.label, isWide: true, look: 'free-text', draw: ({ label }) => label },
  { label: inspectionTexts.fromFile, isWide: true, draw: ({ file }) => <ShortId id={file} /> },
];

const KIND = 'inspection/review';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={inspectionTexts.title}>
      {(seen) => <Unit seen={seen} />}
    </RecordAt>
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
  const evidence = [
    ...results.flatMap((one) => entries.get(`result ${one.id}`) ?? []),
    ...inspection.programmes.flatMap((one) => entries.get(`programme ${one.id}`) ?? []),
    ...(decision === undefined ? [] : [entries.get(`decision ${decision.id}`) ?? seen.entry]),
  ];
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fits}
      evidence={evidence}
      title={
        <TitleBlock
          label={inspectionTexts.ofUnit}
          title={units.get(id)?.name}
          id={id}
          state={state}
          parties={[
            ['buyer', buyer],
            ['seller', seller],
          ]}
          next={nextStep(KIND, seen.value)}
        >
          <div className="cell">
            <span className="cell-name">{inspectionTexts.order}</span>
            <Link to={recordPath('inspection/scope', order)}>{inspectionTexts.whole}</Link>
          </div>
          <div className="cell">
            <span className="cell-name">{inspectionTexts.unit}</span>
            <Link to={recordPath('items/item', id)}>{inspectionTexts.openUnit}</Link>
          </div>
        </TitleBlock>
      }
      offers={<Decide review={review} />}
    >
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
    </ObjectSheet>
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
      <Table rows={results} keyOf={({ id }) => id} columns={SOURCES} />
    </section>
  );
}
