// The signing sheet: what the exact bytes say in words, whom they bind, how long they are valid, how it can be undone. The
// first focus is on "Do not sign", and no key signs by itself.

import { Button, Drawer } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { type Client, type HttpTransport, isFault, type Prepared, type Progress } from '#sdk/index.ts';
import { recordPath } from '../parts/paths.ts';
import { Problem, refusalSentence } from '../parts/problem.tsx';
import { Stamp } from '../parts/stamp.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { browserStore } from '../session/browser-store.ts';
import { formTexts } from '../texts/form.ts';
import { NOT_TAKEN, signingTexts, UNDO } from '../texts/signing.ts';
import { recordsIn } from './records-in.ts';
import { type CarriedOut, carryOut, type Round, type Signed } from './rounds.ts';
import { useSent } from './use-sent.ts';

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
  // Whoever signs sees what comes of it: meanwhile neither Escape nor the cross closes the sheet.
  const [isHeld, setIsHeld] = useState(false);
  return (
    <Drawer
      opened={shown !== undefined}
      onClose={isHeld ? stay : rest.close}
      closeOnEscape={!isHeld}
      position="right"
      size="min(620px, 100vw)"
      title={signingTexts.sheet}
      closeButtonProps={{ 'aria-label': signingTexts.closeSheet, disabled: isHeld }}
      // It would put a style element into the page.
      lockScroll={false}
      closeOnClickOutside={false}
    >
      {shown === undefined ? null : <Sheet key={shown.at} round={shown} hold={setIsHeld} {...rest} />}
    </Drawer>
  );
}

/** Stays open. */
function stay(): void {}

/** The focus goes there once it appears. */
function focusNow(button: HTMLButtonElement | null): void {
  button?.focus();
}

/** A statement without an answer is sent again so often, with so long between, before its signer is asked. */
const AGAIN = 1;
const AGAIN_MS = 3_000;

/** Signing, with what came of it so far. */
function useCarryOut(
  { round, client, onSigned, hold }: Pick<SheetProps, 'round' | 'client' | 'onSigned' | 'hold'>,
  onProgress: (progress: Progress) => void,
) {
  const [first, setFirst] = useState<Signed>();
  const onFirst = (signed: Signed): void => {
    if (first === undefined) onSigned(signed);
    setFirst(signed);
  };
  const carrying = useMutation({
    mutationFn: () => carryOut(client, browserStore, round, { onFirst, onProgress }),
    retry: (failures, error) => isFault(error, 'outcome_unknown') && failures < AGAIN,
    retryDelay: AGAIN_MS,
  });
  const { isPending, failureCount } = carrying;
  // Where no answer comes, one may leave: it is kept, and the frame says so.
  const isHeld = isPending && failureCount === 0;
  useEffect(() => {
    hold(isHeld);
    return () => hold(false);
  }, [hold, isHeld]);
  const carry = (): void => {
    // From the click on: a key that comes before the next picture closes nothing.
    hold(true);
    carrying.mutate(undefined, { onSettled: () => hold(false) });
  };
  return { ...carrying, carry, first, isHeld };
}

type SheetProps = Omit<SigningSheetProps, 'prepared' | 'round'> & {
  readonly round: Round;
  /** Keeps the sheet open. */
  hold(isHeld: boolean): void;
};

