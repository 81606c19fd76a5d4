// Sealing, changing, withdrawing and opening bids. What a bid says is known to nobody before its bidder opens it, and it
// opens to what was sealed or not at all.

import { findAccount, placeHold, settleHold } from '#contracts/accounts/operations.ts';
import { qualificationOf } from '#contracts/capacity/operations.ts';
import { blobOf } from '#contracts/sharing/operations.ts';
import type { Counts } from '#contracts/standing/match.ts';
import { count, countsOver, saysRelated } from '#contracts/standing/operations.ts';
import type { Static } from '#core/schema.ts';
import { bidFaults, compareBids, scoreBid, sealedContent, trackRecordFaults } from './match.ts';
import { BIDS_PER_RFQ, type Bid, type BidContent, CHANGES_PER_BID, type Rfq } from './records.ts';
import { isRelated } from './relations.ts';
import {
  accountOf,
  type Ctx,
  contestUntilMs,
  forBidder,
  knownRfq,
  namingUntilMs,
  openRfq,
  tallyOf,
} from './request.ts';
import type { sourcingInterface } from './schema.ts';

type SealInput = Static<(typeof sourcingInterface)['actions']['sealBid']['input']>;
type OpenInput = Static<(typeof sourcingInterface)['actions']['openBid']['input']>;

/** Action `sealBid`: one bid of a member, whoever of its people signs; a later one takes its place, and goes behind. */
export function sealBid(ctx: Ctx, { rfq: id, commitment, acknowledged, file }: SealInput) {
  const rfq = forBidder(ctx, openRfq(ctx, id));
  const { member: bidder } = ctx.caller;
  if (ctx.timeMs >= rfq.sealUntilMs) return ctx.refuse('sealing_over', { sealUntilMs: rfq.sealUntilMs });
  if (bidder === rfq.order.conditions?.arbiter) return ctx.refuse('arbiter_apart', { member: bidder });
  const bid = `${id}:${bidder}`;
  if (rfq.nda !== undefined && ctx.get('nda', bid) === undefined) return ctx.refuse('nda_missing', { nda: rfq.nda });
  if (acknowledged !== rfq.addenda) return ctx.refuse('addendum_open', { addenda: rfq.addenda });
  checkFile(ctx, rfq, file);
  const earlier = ctx.get('bid', bid);
  const changes = earlier === undefined ? 0 : earlier.changes + 1;
  if (changes > CHANGES_PER_BID) return ctx.refuse('changes_too_many', { most: CHANGES_PER_BID });
  const tally = tallyOf(ctx, id);
  const bidders = tally.bidders + (earlier === undefined ? 1 : 0);
  if (bidders > BIDS_PER_RFQ) return ctx.refuse('bids_full', { most: BIDS_PER_RFQ });
  const isSealed = earlier?.state === 'sealed';
  const bond = isSealed ? bondOf(earlier) : setBondAside(ctx, rfq, bid);
  const place = tally.places + 1;
  ctx.put('tally', id, { ...tally, places: place, bidders, sealed: tally.sealed + (isSealed ? 0 : 1) });
  const about = { id: bid, rfq: id, buyer: rfq.buyer, bidder, commitment, acknowledged, place, changes };
  const related = ctx.call(saysRelated, { member: bidder, to: rfq.buyer }) ? { isRelated: true } : {};
  const sealed = { ...bond, ...related, ...(file === undefined ? {} : { file }) };
  ctx.put('bid', bid, { ...about, state: 'sealed', ...sealed, faults: [], eligible: false });
  ctx.emit('bidSealed', { rfq: id, bid });
}

/** What goes to the buyer lies sealed before the deadline: nobody writes it afterwards. */
function checkFile(ctx: Ctx, { toBuyer }: Rfq, file: string | undefined): void {
  const blob = file === undefined ? undefined : ctx.call(blobOf, { blob: file });
  const isFit = toBuyer === undefined ? file === undefined : blob?.owner === ctx.caller.member && blob.state === 'live';
  if (!isFit) ctx.refuse('file_wrong', { file });
}

function setBondAside(ctx: Ctx, { bondCents, order, buyer }: Rfq, bid: string): { readonly bondHold?: string } {
  if (bondCents === 0) return {};
  const account = accountOf(ctx, ctx.caller.member, order.unit);
  const terms = { amountCents: bondCents, record: bid, condition: 'bid.opened', beneficiary: buyer };
  return { bondHold: ctx.call(placeHold, { account, ...terms }) };
}

