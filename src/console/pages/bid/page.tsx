// Bidding on a request by hand: sealing, changing, keeping what opens it, opening it or handing it over, each in its time.

import './page.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery, recordQuery, wholeListQuery } from '../../data/queries.ts';
import { money } from '../../parts/amount.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { actionPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import type { Bid, Rfq } from '../../parts/request/facts.ts';
import { phaseOf, phaseWords, stagesOf } from '../../parts/request/phases.ts';
import { StageLine } from '../../parts/request/stage-line.tsx';
import { useRequest } from '../../parts/request/use-request.ts';
import { useNow } from '../../parts/use-now.ts';
import type { Me } from '../../session/open-session.ts';
import { useSession } from '../../session/session-context.tsx';
import { type ToSign, useSigning } from '../../signing/use-signing.tsx';
import { bidTexts } from '../../texts/bids.ts';
import { requestTexts } from '../../texts/requests.ts';
import { type Step, stepOf } from './model.ts';
import { OwnBid } from './own-bid.tsx';
import { SealForm } from './seal-form.tsx';

const KIND = 'sourcing/rfq';

/** The page. */
export function Component() {
  const { id = '' } = useParams();
  const { transport, me } = useSession();
  const { data, error, refetch } = useQuery(recordQuery(transport, KIND, id));
  if (me === undefined) return <EmptyState title={bidTexts.visitor} />;
  return (
    <>
      <p className="crumbs small">
        <Link to={recordPath(KIND, id)}>{bidTexts.toRequest}</Link>
      </p>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? null : <BidPage key={`${me.actor} ${id}`} seen={data} me={me} />}
    </>
  );
}

function BidPage({ seen, me }: { readonly seen: RecordSeen; readonly me: Me }) {
  const known = useRequest(seen);
  const nowMs = useNow();
  const [sheet, sign] = useSigning(me);
  const { rfq, type, own, leader } = known;
  const phase = phaseOf(rfq, nowMs);
  const step = stepOf({ rfq, phase, own, member: me.member });
  const what = type === undefined ? bidTexts.what(rfq.order.quantity) : `${rfq.order.quantity} × ${type.partNumber}`;
  return (
    <div className="narrow">
      <h1>{bidTexts.title(what)}</h1>
      <p className="as-words">{phaseWords(rfq, nowMs)}</p>
      <StageLine stages={stagesOf(rfq, nowMs)} />
      {me.role === 'sales' || me.role === 'agent' ? null : <p className="notice">{bidTexts.role}</p>}
      {known.error === undefined ? null : <Problem error={known.error} />}
      {known.isReading ? null : (
        <>
          <Nothing step={step} />
          {own === undefined || own.state === 'withdrawn' ? null : (
            <OwnBid key={own.commitment} {...{ rfq, own, leader, step, me, sign }} />
          )}
          {step === 'seal' || step === 'sealed' ? <Sealing {...{ rfq, own, me, sign }} /> : null}
        </>
      )}
      {sheet}
    </div>
  );
}

/** Where there is nothing to do, why. */
function Nothing({ step }: { readonly step: Step }) {
  if (step === 'notYours') return <EmptyState title={bidTexts.notYours} teaches={bidTexts.notYoursTeach} />;
  if (step === 'tooLate') return <EmptyState title={bidTexts.tooLate} teaches={bidTexts.tooLateTeach} />;
  if (step === 'waits') return <EmptyState title={bidTexts.waits} />;
  return step === 'over' ? <EmptyState title={bidTexts.over} /> : null;
}

type SealingProps = { readonly rfq: Rfq; readonly own: Bid | undefined; readonly me: Me; sign(toSign: ToSign): void };

function Sealing({ rfq, own, me, sign }: SealingProps) {
  const isSealed = own?.state === 'sealed';
  const lead = rfq.toBuyer === undefined ? bidTexts.lead : bidTexts.leadToBuyer(rfq.toBuyer.reader);
  return (
    <section className="panel" aria-labelledby="seal">
      <h2 id="seal">{isSealed ? bidTexts.again : requestTexts.bid}</h2>
      <p className="soft">{isSealed ? bidTexts.againLead : lead}</p>
      <Bond rfq={rfq} isSetAside={isSealed} me={me} />
      <Silence rfq={rfq} me={me} />
      <SealForm rfq={rfq} me={me} sign={sign} />
    </section>
  );
}

/** What bidding costs, and whether the account has it. */
function Bond({ rfq, isSetAside, me }: { readonly rfq: Rfq; readonly isSetAside: boolean; readonly me: Me }) {
  const { transport } = useSession();
  const { bondCents, order } = rfq;
  const account = useQuery({
    ...maybeRecordQuery(transport, 'accounts/account', `${me.member}/${order.unit}`),
    enabled: bondCents > 0,
  });
  const amount = money(bondCents, order.unit);
  const free = account.data?.value.balanceCents;
  return (
    <p>
      <span className="cell-name">{bidTexts.bond}</span>{' '}
      {bondCents === 0 ? bidTexts.bondNone : isSetAside ? bidTexts.bondStays(amount) : bidTexts.bondOf(amount)}{' '}
      {typeof free === 'number' ? <span className="soft">{bidTexts.free(money(free, order.unit))}</span> : null}
      {bondCents > 0 && account.data === null ? <strong className="state-bad">✕ {bidTexts.noAccount}</strong> : null}
    </p>
  );
}

/** The agreement of silence, where the request asks for one that the member has not signed. */
function Silence({ rfq, me }: { readonly rfq: Rfq; readonly me: Me }) {
  const { transport } = useSession();
  const { data } = useQuery({
    ...wholeListQuery(transport, 'sourcing/nda', { rfq: rfq.id }),
    enabled: rfq.nda !== undefined,
  });
  const isSigned = data?.items.some(({ value }) => value.member === me.member);
  if (rfq.nda === undefined || isSigned !== false) return null;
  return (
    <p className="notice">
      {bidTexts.nda} <Link to={actionPath('sourcing', 'signNda', { rfq: rfq.id })}>{bidTexts.signNda}</Link>
    </p>
  );
}
