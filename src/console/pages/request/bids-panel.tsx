// The bids that the reader may see: how many are sealed, and once they are opened the comparison with its reasons, judged
// again here.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type BidOpening, isFault, readBid } from '#sdk/index.ts';
import { grouped, money } from '../../parts/amount.ts';
import { TermValueText } from '../../parts/order/term-value.tsx';
import { recordPath } from '../../parts/paths.ts';
import type { Bid, Read, Rfq } from '../../parts/request/facts.ts';
import { type Phase, phaseOf } from '../../parts/request/phases.ts';
import type { RequestKnown } from '../../parts/request/use-request.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { useSession } from '../../session/session-context.tsx';
import { compareTexts } from '../../texts/requests.ts';
import { AwardPanel } from './award-panel.tsx';
import { type Compared, checkAward, comparisonOf } from './compare.ts';

const NONE_READ: Read = new Map();

/** The panel. */
export function BidsPanel({ known, nowMs }: { readonly known: RequestKnown; readonly nowMs: number }) {
  const { rfq, bids, tally, ranks } = known;
  const { me } = useSession();
  const { mutate, data, isPending, error } = useReading(bids);
  const phase = phaseOf(rfq, nowMs, tally);
  const compared = comparisonOf(rfq, bids, data?.read ?? NONE_READ, me?.member);
  const toRead = useReadable(rfq, bids);
  return (
    <section className="panel" aria-labelledby="bids">
      <h2 id="bids">{compareTexts.title}</h2>
      {phase === 'sealing' && tally !== undefined ? (
        <p>{tally.sealed === 0 ? compareTexts.noneSealed : compareTexts.sealedCount(tally.sealed)}</p>
      ) : null}
      {toRead === 0 || data !== undefined ? null : (
        <Button variant="default" size="xs" loading={isPending} onClick={() => mutate()}>
          {compareTexts.read(toRead)}
        </Button>
      )}
      {error === null ? null : <p className="fault">{String(error)}</p>}
      {data?.failed.map(([id, why]) => (
        <p className="fault" key={id}>
          {id} {compareTexts.readFailed} {why}
        </p>
      ))}
      {compared.length === 0 ? (
        phase === 'sealing' && tally !== undefined ? null : (
          <p className="soft">{compareTexts.none}</p>
        )
      ) : (
        <Comparison rfq={rfq} compared={compared} />
      )}
      <Check rfq={rfq} compared={compared} phase={phase} />
      {me === undefined ? null : (
        <AwardPanel known={known} nowMs={nowMs} compared={compared} read={data?.read ?? NONE_READ} me={me} />
      )}
      <LeaderLine known={known} phase={phase} />
      {ranks.map(({ id, bidder, rank, compared: of }) =>
        rank === undefined ? null : (
          <p className="soft small" key={id}>
            {compareTexts.told(rank, of, bidder)}
          </p>
        ),
      )}
    </section>
  );
}

/** How many bids were handed over to this actor, who alone has their keys. */
function useReadable(rfq: Rfq, bids: readonly Bid[]): number {
  const { me } = useSession();
  const isReader = rfq.toBuyer !== undefined && me?.actor === rfq.toBuyer.reader;
  return isReader ? bids.filter(isHandedOver).length : 0;
}

/** What was handed over keeps what its shop was then. */
function isHandedOver({ content, shop }: Bid): boolean {
  return content === undefined && shop !== undefined;
}

function useReading(bids: readonly Bid[]) {
  const { me } = useSession();
  return useMutation({
    mutationFn: async () => {
      const read = new Map<string, BidOpening>();
      const failed: (readonly [id: string, why: string])[] = [];
      for (const { file, ...bid } of me === undefined ? [] : bids.filter(isHandedOver)) {
        try {
          const handed = file === undefined ? bid : { ...bid, file };
          if (me !== undefined) read.set(bid.id, await readBid(me.client, me.keys.readerKey, handed));
        } catch (cause) {
          if (!isFault(cause)) throw cause;
          failed.push([bid.id, cause.message]);
        }
      }
      return { read, failed };
    },
  });
}

