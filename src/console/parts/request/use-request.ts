// Reads what a page of a request shows: its buyer sees the counts and every bid, a bidder its own, who is invited the
// notices. What is another's to see is not asked for.

import { useQuery } from '@tanstack/react-query';
import type { RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery, wholeListQuery } from '../../data/queries.ts';
import { useSession } from '../../session/session-context.tsx';
import type { ItemType } from '../order/facts.ts';
import type { Bid, Counter, Leader, Notice, Question, Rank, Rfq, Tally } from './facts.ts';

/** What is known of a request. */
export type RequestKnown = {
  readonly rfq: Rfq;
  readonly type: ItemType | undefined;
  readonly tally: Tally | undefined;
  readonly leader: Leader | undefined;
  readonly bids: readonly Bid[];
  /** The reader's own. */
  readonly own: Bid | undefined;
  readonly ranks: readonly Rank[];
  readonly counters: readonly Counter[];
  readonly questions: readonly Question[];
  readonly notices: readonly Notice[];
  readonly isReading: boolean;
  readonly error: unknown;
};

/** Reads it. @param seen a record of sourcing/rfq */
export function useRequest(seen: RecordSeen): RequestKnown {
  const { transport, me } = useSession();
  // Every replica wrote the record through the contract's schema; so with those below.
  const rfq = seen.value as unknown as Rfq;
  const enabled = me !== undefined;
  const about = { rfq: rfq.id };
  const isBuyer = me?.member === rfq.buyer;
  const hasBest = rfq.toBuyer !== undefined && transport.nowMs() >= rfq.openUntilMs;
  const type = useQuery({ ...maybeRecordQuery(transport, 'items/type', rfq.order.itemType), enabled });
  const tally = useQuery({ ...maybeRecordQuery(transport, 'sourcing/tally', rfq.id), enabled: isBuyer });
  const leader = useQuery({ ...maybeRecordQuery(transport, 'sourcing/leader', rfq.id), enabled: enabled && hasBest });
  const bids = useQuery({ ...wholeListQuery(transport, 'sourcing/bid', about), enabled });
  const ranks = useQuery({ ...wholeListQuery(transport, 'sourcing/rank', about), enabled });
  const counters = useQuery({ ...wholeListQuery(transport, 'sourcing/counter', about), enabled });
  const questions = useQuery({ ...wholeListQuery(transport, 'sourcing/question', about), enabled });
  const notices = useQuery({ ...wholeListQuery(transport, 'sourcing/notice', about), enabled });
  const all = [type, tally, leader, bids, ranks, counters, questions, notices];
  const ofBids = valuesOf<Bid>(bids.data);
  return {
    ...{ rfq, bids: ofBids, own: ofBids.find(({ bidder }) => bidder === me?.member) },
    type: type.data?.value as ItemType | undefined,
    tally: tally.data?.value as Tally | undefined,
    leader: leader.data?.value as Leader | undefined,
    ranks: valuesOf<Rank>(ranks.data),
    counters: valuesOf<Counter>(counters.data),
    questions: valuesOf<Question>(questions.data),
    notices: valuesOf<Notice>(notices.data),
    isReading: all.some(({ isPending, isEnabled }) => isPending && isEnabled),
    error: all.find(({ error }) => error !== null)?.error,
  };
}

function valuesOf<T>(data: { readonly items: readonly RecordSeen[] } | undefined): readonly T[] {
  return (data?.items ?? []).map(({ value }) => value as T);
}