/** Action `withdrawBid`. */
export function withdrawBid(ctx: Ctx, id: string) {
  const { bid, rfq } = sealed(ctx, id);
  if (ctx.timeMs >= rfq.sealUntilMs) return ctx.refuse('sealing_over', { sealUntilMs: rfq.sealUntilMs });
  const tally = tallyOf(ctx, rfq.id);
  ctx.put('tally', rfq.id, { ...tally, sealed: tally.sealed - 1 });
  ctx.put('bid', id, { ...withoutBond(ctx, bid, rfq, 'bidder'), state: 'withdrawn' });
  ctx.emit('bidWithdrawn', { rfq: rfq.id, bid: id });
}

/** Action `openBid`. */
export function openBid(ctx: Ctx, { bid: id, salt, content }: OpenInput) {
  const bid = ownBid(ctx, id);
  const rfq = openRfq(ctx, bid.rfq);
  if (bid.state !== 'sealed' && bid.state !== 'handedOver') return ctx.refuse('bid_not_sealed', { state: bid.state });
  if (ctx.timeMs < rfq.sealUntilMs) return ctx.refuse('sealing_runs', { sealUntilMs: rfq.sealUntilMs });
  // What was handed over in time may be shown to be the best until the contest ends.
  const untilMs = bid.state === 'handedOver' ? contestUntilMs(rfq) : rfq.openUntilMs;
  if (ctx.timeMs >= untilMs) return ctx.refuse('opening_over', { openUntilMs: untilMs });
  putOpened(ctx, rfq, bid, { salt, content });
}

/** Opens a bid on the ledger: it must be what was sealed. */
export function putOpened(
  ctx: Ctx,
  rfq: Rfq,
  bid: Bid,
  { salt, content }: { readonly salt: string; readonly content: BidContent },
): void {
  const { id } = bid;
  const place = { ledger: ctx.ledgerId, rfq: rfq.id, bidder: bid.bidder };
  if (ctx.contentId(sealedContent(place, salt, content)) !== bid.commitment)
    ctx.refuse('commitment_differs', { bid: id });
  const judged = judge(ctx, rfq, bid, content);
  const credits = setCreditsAside(ctx, rfq, id, content);
  const { isUnreadable: _, shop: __, ...known } = withoutBond(ctx, bid, rfq, 'bidder');
  const opened: Bid = { ...known, ...judged, ...credits, state: 'opened', content };
  ctx.put('bid', id, opened);
  const tally = tallyOf(ctx, rfq.id);
  const { best } = tally;
  const { points } = opened;
  const isBest = points !== undefined && (best === undefined || compareBids(opened, best) < 0);
  ctx.put('tally', rfq.id, {
    ...tally,
    sealed: tally.sealed - (bid.state === 'sealed' ? 1 : 0),
    opened: tally.opened + 1,
    eligible: tally.eligible + (opened.eligible ? 1 : 0),
    ...(isBest ? { best: { bid: id, points, place: opened.place } } : {}),
  });
  nameLeader(ctx, rfq);
  countBid(ctx, rfq, bid, { bidsOpened: 1 });
  ctx.emit('bidOpened', { rfq: rfq.id, bid: id });
}

/** Where bids go to the buyer, bidders learn how good the best on the ledger is, so that they can contest it. */
function nameLeader(ctx: Ctx, { id: rfq, buyer, invited, toBuyer }: Rfq): void {
  if (toBuyer === undefined) return;
  const { best } = tallyOf(ctx, rfq);
  if (best === undefined) ctx.delete('leader', rfq);
  else ctx.put('leader', rfq, { rfq, buyer, invited, points: best.points, place: best.place });
}

function countBid(ctx: Ctx, { buyer, order }: Rfq, { id, bidder, isRelated: isOwn }: Bid, counts: Counts): void {
  if (isOwn === true) return;
  const about = { member: bidder, other: buyer, unit: order.unit, record: id };
  ctx.call(count, { ...about, side: 'seller', kind: 'bid', counts });
}

function setCreditsAside(ctx: Ctx, rfq: Rfq, record: string, { credits }: BidContent): { creditsHold?: string } {
  const { buyer } = rfq;
  if (credits === undefined || !takesCredits(ctx, rfq, credits.unit)) return {};
  const { unit, amountCents } = credits;
  const account = accountOf(ctx, ctx.caller.member, unit);
  const terms = { amountCents, record, condition: 'bid.won', beneficiary: buyer };
  return { creditsHold: ctx.call(placeHold, { account, ...terms }) };
}

