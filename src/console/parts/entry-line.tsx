// A statement as one line of a list: what was signed, about what, by whom.

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { EntrySeen } from '#sdk/index.ts';
import { actionWords } from './action-words.ts';
import { shortId } from './shorten.ts';
import { Party } from './stamp.tsx';
import { StateWord } from './state-word.tsx';

type EntryLineProps = {
  readonly entry: EntrySeen;
  /** What stands before it: its place in the log, or its time. */
  readonly lead: ReactNode;
};

/** The line, in a list of class `entries`. */
export function EntryLine({ entry: { index, action, contract, subject, actor, outcome }, lead }: EntryLineProps) {
  return (
    <li>
      <span className="mono soft entry-index">{lead}</span>
      <span className="entry-what">
        <Link to={`/ledger/${index}`}>{actionWords(action)}</Link>{' '}
        <span className="soft small">
          {contract} · <span className="mono">{shortId(subject)}</span>
        </span>
      </span>
      {outcome === 'accepted' ? null : <StateWord state="refused" />}
      <Party id={actor} />
    </li>
  );
}
