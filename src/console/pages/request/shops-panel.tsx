// Who is invited, who of them qualifies and why not, computed here by the rule that the ledger uses.

import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { exclusionText, type Qualification, qualify, shopFacts } from '#sdk/index.ts';
import { grouped } from '../../parts/amount.ts';
import { wordsOf } from '../../parts/problem.tsx';
import type { Rfq } from '../../parts/request/facts.ts';
import { Party } from '../../parts/stamp.tsx';
import { Table } from '../../parts/table.tsx';
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
  const shops = invited.map((member, i): Shop => {
    const { data, error } = answers[i] ?? {};
    const found = data === undefined ? undefined : qualify(requirement, data);
    return { member, found, error, why: found?.exclusions.map(exclusionText).join('; ') ?? '' };
  });
  return (
    <Table
      rows={shops}
      keyOf={({ member }) => member}
      columns={[
        { label: shopTexts.member, draw: ({ member }) => <Party id={member} /> },
        { label: shopTexts.qualifies, draw: (shop) => <Qualifies shop={shop} /> },
        {
          label: shopTexts.why,
          isWide: true,
          draw: ({ found, why }) => (found?.machine === undefined ? why : shopTexts.best(found.machine)),
        },
        {
          label: shopTexts.points,
          isFigure: true,
          draw: ({ found }) => (found?.exclusions.length === 0 ? grouped(found.scorePoints) : null),
        },
      ]}
    />
  );
}

type Shop = {
  readonly member: string;
  readonly found: Qualification | undefined;
  readonly error: unknown;
  readonly why: string;
};

function Qualifies({ shop: { found, error, why } }: { readonly shop: Shop }) {
  if (found === undefined) {
    return (
      <span className="soft">
        {error === null || error === undefined ? shopTexts.reading : wordsOf(error).happened}
      </span>
    );
  }
  const isIn = found.exclusions.length === 0;
  return (
    <>
      <span className={isIn ? 'state state-good' : 'state state-bad'}>
        <span aria-hidden="true">{isIn ? '●' : '✕'}</span> {isIn ? shopTexts.yes : shopTexts.no}
      </span>
      {isIn ? null : <span className="request-why-phone small">{why}</span>}
    </>
  );
}