function Comparison({ rfq, compared }: { readonly rfq: Rfq; readonly compared: readonly Compared[] }) {
  return (
    <table className="records request-bids">
      <thead>
        <tr>
          <th scope="col">{compareTexts.rank}</th>
          <th scope="col">{compareTexts.bidder}</th>
          <th scope="col" className="to-right">
            {compareTexts.price}
          </th>
          <th scope="col" className="wide-only">
            {compareTexts.deliver}
          </th>
          <th scope="col" className="to-right">
            {compareTexts.points}
          </th>
          <th scope="col" className="wide-only">
            {compareTexts.reason}
          </th>
        </tr>
      </thead>
      <tbody>
        {compared.map((one) => (
          <Row key={one.bid.id} rfq={rfq} one={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ rfq, one }: { readonly rfq: Rfq; readonly one: Compared }) {
  const { bid, content, rank, score, reason, isOnLedger } = one;
  return (
    <tr className={rfq.winner === bid.id ? 'request-winner' : ''}>
      <td className="mono number">{rank ?? <span aria-hidden="true">–</span>}</td>
      <th scope="row">
        <Party id={bid.bidder} />{' '}
        <Link className="small" to={recordPath('sourcing/bid', bid.id)}>
          <StateWord state={bid.state} />
        </Link>
        {content === undefined || isOnLedger ? null : (
          <span className="soft small request-note">{compareTexts.onlyRead}</span>
        )}
        <span className="request-why-phone small soft">{reason}</span>
      </th>
      <td className="to-right mono number">
        {content === undefined ? '' : money(content.unitPriceCents, rfq.order.unit)}
      </td>
      <td className="wide-only">
        {content === undefined ? null : <TermValueText value={{ as: 'time', timeMs: content.deliverByMs }} />}
      </td>
      <td className="to-right">
        {score === undefined ? null : (
          <>
            <strong className="mono number">{grouped(score.points)}</strong>
            <span className="soft small request-note">
              {compareTexts.pointsOf(grouped(score.price), grouped(score.time), grouped(score.shop))}
            </span>
          </>
        )}
      </td>
      <td className="wide-only request-reason">{reason}</td>
    </tr>
  );
}

const SHAPES = { good: '●', bad: '✕', decide: '◆' } as const;

type CheckProps = { readonly rfq: Rfq; readonly compared: readonly Compared[]; readonly phase: Phase };

/** What came of computing it again. */
function Check({ rfq, compared, phase }: CheckProps) {
  if (!compared.some(({ agrees }) => agrees !== undefined)) return null;
  const { verdict, unknown } = checkAward(rfq, compared);
  const words = {
    agrees: compareTexts.agrees,
    open: compareTexts.agreesOpen,
    differs: compareTexts.differs,
    chosen: compareTexts.chosen,
  };
  const isBad = verdict === 'differs';
  const signal = isBad ? 'bad' : verdict === 'chosen' ? 'decide' : 'good';
  return (
    <>
      <p className={`verdict verdict-${signal}`} role={isBad ? 'alert' : 'status'}>
        <strong aria-hidden="true">{SHAPES[signal]}</strong> {words[verdict]}
      </p>
      {unknown === 0 || phase === 'opening' ? null : <p className="soft small">{compareTexts.unknown(unknown)}</p>}
    </>
  );
}

/** What a bidder learns of the best, and whether its own is better. */
function LeaderLine({ known, phase }: { readonly known: RequestKnown; readonly phase: Phase }) {
  const { leader, own } = known;
  if (leader === undefined || own === undefined) return null;
  const isOwn = own.points !== undefined && own.points === leader.points && own.place === leader.place;
  return (
    <p className="soft small">
      {compareTexts.leader(grouped(leader.points))} {phase === 'contest' && !isOwn ? compareTexts.contestHint : null}
    </p>
  );
}
