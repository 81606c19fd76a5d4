// The signing sheet: what the exact bytes say in words, whom they bind, how long they are valid, how it can be undone. The
// first focus is on "Do not sign", and no key signs by itself.

import { Button, Drawer } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Client, HttpTransport, Prepared } from '#sdk/index.ts';
import { Problem, refusalSentence } from '../parts/problem.tsx';
import { Stamp } from '../parts/stamp.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { signingTexts, UNDO } from '../texts/signing.ts';

/** What came of a statement that was signed. */
export type Signed = Awaited<ReturnType<Client<HttpTransport>['submit']>>;

type SigningSheetProps = {
  /** Undefined: nothing is to be signed, and the sheet is closed. */
  readonly prepared: Prepared | undefined;
  readonly client: Client<HttpTransport>;
  /** What a page knows of a commitment in the statement: shown beside the words from the bytes. */
  readonly beside?: ReactNode;
  close(): void;
  /** Told of the outcome, refusals included. */
  onSigned(signed: Signed): void;
};

/** The sheet, sliding over the page. */
export function SigningSheet({ prepared, client, beside, close, onSigned }: SigningSheetProps) {
  return (
    <Drawer
      opened={prepared !== undefined}
      onClose={close}
      position="right"
      size="min(620px, 100vw)"
      title={signingTexts.sheet}
      closeButtonProps={{ 'aria-label': signingTexts.closeSheet }}
      // It would put a style element into the page.
      lockScroll={false}
      closeOnClickOutside={false}
    >
      {prepared === undefined ? null : <Sheet {...{ prepared, client, beside, close, onSigned }} />}
    </Drawer>
  );
}

function Sheet({ prepared, client, beside, close, onSigned }: SigningSheetProps & { readonly prepared: Prepared }) {
  const { sentence, action, member, notAfterMs, lines } = prepared.sheet;
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => client.submit(await prepared.sign()),
    onSuccess: onSigned,
  });
  const undo = UNDO[action];
  return (
    <div className="sheet">
      <p className="sheet-sentence">{sentence}</p>
      {beside}
      <p className="sheet-signer">
        <Stamp member={member} size={40} />
        <span>{signingTexts.binds(client.actor, member)}</span>
      </p>
      <p>{undo === undefined ? signingTexts.undoNot : signingTexts.undoBy(undo.says)}</p>
      <p className="soft">
        {signingTexts.until} <TimeText timeMs={notAfterMs} />
      </p>
      <h3>{signingTexts.details}</h3>
      <p className="soft small">{signingTexts.exact}</p>
      <dl className="facts sheet-lines">
        {lines.map(({ label, value }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one statement, which does not change.
          <div key={i}>
            <dt>{label}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
      {error === null ? null : <Problem error={error} />}
      {data === undefined ? (
        <div className="sheet-foot">
          <Button variant="default" data-autofocus onClick={close} disabled={isPending}>
            {signingTexts.cancel}
          </Button>
          <Button onClick={() => mutate()} loading={isPending} disabled={error !== null}>
            {signingTexts.sign}
          </Button>
        </div>
      ) : (
        <Outcome signed={data} close={close} />
      )}
    </div>
  );
}

function Outcome({ signed, close }: { readonly signed: Signed; close(): void }) {
  const { outcome, index } = signed;
  const isAccepted = outcome === 'accepted';
  return (
    <div className="sheet-foot sheet-outcome" role="status">
      <p className={isAccepted ? 'verdict verdict-good' : 'verdict verdict-bad'}>
        <strong>{isAccepted ? signingTexts.done : signingTexts.refused}</strong>{' '}
        {isAccepted ? null : <span>{refusalSentence(outcome) ?? outcome} </span>}
        {index === undefined ? null : <Link to={`/ledger/${index}`}>{signingTexts.doneAt(index)}</Link>}
      </p>
      <Button variant="default" data-autofocus onClick={close}>
        {signingTexts.close}
      </Button>
    </div>
  );
}
