// One block with the statements in it that this reader may see.

import { Link } from 'react-router';
import { actionWords } from '../../parts/action-words.ts';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
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
        {entries.map(({ index, action, contract, subject, actor, outcome }) => (
          <li key={index}>
            <span className="mono soft entry-index">{index}</span>
            <span className="entry-what">
              <Link to={`/ledger/${index}`}>{actionWords(action)}</Link>{' '}
              <span className="soft small">
                {contract} · <span className="mono">{shortId(subject)}</span>
              </span>
            </span>
            {outcome === 'accepted' ? null : <StateWord state="refused" />}
            <Party id={actor} />
          </li>
        ))}
      </ol>
    </section>
  );
}
