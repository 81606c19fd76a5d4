// The line of stations: a list that is drawn as a line, from left to right where there is room and downwards on a phone.
// The station that everything waits for is marked, and who it waits for is named below it.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { fewRecordsQuery } from '../../data/queries.ts';
import type { Line, Station, Tally, Turn } from '../../parts/order/line.ts';
import { StationMark } from '../../parts/order/station-mark.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Party } from '../../parts/stamp.tsx';
import { useSession } from '../../session/session-context.tsx';
import { lineTexts } from '../../texts/orders.ts';

/** The line. @param note what is to be said of how it was counted */
export function StationLine({ line, note }: { readonly line: Line; readonly note: string | undefined }) {
  const { stations, waits } = line;
  const turn = waits === undefined ? undefined : stations[waits]?.turn;
  return (
    <section className="order-line" aria-labelledby="stations">
      <h2 id="stations">{lineTexts.title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is for the keyboard, too. */}
      <ol className="order-stations" tabIndex={0} aria-labelledby="stations">
        {stations.map((station, i) => (
          <StationItem key={station.key} station={station} isWaiting={i === waits} />
        ))}
      </ol>
      {turn === undefined ? null : <Now turn={turn} station={stations[waits ?? 0]} />}
      {note === undefined ? null : <p className="soft small">{note}</p>}
    </section>
  );
}

function StationItem({ station, isWaiting }: { readonly station: Station; readonly isWaiting: boolean }) {
  const { name, by, role, asks, decides, tally, state } = station;
  return (
    <li className={`order-station order-station-${state}`} {...(isWaiting ? { 'aria-current': 'step' } : {})}>
      <StationMark station={station} />
      <div className="order-station-words">
        <span className="order-station-name">{name}</span>
        <span className={`small ${STATE_CLASS[state] ?? 'soft'}`}>
          {tally === undefined ? null : (
            <span className="mono number">{lineTexts.count(tally.done, Math.max(tally.of, tally.done))} </span>
          )}
          {tally === undefined || tally.done < tally.of ? lineTexts.states[state] : null}
        </span>
        <More tally={tally} />
        <span className="order-station-by small">
          <Party id={by} />
          {role === undefined ? null : <span className="soft"> {role}</span>}
        </span>
        {asks.length === 0 ? null : (
          <span className="soft small">
            {lineTexts.asks} {asks.join(', ')}
          </span>
        )}
        {decides === undefined || asks.length === 0 ? null : (
          <span className="soft small">{lineTexts.decides(decides.member, decides.role)}</span>
        )}
        {isWaiting ? <span className="order-here small">{lineTexts.now}</span> : null}
      </div>
    </li>
  );
}

const STATE_CLASS: { readonly [state: string]: string } = {
  done: 'state-good',
  decide: 'state-decide',
  stopped: 'state-bad',
};

/** What of the units is neither done nor ahead. */
function More({ tally }: { readonly tally: Tally | undefined }) {
  if (tally === undefined) return null;
  const { failed, running, deciding } = tally;
  return (
    <>
      {deciding === 0 ? null : <span className="small state-decide">◆ {lineTexts.deciding(deciding)}</span>}
      {running === 0 ? null : <span className="small">{lineTexts.running(running)}</span>}
      {failed === 0 ? null : <span className="small state-bad">✕ {lineTexts.failed(failed)}</span>}
    </>
  );
}

function Now({ turn, station }: { readonly turn: Turn; readonly station: Station | undefined }) {
  const { member, role, sentence, at } = turn;
  return (
    <p className={`order-now ${station?.state === 'decide' ? 'order-now-decide' : ''}`}>
      <span className="cell-name">{lineTexts.waitsFor}</span>
      <Party id={member} />
      {role === undefined ? null : <Persons member={member} role={role} />}
      <strong className="order-now-what">{sentence}</strong>
      {at === undefined ? null : <Link to={recordPath(at.kind, at.id)}>{lineTexts.look}</Link>}
    </p>
  );
}

/** Who of the member has that role; its word alone where the reader may not see who. */
function Persons({ member, role }: { readonly member: string; readonly role: string }) {
  const { transport, me } = useSession();
  const { data = [] } = useQuery({
    ...fewRecordsQuery(transport, 'membership/actor', { member }),
    enabled: me !== undefined,
  });
  const names = data.filter(({ value }) => value.role === role && value.state !== 'removed').map(({ id }) => id);
  return <span className="mono small">{names.length === 0 ? role : names.join(', ')}</span>;
}
