// A request for quotation: until when it does what, who is invited and qualifies, the bids by the published rule, what is
// asked; evidence, history, and what one can do.

import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import './page.css';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { TermsPanel } from '../../parts/order/terms-panel.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { CountersPanel } from '../../parts/request/counters-panel.tsx';
import { fitsRequest } from '../../parts/request/fits.ts';
import { mayBid, phaseWords, requestTurn, stagesOf } from '../../parts/request/phases.ts';
import { StageLine } from '../../parts/request/stage-line.tsx';
import { type RequestKnown, useRequest } from '../../parts/request/use-request.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { orderTexts } from '../../texts/orders.ts';
import { requestTexts } from '../../texts/requests.ts';
import { AskedPanels } from './asked-panel.tsx';
import { BidsPanel } from './bids-panel.tsx';
import { ShopsPanel } from './shops-panel.tsx';
import { TalkPanel } from './talk-panel.tsx';

const KIND = 'sourcing/rfq';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={requestTexts.title}>
      {(seen) => <RequestPage seen={seen} />}
    </RecordAt>
  );
}

function RequestPage({ seen }: { readonly seen: RecordSeen }) {
  const { me } = useSession();
  const known = useRequest(seen);
  const nowMs = useNow();
  const { rfq, type, tally, own } = known;
  const turn = known.isReading ? undefined : requestTurn(rfq, nowMs, known.bids, tally);
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fitsRequest(known, me?.member, nowMs)}
      title={
        <>
          <TitleBlock
            label={requestTexts.label}
            title={type === undefined ? undefined : `${rfq.order.quantity} × ${type.partNumber}`}
            id={rfq.id}
            state={rfq.state}
            parties={[[orderTexts.buyer, rfq.buyer]]}
            next={turn}
          >
            <div className="cell cell-wide">
              <span className="cell-name">{requestTexts.way}</span>
              <span className="as-words request-phase">{phaseWords(rfq, nowMs, tally)}</span>
            </div>
            <Outcome known={known} />
          </TitleBlock>
          <StageLine stages={stagesOf(rfq, nowMs, tally)} />
        </>
      }
      offers={
        mayBid(rfq, me?.member) && rfq.state === 'open' ? (
          <Link className="button button-main button-wide" to={`/requests/${rfq.id}/bid`}>
            {own === undefined ? requestTexts.bid : requestTexts.ownBid}
          </Link>
        ) : null
      }
    >
      {known.error === undefined ? null : <Problem error={known.error} />}
      <BidsPanel known={known} nowMs={nowMs} />
      {known.counters.length === 0 ? null : <CountersPanel counters={known.counters} unit={rfq.order.unit} />}
      <ShopsPanel rfq={rfq} />
      <AskedPanels rfq={rfq} />
      <TermsPanel order={rfq.order} type={type} />
      {known.questions.length + known.notices.length === 0 ? null : (
        <TalkPanel questions={known.questions} notices={known.notices} />
      )}
    </ObjectSheet>
  );
}

/** What came of it: the order, and who chose. */
function Outcome({ known: { rfq } }: { readonly known: RequestKnown }) {
  const { orderId, choice } = rfq;
  return (
    <>
      {orderId === undefined ? null : (
        <div className="cell">
          <span className="cell-name">{requestTexts.order}</span>
          <Link to={recordPath('procurement/order', orderId)}>{requestTexts.toOrder}</Link>
        </div>
      )}
      {choice === undefined ? null : (
        <div className="cell">
          <span className="cell-name">{requestTexts.choice}</span>
          <Party id={choice.by} /> <span className="soft">{requestTexts.choiceOf}</span> <ShortId id={choice.reason} />
        </div>
      )}
    </>
  );
}
