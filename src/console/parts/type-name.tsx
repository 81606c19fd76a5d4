// An item type by its part number. Lists have few types, and each is asked for once.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { maybeRecordQuery } from '../data/queries.ts';
import { useSession } from '../session/session-context.tsx';
import { recordPath } from './paths.ts';
import { shortId } from './shorten.ts';

/** The type's part number, leading to it; its id where the reader may not see more. */
export function TypeName({ id }: { readonly id: string }) {
  const { transport, me } = useSession();
  const { data } = useQuery({ ...maybeRecordQuery(transport, 'items/type', id), enabled: me !== undefined });
  const name = data?.value.partNumber;
  return (
    <Link to={recordPath('items/type', id)} title={id}>
      {typeof name === 'string' ? name : shortId(id)}
    </Link>
  );
}
