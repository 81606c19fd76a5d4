// What agents and machines may sign alone: each line of their mandates, with its limits and its end.

import { Link } from 'react-router';
import { useSession } from '../session/session-context.tsx';
import { networkTexts } from '../texts/network.ts';
import { actionWords } from './action-words.ts';
import { type MandateRow, mandateAmount } from './mandate-rows.ts';
import { recordPath } from './paths.ts';
import { duration } from './time.ts';
import { TimeText } from './time-text.tsx';

/** The table. */
export function Mandates({ rows }: { readonly rows: readonly MandateRow[] }) {
  const { transport } = useSession();
  const now = transport.nowMs();
  return (
    <table className="records">
      <thead>
        <tr>
          <th scope="col">{networkTexts.actor}</th>
          <th scope="col">{networkTexts.what}</th>
          <th scope="col" className="to-right">
            {networkTexts.each}
          </th>
          <th scope="col" className="wide-only">
            {networkTexts.period}
          </th>
          <th scope="col" className="wide-only">
            {networkTexts.until}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ actor, what, unit, mostEach, mostPerPeriod, periodMs, untilMs, isFirst }) => (
          <tr key={`${actor} ${what} ${unit}`}>
            <th scope="row">
              {isFirst ? (
                <Link className="mono" to={recordPath('membership/actor', actor)}>
                  {actor}
                </Link>
              ) : null}
            </th>
            <td>
              {actionWords(what.slice(what.indexOf('.') + 1))}{' '}
              <span className="soft small">{what.slice(0, what.indexOf('.'))}</span>
            </td>
            <td className="to-right mono">{mandateAmount(mostEach, unit)}</td>
            <td className="wide-only">
              {networkTexts.inPeriod(mandateAmount(mostPerPeriod, unit), duration(periodMs))}
            </td>
            <td className="wide-only">
              <TimeText timeMs={untilMs} />
              {untilMs < now ? <span className="state-bad"> ✕ {networkTexts.ended}</span> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
