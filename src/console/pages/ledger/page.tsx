// The ledger: statements as they come, block by block, and the head that proves them. What arrives while someone reads
// further down waits behind a line that says how much it is.

import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { entriesBeforeQuery } from '../../data/queries.ts';
import { useLive } from '../../live/live-context.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useSession } from '../../session/session-context.tsx';
import { ledgerTexts } from '../../texts/ledger.ts';
import { Block } from './block.tsx';
import { Head } from './head.tsx';
import { byBlock, upTo } from './model.ts';

/** Further down than this someone reads. */
const AT_TOP_PX = 120;

/** The page. */
export function Component() {
  return (
    <>
      <h1>{ledgerTexts.title}</h1>
      <p className="lead">{ledgerTexts.lead}</p>
      <div className="beside">
        <Statements />
        <div>
          <Head />
        </div>
      </div>
    </>
  );
}

function Statements() {
  const { transport, node } = useSession();
  const { entries, size } = useLive();
  const [lastShown, setLastShown] = useState(-1);
  const newest = entries[0]?.index ?? -1;
  useEffect(() => {
    const isReading = globalThis.scrollY > AT_TOP_PX || document.activeElement?.closest('.block') !== null;
    if (lastShown === -1 || !isReading) setLastShown(newest);
  }, [newest, lastShown]);
  const older = useInfiniteQuery(entriesBeforeQuery(transport, node.size));
  const known = [...entries, ...(older.data?.pages.flatMap(({ items }) => items) ?? [])];
  const shown = upTo(known, Math.max(lastShown, node.size));
  const waiting = entries.filter(({ index }) => index > Math.max(lastShown, node.size)).length;
  return (
    <section aria-labelledby="statements">
      <h2 id="statements">{ledgerTexts.entries}</h2>
      <p className="soft small">{ledgerTexts.entriesOf(size)}</p>
      {waiting === 0 ? null : (
        <Button className="arrived" variant="light" size="sm" onClick={() => setLastShown(newest)}>
          {ledgerTexts.newer(waiting)}
        </Button>
      )}
      {shown.length === 0 && older.isSuccess ? (
        <EmptyState title={ledgerTexts.none} teaches={ledgerTexts.noneTeach} />
      ) : null}
      {byBlock(shown).map((block) => (
        <Block key={block.height} block={block} />
      ))}
      {older.error === null ? null : <Problem error={older.error} retry={() => void older.refetch()} />}
      {older.hasNextPage ? (
        <Button
          variant="default"
          size="sm"
          loading={older.isFetchingNextPage}
          onClick={() => void older.fetchNextPage()}
        >
          {ledgerTexts.older}
        </Button>
      ) : null}
    </section>
  );
}
