// The history of a record: the statements about it among those that this reader may see, newest first. The log has no list
// by record, so it is looked through from its end, window after window, and says how far.

import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { EntrySeen } from '#sdk/index.ts';
import { entriesBeforeQuery, LOOK_BACK } from '../data/queries.ts';
import { useLive } from '../live/live-context.tsx';
import { useSession } from '../session/session-context.tsx';
import { recordTexts } from '../texts/records.ts';
import { actionWords } from './action-words.ts';
import { Party } from './stamp.tsx';
import { StateWord } from './state-word.tsx';
import { TimeText } from './time-text.tsx';

/** Windows that are looked through at first. */
const AT_FIRST = 3;

/** The history of a record by its id. */
export function History({ id }: { readonly id: string }) {
  const { transport, node } = useSession();
  const { entries } = useLive();
  const [windows, setWindows] = useState(AT_FIRST);
  // From a fixed place on, so that what was read stays read.
  const starts = Array.from({ length: windows }, (_, i) => node.size - i * LOOK_BACK).filter((start) => start > 0);
  const older = useQueries({ queries: starts.map((before) => entriesBeforeQuery(transport, before)) });
  const looked = older.flatMap(({ data }) => data ?? []);
  const seen = new Map([...entries, ...looked].map((entry) => [entry.index, entry]));
  const own = [...seen.values()].filter((entry) => isAbout(entry, id)).sort((a, b) => b.index - a.index);
  const isAll = node.size - windows * LOOK_BACK <= 0;
  return (
    <section className="panel" aria-labelledby="history">
      <h2 id="history">{recordTexts.history}</h2>
      <ol className="history">
        {own.map(({ index, action, actor, timeMs, outcome }) => (
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
      <p className="soft small row">
        <span>{isAll ? recordTexts.historyAll : recordTexts.historyLooked(seen.size)}</span>
        {isAll ? null : (
          <Button variant="default" size="xs" onClick={() => setWindows(windows + AT_FIRST)}>
            {recordTexts.lookFurther}
          </Button>
        )}
      </p>
    </section>
  );
}

/** A statement is about what it names as its subject, and about what its events name. */
function isAbout({ subject, events }: EntrySeen, id: string): boolean {
  return subject === id || events.some(({ data }) => JSON.stringify(data).includes(JSON.stringify(id)));
}
