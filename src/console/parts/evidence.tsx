// Evidence: signed statements with who signed them and when, each verified in this browser with one click. The node gives
// bytes; that they prove something is found here, by the SDK, from the ledger's pinned id on.

import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type EntrySeen, receiptOf, witnessOf } from '#sdk/index.ts';
import { entryQuery } from '../data/queries.ts';
import { useSession } from '../session/session-context.tsx';
import { ledgerTexts } from '../texts/ledger.ts';
import { recordTexts } from '../texts/records.ts';
import { actionWords } from './action-words.ts';
import { wordsOf } from './problem.tsx';
import { Party } from './stamp.tsx';
import { TimeText } from './time-text.tsx';

/** Statements by their places in the log. */
export function Evidence({ indexes }: { readonly indexes: readonly number[] }) {
  return (
    <section className="panel" aria-labelledby="evidence">
      <h2 id="evidence">{recordTexts.evidence}</h2>
      <p className="soft small">{recordTexts.evidenceLead}</p>
      <ul className="claims">
        {indexes.map((index) => (
          <Claim key={index} index={index} />
        ))}
      </ul>
    </section>
  );
}

function Claim({ index }: { readonly index: number }) {
  const { transport } = useSession();
  const { data, error } = useQuery(entryQuery(transport, index));
  if (error !== null) {
    return (
      <li>
        <span className="soft">
          {ledgerTexts.entry(index)}: {wordsOf(error).happened}
        </span>
      </li>
    );
  }
  return <li>{data === undefined ? ledgerTexts.entry(index) : <ClaimOf entry={data} />}</li>;
}

function ClaimOf({ entry }: { readonly entry: EntrySeen }) {
  const { index, action, actor, timeMs } = entry;
  return (
    <>
      <div className="claim-line">
        <Link to={`/ledger/${index}`}>{actionWords(action)}</Link> <Party id={actor} /> <TimeText timeMs={timeMs} />
      </div>
      <Verify index={index} />
    </>
  );
}

/** The button that verifies a statement's receipt here, and what came of it. */
export function Verify({ index }: { readonly index: number }) {
  const { transport } = useSession();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      const receipt = await receiptOf(transport, index);
      return { receipt, witnessed: await witnessOf(transport, index) };
    },
  });
  if (data !== undefined) {
    const { receipt, witnessed } = data;
    return (
      <p className="verdict verdict-good" role="status">
        <strong>
          <span aria-hidden="true">●</span> {ledgerTexts.verified}
        </strong>{' '}
        {ledgerTexts.verifiedHow(receipt.index, receipt.size)}{' '}
        {witnessed.state === 'witnessed' ? ledgerTexts.witnessed(witnessed.by.join(', ')) : ledgerTexts.durable}
      </p>
    );
  }
  if (error !== null) {
    const { happened, todo, detail } = wordsOf(error);
    return (
      <p className="verdict verdict-bad" role="alert">
        <strong>
          <span aria-hidden="true">✕</span> {ledgerTexts.notVerified}
        </strong>{' '}
        {happened} {todo} <span className="mono small">{detail}</span>
      </p>
    );
  }
  return (
    <Button variant="default" size="xs" loading={isPending} onClick={() => mutate()}>
      {ledgerTexts.verify}
    </Button>
  );
}
