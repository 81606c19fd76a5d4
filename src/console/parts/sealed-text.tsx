// A text that stands on the ledger as a commitment: opened here for whom it was sealed for, held against the commitment.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { findText } from '../data/sealed-text.ts';
import { useSession } from '../session/session-context.tsx';
import { recordTexts } from '../texts/records.ts';
import { wordsOf } from './problem.tsx';
import { ShortId } from './short-id.tsx';

type SealedTextProps = {
  /** The member whose actor wrote it. */
  readonly owner: string;
  readonly commitment: string;
  /** What it is called. */
  readonly what?: string;
};

/** The text. */
export function SealedText({ owner, commitment, what = recordTexts.reason }: SealedTextProps) {
  const { me } = useSession();
  const { mutate, data, error, isPending, isSuccess } = useMutation({
    mutationFn: async () => (me === undefined ? undefined : findText(me, owner, commitment)),
  });
  return (
    <>
      {data === undefined ? null : (
        <blockquote className="sealed-text">
          <p className="free-text">{data}</p>
          <p className="small state-good">
            <span aria-hidden="true">●</span> {recordTexts.textOpened}
          </p>
        </blockquote>
      )}
      {isSuccess && data === undefined ? <p className="soft small">{recordTexts.textNotYours(what)}</p> : null}
      {error === null ? null : <p className="fault small">{wordsOf(error).happened}</p>}
      <p className="soft small row">
        <span>
          {recordTexts.textSealed(what)} <ShortId id={commitment} />
        </span>
        {me === undefined || data !== undefined ? null : (
          <Button variant="default" size="xs" loading={isPending} onClick={() => mutate()}>
            {recordTexts.openText(what)}
          </Button>
        )}
      </p>
    </>
  );
}
