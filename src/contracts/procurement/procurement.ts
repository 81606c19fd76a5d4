// An order: a buyer asks for a quantity of an item type at a price under terms; the seller accepts it as it stands.
//
//   placed ──accept──▶ accepted ──close, all accepted──▶ closed
//     │                    └──close, less accepted──▶ closing ──seller agrees──▶ closed
//     ├──decline (seller)──▶ declined
//     └──cancel (buyer)──▶ cancelled
//
// With `payment: hold` the whole price is set aside when the order is placed. It is paid for what was accepted, and the
// rest returned, when the order is closed; a decline or a cancellation returns all. What a buyer pays less than was
// agreed, up to a cancellation after acceptance (nothing accepted), needs the seller's signature.
//
// Always: what is paid and what is returned add up to what was held. No more units have ids than were ordered.

import { settleHold } from '#contracts/accounts/operations.ts';
import { planUnits, typeOf } from '#contracts/items/operations.ts';
import { timesCents } from '#contracts/shared/money.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { accountOf, placeOrder } from './place-order.ts';
import { divide } from './rules.ts';
import { type Order, procurementInterface } from './schema.ts';

type Ctx = Context<typeof procurementInterface>;

/** The procurement contract. */
export const procurement = defineContract(procurementInterface, {
  visibleTo: {
    order: ({ buyer, seller }) => [buyer, seller],
    units: ({ buyer, seller }) => [buyer, seller],
    progress: ({ buyer, seller }) => [buyer, seller],
    counted: ({ buyer, seller }) => [buyer, seller],
  },
  actions: {
    placeOrder: {
      commits: (_, { quantity, unitPriceCents, unit }) => {
        const amount = timesCents(quantity, unitPriceCents);
        return amount === undefined ? undefined : { what: 'procurement.placeOrder', unit, amount };
      },
      run(ctx, terms) {
        placeOrder(ctx, terms, 'placed');
      },
    },
    acceptOrder: {
      commits: (ctx, { id }) => {
        const order = ctx.get('order', id);
        return order && { what: 'procurement.acceptOrder', unit: order.unit, amount: order.totalCents };
      },
      run(ctx, { id }) {
        const order = asSeller(ctx, known(ctx, id));
        if (order.state !== 'placed') return ctx.refuse('not_placed', { state: order.state });
        ctx.put('order', id, { ...order, state: 'accepted' });
        ctx.emit('orderAccepted', { id });
      },
    },
    declineOrder: {
      free: 'declining binds nobody',
      run(ctx, { id }) {
        const order = asSeller(ctx, known(ctx, id));
        if (order.state !== 'placed') return ctx.refuse('not_placed', { state: order.state });
        settle(ctx, order, 0);
        ctx.put('order', id, { ...order, state: 'declined' });
        ctx.emit('orderDeclined', { id });
      },
    },
    cancelOrder: {
      run(ctx, { id }) {
        const order = asBuyer(ctx, known(ctx, id));
        if (order.state !== 'placed') return ctx.refuse('not_placed', { state: order.state });
        settle(ctx, order, 0);
        ctx.put('order', id, { ...order, state: 'cancelled' });
        ctx.emit('orderCancelled', { id });
      },
    },
    registerUnits: {
      commits: (_, { serials }) => ({ what: 'procurement.registerUnits', unit: 'item', amount: serials.length }),
      run(ctx, { order: id, serials }) {
        const order = known(ctx, id);
        const { buyer, seller, itemType: type, quantity } = order;
        if (![buyer, seller].includes(ctx.caller.member)) return ctx.refuse('not_party', { order: id });
        if (order.state !== 'accepted') return ctx.refuse('not_accepted', { state: order.state });
        if (ctx.call(typeOf, { id: type })?.tracking !== 'serial') return ctx.refuse('not_serial', { itemType: type });
        const planned = (ctx.get('units', id)?.planned ?? 0) + serials.length;
        if (planned > quantity) return ctx.refuse('units_too_many', { planned, quantity });
        // What is not made yet is the seller's: title passes when the buyer accepts the thing.
        ctx.call(planUnits, { type, owner: seller, custodian: seller, serials, order: id });
        ctx.put('units', id, { order: id, buyer, seller, planned });
        ctx.emit('unitsRegistered', { order: id, planned });
      },
    },
    closeOrder: {
      commits: (ctx, { id, acceptedQuantity }) => {
        const order = ctx.get('order', id);
        if (order === undefined) return undefined;
        const amount = divide(order, acceptedQuantity).payCents;
        return { what: 'procurement.closeOrder', unit: order.unit, amount };
      },
      run(ctx, { id, acceptedQuantity }) {
        const order = asBuyer(ctx, known(ctx, id));
        if (order.state !== 'accepted' && order.state !== 'closing')
          return ctx.refuse('not_accepted', { state: order.state });
        if (acceptedQuantity > order.quantity) return ctx.refuse('accepted_too_many', { quantity: order.quantity });
        if (acceptedQuantity === order.quantity) return close(ctx, order, acceptedQuantity);
        ctx.put('order', id, { ...order, state: 'closing', acceptedQuantity });
        ctx.emit('closingProposed', { id, acceptedQuantity });
      },
    },
    agreeClosing: {
      run(ctx, { id }) {
        const order = asSeller(ctx, known(ctx, id));
        const { state, acceptedQuantity } = order;
        if (state !== 'closing' || acceptedQuantity === undefined) return ctx.refuse('closing_not_proposed', { state });
        close(ctx, order, acceptedQuantity);
      },
    },
  },
});

function known(ctx: Ctx, id: string): Order {
  return ctx.get('order', id) ?? ctx.refuse('order_unknown', { id });
}

function asBuyer(ctx: Ctx, order: Order): Order {
  if (order.buyer !== ctx.caller.member) return ctx.refuse('not_buyer', { buyer: order.buyer });
  return order;
}

function asSeller(ctx: Ctx, order: Order): Order {
  if (order.seller !== ctx.caller.member) return ctx.refuse('not_seller', { seller: order.seller });
  return order;
}

function close(ctx: Ctx, order: Order, acceptedQuantity: number): void {
  settle(ctx, order, acceptedQuantity);
  ctx.put('order', order.id, { ...order, state: 'closed', acceptedQuantity });
  ctx.emit('orderClosed', { id: order.id, acceptedQuantity });
}

/** Pays the seller for what was accepted and returns the rest, where money was set aside. */
function settle(ctx: Ctx, order: Order, acceptedQuantity: number): void {
  const { hold, seller, unit } = order;
  if (hold === undefined) return;
  const { payCents, returnCents } = divide(order, acceptedQuantity);
  if (payCents > 0) ctx.call(settleHold, { hold, payTo: accountOf(ctx, seller, unit), amountCents: payCents });
  if (returnCents > 0) ctx.call(settleHold, { hold, payTo: undefined, amountCents: returnCents });
}
