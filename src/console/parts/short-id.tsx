// An id or a hash, shortened: the whole on hover and focus, copied with a click.

import { CopyButton, Tooltip } from '@mantine/core';
import { shortId } from './shorten.ts';

/** An id that can be copied. */
export function ShortId({ id }: { readonly id: string }) {
  return (
    <CopyButton value={id} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip
          label={copied ? 'Copied' : `${id} · click copies`}
          events={{ hover: true, focus: true, touch: false }}
          multiline
          maw={420}
        >
          <button type="button" className="short-id mono" onClick={copy}>
            {shortId(id)}
          </button>
        </Tooltip>
      )}
    </CopyButton>
  );
}
