// Step 4: the metal. A supplier's lot goes to the shop with its certificate, by both signatures, and from there into the
// units; a stock that falls short opens one order and no second.

import { agreementsInterface } from '#contracts/agreements/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { openText, sealText } from '../sealed-text.ts';
import { mustHold, type Tour } from '../stage.ts';
import { count, money } from '../wording.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const BLANK_CENTS = 400;
/** Blanks beyond those that the order needs. */
const SPARE = 2;
const BLANK = { partNumber: 'BLANK-6082', name: 'sawn blank, EN AW-6082 T6 (simulated)' } as const;
const LOT_NUMBER = 'MB-2291';
const CERTIFICATE = `Inspection certificate 3.1 (EN 10204) for lot ${LOT_NUMBER}, EN AW-6082 T6, heat 88213, Rm 315 MPa, Rp0.2 268 MPa, A 11 %. Simulated: no such metal was tested.`;

/** What the builds need of it; `entries`: the hand-over, which both sides may show. */
export type Material = { readonly lot: string; readonly entries: readonly number[] };

/** Plays step 4. */
export async function materialStep(tour: Tour): Promise<Material> {
  const { story } = tour;
  story.step(4, 'material');
  const { type, ...material } = await sellLot(tour);
  await restock(tour, type, material.lot);
  story.proves(
    'which lot the shop holds, who certified it, that it changed hands by two signatures; and that a shortage made one order, inside the agreed price band',
  );
  story.limit('that this metal is that lot: the lot number on it says so, and the certificate is the supplier’s word');
  return material;
}

async function sellLot({ story, cast, input, clock }: Tour): Promise<Material & { readonly type: string }> {
  const [sales, quality] = [cast.as('millbrook/sales'), cast.as('millbrook/quality')];
  const type = (await sales.do(itemsInterface, 'registerType', { ...BLANK, tracking: 'lot', unit: 'piece' })).id(
    'type',
  );
  const quantity = input.logs.length + SPARE;
  const lot = (await sales.do(itemsInterface, 'registerLot', { type, lotNumber: LOT_NUMBER, quantity })).id('item');
  const access = { readers: ['harbour/quality'], untilMs: clock() + DAY_MS };
  const text = { contract: 'items', field: 'certificate', value: CERTIFICATE };
  const certificate = await sealText(quality, text, access);
  const document = { item: lot, kind: 'materialCertificate', commitment: certificate.commitment } as const;
  const attached = await quality.do(itemsInterface, 'attachDocument', document);
  await quality.do(itemsInterface, 'changeState', { item: lot, to: 'released' });
  const offered = await sales.do(itemsInterface, 'offerHandover', { items: [lot], to: 'harbour', passes: 'both' });
  const handovers = [offered.id('handover')];
  const taken = await cast.as('harbour/logistics').do(itemsInterface, 'acceptHandover', { handovers });
  const held = await cast.as('harbour/quality').need(itemsInterface, 'item', lot);
  mustHold(held.owner === 'harbour' && held.custodian === 'harbour', 'the lot is the shop’s');
  const [paper] = held.documents;
  mustHold(paper !== undefined, 'the lot carries its certificate');
  const opened = await openText(cast.as('harbour/quality'), cast.keys('harbour/quality'), {
    ...certificate,
    commitment: paper.commitment,
  });
  mustHold(opened === CERTIFICATE, 'the shop reads the certificate that the supplier committed to');
  story.line(`lot ${held.number}: ${count(held.quantity, 'blank')} of ${BLANK.name}, ${lot}`);
  story.line(`its certificate, opened by harbour/quality: ${opened}`);
  story.signed(quality.actor, 'the certificate, by its commitment', attached.index);
  story.signed(sales.actor, 'the offer of the lot', offered.index);
  story.signed('harbour/logistics', 'that it has it', taken.index);
  return { type, lot, entries: [offered.index, taken.index] };
}

/** A standing agreement, a rule, and two readings of which the second changes nothing. */
async function restock(tour: Tour, itemType: string, lot: string): Promise<void> {
  const { story, cast, input } = tour;
  const { rule, agreement } = await agreeOnce(tour, itemType);
  const agent = cast.as('harbour/agent');
  const { quantity } = await cast.as('harbour/quality').need(itemsInterface, 'item', lot);
  const free = { rule, quantity: quantity - input.logs.length };
  const first = await agent.do(agreementsInterface, 'reportStock', free);
  const second = await agent.do(agreementsInterface, 'reportStock', { ...free, quantity: free.quantity - 1 });
  const orders = await agent.list(procurementInterface, 'order', 'buyer', 'harbour');
  const [order] = orders;
  mustHold(orders.length === 1 && order !== undefined, 'two readings below the minimum make one order');
  const { minimum, leastUnitPriceCents, mostUnitPriceCents } = await agent.need(agreementsInterface, 'rule', rule);
  const isInBand = leastUnitPriceCents <= order.unitPriceCents && order.unitPriceCents <= mostUnitPriceCents;
  mustHold(isInBand && order.state === 'accepted', 'it is inside the price band, and accepted by the agreement');
  const [least, most] = [leastUnitPriceCents, mostUnitPriceCents].map((cents) => money(cents, order.unit));
  story.line(`free stock ${free.quantity} (simulated), below the minimum of ${minimum}: ${order.quantity} ordered`);
  story.detail(
    `at ${money(order.unitPriceCents, order.unit)}, inside the band of ${least} to ${most}, by ${agreement}`,
  );
  story.line(`a second reading, ${free.quantity - 1}: no second order while the first is open`);
  story.signed(agent.actor, 'both readings, within its mandate', second.index);
  mustHold(first.index < second.index, 'one came after the other');
}

async function agreeOnce({ cast, terms, clock }: Tour, itemType: string) {
  const buyer = cast.as('harbour/buyer');
  const untilMs = clock() + YEAR_MS;
  const address = { contract: 'procurement', field: 'deliveryPlace', value: 'Harbour Machining, store (simulated)' };
  const place = await sealText(buyer, address, { readers: ['millbrook/sales'], untilMs });
  const proposed = await buyer.do(agreementsInterface, 'propose', {
    seller: 'millbrook',
    itemType,
    unit: terms.currency,
    prices: [{ fromQuantity: 1, unitPriceCents: BLANK_CENTS }],
    ...{ mostPerOrder: 50, mostInTotal: 500, leadDays: 5, certificates: [], untilMs },
    order: { deliveryPlace: place.commitment, terms: [], assumed: [], payment: 'hold' },
  });
  const agreement = proposed.id('agreement');
  await cast.as('millbrook/sales').do(agreementsInterface, 'agree', { agreement });
  const set = await buyer.do(agreementsInterface, 'setRule', {
    itemType,
    ...{ minimum: SPARE + 2, orderQuantity: 10, leastUnitPriceCents: 350, mostUnitPriceCents: 450 },
    ...{ agreements: [agreement], mostPerPeriod: 20, periodMs: 30 * DAY_MS },
  });
  return { rule: set.id('rule'), agreement };
}