/**
 * Without an account of the buyer's they could not be given; nor where the buyer may open the bid, which takes no money
 * of its bidder's. A fault of the bid, and no reason to lose its bond.
 */
function takesCredits(ctx: Ctx, { buyer, toBuyer }: Rfq, unit: string): boolean {
  return toBuyer === undefined && ctx.call(findAccount, { member: buyer, unit }) !== undefined;
}

type Judged = Pick<Bid, 'faults' | 'points' | 'score' | 'eligible'>;

/**
 * The faults of a bid and its shop as they are now, and where there are none its score. Of a bid that was handed over the
 * shop is as it was then: else its bidder, who is bound and may know the points of the best, still had a hand in it.
 */
function judge(ctx: Ctx, rfq: Rfq, bid: Bid, content: BidContent): Judged {
  const { bidder, acknowledged } = bid;
  const { lacks, points: shopPoints } = bid.shop ?? shopOf(ctx, rfq, bidder);
  const lapses = bid.shop === undefined ? [] : lapsesOf(ctx, rfq, bid);
  const ofBid = [...bidFaults(rfq, content, acknowledged), ...unpayable(ctx, rfq, bidder, content)];
  const faults = [...ofBid, ...new Set([...lacks, ...lapses])];
  if (faults.length > 0) return { faults, eligible: false };
  const { points, ...parts } = scoreBid(rfq, content, shopPoints);
  const eligible = rfq.pool !== undefined && !isRelated(ctx, rfq, bidder);
  return { faults, points, score: { ...parts, shopPoints }, eligible };
}

/** What a shop lacks and its points, as they are now. */
export function shopOf(ctx: Ctx, rfq: Rfq, member: string): NonNullable<Bid['shop']> {
  const { exclusions, scorePoints } = ctx.call(qualificationOf, { requirement: rfq.requirement, member });
  const record = trackRecordFaults(rfq, (months) =>
    ctx.call(countsOver, { member, side: 'seller', unit: rfq.order.unit, months }),
  );
  return { lacks: [...new Set(exclusions.map(({ code }) => code)), ...record], points: scorePoints };
}

/** What could not be paid would stand in the way of the award. */
function unpayable(ctx: Ctx, rfq: Rfq, bidder: string, { credits }: BidContent): readonly string[] {
  const { order } = rfq;
  const hasAccount = ctx.call(findAccount, { member: bidder, unit: order.unit }) !== undefined;
  return [
    ...(order.payment === 'hold' && !hasAccount ? ['account_none'] : []),
    ...(credits !== undefined && !takesCredits(ctx, rfq, credits.unit) ? ['credits_unpayable'] : []),
  ];
}

/** What others decide of a shop. What it says of itself it cannot take back to get out of a bid that it has opened. */
const BY_OTHERS: readonly string[] = ['certificate_missing'];

/** What a bid that was compared lacks now, by the word of others. */
export function lapsesOf(ctx: Ctx, rfq: Rfq, { bidder }: Bid): readonly string[] {
  const { exclusions } = ctx.call(qualificationOf, { requirement: rfq.requirement, member: bidder });
  return [...new Set(exclusions.map(({ code }) => code))].filter((code) => BY_OTHERS.includes(code));
}

/** Action `excludeLapsed`: the shop of an opened bid lost its certificate, and the next best comes up. */
export function excludeLapsed(ctx: Ctx, id: string) {
  const bid = knownBid(ctx, id);
  const rfq = openRfq(ctx, bid.rfq);
  const { content, points } = bid;
  if (bid.state !== 'opened' || content === undefined || points === undefined) {
    return ctx.refuse('bid_not_opened', { state: bid.state });
  }
  const faults = lapsesOf(ctx, rfq, bid);
  if (faults.length === 0) return ctx.refuse('bid_stands', { bid: id });
  const { points: _, score: __, ...excluded } = bid;
  ctx.put('bid', id, { ...excluded, faults: [...faults], eligible: false });
  const tally = tallyOf(ctx, rfq.id);
  const { best: _best, ...counts } = tally;
  const [best] = comparedBids(ctx, rfq.id);
  const isLate = rfq.toBuyer !== undefined && tally.best?.bid === id && ctx.timeMs >= namingUntilMs(rfq);
  ctx.put('tally', rfq.id, {
    ...counts,
    ...(isLate ? { isUncontested: true } : {}),
    eligible: tally.eligible - (bid.eligible ? 1 : 0),
    ...(best === undefined ? {} : { best: { bid: best.id, points: best.points ?? 0, place: best.place } }),
  });
  nameLeader(ctx, rfq);
  ctx.emit('bidExcluded', { rfq: rfq.id, bid: id, faults: [...faults] });
}

