// A bid that was made: what was bid against what is asked, its points by the published rule, its bond, and what came of it.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery, wholeListQuery } from '../../data/queries.ts';
import { grouped, money } from '../../parts/amount.ts';
import { Fact } from '../../parts/fact.tsx';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { TermValueText } from '../../parts/order/term-value.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { CountersPanel } from '../../parts/request/counters-panel.tsx';
import type { Bid, Counter, Rank, Rfq } from '../../parts/request/facts.ts';
import { phaseWords } from '../../parts/request/phases.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { Table } from '../../parts/table.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { madeBidTexts } from '../../texts/made-bids.ts';
import { faultText } from '../../texts/requests.ts';
import { bidTurn, bondWords, deliveryWords, fitsBid, MOST_POINTS, pointsOf, priceWords } from './model.ts';

const KIND = 'sourcing/bid';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={madeBidTexts.title}>
      {(seen) => <WithRequest seen={seen} />}
    </RecordAt>
  );
}

/** Whoever may see a bid may see its request. */
function WithRequest({ seen }: { readonly seen: RecordSeen }) {
  const { transport } = useSession();
  // Every replica wrote the records through the contract's schema.
  const bid = seen.value as unknown as Bid;
  const { data, error } = useQuery(maybeRecordQuery(transport, 'sourcing/rfq', bid.rfq));
  if (error !== null) return <Problem error={error} />;
  if (data === undefined || data === null) return null;
  return <BidPage seen={seen} bid={bid} rfq={data.value as unknown as Rfq} />;
}

type BidProps = { readonly bid: Bid; readonly rfq: Rfq };

function BidPage({ seen, bid, rfq }: BidProps & { readonly seen: RecordSeen }) {
  const { transport, me } = useSession();
  const nowMs = useNow();
  const type = useQuery({
    ...maybeRecordQuery(transport, 'items/type', rfq.order.itemType),
    enabled: me !== undefined,
  });
  const ranks = useQuery(wholeListQuery(transport, 'sourcing/rank', { rfq: rfq.id }));
  const counters = useQuery(wholeListQuery(transport, 'sourcing/counter', { bid: bid.id }));
  const turn = bidTurn(bid, rfq, nowMs);
  const partNumber = type.data?.value.partNumber;
  const rank = ranks.data?.items.find(({ value }) => value.bidder === bid.bidder)?.value as unknown as Rank | undefined;
  const asked = (counters.data?.items ?? []).map(({ value }) => value as unknown as Counter);
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fitsBid(bid, rfq, nowMs)}
      title={
        <TitleBlock
          label={madeBidTexts.label}
          title={typeof partNumber === 'string' ? `${rfq.order.quantity} × ${partNumber}` : undefined}
          id={bid.id}
          state={bid.state}
          parties={[
            [madeBidTexts.bidder, bid.bidder],
            [madeBidTexts.buyer, bid.buyer],
          ]}
          next={turn}
        >
          <div className="cell cell-wide">
            <span className="cell-name">{madeBidTexts.request}</span>
            <Link to={recordPath('sourcing/rfq', rfq.id)}>{madeBidTexts.toRequest}</Link>{' '}
            <span className="soft">{phaseWords(rfq, nowMs)}</span>
          </div>
        </TitleBlock>
      }
      offers={
        me?.member === bid.bidder && rfq.state === 'open' ? (
          <Link className="button button-main button-wide" to={`/requests/${rfq.id}/bid`}>
            {madeBidTexts.own}
          </Link>
        ) : null
      }
    >
      <Outcome bid={bid} rfq={rfq} rank={rank} />
      <Said bid={bid} rfq={rfq} />
      <Rule bid={bid} rfq={rfq} />
      {asked.length === 0 ? null : <CountersPanel counters={asked} unit={rfq.order.unit} />}
    </ObjectSheet>
  );
}

