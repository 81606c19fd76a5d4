// What laboratories measured of an item: a line each with its verdict, and what they come to together.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { recordPath } from '../../parts/paths.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
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
        <table className="records">
          <thead>
            <tr>
              <th scope="col">{itemTexts.laboratory}</th>
              <th scope="col">{itemTexts.verdict}</th>
              <th scope="col" className="to-right">
                {itemTexts.inside}
              </th>
              <th scope="col" className="to-right">
                {itemTexts.outside}
              </th>
              <th scope="col" className="to-right wide-only">
                {itemTexts.noLimit}
              </th>
              <th scope="col" className="to-right wide-only">
                {itemTexts.notDone}
              </th>
            </tr>
          </thead>
          <tbody>
            {results.map((result) => (
              <Row key={result.id} result={result} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ result: { id, value } }: { readonly result: RecordSeen }) {
  // Written through the contract's schema.
  const { laboratory, verdict, counts } = value as unknown as Result;
  return (
    <tr>
      <th scope="row">
        <Party id={laboratory} />
      </th>
      <td>
        <Link to={recordPath('inspection/result', id)}>
          <StateWord state={verdict} />
        </Link>
      </td>
      <td className="to-right mono">{counts.inside}</td>
      <td className={counts.outside > 0 ? 'to-right mono state-bad' : 'to-right mono'}>{counts.outside}</td>
      <td className="to-right mono wide-only">{counts.noLimit}</td>
      <td className="to-right mono wide-only">{counts.notMeasured}</td>
    </tr>
  );
}
