// A request whose bids go to the buyer: each shop registers the file of its bid, seals, and hands it over.

import type { Later } from '#contracts/items/items.fixture.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { cheap, dear } from './deals.fixture.ts';
import {
  at,
  bidId,
  HASH,
  MINUTE_MS,
  market,
  OPEN_UNTIL_MS,
  onBid,
  publish,
  SEAL_UNTIL_MS,
  saltOf,
  seal,
} from './market.fixture.ts';
import type { BidContent } from './records.ts';

/** When the contest ends; the buyer speaks until the half of it. */
export const CONTEST_UNTIL_MS = OPEN_UNTIL_MS + 60 * MINUTE_MS;
export const NAMING_UNTIL_MS = OPEN_UNTIL_MS + 30 * MINUTE_MS;

/** The hash of the file that a member's bid lies in. */
export const fileOf = (member: string): string => base64url(sha256(utf8(`bid of ${member}`)));

/** A member registers the file of its bid. */
export const registerFile = (member: string): Later => {
  const blob = { hash: fileOf(member), sizeBytes: 400, mediaType: 'application/json', contentCommitment: HASH };
  return () => ({ by: `${member}/sales`, action: 'sharing.registerBlob', input: blob });
};

/** acme publishes a request whose bids go to it. */
export const publishToBuyer = (changes: JsonObject = {}): Later =>
  publish({ toBuyer: { contestUntilMs: CONTEST_UNTIL_MS, reader: 'acme/buyer' }, ...changes });

/** A member seals a bid with its file. */
export const sealFile =
  (member: string, content: BidContent, file = fileOf(member)): Later =>
  (world) => {
    const step = seal(member, content)(world);
    return { ...step, input: { ...step.input, file } };
  };

/** A member hands its bid over. */
export const handOver =
  (member: string, reader = 'acme/buyer'): Later =>
  (world) => ({
    by: `${member}/sales`,
    action: 'sourcing.handOver',
    input: { bid: bidId(world, member), reader },
  });

/** The buyer puts the bid of a member on the ledger. */
export const openReceived =
  (member: string, content: BidContent, salt = saltOf(member)): Later =>
  (world) => ({
    by: 'acme/buyer',
    action: 'sourcing.openReceived',
    input: { bid: bidId(world, member), salt, content: { ...content } },
  });

/** The buyer cannot read the bid of a member. */
export const sayUnreadable = (member: string): Later => onBid('acme/buyer', 'sayUnreadable', member);

/** The buyer tells a member where its bid came in. */
export const tellRank =
  (member: string, rank: number, compared = 2): Later =>
  (world) => ({ by: 'acme/buyer', action: 'sourcing.tellRank', input: { bid: bidId(world, member), rank, compared } });

/** Both shops have sealed: borealis the better bid. */
export const sealedFiles = [
  ...market,
  publishToBuyer(),
  registerFile('borealis'),
  registerFile('carter'),
  sealFile('borealis', cheap),
  sealFile('carter', dear),
];
/** Both have handed theirs over. */
export const handedOver = [...sealedFiles, at(SEAL_UNTIL_MS, handOver('borealis')), handOver('carter')];
/** The buyer has put the better one on the ledger. */
export const named = [...handedOver, at(OPEN_UNTIL_MS, openReceived('borealis', cheap))];
