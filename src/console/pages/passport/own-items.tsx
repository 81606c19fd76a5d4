// For a member that scans a thing of its own: the item that it sees, although its passport is not public.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Scanned } from '#sdk/index.ts';
import { actionPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { useSession } from '../../session/session-context.tsx';
import { passportTexts as texts } from '../../texts/passport.ts';
import { ownItems } from './records.ts';

/** The items under what was scanned; nothing where there is none that the member sees. */
export function OwnItems({ scanned }: { readonly scanned: Scanned }) {
  const { transport, me } = useSession();
  const { data = [], error } = useQuery({
    queryKey: ['records', 'own', scanned],
    queryFn: () => ownItems(transport, scanned),
  });
  if (error !== null) return <Problem error={error} />;
  if (data.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="yours">
      <h2 id="yours">{texts.yours}</h2>
      <ul className="plain">
        {data.map(({ id, number, state, owner }) => (
          <li key={id} className="row">
            <Link className="mono" to={recordPath('items/item', id)}>
              {number}
            </Link>
            <StateWord state={state} />
            {owner === me?.member ? (
              <Link className="button" to={actionPath('items', 'publishPassport', { item: id })}>
                {texts.publish}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
      <p className="soft small">{texts.yoursWhy}</p>
    </section>
  );
}
