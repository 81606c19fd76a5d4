// What laboratories measured of an item: a line each with its verdict, and what they come to together.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { recordPath } from '../../parts/paths.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { itemTexts } from '../../texts/items.ts';

type Result = {
  readonly laboratory: string;
  readonly verdict: string;
  readonly counts: {
    readonly inside: number;
    readonly outside: number;
    readonly noLimit: number;
    readonly notMeasured: number;
  };
};

// Written through the contract's schema.
const resultOf = ({ value }: RecordSeen): Result => value as unknown as Result;
const COLUMNS: readonly Column<RecordSeen>[] = [
  { label: itemTexts.laboratory, draw: (seen) => <Party id={resultOf(seen).laboratory} /> },
  {
    label: itemTexts.verdict,
    draw: (seen) => (
      <Link to={recordPath('inspection/result', seen.id)}>
        <StateWord state={resultOf(seen).verdict} />
      </Link>
    ),
  },
  { label: itemTexts.inside, isFigure: true, draw: (seen) => resultOf(seen).counts.inside },
  {
    label: itemTexts.outside,
    isFigure: true,
    draw: (seen) => {
      const { outside } = resultOf(seen).counts;
      return outside > 0 ? <span className="state-bad">{outside}</span> : outside;
    },
  },
  { label: itemTexts.noLimit, isFigure: true, isWide: true, draw: (seen) => resultOf(seen).counts.noLimit },
  { label: itemTexts.notDone, isFigure: true, isWide: true, draw: (seen) => resultOf(seen).counts.notMeasured },
];

/** The section. */
export function Measured({
  results,
  review,
}: {
  readonly results: readonly RecordSeen[];
  readonly review: RecordSeen | undefined;
}) {
  return (
    <section className="panel" aria-labelledby="measured">
      <h2 id="measured">{itemTexts.measured}</h2>
      {review === undefined ? null : (
        <p className="row item-review">
          <Link to={recordPath('inspection/review', review.id)}>{itemTexts.review}</Link>
          <StateWord state={String(review.value.state)} />
        </p>
      )}
      {results.length === 0 ? (
        <p className="soft">{itemTexts.notMeasured}</p>
      ) : (
        <Table rows={results} keyOf={({ id }) => id} columns={COLUMNS} />
      )}
    </section>
  );
}