function Sheet(props: SheetProps) {
  const { round, client, beside, close, onward, undoOf } = props;
  const [progress, setProgress] = useState<Progress>();
  const { carry, data, error, isPending, failureCount, first, isHeld } = useCarryOut(props, setProgress);
  const [main, ...others] = round.statements;
  const before = useSentBefore(client, main, isPending || error !== null || data !== undefined);
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
      <p role="status" className="soft small">
        {isPending ? pendingWords(progress, failureCount) : ''}
      </p>
      {before ? (
        <p className="notice" role="alert">
          {signingTexts.sentBefore}
        </p>
      ) : null}
      {error === null ? null : <Stopped error={error} first={first} />}
      {data === undefined ? (
        <div className="sheet-foot">
          <Button ref={focusNow} variant="default" data-autofocus onClick={close} disabled={isHeld}>
            {isPending || error !== null ? signingTexts.close : signingTexts.cancel}
          </Button>
          <Button onClick={carry} loading={isPending} disabled={before}>
            {error !== null ? goOnWords(error) : main === undefined ? formTexts.storeNow : signingTexts.sign}
          </Button>
        </div>
      ) : (
        <Outcome {...data} close={close} onward={onward} undoOf={undoOf} />
      )}
    </div>
  );
}

/** True where the same action was sent before, and nobody knows yet what came of it. */
function useSentBefore(client: SheetProps['client'], main: Prepared | undefined, isOwn: boolean): boolean {
  const [sent] = useSent({ ledger: client.transport.ledgerId, actor: client.actor });
  return !isOwn && sent.some(({ action }) => action === main?.sheet.action);
}

function pendingWords(progress: Progress | undefined, failureCount: number): string {
  if (failureCount > 0) return signingTexts.sentAgain;
  return progress === undefined ? signingTexts.signing : formTexts.uploading(progress.doneBytes, progress.ofBytes);
}

function goOnWords(error: unknown): string {
  return isFault(error, 'outcome_unknown') ? signingTexts.findOut : signingTexts.again;
}

/** It went no further: what is in the ledger already, and what is not. */
function Stopped({ error, first }: { readonly error: unknown; readonly first: Signed | undefined }) {
  return (
    <>
      {first?.outcome !== 'accepted' || first.index === undefined ? null : (
        <p className="verdict verdict-good">
          <strong>{signingTexts.firstDone}</strong>{' '}
          <Link to={`/ledger/${first.index}`}>{signingTexts.doneAt(first.index)}</Link> {signingTexts.restOpen}
        </p>
      )}
      <Problem error={error} />
    </>
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

type OutcomeProps = Pick<SigningSheetProps, 'close' | 'onward' | 'undoOf'> & CarriedOut;

function Outcome({ first, refused, close, onward, undoOf }: OutcomeProps) {
  // A grant that is refused takes back nothing of the action that was signed with it.
  const isAccepted = refused === undefined || refused !== first;
  const undo = isAccepted && first !== undefined && onward === undefined ? undoOf?.(first) : undefined;
  return (
    <div className="sheet-foot sheet-outcome" role="status">
      <Verdict signed={first} isAccepted={isAccepted} />
      {isAccepted && refused !== undefined ? (
        <p className="verdict verdict-bad">
          <strong>{signingTexts.restRefused}</strong> {outcomeWords(refused)}
        </p>
      ) : null}
      {isAccepted && first !== undefined && onward === undefined ? <Made signed={first} /> : null}
      {undo === undefined ? null : (
        <Link className="button" to={undo}>
          {formTexts.undo}
        </Link>
      )}
      {isAccepted && refused === undefined && onward !== undefined ? (
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

function Verdict({ signed, isAccepted }: { readonly signed: Signed | undefined; readonly isAccepted: boolean }) {
  const refused = signed?.index === undefined ? signingTexts.notTaken : signingTexts.refused;
  const done = signed === undefined ? formTexts.stored : signingTexts.done;
  return (
    <p className={isAccepted ? 'verdict verdict-good' : 'verdict verdict-bad'}>
      <strong>{isAccepted ? done : refused}</strong>{' '}
      {isAccepted || signed === undefined ? null : <span>{outcomeWords(signed)} </span>}
      {signed?.index === undefined ? null : (
        <Link to={`/ledger/${signed.index}`}>{signingTexts.doneAt(signed.index)}</Link>
      )}
    </p>
  );
}

function outcomeWords({ outcome }: Signed): string {
  return NOT_TAKEN[outcome] ?? refusalSentence(outcome) ?? outcome;
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
