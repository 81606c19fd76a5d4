// An order: a buyer asks for a quantity of an item type at a price under terms; the seller accepts it as it stands.
//
//   awaitsSecond ──confirm──▶ placed ──accept──▶ accepted ◀──agreeChange, releases──┐
//     └──cancel──▶ withdrawn    │                 │   └─────────────────────────────┘
//                               │                 ├──buyer pays in full, or all is released──▶ closed
//                               │                 ├──close──▶ closing ──other side agrees──▶ closed
//                               │                 └──settle, long after its date──▶ closed
//                               ├──decline (seller)──▶ declined
//                               └──cancel (buyer)──▶ cancelled
//
//   change:  proposed ──▶ agreed | declined | withdrawn          remake:  proposed ──▶ agreed | withdrawn
//   dispute: open ──▶ agreed (both) | decided (arbiter) | withdrawn (who opened it) | ranOut (settle)
//
// With `payment: hold` the whole price is set aside when the order is placed, and leaves the hold by milestones, by the
// end of a dispute, or when the order is closed. What a buyer pays less than was agreed needs the seller's signature.
//
// Always: what is paid, returned and held adds up to the price (price.ts); the fee is paid once on acceptance, or never;
// no more units have ids than were ordered or replace rejected ones.

import { planUnits, typeOf } from '#contracts/items/operations.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { asParty, asSeller, known } from './books.ts';
import { agreeChange, dropChange, proposeChange } from './changing.ts';
import { agreeSplit, decideDispute, openDispute, proposeSplit, withdrawDispute } from './disputing.ts';
import { agreeClosing, closeOrder, confirmPayment, settle, withdrawClosing } from './ending.ts';
import type { Input } from './inputs.ts';
import { acceptOrder, cancelOrder, commitsTo, confirmOrder, endUnaccepted, placeOrder } from './placing.ts';
import { worth } from './price.ts';
import { releaseMilestone } from './releasing.ts';
import { agreeRemake, proposeRemake, withdrawRemake } from './remaking.ts';
import { decidersOf } from './rules.ts';
import { procurementInterface } from './schema.ts';
import { publishTariff, setPolicy, withdrawTariff } from './tariff.ts';

type Ctx = Context<typeof procurementInterface>;
type Parties = { readonly buyer: string; readonly seller: string };

/** The procurement contract. */
export const procurement = defineContract(procurementInterface, {
  visibleTo: {
    // What waits for a second person of the buyer is not the seller's to see yet.
    order: ({ state, ...order }) =>
      state === 'awaitsSecond' || state === 'withdrawn' ? [order.buyer] : [...parties(order), ...decidersOf(order)],
    units: parties,
    progress: parties,
    counted: parties,
    money: ({ deciders = [], ...order }) => [...parties(order), ...deciders],
    revision: ({ disputed, conditions, ...order }) =>
      disputed === true && conditions?.arbiter !== undefined ? [...parties(order), conditions.arbiter] : parties(order),
    change: parties,
    second: ({ buyer }) => [buyer],
    policy: ({ member }) => [member],
    tariff: 'members',
    dispute: ({ arbiter, ...order }) => (arbiter === undefined ? parties(order) : [...parties(order), arbiter]),
    remake: parties,
    replaced: parties,
  },
  actions: {
    placeOrder: {
      commits: commitsTo,
      run(ctx, terms) {
        placeOrder(ctx, terms, 'placed');
      },
    },
    confirmOrder: { run: confirmOrder },
    acceptOrder: {
      commits: (ctx, { id }) => {
        const order = ctx.get('order', id);
        return order && { what: 'procurement.acceptOrder', unit: order.unit, amount: order.totalCents };
      },
      run: acceptOrder,
    },
    declineOrder: {
      free: 'declining binds nobody',
      run: (ctx, { id }) => endUnaccepted(ctx, asSeller(ctx, known(ctx, id)), 'declined'),
    },
    cancelOrder: { run: cancelOrder },
    registerUnits: {
      commits: (_, { serials }) => ({ what: 'procurement.registerUnits', unit: 'item', amount: serials.length }),
      run: registerUnits,
    },
    closeOrder: {
      commits: (ctx, { id, acceptedQuantity, payCents }) => {
        const order = ctx.get('order', id);
        const money = ctx.get('money', id);
        if (order === undefined || money === undefined) return undefined;
        const pays = payCents ?? worth(order, money, acceptedQuantity);
        const { heldCents, retainedCents } = money;
        // The buyer pays this much; the seller gives up the rest, what is in dispute with it.
        const amount = ctx.caller.member === order.seller ? Math.max(0, heldCents - retainedCents - pays) : pays;
        return { what: 'procurement.closeOrder', unit: order.unit, amount };
      },
      run: closeOrder,
    },
    agreeClosing: { run: agreeClosing },
    withdrawClosing: { run: withdrawClosing },
    setPolicy: { run: setPolicy },
    publishTariff: { run: publishTariff },
    withdrawTariff: { run: withdrawTariff },
    proposeChange: { run: proposeChange },
    agreeChange: { run: agreeChange },
    declineChange: { run: (ctx, input) => dropChange(ctx, input, 'declined') },
    withdrawChange: { run: (ctx, input) => dropChange(ctx, input, 'withdrawn') },
    releaseMilestone: { run: releaseMilestone },
    openDispute: { run: openDispute },
    withdrawDispute: { run: withdrawDispute },
    proposeSplit: { run: proposeSplit },
    agreeSplit: { run: agreeSplit },
    decideDispute: { run: decideDispute },
    proposeRemake: { run: proposeRemake },
    agreeRemake: { run: agreeRemake },
    withdrawRemake: { run: withdrawRemake },
    confirmPayment: {
      commits: (ctx, { id }) => {
        const order = ctx.get('order', id);
        return order && { what: 'procurement.confirmPayment', unit: order.unit, amount: order.totalCents };
      },
      run: confirmPayment,
    },
    settle: { free: 'what is due follows from the records and block time', run: settle },
  },
});

function registerUnits(ctx: Ctx, { order: id, serials }: Input['registerUnits']) {
  const order = asParty(ctx, known(ctx, id));
  const { buyer, seller, itemType: type, quantity, state } = order;
  if (state !== 'accepted' && state !== 'closing') return ctx.refuse('not_accepted', { state });
  if (ctx.call(typeOf, { id: type })?.tracking !== 'serial') return ctx.refuse('not_serial', { itemType: type });
  const units = ctx.get('units', id) ?? { order: id, buyer, seller, planned: 0 };
  const planned = units.planned + serials.length;
  const most = quantity + (units.remade ?? 0);
  if (planned > most) return ctx.refuse('units_too_many', { planned, most });
  // What is not made yet is the seller's: title passes when the buyer accepts the thing.
  ctx.call(planUnits, { type, owner: seller, custodian: seller, serials, order: id });
  ctx.put('units', id, { ...units, planned });
  ctx.emit('unitsRegistered', { order: id, planned });
}

function parties({ buyer, seller }: Parties): readonly string[] {
  return [buyer, seller];
}
