// The records of the sourcing contract: requests for quotation, sealed bids and what came of them.

import { Requirement } from '#contracts/capacity/records.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { UnitCode } from '#contracts/shared/money.ts';
import {
  ActorId,
  Cents,
  Count,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  RecordId,
  type Static,
  TimeMs,
  Type,
  text,
} from '#core/schema.ts';

/** Most members that a request names, and most files. */
const INVITED = 200;
const FILES_PER_RFQ = 8;
/** Most members that bid on one request, and how often each may change its bid. */
export const BIDS_PER_RFQ = 1000;
export const CHANGES_PER_BID = 20;

/** Everything that an order needs beside its maker and price, which the award gives. */
const { seller: _, unitPriceCents: __, ...asked } = procurementInterface.actions.placeOrder.input.properties;
const BasisPoints = integer(0, 10_000);
const Positive = integer(1, 1_000_000_000_000_000);

/** Utility credits that the buyer shares among those who bid in earnest, whoever wins. */
const Pool = object({ unit: UnitCode, amountCents: Positive, capCents: Positive });

/** The least that a shop has done, over so many months: closed orders, and of its units those in time and accepted. */
const TrackRecord = object({
  months: integer(1, 36),
  orders: integer(1, 10_000),
  inTimeBasisPoints: BasisPoints,
  acceptedBasisPoints: BasisPoints,
});

/** What a buyer asks; bidders sign against exactly this. */
export const rfqTerms = {
  order: object(asked),
  requirement: Requirement,
  /** The most that the buyer pays for a unit: no bid above it wins, and the price part of the score counts from it. */
  reserveUnitPriceCents: Positive,
  /** Add up to 10,000, see match.ts. */
  weights: object({ price: BasisPoints, time: BasisPoints, shop: BasisPoints }),
  /** Bids are sealed before this, opened from then on and before the next, and awarded before the last. */
  sealUntilMs: TimeMs,
  openUntilMs: TimeMs,
  awardUntilMs: TimeMs,
  /**
   * Where bids are the buyer’s to read and not the ledger’s: each is handed over by the end of opening, and then
   * the best of them is put on the ledger, and contested by whoever has a better one. `reader` is who reads them.
   */
  toBuyer: Type.Optional(object({ contestUntilMs: TimeMs, reader: ActorId })),
  /** Set aside by each bidder until its bid is opened; forfeited to the buyer where it is not. */
  bondCents: Cents,
  /** Who may bid; none: every member. */
  invited: list(MemberId, INVITED),
  /** Commitment to a non-disclosure agreement that is signed before bidding and before files are given. */
  nda: Type.Optional(Hash),
  /** The buyer's files that go to who signed the agreement, and end with the request but for its winner: see files.ts. */
  files: Type.Optional(list(Hash, FILES_PER_RFQ, 1)),
  pool: Type.Optional(Pool),
  /** What the shop's own months must say when it opens its bid, in the order's unit of money: a new shop says nothing. */
  trackRecord: Type.Optional(TrackRecord),
  /** After opening the buyer may ask the best bidder for less, so often and at most so far below its price. */
  counterOffers: object({ rounds: integer(0, 3), mostBasisPoints: integer(0, 2000) }),
};

/** A request for quotation. */
export const Rfq = object({
  id: RecordId,
  buyer: MemberId,
  ...rfqTerms,
  publishedAtMs: TimeMs,
  /** How many addenda there are: bids acknowledge the last. */
  addenda: integer(0, 50),
  state: oneOf('open', 'awarded', 'ended', 'cancelled'),
  endedAtMs: Type.Optional(TimeMs),
  /** The order that the award made, and its winner’s bid. */
  orderId: Type.Optional(RecordId),
  winner: Type.Optional(RecordId),
  /** Where a person chose otherwise than by points: who, and the salted commitment to the reason. */
  choice: Type.Optional(object({ by: ActorId, reason: Hash })),
  poolHold: Type.Optional(RecordId),
});

/** Counts of a request; apart from it, so that its terms keep their hash while bids come in. */
export const Tally = object({
  rfq: RecordId,
  buyer: MemberId,
  /** Seals so far: gives each bid its place. */
  places: Count,
  bidders: Count,
  /** Sealed and neither withdrawn nor opened. */
  sealed: Count,
  opened: Count,
  /** The best of those opened without a fault. */
  best: Type.Optional(object({ bid: RecordId, points: Count, place: Count })),
  /** True where bids go to the buyer, and the best was taken out too late for others to contest the next. */
  isUncontested: Type.Optional(Type.Boolean()),
  /** Bids that share the reward pool, and shares that were claimed. */
  eligible: Count,
  claimed: Count,
});

