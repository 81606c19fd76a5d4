// One member: its stamp, its actors with what each may sign, its credentials, what counts for it, and the way to its
// records.

import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { fewRecordsQuery, recordQuery } from '../../data/queries.ts';
import { Credentials } from '../../parts/credentials.tsx';
import { Evidence } from '../../parts/evidence.tsx';
import { mandateLines, mandateRows } from '../../parts/mandate-rows.ts';
import { Mandates } from '../../parts/mandates.tsx';
import { fieldsPath, listPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { Stamp } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { networkTexts } from '../../texts/network.ts';
import { memberTexts } from '../../texts/work.ts';
import { Relations, TrackRecord } from './standing.tsx';

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

const ACTORS: readonly Column<RecordSeen>[] = [
  {
    label: memberTexts.actor,
    draw: ({ id }) => (
      <Link className="mono" to={recordPath('membership/actor', id)}>
        {id}
      </Link>
    ),
  },
  { label: networkTexts.role, draw: ({ value }) => String(value.role) },
  {
    label: memberTexts.kind,
    isWide: true,
    draw: ({ value }) => (
      <>
        {String(value.kind)} {value.state === 'removed' ? <StateWord state="removed" /> : null}
      </>
    ),
  },
  { label: memberTexts.mandate, look: 'soft', draw: ({ value }) => aloneWords(value) },
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
        <Certified member={id} />
        <TrackRecord member={id} />
        <Relations member={id} />
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
          <li>
            <Link className="button button-wide" to={fieldsPath('membership/member', id)}>
              {memberTexts.allFields}
            </Link>
          </li>
        </ul>
      </aside>
    </article>
  );
}

function Actors({ member }: { readonly member: string }) {
  const { transport } = useSession();
  const { data = [], error } = useQuery(fewRecordsQuery(transport, 'membership/actor', { member }));
  const rows = mandateRows(data.map(({ value }) => value));
  return (
    <>
      <section className="panel" aria-labelledby="actors">
        <h2 id="actors">{memberTexts.actors}</h2>
        {error === null ? null : <Problem error={error} />}
        <Table rows={data} keyOf={({ id }) => id} columns={ACTORS} />
      </section>
      {rows.length === 0 ? null : (
        <section className="panel" aria-labelledby="mandates">
          <h2 id="mandates">{networkTexts.mandates}</h2>
          <p className="soft small">{networkTexts.mandatesLead}</p>
          <Mandates rows={rows} />
        </section>
      )}
    </>
  );
}

function aloneWords(actor: RecordSeen['value']): string {
  if (actor.kind === 'person') return memberTexts.personSigns;
  const count = mandateLines(actor).length;
  return count === 0 ? memberTexts.nothingAlone : memberTexts.withinMandate(count);
}

/** What is certified of the member and its machines and agents, and what it certifies of others. */
function Certified({ member }: { readonly member: string }) {
  const { transport } = useSession();
  const { data: actors = [] } = useQuery(fewRecordsQuery(transport, 'membership/actor', { member }));
  const subjects = [member, ...actors.filter(({ value }) => value.kind !== 'person').map(({ id }) => id)];
  const answers = useQueries({
    queries: subjects.map((subject) => fewRecordsQuery(transport, 'membership/credential', { subject })),
  });
  const { data: issued = [] } = useQuery(fewRecordsQuery(transport, 'membership/credential', { issuer: member }));
  const own = answers.flatMap(({ data }) => data ?? []);
  const failed = answers.find(({ error }) => error !== null);
  return (
    <section className="panel" aria-labelledby="credentials">
      <h2 id="credentials">{networkTexts.credentials}</h2>
      <p className="soft small">{networkTexts.credentialsLead}</p>
      {failed === undefined ? null : <Problem error={failed.error} />}
      {own.length === 0 ? <p className="soft">{networkTexts.noCredentials}</p> : <Credentials records={own} />}
      {issued.length === 0 ? null : (
        <>
          <h3>{networkTexts.issuedOnes}</h3>
          <Credentials records={issued} />
        </>
      )}
    </section>
  );
}
