// What a file is called, which those alone see who have a key of it.

import { useQuery } from '@tanstack/react-query';
import { isFault, nameOfFile, withoutControls } from '#sdk/index.ts';
import { useSession } from '../../session/session-context.tsx';
import { fileTexts } from '../../texts/files.ts';

/**
 * The name, with what one would not see in it escaped; null where no key is kept for this actor, undefined until that is known.
 * @param mayAsk false where the key is another's, which is not asked for
 */
export function useFileName(blob: string, mayAsk = true): string | null | undefined {
  const { me } = useSession();
  const { data } = useQuery({
    queryKey: ['file-name', me?.actor, blob],
    enabled: me !== undefined && mayAsk,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      if (me === undefined) return null;
      try {
        return withoutControls(await nameOfFile(me.client, me.keys.readerKey, blob));
      } catch (error) {
        // A key that does not open is none: the page of the file says more, once it is opened.
        if (isFault(error) && error.code.startsWith('vault_')) return null;
        throw error;
      }
    },
  });
  return mayAsk ? data : null;
}

/** The name in a row. */
export function FileName({ blob, mayAsk = true }: { readonly blob: string; readonly mayAsk?: boolean }) {
  const name = useFileName(blob, mayAsk);
  if (name === undefined) return null;
  if (name === null) return <span className="soft small">{fileTexts.nameless}</span>;
  return <bdi className="mono breaks">{name}</bdi>;
}