/** The bids of a request that are compared, best first. */
export function comparedBids(ctx: Ctx, rfq: string): readonly Bid[] {
  return ctx
    .list('bid', 'rfq', rfq, { limit: BIDS_PER_RFQ })
    .map(([, bid]) => bid)
    .filter(({ points }) => points !== undefined)
    .sort(compareBids);
}

/** Action `settleBid`: what was set aside goes where it belongs, by whichever of its sides asks for it. */
export function settleBid(ctx: Ctx, id: string) {
  const bid = knownBid(ctx, id);
  const rfq = knownRfq(ctx, bid.rfq);
  const settled = settledBid(ctx, bid, rfq);
  if (settled === undefined) return ctx.refuse('nothing_due', { state: bid.state, rfq: rfq.state });
  ctx.put('bid', id, settled);
  ctx.emit('bidSettled', { rfq: rfq.id, bid: id, state: settled.state });
}

function settledBid(ctx: Ctx, bid: Bid, rfq: Rfq): Bid | undefined {
  if (bid.state === 'sealed') {
    if (rfq.state === 'cancelled') return { ...withoutBond(ctx, bid, rfq, 'bidder'), state: 'returned' };
    if (ctx.timeMs < rfq.openUntilMs) return undefined;
    if (rfq.state === 'open') {
      const tally = tallyOf(ctx, rfq.id);
      ctx.put('tally', rfq.id, { ...tally, sealed: tally.sealed - 1 });
    }
    countBid(ctx, rfq, bid, { bidsForfeited: 1 });
    return { ...withoutBond(ctx, bid, rfq, 'buyer'), state: 'forfeited' };
  }
  if (bid.state === 'handedOver') return settledHandOver(ctx, bid, rfq);
  if (bid.state !== 'opened' || rfq.state === 'open') return undefined;
  return { ...withoutCredits(ctx, bid, undefined), state: 'lost' };
}

/** What the buyer could read is opened as far as its bidder is concerned; what it could not was to be opened by then. */
function settledHandOver(ctx: Ctx, bid: Bid, rfq: Rfq): Bid | undefined {
  if (bid.isUnreadable === true) {
    if (ctx.timeMs < contestUntilMs(rfq)) return undefined;
    countBid(ctx, rfq, bid, { bidsForfeited: 1 });
    return { ...withoutBond(ctx, bid, rfq, 'buyer'), state: 'forfeited' };
  }
  if (rfq.state === 'open') return undefined;
  countBid(ctx, rfq, bid, { bidsOpened: 1 });
  return { ...withoutBond(ctx, bid, rfq, 'bidder'), state: 'lost' };
}

/** Pays out the bond of a bid. */
function withoutBond(ctx: Ctx, bid: Bid, { buyer, bondCents, order }: Rfq, to: 'bidder' | 'buyer'): Bid {
  const { bondHold: hold, ...rest } = bid;
  if (hold === undefined) return bid;
  const payTo = to === 'bidder' ? undefined : accountOf(ctx, buyer, order.unit);
  ctx.call(settleHold, { hold, payTo, amountCents: bondCents });
  return rest;
}

/** Pays out the credits of a bid, to an account or back. */
export function withoutCredits(ctx: Ctx, bid: Bid, payTo: string | undefined): Bid {
  const { creditsHold: hold, ...rest } = bid;
  if (hold === undefined) return bid;
  ctx.call(settleHold, { hold, payTo, amountCents: bid.content?.credits?.amountCents ?? 0 });
  return rest;
}

function bondOf({ bondHold }: Bid): { readonly bondHold?: string } {
  return bondHold === undefined ? {} : { bondHold };
}

/** The bid with this id. */
export function knownBid(ctx: Ctx, id: string): Bid {
  return ctx.get('bid', id) ?? ctx.refuse('bid_unknown', { bid: id });
}

/** The bid, when it is the caller's own. */
export function ownBid(ctx: Ctx, id: string): Bid {
  const bid = knownBid(ctx, id);
  return bid.bidder === ctx.caller.member ? bid : ctx.refuse('not_bidder', { bid: id });
}

/** The caller's own bid while it is sealed, with its open request. */
function sealed(ctx: Ctx, id: string): { readonly bid: Bid; readonly rfq: Rfq } {
  const bid = ownBid(ctx, id);
  const rfq = openRfq(ctx, bid.rfq);
  return bid.state === 'sealed' ? { bid, rfq } : ctx.refuse('bid_not_sealed', { state: bid.state });
}
