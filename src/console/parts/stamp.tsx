// A member's stamp as a picture, and a member or an actor with its stamp and a way to its page.

import { useMemo } from 'react';
import { Link } from 'react-router';
import { useSession } from '../session/session-context.tsx';
import { stampOf } from './touchmark.ts';

/** The stamp; the member's name stands beside it, so that readers who do not see it miss nothing. */
export function Stamp({ member, size = 20 }: { readonly member: string; readonly size?: number }) {
  const { ledgerId } = useSession().node;
  const { rim, marks } = useMemo(() => stampOf(ledgerId, member), [ledgerId, member]);
  return (
    <svg className="stamp" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path className="stamp-rim" d={rim} />
      <path className="stamp-marks" d={marks.join('')} />
    </svg>
  );
}

/** A member, or one of its actors, by id. */
export function Party({ id }: { readonly id: string }) {
  const [member = id] = id.split('/');
  return (
    <Link className="party" to={`/members/${member}`}>
      <Stamp member={member} size={18} />
      <span>{id}</span>
    </Link>
  );
}
