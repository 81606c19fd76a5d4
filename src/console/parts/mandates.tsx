// What agents and machines may sign alone: each line of their mandates, with its limits and its end.

import { Link } from 'react-router';
import { useSession } from '../session/session-context.tsx';
import { networkTexts } from '../texts/network.ts';
import { actionWords } from './action-words.ts';
import { type MandateRow, mandateAmount } from './mandate-rows.ts';
import { recordPath } from './paths.ts';
import { Table } from './table.tsx';
import { duration } from './time.ts';
import { TimeText } from './time-text.tsx';

/** The table. */
export function Mandates({ rows }: { readonly rows: readonly MandateRow[] }) {
  const { transport } = useSession();
  const now = transport.nowMs();
  return (
    <Table
      rows={rows}
      keyOf={({ actor, what, unit }) => `${actor} ${what} ${unit}`}
      columns={[
        {
          label: networkTexts.actor,
          draw: ({ actor, isFirst }) =>
            isFirst ? (
              <Link className="mono" to={recordPath('membership/actor', actor)}>
                {actor}
              </Link>
            ) : null,
        },
        {
          label: networkTexts.what,
          draw: ({ what }) => (
            <>
              {actionWords(what.slice(what.indexOf('.') + 1))}{' '}
              <span className="soft small">{what.slice(0, what.indexOf('.'))}</span>
            </>
          ),
        },
        { label: networkTexts.each, isFigure: true, draw: ({ mostEach, unit }) => mandateAmount(mostEach, unit) },
        {
          label: networkTexts.period,
          isWide: true,
          draw: ({ mostPerPeriod, unit, periodMs }) =>
            networkTexts.inPeriod(mandateAmount(mostPerPeriod, unit), duration(periodMs)),
        },
        {
          label: networkTexts.until,
          isWide: true,
          draw: ({ untilMs }) => (
            <>
              <TimeText timeMs={untilMs} />
              {untilMs < now ? <span className="state-bad"> ✕ {networkTexts.ended}</span> : null}
            </>
          ),
        },
      ]}
    />
  );
}
