// What happens on the full ledger's market: a request for quotation that two members answer, an order with everything an
// order may have, a shipment, agreements by which stock is filled up, claims against a
// plate, and rewards. By the end there is a record of every kind.

import { typeId } from '#contracts/items/items.fixture.ts';
import { hash, the } from '#contracts/production/workshop.fixture.ts';
import { sealedContent } from '#contracts/sourcing/match.ts';
import type { BidContent } from '#contracts/sourcing/records.ts';
import { base64url } from '#core/bytes.ts';
import { encodeJson, type JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import type { FullLedger } from './full-ledger.ts';
import { playToBuyer } from './full-to-buyer.ts';

type Given = Step | ((world: World) => Step);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SEAL_UNTIL_MS = START_MS + HOUR_MS;
const NEEDED_BY_MS = START_MS + 30 * DAY_MS;
const ORDERED = 7;
const salt = hash('salt');
const rest = { deliveryPlace: hash('place'), terms: [], assumed: [], payment: 'hold' };

const rfqOf = (world: World): string => the(world, 'sourcing/rfq');
const bidOf = (world: World, member: string): string => `${rfqOf(world)}:${member}`;
const onRfq =
  (by: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({ by, action: `sourcing.${action}`, input: { rfq: rfqOf(world), ...more } });
const onBid =
  (member: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({ by: `${member}/sales`, action: `sourcing.${action}`, input: { bid: bidOf(world, member), ...more } });
const priced = (unitPriceCents: number): BidContent => ({
  unitPriceCents,
  deliverByMs: NEEDED_BY_MS - DAY_MS,
  validUntilMs: START_MS + 3 * HOUR_MS,
});

function publish(world: World): Step {
  const input = {
    order: {
      ...{ itemType: typeId(world, 'PLATE'), quantity: 5, unit: 'EUR', neededByMs: NEEDED_BY_MS, ...rest },
      tariff: the(world, 'procurement/tariff'),
    },
    requirement: {
      process: 'separating',
      certificates: [],
      exportZones: [],
      machineMinutes: 30,
      neededByMs: NEEDED_BY_MS,
    },
    reserveUnitPriceCents: 20_000,
    weights: { price: 10_000, time: 0, shop: 0 },
    ...{ sealUntilMs: SEAL_UNTIL_MS, openUntilMs: START_MS + 2 * HOUR_MS, awardUntilMs: START_MS + 3 * HOUR_MS },
    bondCents: 0,
    invited: ['borealis', 'delta'],
    nda: hash('nda'),
    files: [hash('drawing')],
    counterOffers: { rounds: 1, mostBasisPoints: 500 },
  };
  return { by: 'acme/buyer', action: 'sourcing.publishRfq', input };
}

function seal(ledger: string, member: string, content: BidContent): Given {
  return (world) => {
    const place = { ledger, rfq: rfqOf(world), bidder: member };
    const commitment = base64url(sha256(encodeJson(sealedContent(place, salt, content))));
    const input = { rfq: place.rfq, commitment, acknowledged: 1 };
    return { by: `${member}/sales`, action: 'sourcing.sealBid', input };
  };
}

const sealing = (ledger: string): readonly Given[] => [
  { by: 'carter/finance', action: 'accounts.openAccount', input: { unit: 'EUR' } },
  {
    by: 'carter/finance',
    action: 'procurement.publishTariff',
    input: { unit: 'EUR', feeBasisPoints: 50, mostCents: 1000 },
  },
  { by: 'delta/admin', action: 'standing.declareRelation', input: { member: 'carter' } },
  {
    by: 'acme/engineer',
    action: 'sharing.registerBlob',
    input: { hash: hash('drawing'), sizeBytes: 10, mediaType: 'model/step', contentCommitment: hash('content') },
  },
  publish,
  onRfq('borealis/sales', 'signNda'),
  onRfq('delta/sales', 'signNda'),
  onRfq('acme/buyer', 'giveFiles', { reader: 'borealis/sales', untilMs: NEEDED_BY_MS }),
  onRfq('acme/buyer', 'giveFiles', { reader: 'delta/sales', untilMs: NEEDED_BY_MS }),
  onRfq('borealis/sales', 'ask', { question: hash('question') }),
  (world) => ({
    by: 'acme/buyer',
    action: 'sourcing.answer',
    input: { question: the(world, 'sourcing/question'), asked: hash('asked'), answer: hash('answer') },
  }),
  onRfq('acme/buyer', 'addAddendum', { text: hash('addendum') }),
  seal(ledger, 'borealis', priced(15_000)),
  seal(ledger, 'delta', priced(16_000)),
];

const awarding: readonly Given[] = [
  onBid('borealis', 'openBid', { salt, content: { ...priced(15_000) } }),
  onBid('delta', 'openBid', { salt, content: { ...priced(16_000) } }),
  (world) => ({
    by: 'acme/buyer',
    action: 'sourcing.counterOffer',
    input: { rfq: rfqOf(world), bid: bidOf(world, 'borealis'), unitPriceCents: 14_500 },
  }),
  (world) => ({
    by: 'borealis/sales',
    action: 'sourcing.acceptCounter',
    input: { counter: the(world, 'sourcing/counter') },
  }),
  (world) => ({
    by: 'acme/buyer',
    action: 'sourcing.award',
    input: { rfq: rfqOf(world), bid: bidOf(world, 'borealis') },
  }),
  onBid('delta', 'learnRank'),
];

const orderOf = (world: World): string => the(world, 'procurement/order', { quantity: ORDERED });
const onOrder =
  (by: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({ by, action: `procurement.${action}`, input: { id: orderOf(world), ...more } });
const policy = (more: JsonObject): Step => ({
  by: 'acme/admin',
  action: 'procurement.setPolicy',
  input: { unit: 'EUR', ...more },
});
const spare = (world: World): string => the(world, 'items/item', { number: 'M1' });

const order: readonly Given[] = [
  policy({ secondAboveCents: 1 }),
  (world) => ({
    by: 'acme/buyer',
    action: 'procurement.placeOrder',
    input: {
      seller: 'borealis',
      itemType: typeId(world, 'PLATE'),
      ...{ quantity: ORDERED, unitPriceCents: 10_000, unit: 'EUR', neededByMs: NEEDED_BY_MS },
      ...rest,
      conditions: { arbiter: 'carter' },
      milestones: [
        { name: 'start', shareBasisPoints: 3000, when: 'acceptance' },
        { name: 'end', shareBasisPoints: 7000, when: 'decision' },
      ],
    },
  }),
  onOrder('acme/finance', 'confirmOrder'),
  policy({}),
  onOrder('borealis/sales', 'acceptOrder'),
  onOrder('acme/buyer', 'proposeChange', { neededByMs: NEEDED_BY_MS - DAY_MS }),
  onOrder('borealis/sales', 'agreeChange', { from: 'buyer' }),
  (world) => ({
    by: 'borealis/engineer',
    action: 'procurement.registerUnits',
    input: { order: orderOf(world), serials: ['M1'] },
  }),
  (world) => ({
    by: 'borealis/operator',
    action: 'items.changeState',
    input: { item: spare(world), to: 'scrapped' },
  }),
  (world) => ({
    by: 'borealis/sales',
    action: 'procurement.proposeRemake',
    input: { id: orderOf(world), items: [spare(world)] },
  }),
  (world) => ({
    by: 'acme/buyer',
    action: 'procurement.agreeRemake',
    input: { order: orderOf(world), remake: the(world, 'procurement/remake') },
  }),
  onOrder('acme/buyer', 'openDispute', { part: { amountCents: 1000 }, reason: hash('reason') }),
];

const shipmentOf = (world: World): string => the(world, 'shipping/shipment');
const onShipment =
  (by: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({ by, action: `shipping.${action}`, input: { shipment: shipmentOf(world), ...more } });

/** A plate that inspection has released. */
const shipping: readonly Given[] = [
  (world) => {
    const made = world.all('items/item').find(({ order: of, state }) => of !== undefined && state === 'made');
    return { by: 'borealis/quality', action: 'inspection.applyReview', input: { item: String(made?.id) } };
  },
  (world) => {
    const plate = world.all('items/item').find(({ order: of, state }) => of !== undefined && state === 'released');
    const seal = { kind: 'printedCode', grade: 0, code: 'seal' };
    const input = { order: String(plate?.order), items: [String(plate?.id)], seal, carriers: ['delta'] };
    return { by: 'borealis/logistics', action: 'shipping.pack', input: { ...input, dueMs: START_MS + 5 * DAY_MS } };
  },
  onShipment('borealis/logistics', 'offer'),
  onShipment('delta/logistics', 'take', { sealIntact: true }),
  onShipment('delta/logistics', 'offer'),
  onShipment('acme/logistics', 'receive', { sealIntact: true, exceptions: [] }),
  onShipment('acme/quality', 'accept', { refused: [] }),
];

const agreementOf = (world: World, seller: string): string => the(world, 'agreements/agreement', { seller });
const agreed = (seller: string): readonly Given[] => [
  (world) => ({
    by: 'acme/buyer',
    action: 'agreements.propose',
    input: {
      ...{ seller, itemType: typeId(world, 'PLATE'), unit: 'EUR', mostPerOrder: 50, mostInTotal: 100, leadDays: 3 },
      prices: [{ fromQuantity: 1, unitPriceCents: 900 }],
      certificates: [],
      untilMs: NEEDED_BY_MS,
      order: rest,
    },
  }),
  (world) => ({
    by: `${seller}/sales`,
    action: 'agreements.agree',
    input: { agreement: agreementOf(world, seller) },
  }),
];

const agreements: readonly Given[] = [
  ...agreed('borealis'),
  ...agreed('delta'),
  (world) => ({
    by: 'acme/buyer',
    action: 'agreements.setChain',
    input: { name: 'plates', agreements: [agreementOf(world, 'borealis'), agreementOf(world, 'delta')] },
  }),
  (world) => ({
    by: 'acme/buyer',
    action: 'agreements.setRule',
    input: {
      ...{ itemType: typeId(world, 'PLATE'), minimum: 10, orderQuantity: 20 },
      ...{ leastUnitPriceCents: 800, mostUnitPriceCents: 1000, mostPerPeriod: 40, periodMs: 30 * DAY_MS },
      agreements: [agreementOf(world, 'borealis')],
    },
  }),
  (world) => ({
    by: 'acme/logistics',
    action: 'agreements.reportStock',
    input: { rule: the(world, 'agreements/rule'), quantity: 3 },
  }),
];

const onAsset =
  (by: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({ by, action: `claims.${action}`, input: { asset: the(world, 'claims/asset'), ...more } });

/** Claims against a plate that acme has accepted. */
const claims: readonly Given[] = [
  (world) => {
    const plate = world.all('items/item').find(({ owner, state }) => owner === 'acme' && state === 'released');
    const pays = { unit: 'PLATECLAIM', payUnit: 'EUR', payCents: 10, lapsesAtMs: NEEDED_BY_MS };
    return {
      by: 'acme/finance',
      action: 'claims.propose',
      input: { item: String(plate?.id), valuer: 'delta', ...pays },
    };
  },
  onAsset('delta/finance', 'value', { valueCents: 5000 }),
];

/** A period of rewards of carter, which gets the fees. */
const rewards = (startsAtMs: number): readonly Given[] => [
  {
    by: 'carter/finance',
    action: 'rewards.open',
    input: {
      ...{ from: 'carter/EUR', unit: 'EUR', poolCents: 1, mostBasisPoints: 5000 },
      points: { orders: 50, onTime: 30, bids: 10 },
      startsAtMs,
      endsAtMs: START_MS + 20 * DAY_MS,
      claimUntilMs: START_MS + 40 * DAY_MS,
    },
  },
  (world) => ({
    by: 'borealis/sales',
    action: 'rewards.enter',
    input: { period: the(world, 'rewards/period'), kind: 'bid', record: bidOf(world, 'borealis') },
  }),
];

/** An order that waits for the second person of its buyer. */
const waiting: readonly Given[] = [
  policy({ secondAboveCents: 1 }),
  (world) => ({
    by: 'acme/buyer',
    action: 'procurement.placeOrder',
    input: {
      ...{ seller: 'borealis', itemType: typeId(world, 'PLATE'), quantity: 3, unitPriceCents: 10_000, unit: 'EUR' },
      ...{ neededByMs: NEEDED_BY_MS, ...rest },
    },
  }),
];

/** Plays it all. Between sealing and opening an hour passes. */
export async function playMarket(full: FullLedger): Promise<void> {
  const hours = {
    machine: 'delta/machine',
    hours: [{ fromMs: START_MS + 5 * HOUR_MS, untilMs: START_MS + 9 * HOUR_MS }],
  };
  const abilities = { actor: 'delta/machine', process: 'separating', name: 'Mill', materials: [] };
  await full.play([
    { by: 'delta/sales', action: 'capacity.setProfile', input: { country: 'SE', exportZones: [], takesOrders: true } },
    { by: 'delta/engineer', action: 'capacity.registerMachine', input: abilities },
    { by: 'delta/engineer', action: 'capacity.publishHours', input: hours },
    ...sealing(full.node.ledger.id),
  ]);
  full.clock.nowMs = Math.max(full.clock.nowMs, SEAL_UNTIL_MS);
  await full.play([...awarding, ...order, ...shipping, ...agreements, ...claims, ...waiting]);
  await full.play(rewards(full.clock.nowMs + 1500));
  await playToBuyer(full, publish);
}
