// One block with the statements in it that this reader may see.

import { EntryLine } from '../../parts/entry-line.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { ledgerTexts } from '../../texts/ledger.ts';
import type { BlockSeen } from './model.ts';

/** The block. */
export function Block({ block: { height, timeMs, entries } }: { readonly block: BlockSeen }) {
  return (
    <section className="block" aria-label={`${ledgerTexts.block} ${height}`}>
      <p className="block-head soft small">
        <span>
          {ledgerTexts.block} <span className="mono">{height}</span>
        </span>
        <TimeText timeMs={timeMs} />
      </p>
      <ol className="entries">
        {entries.map((entry) => (
          <EntryLine key={entry.index} entry={entry} lead={entry.index} />
        ))}
      </ol>
    </section>
  );
}
