// Who takes part: members with their stamps, what agents and machines may sign alone, and credentials.

import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { fewRecordsQuery, nodeQuery, recordsQuery } from '../../data/queries.ts';
import { Credentials } from '../../parts/credentials.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { mandateRows } from '../../parts/mandate-rows.ts';
import { Mandates } from '../../parts/mandates.tsx';
import { listPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { Stamp } from '../../parts/stamp.tsx';
import { useSession } from '../../session/session-context.tsx';
import { networkTexts } from '../../texts/network.ts';
import { memberTexts } from '../../texts/work.ts';

/** The roles of those that are no person. */
const SIGN_ALONE = ['agent', 'machine'] as const;

/** The page. */
export function Component() {
  const { transport, me } = useSession();
  const list = useInfiniteQuery(recordsQuery(transport, 'membership/member', {}));
  const node = useQuery(nodeQuery());
  const members = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const witnesses = node.data?.cosignatures.witnesses ?? [];
  return (
    <>
      <h1>{memberTexts.title}</h1>
      <p className="lead">{memberTexts.lead}</p>
      {list.error === null ? null : <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && members.length === 0 ? (
        <EmptyState title={memberTexts.visitor} teaches={memberTexts.visitorTeach} />
      ) : null}
      <ul className="members">
        {members.map(({ id, value }) => (
          <li key={id} className={id === me?.member ? 'member member-own' : 'member'}>
            <Stamp member={id} size={48} />
            <div>
              <Link className="member-name" to={`/members/${id}`}>
                {String(value.name)}
              </Link>
              <p className="soft small">
                <span className="mono">{id}</span> · {value.state === 'live' ? memberTexts.live : memberTexts.suspended}
                {witnesses.some(({ member }) => member === id) ? ` · ${memberTexts.witness}` : ''}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <button type="button" className="as-link" onClick={() => void list.fetchNextPage()}>
          {memberTexts.more}
        </button>
      ) : null}
      {me === undefined ? null : <Alone />}
      {me === undefined ? null : <Certified />}
      <p className="soft small">
        {networkTexts.witnesses} <Link to="/ledger">{networkTexts.ledger}</Link>
      </p>
    </>
  );
}

/** What agents and machines may sign alone, of all members. */
function Alone() {
  const { transport } = useSession();
  const answers = useQueries({
    queries: SIGN_ALONE.map((role) => fewRecordsQuery(transport, 'membership/actor', { role })),
  });
  const rows = mandateRows(answers.flatMap(({ data }) => data ?? []).map(({ value }) => value));
  const failed = answers.find(({ error }) => error !== null);
  const isRead = answers.every(({ isSuccess }) => isSuccess);
  return (
    <section className="panel" aria-labelledby="mandates">
      <h2 id="mandates">{networkTexts.mandates}</h2>
      <p className="soft small">{networkTexts.mandatesLead}</p>
      {failed === undefined ? null : <Problem error={failed.error} />}
      {isRead && rows.length === 0 ? (
        <p className="soft">
          {networkTexts.noMandates} {networkTexts.noMandatesTeach}
        </p>
      ) : null}
      {rows.length === 0 ? null : <Mandates rows={rows} />}
      <p className="small">
        <Link to={listPath('membership/actor')}>{networkTexts.allActors}</Link>
      </p>
    </section>
  );
}

function Certified() {
  const { transport } = useSession();
  const { data, error } = useQuery(fewRecordsQuery(transport, 'membership/credential', {}));
  return (
    <section className="panel" aria-labelledby="credentials">
      <h2 id="credentials">{networkTexts.credentials}</h2>
      <p className="soft small">{networkTexts.credentialsLead}</p>
      {error === null ? null : <Problem error={error} />}
      {data?.length === 0 ? <p className="soft">{networkTexts.noCredentials}</p> : null}
      {data === undefined || data.length === 0 ? null : <Credentials records={data} />}
      <p className="small">
        <Link to={listPath('membership/credential')}>{networkTexts.allCredentials}</Link>
      </p>
    </section>
  );
}
