// How things get from the maker to the buyer: packed under a seal, handed on by two signatures at every leg, counted on
// arrival, accepted. The title passes with the acceptance, by the permit that the seller signed when it packed.
//
//   packed ──offer, take──▶ underway ──offer, take──▶ … ──offer, receive──▶ received ──accept, acceptSilently──▶ accepted
//     └──unpack──▶ unpacked      └──giveUp, seven days overdue──▶ lost
//
// Always: an item is in one open shipment at most, and has there one custodian: the member of the route that holds the
// shipment; no leg is left out; no more of an order is packed than was ordered; the title is the seller's until the buyer
// accepts or keeps silent for as long as the order says.

import { defineContract } from '#core/contract.ts';
import { accept, acceptSilently, receive } from './arrival.ts';
import { giveUp, offer, pack, reroute, take, takeBack, unpack } from './route.ts';
import { shippingInterface } from './schema.ts';

/** The shipping contract. */
export const shipping = defineContract(shippingInterface, {
  visibleTo: {
    shipment: ({ route }) => route,
    leg: ({ readers }) => readers,
    receipt: ({ readers }) => readers,
    acceptance: ({ buyer, seller }) => [buyer, seller],
    packed: ({ buyer, seller }) => [buyer, seller],
  },
  actions: {
    pack: {
      commits: (_, { items }) => ({ what: 'shipping.pack', unit: 'item', amount: items.length }),
      run: pack,
    },
    offer: {
      commits: (ctx, { shipment }) => load('shipping.offer', ctx.get('shipment', shipment)),
      run: (ctx, { shipment }) => offer(ctx, shipment),
    },
    take: {
      commits: (ctx, { shipment }) => load('shipping.take', ctx.get('shipment', shipment)),
      run: take,
    },
    takeBack: { free: 'ending an offer moves nothing', run: (ctx, { shipment }) => takeBack(ctx, shipment) },
    reroute: { run: reroute },
    receive: {
      commits: (ctx, { shipment }) => load('shipping.receive', ctx.get('shipment', shipment)),
      run: receive,
    },
    accept: {
      commits: (ctx, { shipment }) => load('shipping.accept', ctx.get('shipment', shipment)),
      run: accept,
    },
    acceptSilently: {
      free: 'it follows from what both sides signed',
      run: (ctx, { shipment }) => acceptSilently(ctx, shipment),
    },
    unpack: { run: (ctx, { shipment }) => unpack(ctx, shipment) },
    giveUp: { run: (ctx, { shipment }) => giveUp(ctx, shipment) },
  },
});

/** What a machine or an agent must be allowed: so many items. */
function load(what: string, shipment: { readonly items: readonly string[] } | undefined) {
  return shipment && { what, unit: 'item', amount: shipment.items.length };
}
