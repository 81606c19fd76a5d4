// Who is invited, who of them qualifies and why not, computed here by the rule that the ledger uses.

import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { exclusionText, qualify, shopFacts } from '#sdk/index.ts';
import { grouped } from '../../parts/amount.ts';
import { wordsOf } from '../../parts/problem.tsx';
import type { Rfq } from '../../parts/request/facts.ts';
import { Party } from '../../parts/stamp.tsx';
import type { Me } from '../../session/open-session.ts';
import { useSession } from '../../session/session-context.tsx';
import { shopTexts } from '../../texts/requests.ts';

/** Shops that are looked at without asking: each costs some requests. */
const AT_ONCE = 8;

/** The panel. */
export function ShopsPanel({ rfq }: { readonly rfq: Rfq }) {
  const { me } = useSession();
  const [isAsked, setIsAsked] = useState(rfq.invited.length <= AT_ONCE);
  return (
    <section className="panel" aria-labelledby="shops">
      <h2 id="shops">{shopTexts.title}</h2>
      {rfq.invited.length === 0 ? <p>{shopTexts.openTo}</p> : null}
      <p className="soft small">{shopTexts.lead}</p>
      {me === undefined || rfq.invited.length === 0 ? null : isAsked ? (
        <Shops rfq={rfq} me={me} />
      ) : (
        <Button variant="default" size="xs" onClick={() => setIsAsked(true)}>
          {shopTexts.find(rfq.invited.length)}
        </Button>
      )}
    </section>
  );
}

function Shops({ rfq: { requirement, invited }, me }: { readonly rfq: Rfq; readonly me: Me }) {
  const { transport } = useSession();
  const answers = useQueries({
    queries: invited.map((member) => ({
      queryKey: ['records', 'shop', member],
      queryFn: () => shopFacts(me.client, member, transport.nowMs()),
    })),
  });
  return (
    <table className="records">
      <thead>
        <tr>
          <th scope="col">{shopTexts.member}</th>
          <th scope="col">{shopTexts.qualifies}</th>
          <th scope="col" className="wide-only">
            {shopTexts.why}
          </th>
          <th scope="col" className="to-right">
            {shopTexts.points}
          </th>
        </tr>
      </thead>
      <tbody>
        {invited.map((member, i) => {
          const { data, error } = answers[i] ?? {};
          const found = data === undefined ? undefined : qualify(requirement, data);
          const isIn = found?.exclusions.length === 0;
          const why = found?.exclusions.map(exclusionText).join('; ') ?? '';
          return (
            <tr key={member}>
              <th scope="row">
                <Party id={member} />
              </th>
              <td>
                {found === undefined ? (
                  <span className="soft">
                    {error === null || error === undefined ? shopTexts.reading : wordsOf(error).happened}
                  </span>
                ) : (
                  <span className={isIn ? 'state state-good' : 'state state-bad'}>
                    <span aria-hidden="true">{isIn ? '●' : '✕'}</span> {isIn ? shopTexts.yes : shopTexts.no}
                  </span>
                )}
                {isIn || why === '' ? null : <span className="request-why-phone small">{why}</span>}
              </td>
              <td className="wide-only">{found?.machine === undefined ? why : shopTexts.best(found.machine)}</td>
              <td className="to-right mono number">{found === undefined || !isIn ? '' : grouped(found.scorePoints)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
