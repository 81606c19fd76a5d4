// One member: its stamp, its actors with what each may sign, its witnesses, and the way to its records.

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { fewRecordsQuery, recordQuery } from '../../data/queries.ts';
import { Evidence } from '../../parts/evidence.tsx';
import { listPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { Stamp } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { duration } from '../../parts/time.ts';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { memberTexts } from '../../texts/work.ts';
import { amountOf, mandateLines } from './model.ts';

/** Lists of a member's own things, by the field that names it. */
const THEIRS: readonly (readonly [label: string, kind: string, index: string])[] = [
  ['Orders placed', 'procurement/order', 'buyer'],
  ['Orders received', 'procurement/order', 'seller'],
  ['Items owned', 'items/item', 'owner'],
  ['Machines', 'capacity/machine', 'member'],
  ['Designs', 'designs/design', 'owner'],
  ['Keys', 'membership/key', 'member'],
  ['Credentials', 'membership/credential', 'subject'],
];

/** The page. */
export function Component() {
  const { member = '' } = useParams();
  const { transport } = useSession();
  const { data, error, refetch } = useQuery(recordQuery(transport, 'membership/member', member));
  if (error !== null) return <Problem error={error} retry={() => void refetch()} />;
  return data === undefined ? null : <MemberPage key={member} seen={data} />;
}

function MemberPage({ seen }: { readonly seen: RecordSeen }) {
  const { id, value, entry } = seen;
  return (
    <article className="object">
      <TitleBlock label="member" title={String(value.name)} id={id} state={undefined} parties={[]} next={undefined}>
        <div className="cell">
          <span className="cell-name">{memberTexts.state}</span>
          <StateWord state={String(value.state)} />
        </div>
        <div className="cell">
          <span className="cell-name">{memberTexts.stamp}</span>
          <Stamp member={id} size={56} />
        </div>
      </TitleBlock>
      <div className="object-main">
        <Actors member={id} />
        {entry > 0 ? <Evidence indexes={[entry]} /> : <p className="soft">{memberTexts.founder}</p>}
      </div>
      <aside className="object-actions" aria-labelledby="theirs">
        <h2 id="theirs">{memberTexts.records}</h2>
        <ul className="plain">
          {THEIRS.map(([label, kind, index]) => (
            <li key={label}>
              <Link className="button button-wide" to={listPath(kind, { [index]: id })}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </aside>
    </article>
  );
}

function Actors({ member }: { readonly member: string }) {
  const { transport } = useSession();
  const { data = [], error } = useQuery(fewRecordsQuery(transport, 'membership/actor', { member }));
  return (
    <section className="panel" aria-labelledby="actors">
      <h2 id="actors">{memberTexts.actors}</h2>
      {error === null ? null : <Problem error={error} />}
      <table className="records">
        <thead>
          <tr>
            <th scope="col">{memberTexts.actor}</th>
            <th scope="col">{memberTexts.kind}</th>
            <th scope="col">{memberTexts.mandate}</th>
          </tr>
        </thead>
        <tbody>
          {data.map(({ id, value }) => (
            <tr key={id}>
              <th scope="row">
                <Link className="mono" to={recordPath('membership/actor', id)}>
                  {id}
                </Link>
              </th>
              <td>{String(value.kind)}</td>
              <td>
                {value.kind === 'person' ? (
                  <span className="soft">{memberTexts.personSigns}</span>
                ) : (
                  <ul className="plain small">
                    {mandateLines(value).map(({ what, unit, mostEach, mostPerPeriod, periodMs }) => (
                      <li key={what}>
                        {memberTexts.mandateLine(
                          what,
                          amountOf(mostEach, unit),
                          `${amountOf(mostPerPeriod, unit)} in ${duration(periodMs)}`,
                        )}
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
