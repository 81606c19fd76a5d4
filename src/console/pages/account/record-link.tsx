// A record that money is about, which only its id names: a link where the id says its kind, else the id alone.

import { Link } from 'react-router';
import { kindsOfId } from '../../data/kinds.ts';
import { recordPath } from '../../parts/paths.ts';
import { shortId } from '../../parts/shorten.ts';

/** @param id of a record, or a word. @param contract whose record it is, where that is known */
export function RecordLink({ id, contract }: { readonly id: string; readonly contract?: string }) {
  // A bid is named by its request and its bidder.
  const bid = /^(rfq-[a-z2-7]{20,}):/.test(id) ? 'sourcing/bid' : undefined;
  const kind = bid ?? kindsOfId(id).find(({ path }) => contract === undefined || path.startsWith(`${contract}/`))?.path;
  if (kind === undefined) return <span className="mono free-text">{id}</span>;
  return (
    <Link className="mono" to={recordPath(kind, id)} title={id}>
      {shortId(id)}
    </Link>
  );
}
