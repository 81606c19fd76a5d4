// Who takes part: members with their stamps, and who co-signs.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { nodeQuery, recordsQuery } from '../../data/queries.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Problem } from '../../parts/problem.tsx';
import { Stamp } from '../../parts/stamp.tsx';
import { useSession } from '../../session/session-context.tsx';
import { memberTexts } from '../../texts/work.ts';

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
    </>
  );
}
