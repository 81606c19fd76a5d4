// The history of a record: the statements about it that this reader may see, newest first. The node finds them by an index;
// while it makes that, the history says how far it goes.

import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { historyQuery } from '../data/queries.ts';
import { useSession } from '../session/session-context.tsx';
import { recordTexts } from '../texts/records.ts';
import { actionWords } from './action-words.ts';
import { Problem } from './problem.tsx';
import { Party } from './stamp.tsx';
import { StateWord } from './state-word.tsx';
import { TimeText } from './time-text.tsx';

/** The history of a record by its id. */
export function History({ id }: { readonly id: string }) {
  const { transport, node } = useSession();
  const history = useInfiniteQuery(historyQuery(transport, id, node.size));
  const pages = history.data?.pages ?? [];
  const entries = pages.flatMap(({ items }) => items);
  const through = pages[0]?.through ?? 0;
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">{recordTexts.history}</h2>
      {history.error === null ? null : <Problem error={history.error} retry={() => void history.refetch()} />}
      <ol className="history">
        {entries.map(({ index, action, actor, timeMs, outcome }) => (
          <li key={index}>
            <TimeText timeMs={timeMs} />
            <span className="history-what">
              <Link to={`/ledger/${index}`}>{actionWords(action)}</Link>
              {outcome === 'accepted' ? null : <StateWord state="refused" />}
              <Party id={actor} />
            </span>
          </li>
        ))}
      </ol>
      {history.isSuccess ? (
        <p className="soft small row">
          <span>{footOf(through, node.size, history.hasNextPage)}</span>
          {history.hasNextPage ? (
            <Button
              variant="default"
              size="xs"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              {recordTexts.lookFurther}
            </Button>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}

function footOf(through: number, size: number, isLonger: boolean): string {
  if (through < size) return recordTexts.historyLooked(through, size);
  return isLonger ? recordTexts.historyLonger : recordTexts.historyAll;
}
