// Step 7: what was released is packed under a seal and goes from hand to hand; the title passes with the acceptance, and
// the money that was set aside is paid.

import { accountsInterface } from '#contracts/accounts/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { ITEMS_PER_SHIPMENT, shippingInterface } from '#contracts/shipping/schema.ts';
import { mustHold, mustRefuse, type Tour } from '../stage.ts';
import { count, units as listed, money } from '../wording.ts';
import type { Ordered } from './agreed.ts';

const DAY_MS = 86_400_000;
const CARRIER = 'transit';

/** Entries that tell of a unit's way, by item. */
export type Shipped = ReadonlyMap<string, readonly number[]>;

/** Plays step 7. */
export async function shippingStep(tour: Tour, ordered: Ordered): Promise<Shipped> {
  const { story, cast } = tour;
  story.step(7, 'ship');
  const items = await cast.as('harbour/quality').list(itemsInterface, 'item', 'order', ordered.order);
  const released = items.filter(({ state }) => state === 'released').map(({ id }) => id);
  const shipped = new Map<string, readonly number[]>();
  for (let at = 0; at < released.length; at += ITEMS_PER_SHIPMENT) {
    const some = released.slice(at, at + ITEMS_PER_SHIPMENT);
    const entries = await ship(tour, ordered, some);
    for (const item of some) shipped.set(item, entries);
  }
  await closeOrder(tour, ordered, released.length);
  await sayMoney(tour, ordered);
  story.proves(
    'who held each unit when, by both signatures of every hand-over; that the title passed when the buyer accepted, and what was paid for it',
  );
  story.limit('that the seal was not opened and closed again: a printed seal shows no more than that it is there');
  return shipped;
}

async function ship(tour: Tour, { order, units }: Ordered, items: readonly string[]): Promise<readonly number[]> {
  const { story, cast, clock } = tour;
  const [maker, carrier, buyer] = [
    cast.as('harbour/logistics'),
    cast.as(`${CARRIER}/logistics`),
    cast.as('northwind/logistics'),
  ];
  const seal = { kind: 'printedCode', grade: 0, code: `seal of ${items[0]}` } as const;
  const packed = await maker.do(shippingInterface, 'pack', {
    ...{ order, items: [...items], seal, carriers: [CARRIER] },
    dueMs: clock() + 3 * DAY_MS,
  });
  const shipment = packed.id('shipment');
  await showSkippedLeg(tour, shipment);
  await maker.do(shippingInterface, 'offer', { shipment });
  const taken = await carrier.do(shippingInterface, 'take', { shipment, sealIntact: true });
  const [first = ''] = items;
  const underway = await carrier.need(itemsInterface, 'item', first);
  mustHold(underway.custodian === CARRIER && underway.owner === 'harbour', 'custody moved, the title did not');
  mustHold((await carrier.get(procurementInterface, 'order', order)) === undefined, 'the carrier sees no price');
  await carrier.do(shippingInterface, 'offer', { shipment });
  const received = await buyer.do(shippingInterface, 'receive', { shipment, sealIntact: true, exceptions: [] });
  const accepted = await cast.as('northwind/quality').do(shippingInterface, 'accept', { shipment, refused: [] });
  const there = await Promise.all(items.map((item) => buyer.need(itemsInterface, 'item', item)));
  mustHold(
    there.every(({ owner, custodian }) => owner === 'northwind' && custodian === 'northwind'),
    'each unit has one owner and one custodian: the buyer',
  );
  const numbers = units.flatMap(({ item, unit }) => (items.includes(item) ? [unit] : []));
  story.line(
    `${count(items.length, 'unit')} (${listed(numbers)}) from Harbour Machining by Transit Couriers to the buyer`,
  );
  story.signed(maker.actor, 'what is packed, under which seal, and that the title passes on acceptance', packed.index);
  story.signed(carrier.actor, 'that it took them, seal intact', taken.index);
  story.signed(buyer.actor, `that ${count(items.length, 'unit')} arrived, seal intact, none damaged`, received.index);
  story.signed('northwind/quality', 'the acceptance: the title passed', accepted.index);
  return [packed.index, taken.index, received.index, accepted.index];
}

/** The buyer takes what was not handed to the carrier yet. */
async function showSkippedLeg({ story, cast }: Tour, shipment: string): Promise<void> {
  const skipped = await cast.as('northwind/logistics').try(shippingInterface, 'receive', {
    ...{ shipment, sealIntact: true, exceptions: [] },
  });
  const what = 'the buyer receives them past the carrier';
  story.refused(what, skipped.outcome, mustRefuse(shippingInterface, skipped, 'not_next', what));
}

/** What was rejected is not paid: both sides sign that the order ends with what was accepted. */
async function closeOrder({ story, cast }: Tour, { order: id }: Ordered, acceptedQuantity: number): Promise<void> {
  const finance = cast.as('northwind/finance');
  const { state, quantity } = await finance.need(procurementInterface, 'order', id);
  if (state === 'closed') return;
  mustHold(acceptedQuantity < quantity, 'an order that is accepted in full closes by itself');
  await finance.do(procurementInterface, 'closeOrder', { id, acceptedQuantity });
  const agreed = await cast.as('harbour/finance').do(procurementInterface, 'agreeClosing', { id });
  story.line(
    `the order ends with ${acceptedQuantity} of ${quantity} accepted; both sides sign it (played by the tour)`,
  );
  story.signed('northwind/finance and harbour/finance', 'the end of the order', agreed.index);
}

async function sayMoney({ story, cast, terms }: Tour, { order: id }: Ordered): Promise<void> {
  const buyer = cast.as('northwind/finance');
  const {
    unitPriceCents,
    acceptedQuantity,
    feeCents = 0,
    feeTo,
    totalCents,
    unit,
    state,
  } = await buyer.need(procurementInterface, 'order', id);
  const { paidCents, returnedCents, heldCents } = await buyer.need(procurementInterface, 'money', id);
  mustHold(state === 'closed' && heldCents === 0, 'the order is closed, and nothing of its price is held');
  mustHold(paidCents === (acceptedQuantity ?? 0) * unitPriceCents, 'paid is what was accepted times its price');
  mustHold(paidCents + returnedCents === totalCents, 'paid and returned are the price');
  const transfers = await buyer.list(accountsInterface, 'transfer', 'reference', id);
  const toMaker = transfers.filter(({ payee }) => payee === 'harbour').reduce((sum, one) => sum + one.amountCents, 0);
  const fees = transfers.filter(({ payee }) => payee === feeTo);
  mustHold(toMaker === paidCents, 'the transfers to the maker add up to what was paid');
  mustHold(fees.length === 1 && fees[0]?.amountCents === feeCents, 'the fee was charged once');
  const [paid, returned, fee] = [paidCents, returnedCents, feeCents].map((cents) => money(cents, unit));
  const parts = terms.milestones.map(({ name, shareBasisPoints }) => `${shareBasisPoints / 100} % when ${name}`);
  story.line(
    `released from what was set aside: ${paid} to Harbour Machining (${parts.join(', ')}), ${returned} returned`,
  );
  story.line(`fee of the platform, charged once when the order was accepted: ${fee} to ${feeTo}`);
}
