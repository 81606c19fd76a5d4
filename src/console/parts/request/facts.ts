// What the pages of requests know: the records about one request that their reader may see.

import type { BidOpening, RecordOf, sourcingInterface } from '#sdk/index.ts';

type Sourcing = typeof sourcingInterface;

/** A request for quotation. */
export type Rfq = RecordOf<Sourcing, 'rfq'>;
/** Its counts, which its buyer sees. */
export type Tally = RecordOf<Sourcing, 'tally'>;
/** A member's bid. */
export type Bid = RecordOf<Sourcing, 'bid'>;
/** The points of the best bid on the ledger, where bids go to the buyer. */
export type Leader = RecordOf<Sourcing, 'leader'>;
/** Where a bid came in. */
export type Rank = RecordOf<Sourcing, 'rank'>;
/** A price that the buyer asks of the best bidder. */
export type Counter = RecordOf<Sourcing, 'counter'>;
/** A question. */
export type Question = RecordOf<Sourcing, 'question'>;
/** An answer or an addendum. */
export type Notice = RecordOf<Sourcing, 'notice'>;
/** Bids that were handed over and read by this reader, by their ids. */
export type Read = ReadonlyMap<string, BidOpening>;
