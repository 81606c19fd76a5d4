// How a buyer finds a maker. It asks for quotations under a published rule; shops seal bids that nobody can read; after
// the deadline each opens its own, or forfeits its bond; the best by the rule becomes an order.
//
//   rfq:  open ──award, awardByChoice──▶ awarded        bid:  sealed ──openBid──▶ opened ──award──▶ won
//           ├──cancelRfq, while sealed──▶ cancelled             │ ▲ └──withdrawBid──▶ withdrawn └──settleBid──▶ lost
//           └──endRfq──▶ ended                                  └─┘ changed    ──settleBid──▶ forfeited, returned
//
//   where bids go to the buyer:   sealed ──handOver──▶ handedOver ──openReceived, openBid──▶ opened
//                                                          └──settleBid──▶ lost, forfeited
//
// Always: a bid opens to what was sealed for this request by this member, or not at all. No award but to a bid without a
// fault, and by the rule to no other than the best. Points are of a bid alone: what others bid does not change them. One
// request makes one order at most. What was set aside (bond, credits, pool) is paid out or returned, to the cent, and no
// state is without a way out: after each deadline whoever reads a record may settle it. Who runs a replica reads a bid once
// it is opened.

import { timesCents } from '#contracts/shared/money.ts';
import { defineContract } from '#core/contract.ts';
import { acceptCounter, award, awardByChoice, claimShare, counterOffer, declineCounter, learnRank } from './award.ts';
import { excludeLapsed, openBid, sealBid, settleBid, withdrawBid } from './bids.ts';
import { giveFiles } from './files.ts';
import { handOver, openReceived, sayUnreadable, tellRank } from './handing-over.ts';
import { addAddendum, answer, ask, cancelRfq, endRfq, publishRfq, settlePool, signNda } from './request.ts';
import { sourcingInterface } from './schema.ts';

const OWN_MONEY = 'it pays out what was set aside, by rules that were signed before';

/** The sourcing contract. */
export const sourcing = defineContract(sourcingInterface, {
  visibleTo: {
    rfq: ({ buyer, invited }) => (invited.length === 0 ? 'members' : [buyer, ...invited]),
    tally: ({ buyer }) => [buyer],
    bid: ({ buyer, bidder }) => [buyer, bidder],
    nda: ({ buyer, member }) => [buyer, member],
    question: ({ buyer, asker }) => [buyer, asker],
    notice: ({ buyer, invited }) => (invited.length === 0 ? 'members' : [buyer, ...invited]),
    counter: ({ buyer, bidder }) => [buyer, bidder],
    rank: ({ buyer, bidder }) => [buyer, bidder],
    leader: ({ buyer, invited }) => (invited.length === 0 ? 'members' : [buyer, ...invited]),
  },
  actions: {
    publishRfq: {
      commits: (_, { pool, order }) => ({
        what: 'sourcing.publishRfq',
        unit: pool?.unit ?? order.unit,
        amount: pool?.amountCents ?? 0,
      }),
      run: publishRfq,
    },
    signNda: {
      commits: () => ({ what: 'sourcing.signNda', unit: 'agreement', amount: 1 }),
      run: (ctx, { rfq }) => signNda(ctx, rfq),
    },
    giveFiles: {
      commits: (ctx, { rfq }) => ({
        what: 'sourcing.giveFiles',
        unit: 'grant',
        amount: ctx.get('rfq', rfq)?.files?.length ?? 0,
      }),
      run: giveFiles,
    },
    ask: { free: 'a question binds nobody', run: ask },
    answer: { commits: () => ({ what: 'sourcing.answer', unit: 'answer', amount: 1 }), run: answer },
    addAddendum: { commits: () => ({ what: 'sourcing.addAddendum', unit: 'addendum', amount: 1 }), run: addAddendum },
    sealBid: {
      commits: (ctx, { rfq }) => {
        const found = ctx.get('rfq', rfq);
        return found && { what: 'sourcing.sealBid', unit: found.order.unit, amount: found.bondCents };
      },
      run: sealBid,
    },
    withdrawBid: { free: 'a bid that is withdrawn binds nobody', run: (ctx, { bid }) => withdrawBid(ctx, bid) },
    openBid: {
      // A seller is bound by what it offers to make.
      commits: (ctx, { bid, content }) => {
        const found = ctx.get('rfq', ctx.get('bid', bid)?.rfq ?? '');
        const amount = found && timesCents(found.order.quantity, content.unitPriceCents);
        return found === undefined || amount === undefined
          ? undefined
          : { what: 'sourcing.openBid', unit: found.order.unit, amount };
      },
      run: openBid,
    },
    handOver: {
      // What it says is the buyer's to read: it binds to no more than the request takes.
      commits: (ctx, { bid }) => {
        const found = ctx.get('rfq', ctx.get('bid', bid)?.rfq ?? '');
        const amount = found && timesCents(found.order.quantity, found.reserveUnitPriceCents);
        return found === undefined || amount === undefined
          ? undefined
          : { what: 'sourcing.handOver', unit: found.order.unit, amount };
      },
      run: handOver,
    },
    openReceived: { free: 'the award is what binds the buyer', run: openReceived },
    sayUnreadable: { run: (ctx, { bid }) => sayUnreadable(ctx, bid) },
    tellRank: { free: 'it tells what is so', run: tellRank },
    excludeLapsed: { free: 'it says what the ledger shows', run: (ctx, { bid }) => excludeLapsed(ctx, bid) },
    counterOffer: { run: counterOffer },
    acceptCounter: {
      commits: (ctx, { counter }) => {
        const found = ctx.get('counter', counter);
        const rfq = ctx.get('rfq', found?.rfq ?? '');
        const amount = found && rfq && timesCents(rfq.order.quantity, found.unitPriceCents);
        return rfq === undefined || amount === undefined
          ? undefined
          : { what: 'sourcing.acceptCounter', unit: rfq.order.unit, amount };
      },
      run: (ctx, { counter }) => acceptCounter(ctx, counter),
    },
    declineCounter: { free: 'the bid stays as it was', run: (ctx, { counter }) => declineCounter(ctx, counter) },
    award: {
      commits: (ctx, { rfq, bid }) => {
        const [found, content] = [ctx.get('rfq', rfq), ctx.get('bid', bid)?.content];
        const amount = found && content && timesCents(found.order.quantity, content.unitPriceCents);
        return found === undefined || amount === undefined
          ? undefined
          : { what: 'sourcing.award', unit: found.order.unit, amount };
      },
      run: award,
    },
    awardByChoice: { run: awardByChoice },
    cancelRfq: { run: (ctx, { rfq }) => cancelRfq(ctx, rfq) },
    endRfq: {
      commits: () => ({ what: 'sourcing.endRfq', unit: 'request', amount: 1 }),
      run: (ctx, { rfq }) => endRfq(ctx, rfq),
    },
    settleBid: { free: OWN_MONEY, run: (ctx, { bid }) => settleBid(ctx, bid) },
    claimShare: { free: OWN_MONEY, run: (ctx, { bid }) => claimShare(ctx, bid) },
    settlePool: { free: OWN_MONEY, run: (ctx, { rfq }) => settlePool(ctx, rfq) },
    learnRank: { free: 'it tells what is so', run: (ctx, { bid }) => learnRank(ctx, bid) },
  },
});
