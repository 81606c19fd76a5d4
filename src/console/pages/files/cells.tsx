// What the tables of files draw alike.

import { bytesWords } from '../../parts/amount.ts';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useNow } from '../../parts/use-now.ts';
import { type Grant, grantStanding } from './model.ts';

/** A size as a figure. */
export function Size({ bytes }: { readonly bytes: number }) {
  return <span className="mono number">{bytesWords(bytes)}</span>;
}

/** Until when a file is delivered for a grant, or why it is not. */
export function Until({ grant }: { readonly grant: Grant }) {
  const standing = grantStanding(grant, useNow());
  return standing === 'live' ? <TimeText timeMs={grant.untilMs} /> : <StateWord state={standing} />;
}