/** What a bid says once it is opened. */
export const BidContent = object({
  unitPriceCents: Positive,
  deliverByMs: TimeMs,
  /** The bidder stands by it until then: at least until the award. */
  validUntilMs: TimeMs,
  /** Utility credits that go to the buyer with the award. */
  credits: Type.Optional(object({ unit: UnitCode, amountCents: Positive })),
  /** Salted commitment to remarks. */
  remarks: Type.Optional(Hash),
});
/** One member’s bid; its id is `rfq:member`. */
export const Bid = object({
  id: RecordId,
  rfq: RecordId,
  buyer: MemberId,
  bidder: MemberId,
  commitment: Hash,
  acknowledged: integer(0, 50),
  place: Count,
  /** How often it was changed or sealed again. */
  changes: integer(0, CHANGES_PER_BID),
  state: oneOf('sealed', 'withdrawn', 'handedOver', 'opened', 'won', 'lost', 'forfeited', 'returned'),
  /** True where its bidder said, when it sealed it, that it is related to the buyer: it adds nothing to its standing. */
  isRelated: Type.Optional(Type.Boolean()),
  /** The file that is handed over: bid and salt, sealed for the buyer. */
  file: Type.Optional(Hash),
  /** True where the buyer says that it cannot read what was handed over: the bidder opens it, or forfeits its bond. */
  isUnreadable: Type.Optional(Type.Boolean()),
  /** What its shop lacked, and its points, when the bid was handed over: until it is opened it is judged by these. */
  shop: Type.Optional(object({ lacks: list(text(40), 40), points: Count })),
  bondHold: Type.Optional(RecordId),
  content: Type.Optional(BidContent),
  /** Why it is not compared: codes of match.ts and of capacity/match.ts. None: it is. */
  faults: list(text(40), 40),
  points: Type.Optional(Count),
  score: Type.Optional(object({ price: Count, time: Count, shop: Count, shopPoints: Count })),
  creditsHold: Type.Optional(RecordId),
  /** True where it shares the reward pool; the share, once claimed. */
  eligible: Type.Boolean(),
  shareCents: Type.Optional(Cents),
});

/** A member’s signature under a request’s non-disclosure agreement. */
export const Nda = object({ id: RecordId, rfq: RecordId, buyer: MemberId, member: MemberId, nda: Hash, by: ActorId });
/** A question as its asker and the buyer see it. */
export const Question = object({
  id: RecordId,
  rfq: RecordId,
  buyer: MemberId,
  asker: MemberId,
  question: Hash,
  state: oneOf('open', 'answered'),
});
/** What all who may bid are told: an answer with its question, by whomever it was asked, or an addendum. */
export const Notice = object({
  id: RecordId,
  rfq: RecordId,
  buyer: MemberId,
  invited: list(MemberId, INVITED),
  kind: oneOf('answer', 'addendum'),
  /** Of an addendum. */
  number: Type.Optional(integer(1, 50)),
  question: Type.Optional(Hash),
  /** Salted commitment to the text. */
  text: Hash,
  atMs: TimeMs,
});
/** A price that the buyer asks of the best bidder. */
export const Counter = object({
  id: RecordId,
  rfq: RecordId,
  bid: RecordId,
  buyer: MemberId,
  bidder: MemberId,
  round: integer(1, 3),
  unitPriceCents: Positive,
  state: oneOf('open', 'accepted', 'declined'),
});
/** Where a bid came in, for its bidder and the buyer: nobody learns another’s price. */
export const Rank = object({
  id: RecordId,
  rfq: RecordId,
  buyer: MemberId,
  bidder: MemberId,
  rank: Type.Optional(Count),
  compared: Count,
  points: Type.Optional(Count),
});
/** The best bid that is on the ledger so far, where bids go to the buyer: without its bidder and its price. */
export const Leader = object({
  rfq: RecordId,
  buyer: MemberId,
  invited: list(MemberId, INVITED),
  points: Count,
  place: Count,
});

/** A request for quotation. */
export type Rfq = Static<typeof Rfq>;
/** Counts of a request. */
export type Tally = Static<typeof Tally>;
/** One member’s bid. */
export type Bid = Static<typeof Bid>;
/** What a bid says once it is opened. */
export type BidContent = Static<typeof BidContent>;
/** The best bid that is on the ledger so far, where bids go to the buyer. */
export type Leader = Static<typeof Leader>;
/** A price that the buyer asks of the best bidder. */
export type Counter = Static<typeof Counter>;
