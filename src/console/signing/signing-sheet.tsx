// The signing sheet: what the exact bytes say in words, whom they bind, how long they are valid, how it can be undone. The
// first focus is on "Do not sign", and no key signs by itself.

import { Button, Drawer } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { Client, HttpTransport, Prepared, Progress } from '#sdk/index.ts';
import { recordPath } from '../parts/paths.ts';
import { Problem, refusalSentence } from '../parts/problem.tsx';
import { Stamp } from '../parts/stamp.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { formTexts } from '../texts/form.ts';
import { signingTexts, UNDO } from '../texts/signing.ts';
import { recordsIn } from './records-in.ts';
import { carryOut, type Round, type Signed } from './rounds.ts';

type SigningSheetProps = {
  /** Undefined: nothing is to be signed, and the sheet is closed. */
  readonly prepared?: Prepared | undefined;
  /** In its place: several statements, or one sheet of several. */
  readonly round?: Round | undefined;
  readonly client: Client<HttpTransport>;
  /** What a page knows of a commitment in the statement: shown beside the words from the bytes. */
  readonly beside?: ReactNode;
  close(): void;
  /** Told of the outcome, refusals included. */
  onSigned(signed: Signed): void;
  /** Goes on to the next sheet; absent at the last. */
  readonly onward?: (() => void) | undefined;
  /** The form that takes an accepted statement back. */
  readonly undoOf?: ((signed: Signed) => string | undefined) | undefined;
};

/** The sheet, sliding over the page. */
export function SigningSheet({ prepared, round, ...rest }: SigningSheetProps) {
  const shown = round ?? (prepared === undefined ? undefined : { statements: [prepared], at: 1, of: 1 });
  return (
    <Drawer
      opened={shown !== undefined}
      onClose={rest.close}
      position="right"
      size="min(620px, 100vw)"
      title={signingTexts.sheet}
      closeButtonProps={{ 'aria-label': signingTexts.closeSheet }}
      // It would put a style element into the page.
      lockScroll={false}
      closeOnClickOutside={false}
    >
      {shown === undefined ? null : <Sheet key={shown.at} round={shown} {...rest} />}
    </Drawer>
  );
}

/** The focus goes there once it appears. */
function focusNow(button: HTMLButtonElement | null): void {
  button?.focus();
}

type SheetProps = Omit<SigningSheetProps, 'prepared' | 'round'> & { readonly round: Round };

function Sheet({ round, client, beside, close, onSigned, onward, undoOf }: SheetProps) {
  const [progress, setProgress] = useState<Progress>();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => carryOut(client, round, setProgress),
    onSuccess: ({ first, refused }) => {
      const told = refused ?? first;
      if (told !== undefined) onSigned(told);
    },
  });
  const [main, ...others] = round.statements;
  return (
    <div className="sheet">
      {round.of < 2 ? null : <p className="cell-name">{formTexts.roundOf(round.at, round.of)}</p>}
      {round.explains === undefined ? null : <p>{round.explains}</p>}
      {main === undefined ? null : <Statement prepared={main} actor={client.actor} beside={beside} />}
      {others.length === 0 ? null : (
        <>
          <h3>{formTexts.alsoSigned}</h3>
          {others.map((prepared) => (
            <Alongside key={prepared.sheet.txId} prepared={prepared} />
          ))}
        </>
      )}
      {progress === undefined || data !== undefined ? null : (
        <p role="status" className="soft small">
          {formTexts.uploading(progress.doneBytes, progress.ofBytes)}
        </p>
      )}
      {error === null ? null : <Problem error={error} />}
      {data === undefined ? (
        <div className="sheet-foot">
          <Button ref={focusNow} variant="default" data-autofocus onClick={close} disabled={isPending}>
            {signingTexts.cancel}
          </Button>
          <Button onClick={() => mutate()} loading={isPending} disabled={error !== null}>
            {signingTexts.sign}
          </Button>
        </div>
      ) : (
        <Outcome {...data} close={close} onward={onward} undoOf={undoOf} />
      )}
    </div>
  );
}

type StatementProps = { readonly prepared: Prepared; readonly actor: string; readonly beside: ReactNode };

function Statement({ prepared, actor, beside }: StatementProps) {
  const { sentence, action, member, notAfterMs } = prepared.sheet;
  const undo = UNDO[action];
  return (
    <>
      <p className="sheet-sentence">{sentence}</p>
      {beside}
      <p className="sheet-signer">
        <Stamp member={member} size={40} />
        <span>{signingTexts.binds(actor, member)}</span>
      </p>
      <p>{undo === undefined ? signingTexts.undoNot : signingTexts.undoBy(undo.says)}</p>
      <p className="soft">
        {signingTexts.until} <TimeText timeMs={notAfterMs} />
      </p>
      <h3>{signingTexts.details}</h3>
      <p className="soft small">{signingTexts.exact}</p>
      <Lines prepared={prepared} />
    </>
  );
}

function Alongside({ prepared }: { readonly prepared: Prepared }) {
  return (
    <details className="sheet-alongside">
      <summary>{prepared.sheet.sentence}</summary>
      <Lines prepared={prepared} />
    </details>
  );
}

function Lines({ prepared }: { readonly prepared: Prepared }) {
  return (
    <dl className="facts sheet-lines">
      {prepared.sheet.lines.map(({ label, value }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one statement, which does not change.
        <div key={i}>
          <dt>{label}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type OutcomeProps = Pick<SigningSheetProps, 'close' | 'onward' | 'undoOf'> & {
  readonly first: Signed | undefined;
  readonly refused: Signed | undefined;
};

function Outcome({ first, refused, close, onward, undoOf }: OutcomeProps) {
  const isAccepted = refused === undefined;
  const told = refused ?? first;
  const undo = isAccepted && first !== undefined && onward === undefined ? undoOf?.(first) : undefined;
  return (
    <div className="sheet-foot sheet-outcome" role="status">
      <p className={isAccepted ? 'verdict verdict-good' : 'verdict verdict-bad'}>
        <strong>{isAccepted ? signingTexts.done : signingTexts.refused}</strong>{' '}
        {refused === undefined ? null : <span>{refusalSentence(refused.outcome) ?? refused.outcome} </span>}
        {told?.index === undefined ? null : <Link to={`/ledger/${told.index}`}>{signingTexts.doneAt(told.index)}</Link>}
      </p>
      {isAccepted && first !== undefined && onward === undefined ? <Made signed={first} /> : null}
      {undo === undefined ? null : (
        <Link className="button" to={undo}>
          {formTexts.undo}
        </Link>
      )}
      {isAccepted && onward !== undefined ? (
        <Button ref={focusNow} onClick={onward}>
          {formTexts.onward}
        </Button>
      ) : (
        <Button ref={focusNow} variant="default" onClick={close}>
          {signingTexts.close}
        </Button>
      )}
    </div>
  );
}

/** What it is about, as far as the ledger says it in the statement's events: a way to each record. */
function Made({ signed }: { readonly signed: Signed }) {
  const records = recordsIn(signed.events.map(({ data }) => data));
  if (records.length === 0) return null;
  return (
    <ul className="plain sheet-made">
      {records.map(({ kind, label, id }) => (
        <li key={id}>
          {signingTexts.show(label)}: <Link to={recordPath(kind, id)}>{id}</Link>
        </li>
      ))}
    </ul>
  );
}
