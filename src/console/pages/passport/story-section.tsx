// The story of an item: a time line with the stamps of those who signed, at the depth that the reader's role allows.

import type { UseQueryResult } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import type { Passport, Publication } from '#sdk/index.ts';
import { Problem } from '../../parts/problem.tsx';
import { Party } from '../../parts/stamp.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { exactTime } from '../../parts/time.ts';
import { useSession } from '../../session/session-context.tsx';
import { passportTexts as texts } from '../../texts/passport.ts';
import type { ItemRecords } from './records.ts';
import { storyOf } from './story.ts';

type StoryProps = {
  readonly passport: Passport;
  readonly publication: Publication | undefined;
  readonly records: UseQueryResult<ItemRecords>;
};

/** The story, and the measured values behind it. */
export function StorySection({ passport, publication, records }: StoryProps) {
  const { me } = useSession();
  const { pathname } = useLocation();
  const lines = storyOf(passport, publication, records.data);
  return (
    <section className="panel" aria-labelledby="story">
      <h2 id="story">{texts.story}</h2>
      {records.error === null ? null : <Problem error={records.error} retry={() => void records.refetch()} />}
      <ol className="passport-story">
        {lines.map(({ atMs, what, more, by, entry }) => (
          <li key={`${entry} ${what} ${by.join(' ')}`}>
            <time className="soft small mono" {...machineTime(atMs)}>
              {exactTime(atMs)}
            </time>
            <div className="passport-what">
              {entry === undefined ? what : <Link to={`/ledger/${entry}`}>{what}</Link>}
            </div>
            {by.length === 0 ? null : (
              <div className="passport-by">
                {by.map((id, i) => (
                  <span key={id} className="row">
                    {i === 0 ? null : <span aria-hidden="true">→</span>}
                    <Party id={id} />
                  </span>
                ))}
              </div>
            )}
            {more.length === 0 ? null : <div className="soft small">{more.join(' ')}</div>}
          </li>
        ))}
      </ol>
      {me === undefined ? (
        <p className="soft small">
          {texts.storyVisitor}{' '}
          <Link to="/sign-in" state={{ from: pathname }}>
            {texts.storySignIn}
          </Link>
        </p>
      ) : null}
      {records.data !== undefined && lines.length === 1 ? <p className="soft small">{texts.storyNone}</p> : null}
      {records.data === undefined ? null : <Measurements records={records.data} />}
    </section>
  );
}

/** For programs; a node may tell a time that no calendar has. */
function machineTime(atMs: number): { readonly dateTime?: string } {
  const time = new Date(atMs);
  return Number.isNaN(time.getTime()) ? {} : { dateTime: time.toISOString() };
}

/** What each laboratory measured, characteristic by characteristic, as far as the laboratories were compared. */
function Measurements({ records: { results, review } }: { readonly records: ItemRecords }) {
  if (results.length === 0 || review === undefined) return null;
  const { laboratories, groups } = review.value;
  const sides = (['seller', 'buyer'] as const).flatMap((side) => {
    const laboratory = laboratories[side];
    return laboratory === undefined ? [] : [{ side, laboratory }];
  });
  return (
    <details className="passport-measured">
      <summary>
        {texts.measurements} ({groups.length})
      </summary>
      <Table
        rows={groups}
        keyOf={({ name }) => name}
        columns={[
          { label: texts.group, draw: ({ name }) => name },
          ...sides.map(
            ({ side, laboratory }): Column<(typeof groups)[number]> => ({
              label: laboratory,
              isFigure: true,
              draw: (group) => <Range side={group[side]} />,
            }),
          ),
        ]}
      />
    </details>
  );
}

type Side = { readonly smallest?: string; readonly largest?: string; readonly outside: number };

function Range({ side }: { readonly side: Side | undefined }) {
  const { smallest, largest, outside } = side ?? { outside: 0 };
  if (smallest === undefined) return <>–</>;
  return (
    <>
      {smallest === largest ? smallest : `${smallest} … ${largest}`}
      {outside === 0 ? null : <span className="state-bad"> ✕ {texts.outside.toLowerCase()}</span>}
    </>
  );
}
