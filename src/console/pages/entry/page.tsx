// One statement: what its exact bytes say in words, who signed it, what came of it, and its proof, verified here.

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { contractInterfaces, type EntrySeen, signingSheet } from '#sdk/index.ts';
import { entryQuery } from '../../data/queries.ts';
import { actionWords } from '../../parts/action-words.ts';
import { Verify } from '../../parts/evidence.tsx';
import { Problem, refusalSentence, wordsOf } from '../../parts/problem.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { ledgerTexts } from '../../texts/ledger.ts';

/** The page. */
export function Component() {
  const index = Number(useParams().index);
  const { transport } = useSession();
  const { data, error, refetch } = useQuery(entryQuery(transport, index));
  return (
    <>
      <p className="crumbs small">
        <Link to="/ledger">{ledgerTexts.title}</Link>
      </p>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? null : <EntryPage key={index} entry={data} />}
    </>
  );
}

function EntryPage({ entry }: { readonly entry: EntrySeen }) {
  const { index, action, contract, actor, member, timeMs, height, txId, outcome } = entry;
  const isAccepted = outcome === 'accepted';
  return (
    <article className="object object-single">
      <TitleBlock
        label={`${ledgerTexts.entry(index)} · ${contract}`}
        title={actionWords(action)}
        id={undefined}
        state={undefined}
        parties={[[`${ledgerTexts.signedBy} ${actor}`, member]]}
        next={undefined}
      >
        <div className="cell">
          <span className="cell-name">{ledgerTexts.outcome}</span>
          <span className={isAccepted ? 'state state-good' : 'state state-bad'}>
            <span aria-hidden="true">{isAccepted ? '●' : '✕'}</span>{' '}
            {isAccepted ? ledgerTexts.accepted : ledgerTexts.refused}
          </span>
        </div>
        <div className="cell">
          <span className="cell-name">{ledgerTexts.at}</span>
          <TimeText timeMs={timeMs} />
        </div>
        <div className="cell">
          <span className="cell-name">{ledgerTexts.block}</span>
          <span className="mono">{height}</span>
        </div>
        <div className="cell">
          <span className="cell-name">{ledgerTexts.txId}</span>
          <ShortId id={txId} />
        </div>
      </TitleBlock>
      <div className="object-main">
        <section className="panel" aria-label={ledgerTexts.verify}>
          <Verify index={index} />
        </section>
        {isAccepted ? null : <p className="verdict verdict-bad">{refusalSentence(outcome) ?? outcome}</p>}
        <Words index={index} />
        <Events entry={entry} />
      </div>
    </article>
  );
}

/** The statement's own bytes in words; what cannot be explained is said to be that. */
function Words({ index }: { readonly index: number }) {
  const { transport } = useSession();
  const { data, error } = useQuery({
    queryKey: ['statement', index],
    queryFn: async () => {
      const statement = await transport.statement(index);
      return signingSheet(statement, contractInterfaces);
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <section className="panel" aria-labelledby="says">
      <h2 id="says">{ledgerTexts.says}</h2>
      {error === null ? null : (
        <p className="verdict verdict-decide" role="alert">
          {ledgerTexts.unexplained} {wordsOf(error).detail}
        </p>
      )}
      {data === undefined ? null : (
        <>
          <p className="sheet-sentence">{data.sentence}</p>
          <dl className="facts sheet-lines">
            {data.lines.map(({ label, value }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one statement, which does not change.
              <div key={i}>
                <dt>{label}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

function Events({ entry: { events, details } }: { readonly entry: EntrySeen }) {
  const isDetailed = Object.keys(details).length > 0;
  return (
    <section className="panel" aria-labelledby="events">
      <h2 id="events">{ledgerTexts.events}</h2>
      {events.length === 0 && !isDetailed ? <p className="soft">{ledgerTexts.noEvents}</p> : null}
      <ul className="plain">
        {events.map(({ contract, name, data }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement's events have no names of their own, and stay.
          <li key={i}>
            {actionWords(name)} <span className="soft small">{contract}</span>
            <code className="json mono small">{JSON.stringify(data)}</code>
          </li>
        ))}
        {isDetailed ? (
          <li>
            <code className="json mono small">{JSON.stringify(details)}</code>
          </li>
        ) : null}
      </ul>
    </section>
  );
}
