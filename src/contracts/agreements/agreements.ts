// What buyer and seller sign once: orders within it are made by the buyer alone, accepted at once. A supply chain is
// several such agreements that are called off together. A restocking rule orders by them when stock falls short.
//
//   agreement:  proposed ──agree (seller)──▶ live ──end (either side)──▶ ended
//   shortage:   reportStock below the minimum ──▶ ordered ──its order is at its end──▶ over
//                    └─ nothing fits, noteShortage ──▶ awaitsDecision ──decideShortage──▶ ordered, dismissed
//
// Always: no order beyond an agreement's price, quantities and time, nor while the seller lacks a certificate that it
// asks for. One order for each shortage, whatever is reported; inside the price band; never more in a period than the
// rule says.

import { isMember } from '#contracts/membership/operations.ts';
import { defineContract } from '#core/contract.ts';
import { callOff, costOf, knownAgreement, ownAgreement } from './calling-off.ts';
import { commitmentOf, decideShortage, noteShortage, reportStock } from './restocking.ts';
import { agreementsInterface } from './schema.ts';

/** The agreements contract. */
export const agreements = defineContract(agreementsInterface, {
  visibleTo: {
    agreement: ({ buyer, seller }) => [buyer, seller],
    calledOff: ({ buyer, seller }) => [buyer, seller],
    chain: ({ buyer }) => [buyer],
    rule: ({ buyer }) => [buyer],
    stock: ({ buyer }) => [buyer],
    shortage: ({ buyer }) => [buyer],
    period: ({ buyer }) => [buyer],
  },
  actions: {
    propose: {
      run(ctx, agreed) {
        const { seller, prices, untilMs } = agreed;
        const buyer = ctx.caller.member;
        if (seller === buyer || !ctx.call(isMember, { member: seller }))
          return ctx.refuse('seller_unknown', { seller });
        const isWrong = prices.some(({ fromQuantity }, i) => {
          const before = prices[i - 1]?.fromQuantity;
          return before === undefined ? fromQuantity !== 1 : fromQuantity <= before;
        });
        if (isWrong) return ctx.refuse('prices_wrong', { prices: prices.length });
        if (untilMs <= ctx.timeMs) return ctx.refuse('until_past', { untilMs });
        const id = ctx.newId('agreement');
        ctx.put('agreement', id, { id, buyer, ...agreed, state: 'proposed' });
        ctx.emit('agreementProposed', { agreement: id });
      },
    },
    agree: {
      run(ctx, { agreement: id }) {
        const agreement = knownAgreement(ctx, id);
        if (agreement.seller !== ctx.caller.member) return ctx.refuse('not_seller', { seller: agreement.seller });
        if (agreement.state !== 'proposed') return ctx.refuse('not_proposed', { state: agreement.state });
        ctx.put('agreement', id, { ...agreement, state: 'live' });
        ctx.emit('agreementMade', { agreement: id });
      },
    },
    end: {
      run(ctx, { agreement: id }) {
        const agreement = knownAgreement(ctx, id);
        const { buyer, seller, state } = agreement;
        if (![buyer, seller].includes(ctx.caller.member)) return ctx.refuse('not_party', { agreement: id });
        if (state === 'ended') return ctx.refuse('agreement_ended', { agreement: id });
        ctx.put('agreement', id, { ...agreement, state: 'ended' });
        ctx.emit('agreementEnded', { agreement: id });
      },
    },
    callOff: {
      commits: (ctx, { agreement, quantity }) => {
        const found = ctx.get('agreement', agreement);
        const amount = found && costOf(found, quantity);
        return found === undefined || amount === undefined
          ? undefined
          : { what: 'agreements.callOff', unit: found.unit, amount };
      },
      run(ctx, { agreement, quantity, neededByMs }) {
        callOff(ctx, ownAgreement(ctx, agreement), quantity, neededByMs);
      },
    },
    setChain: {
      run(ctx, { name, agreements: ids }) {
        checkOwn(ctx, ids);
        const id = ctx.newId('chain');
        ctx.put('chain', id, { id, buyer: ctx.caller.member, name, agreements: ids });
        ctx.emit('chainSet', { chain: id });
      },
    },
    callOffChain: {
      run(ctx, { chain: id, quantity, neededByMs }) {
        const chain = ctx.get('chain', id);
        if (chain === undefined) return ctx.refuse('chain_unknown', { chain: id });
        if (chain.buyer !== ctx.caller.member) return ctx.refuse('not_buyer', { buyer: chain.buyer });
        // As a whole: one step that cannot be had refuses all.
        for (const step of chain.agreements) callOff(ctx, knownAgreement(ctx, step), quantity, neededByMs);
      },
    },
    setRule: {
      run(ctx, rule) {
        if (rule.leastUnitPriceCents > rule.mostUnitPriceCents) {
          return ctx.refuse('band_wrong', { least: rule.leastUnitPriceCents });
        }
        checkOwn(ctx, rule.agreements);
        const id = ctx.newId('rule');
        ctx.put('rule', id, { id, buyer: ctx.caller.member, ...rule, state: 'live' });
        ctx.emit('ruleSet', { rule: id });
      },
    },
    endRule: {
      run(ctx, { rule: id }) {
        const rule = ctx.get('rule', id);
        if (rule === undefined) return ctx.refuse('rule_unknown', { rule: id });
        if (rule.buyer !== ctx.caller.member) return ctx.refuse('not_buyer', { buyer: rule.buyer });
        if (rule.state === 'ended') return ctx.refuse('rule_ended', { rule: id });
        ctx.put('rule', id, { ...rule, state: 'ended' });
        ctx.emit('ruleEnded', { rule: id });
      },
    },
    reportStock: { commits: commitmentOf, run: reportStock },
    noteShortage: { free: 'it asks a person to decide', run: noteShortage },
    decideShortage: { run: decideShortage },
  },
});

type Ctx = Parameters<typeof ownAgreement>[0];

function checkOwn(ctx: Ctx, ids: readonly string[]): void {
  for (const [at, id] of ids.entries()) {
    const isOwn = knownAgreement(ctx, id).buyer === ctx.caller.member;
    if (!isOwn || ids.indexOf(id) !== at) ctx.refuse('agreement_foreign', { agreement: id });
  }
}
