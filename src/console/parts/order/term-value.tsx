// A value of a term, shown as what it is.

import './terms.css';
import { Link } from 'react-router';
import { useSession } from '../../session/session-context.tsx';
import { recordPath } from '../paths.ts';
import { ShortId } from '../short-id.tsx';
import { shortId } from '../shorten.ts';
import { Party } from '../stamp.tsx';
import { dateText, relativeTime } from '../time.ts';
import { TimeText } from '../time-text.tsx';
import type { TermValue } from './terms.ts';

/** The value. */
export function TermValueText({ value }: { readonly value: TermValue }) {
  switch (value.as) {
    case 'text':
      return <span className="free-text">{value.text}</span>;
    case 'figure':
      return <span className="mono number">{value.text}</span>;
    case 'time':
      return <DateText timeMs={value.timeMs} />;
    case 'hash':
      return <ShortId id={value.hash} />;
    case 'party':
      return <Party id={value.id} />;
    case 'record':
      return (
        <Link className={value.text === undefined ? 'mono' : ''} to={recordPath(value.kind, value.id)} title={value.id}>
          {value.text ?? shortId(value.id)}
        </Link>
      );
  }
}

/** A date, and how far it is where words say more than the date does. */
function DateText({ timeMs }: { readonly timeMs: number }) {
  const date = dateText(timeMs);
  const { transport } = useSession();
  return (
    <>
      <span className="mono number">
        {relativeTime(timeMs, transport.nowMs()) === date ? <TimeText timeMs={timeMs} /> : date}
      </span>
      {relativeTime(timeMs, transport.nowMs()) === date ? null : (
        <span className="soft">
          {' '}
          <TimeText timeMs={timeMs} />
        </span>
      )}
    </>
  );
}