function Said({ bid, rfq }: BidProps) {
  const { content, state, commitment, place, changes } = bid;
  const { unit, quantity, neededByMs } = rfq.order;
  return (
    <section className="panel" aria-labelledby="said">
      <h2 id="said">{madeBidTexts.said}</h2>
      {content !== undefined ? null : <p className="soft">{unsaid(state)}</p>}
      <dl className="facts">
        {content === undefined ? null : (
          <>
            <Fact label={madeBidTexts.each}>
              <span className="mono number">{money(content.unitPriceCents, unit)}</span>{' '}
              <span className="soft">{priceWords(content.unitPriceCents, rfq.reserveUnitPriceCents)}</span>
            </Fact>
            <Fact label={madeBidTexts.total}>
              <span className="mono number">{money(content.unitPriceCents * quantity, unit)}</span>
            </Fact>
            <Fact label={madeBidTexts.delivers}>
              <TermValueText value={{ as: 'time', timeMs: content.deliverByMs }} />
              <span className="soft">{deliveryWords(content.deliverByMs, neededByMs)}</span>
            </Fact>
            <Fact label={madeBidTexts.stands}>
              <TermValueText value={{ as: 'time', timeMs: content.validUntilMs }} />
            </Fact>
            {content.credits === undefined ? null : (
              <Fact label={madeBidTexts.credits}>
                <span className="mono number">{money(content.credits.amountCents, content.credits.unit)}</span>
              </Fact>
            )}
            {content.remarks === undefined ? null : (
              <Fact label={madeBidTexts.remarks}>
                <ShortId id={content.remarks} />
              </Fact>
            )}
          </>
        )}
        <Fact label={madeBidTexts.commitment}>
          <ShortId id={commitment} />
        </Fact>
        <Fact label={madeBidTexts.place}>
          <span className="mono number">{place}</span>
        </Fact>
        {changes === 0 ? null : <Fact label={madeBidTexts.changes}>{madeBidTexts.times(changes)}</Fact>}
      </dl>
    </section>
  );
}

/** Why nobody here knows what it says. */
function unsaid(state: Bid['state']): string {
  if (state === 'sealed') return madeBidTexts.sealedTeach;
  if (state === 'withdrawn') return madeBidTexts.withdrawnTeach;
  return state === 'handedOver' ? madeBidTexts.handedTeach : madeBidTexts.unknownTeach;
}

function Rule({ bid, rfq }: BidProps) {
  const points = pointsOf(bid, rfq);
  return (
    <section className="panel" aria-labelledby="rule">
      <h2 id="rule">{madeBidTexts.rule}</h2>
      {bid.faults.length === 0 ? null : (
        <p className="verdict verdict-bad">
          <strong>✕ {madeBidTexts.notCompared}</strong> {bid.faults.map(faultText).join('; ')}.
        </p>
      )}
      {points === undefined ? (
        bid.faults.length > 0 ? null : (
          <p className="soft">{madeBidTexts.notYet}</p>
        )
      ) : (
        <>
          <Table
            rows={[
              ...points.lines.map(({ part, ...line }) => ({ ...line, name: madeBidTexts.parts[part] })),
              { name: madeBidTexts.all, points: points.all, most: MOST_POINTS },
            ]}
            keyOf={({ name }) => name}
            columns={[
              { label: madeBidTexts.part, draw: ({ name }) => name },
              { label: madeBidTexts.points, isFigure: true, draw: (line) => grouped(line.points) },
              { label: madeBidTexts.weighs, isFigure: true, look: 'soft', draw: ({ most }) => grouped(most) },
            ]}
          />
          <p className={`verdict verdict-${points.agrees ? 'good' : 'bad'}`} role={points.agrees ? 'status' : 'alert'}>
            <strong aria-hidden="true">{points.agrees ? '●' : '✕'}</strong>{' '}
            {points.agrees ? madeBidTexts.again : madeBidTexts.differs}
          </p>
        </>
      )}
    </section>
  );
}

function Outcome({ bid, rfq, rank }: BidProps & { readonly rank: Rank | undefined }) {
  const { state, eligible, shareCents, isRelated, isUnreadable } = bid;
  const { pool, orderId, winner } = rfq;
  return (
    <section className="panel" aria-labelledby="outcome">
      <h2 id="outcome">{madeBidTexts.bond}</h2>
      <p>
        {madeBidTexts.outcomes[state]}{' '}
        {orderId !== undefined && winner === bid.id ? (
          <Link to={recordPath('procurement/order', orderId)}>{madeBidTexts.toOrder}</Link>
        ) : null}
      </p>
      {rank?.rank === undefined ? null : <p>{madeBidTexts.rank(rank.rank, rank.compared)}</p>}
      <p className={state === 'forfeited' ? 'state-bad' : 'soft'}>{bondWords(bid, rfq)}</p>
      {pool === undefined || !eligible ? null : (
        <p>{shareCents === undefined ? madeBidTexts.shareOpen : madeBidTexts.share(money(shareCents, pool.unit))}</p>
      )}
      {isUnreadable === true && state === 'handedOver' ? <p className="notice">{madeBidTexts.unreadable}</p> : null}
      {isRelated === true ? <p className="soft small">{madeBidTexts.isRelated}</p> : null}
    </section>
  );
}
