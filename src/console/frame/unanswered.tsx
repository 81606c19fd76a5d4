// What this actor signed, and got no answer for: the ledger is asked what came of it, on every page, until it is known. It
// may be sent again, as the same bytes only; nothing is sent by itself.

import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Problem, refusalSentence } from '../parts/problem.tsx';
import { TimeText } from '../parts/time-text.tsx';
import { useNow } from '../parts/use-now.ts';
import { browserStore } from '../session/browser-store.ts';
import type { Me } from '../session/open-session.ts';
import { useSession } from '../session/session-context.tsx';
import { send } from '../signing/rounds.ts';
import { askAbout, dropSent, type Known, type Sent } from '../signing/sent.ts';
import { useSent } from '../signing/use-sent.ts';
import { NOT_TAKEN, STILL_TO_DO, signingTexts } from '../texts/signing.ts';

/** What was just sent has its answer in its sheet. */
const SOON_MS = 5_000;
/** How often the ledger is asked. */
const ASK_MS = 10_000;

/** One notice for each; nothing where all is answered. */
export function Unanswered() {
  const { me } = useSession();
  return me === undefined ? null : <OfActor me={me} />;
}

function OfActor({ me }: { readonly me: Me }) {
  const sender = { ledger: me.client.transport.ledgerId, actor: me.actor };
  const [sent, look] = useSent(sender);
  const nowMs = useNow();
  const drop = (one: Sent): void => {
    dropSent(browserStore, sender, one);
    look();
  };
  const older = sent.filter(({ sentMs }) => nowMs - sentMs > SOON_MS);
  return older.map((one) => <One key={one.statements[0]} me={me} sent={one} drop={() => drop(one)} />);
}

function One({ me, sent, drop }: { readonly me: Me; readonly sent: Sent; drop(): void }) {
  const queries = useQueryClient();
  const queryKey = ['records', 'sent', sent.statements[0]];
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => askAbout(me.client, sent),
    refetchInterval: ASK_MS,
    staleTime: 0,
  });
  const again = useMutation({
    mutationFn: () => send(me.client, browserStore, sent, () => {}),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  const isIn = data?.state === 'in the log' && data.isAll;
  const isOpen = data !== undefined && !isIn && data.state !== 'void';
  const failed = again.error ?? error;
  const notTaken = again.data?.refused;
  return (
    <section className="notice unanswered" role="status" aria-label={signingTexts.unansweredTitle}>
      <p>
        <strong>{isIn ? '✓' : '◆'}</strong> {signingTexts.unansweredTitle}: {sent.sentence}
      </p>
      <p>{data === undefined ? signingTexts.unansweredAsking : <Says known={data} action={sent.action} />}</p>
      {notTaken === undefined ? null : <p>{NOT_TAKEN[notTaken.outcome] ?? refusalSentence(notTaken.outcome)}</p>}
      {failed === null ? null : <Problem error={failed} />}
      <div className="row">
        {isOpen ? (
          <Button size="sm" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            {data.state === 'in the log' ? signingTexts.sendRest : signingTexts.sendAgain}
          </Button>
        ) : null}
        {data !== undefined && (!isOpen || data.state === 'in the log') ? (
          <Button size="sm" variant="default" onClick={drop}>
            {signingTexts.understood}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

function Says({ known, action }: { readonly known: Known; readonly action: string }) {
  if (known.state === 'void') return signingTexts.unansweredVoid;
  if (known.state === 'not in the log') {
    return (
      <>
        {signingTexts.unansweredOpen} <TimeText timeMs={known.untilMs} />
      </>
    );
  }
  const { outcome, index = 0 } = known.first;
  const isAccepted = outcome === 'accepted';
  const words = known.isAll ? (STILL_TO_DO[action] ?? signingTexts.unansweredIn) : signingTexts.unansweredRest;
  return (
    <>
      {isAccepted ? words : `${signingTexts.refused} ${refusalSentence(outcome) ?? outcome}`}{' '}
      <Link to={`/ledger/${index}`}>{signingTexts.doneAt(index)}</Link>
    </>
  );
}
