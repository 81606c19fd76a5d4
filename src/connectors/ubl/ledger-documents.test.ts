// What the records of an order come to as UBL documents, and what none of them says, along every way an order may take.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Later } from '#contracts/items/items.fixture.ts';
import { funded, milestones, onOrder, orderId, pass, place } from '#contracts/procurement/procurement.fixture.ts';
import {
  accept,
  DAY_MS,
  offered,
  onShipment,
  ordered,
  pack,
  packed,
  receive,
  received,
  UNITS,
  underway,
} from '#contracts/shipping/shipping.fixture.ts';
import { isObject, type JsonObject } from '#core/canonical-json.ts';
import { START_MS, type Step, World } from '#test/world.ts';
import type { DocumentName, UblDocument } from './documents.ts';
import { documentsOf } from './ledger-documents.ts';
import type { LedgerOrder } from './ledger-order.ts';
import { readUbl } from './read.ts';
import { writeUbl } from './write.ts';
import { assertValid, isToValidate } from './xmllint.fixture.ts';

type Given = Step | Later;
const REASON = 'A'.repeat(43);

/** Plays the steps. @returns the only order as its parties see it */
function seenAfter(steps: readonly Given[], changes: Partial<LedgerOrder> = {}): LedgerOrder {
  const world = new World();
  const events = steps.flatMap((step) => {
    const told = world.ok(typeof step === 'function' ? step(world) : step).events;
    return told.flatMap(({ name, data }) => (isObject(data) ? [{ name, data, atMs: world.timeMs }] : []));
  });
  const id = orderId(world);
  const of = (kind: string, field = 'order'): readonly JsonObject[] =>
    world.all(kind).filter((record) => record[field] === id);
  const [order] = of('procurement/order', 'id');
  const shipments = of('shipping/shipment');
  const answer = events.find(({ name }) => name === 'orderAccepted' || name === 'orderDeclined');
  // Written by the contracts' schemas.
  return {
    ledger: 'testworld',
    order,
    type: world.get('items/type', String(order?.itemType)),
    progress: of('procurement/progress')[0],
    money: of('procurement/money')[0],
    names: new Map(['acme', 'borealis', 'carter'].map((member) => [member, `${member} Ltd`])),
    revisions: of('procurement/revision'),
    shipments,
    legs: world.all('shipping/leg').filter(({ shipment }) => shipments.some((one) => one.id === shipment)),
    receipts: of('shipping/receipt'),
    acceptances: of('shipping/acceptance'),
    items: of('items/item'),
    ...(answer && { answered: { atMs: answer.atMs, isAccepted: answer.name === 'orderAccepted' } }),
    releases: events.flatMap(({ name, data, atMs }) =>
      name === 'moneyReleased' ? [{ atMs, paidCents: Number(data.paidCents) }] : [],
    ),
    ...changes,
  } as unknown as LedgerOrder;
}

/** The documents of a kind, as they read back. */
async function read<N extends DocumentName>(seen: LedgerOrder, kind: N): Promise<readonly UblDocument<N>[]> {
  const found = documentsOf(seen).documents.filter(({ name }) => name === kind);
  const documents = await Promise.all(found.map(({ name, document }) => readUbl(writeUbl(name, document))));
  for (const { unkeptCount } of documents) assert.equal(unkeptCount, 0);
  return documents.map(({ document }) => document as UblDocument<N>);
}

const placed = [...funded, place()];
const accepted = [...placed, onOrder('borealis/sales', 'acceptOrder')];
const change = { quantity: 2, unitPriceCents: 9_950, neededByMs: START_MS + 20 * DAY_MS };
const changed = [
  ...accepted,
  onOrder('acme/buyer', 'proposeChange', change),
  onOrder('borealis/sales', 'agreeChange', { from: 'buyer' }),
];
const refusedOne = [...received, pass(DAY_MS), accept(['S2'], { reason: REASON })];
const paid = [...received, accept(), onOrder('acme/buyer', 'closeOrder', { acceptedQuantity: 4 })];
const ROUTE = ['order.xml', 'order-response.xml', 'despatch-advice-1.xml', 'receipt-advice-1.xml'];

const WAYS: readonly (readonly [what: string, steps: readonly Given[], files: readonly string[], unsaid: RegExp])[] = [
  ['placed', placed, ['order.xml'], /^addresses/],
  ['accepted', accepted, ['order.xml', 'order-response.xml'], /^tax/m],
  ['declined', [...placed, onOrder('borealis/sales', 'declineOrder')], ['order.xml', 'order-response.xml'], /^tax/m],
  [
    'cancelled',
    [...placed, onOrder('acme/buyer', 'cancelOrder')],
    ['order.xml'],
    /^that its buyer cancelled the order/m,
  ],
  ['changed', changed, ['order.xml', 'order-response.xml', 'order-change-1.xml'], /^tax/m],
  [
    'that waits for a second signature',
    [{ by: 'acme/admin', action: 'procurement.setPolicy', input: { unit: 'EUR', secondAboveCents: 1 } }, ...placed],
    [],
    /^the order: it waits/m,
  ],
  ['packed', packed, ROUTE.slice(0, 2), /^shipment shipment-\w+: it is packed, and has not left/m],
  ['under way', underway, ROUTE.slice(0, 3), /^seals/m],
  [
    'given up',
    [...underway, pass(11 * DAY_MS), onShipment('borealis/sales', 'giveUp')],
    ROUTE.slice(0, 3),
    /: its seller gave it up/,
  ],
  ['received', received, ROUTE, /^the delivery place/m],
  ['refused in part', refusedOne, ROUTE, /^why things were refused/m],
  ['paid', paid, [...ROUTE, 'invoice-1.xml'], /^what was kept back/m],
  [
    'paid on the way',
    [
      ...funded,
      place({ milestones: milestones(['acceptance', 3_000], ['decision', 7_000]) }),
      onOrder('borealis/sales', 'acceptOrder'),
      onOrder('acme/finance', 'releaseMilestone', { milestone: 'decision 1', quantity: 1 }),
    ],
    ['order.xml', 'order-response.xml', 'invoice-1.xml', 'invoice-2.xml'],
    /^terms of the order: milestones$/m,
  ],
];

describe('the UBL documents of an order', () => {
  for (const [what, steps, files, unsaid] of WAYS) {
    test(`that is ${what} are ${files.length === 0 ? 'none' : files.join(', ')}`, (t) => {
      const { documents, unsaid: said } = documentsOf(seenAfter(steps));
      assert.deepEqual(
        documents.map(({ file }) => file),
        files,
      );
      assert.match(said.join('\n'), unsaid);
      if (!isToValidate(t)) return;
      for (const { name, document } of documents) assertValid(name, [writeUbl(name, document)]);
    });
  }

  test('say what was ordered at first, and what it was changed to', async () => {
    const seen = seenAfter(changed);
    const [order] = await read(seen, 'Order');
    const [to] = await read(seen, 'OrderChange');
    const lineOf = (document: typeof order | typeof to) => {
      const item = document?.lines?.[0]?.item;
      return [item?.quantity, item?.price?.amount, item?.amount, item?.deliveries?.[0]?.requested];
    };
    const euros = (value: string) => ({ value, currency: 'EUR' });
    assert.deepEqual(lineOf(order), [
      { value: '4', unitCode: 'C62' },
      euros('100.00'),
      euros('400.00'),
      { endDate: '2026-01-06', endTime: '08:00:00Z' },
    ]);
    assert.deepEqual(lineOf(to), [
      { value: '2', unitCode: 'C62' },
      euros('99.50'),
      euros('199.00'),
      { endDate: '2026-01-25', endTime: '08:00:00Z' },
    ]);
    assert.deepEqual([to?.sequence, to?.order?.id?.value], ['1', seen.order.id]);
    assert.deepEqual([order?.issueDate, order?.issueTime], ['2026-01-05', '08:00:00Z']);
  });

  test('say the terms of an order, as values where they have one', async () => {
    const terms = [
      { name: 'deburred' },
      { name: 'Color: red' },
      { name: 'flatness', measure: 'flatness of A', unit: 'mm', limit: '0.1', evidenceSource: 'QIF results' },
    ];
    const conditions = { incoterm: { code: 'DAP', place: 'Sheffield' }, paymentDays: 30, law: 'GB' };
    const steps = [...funded, place({ terms, conditions, assumed: ['payment'] })];
    const seen = seenAfter(steps, { deliveryPlace: 'Works 2' });
    const [order] = await read(seen, 'Order');
    const item = order?.lines?.[0]?.item;
    assert.deepEqual(item?.notes, ['deburred']);
    assert.deepEqual(item?.item?.properties, [
      { name: 'Color', value: 'red' },
      { name: 'flatness', value: 'flatness of A, 0.1, mm, QIF results' },
    ]);
    assert.deepEqual(order?.deliveryTerms, [
      { id: { value: 'DAP', scheme: 'Incoterms 2020' }, location: { id: { value: 'Sheffield' } } },
    ]);
    assert.deepEqual(order?.paymentTerms, [{ notes: ['30 days'] }]);
    assert.deepEqual(item?.deliveries?.[0]?.location, { name: 'Works 2' });
    assert.deepEqual(documentsOf(seen).unsaid.slice(-2), [
      'terms of the order: conditions.law',
      'what the buyer assumed: payment',
    ]);
  });

  test('say which units left by whom, what arrived, and what of it was refused', async () => {
    const missing = [...underway, offered('carter'), receive([{ unit: 'S1', result: 'missing' }])];
    const seen = seenAfter([...missing, pass(DAY_MS), accept(['S2'], { reason: REASON })]);
    const [despatch] = await read(seen, 'DespatchAdvice');
    const [receipt] = await read(seen, 'ReceiptAdvice');
    assert.deepEqual(despatch?.shipment?.delivery?.carrier?.names, [{ name: 'carter Ltd' }]);
    assert.deepEqual(despatch?.lines?.[0]?.delivered, { value: '4', unitCode: 'C62' });
    assert.deepEqual(despatch?.lines?.[0]?.item?.instances?.map(({ serial }) => serial).sort(), [...UNITS]);
    const [line] = receipt?.lines ?? [];
    assert.deepEqual([line?.received?.value, line?.short?.value, line?.rejected?.value], ['3', '1', '1']);
    assert.deepEqual([line?.receivedDate, receipt?.issueDate], ['2026-01-05', '2026-01-06']);
  });

  test('leave out a receipt of lots in part, of which the records name the lots alone', () => {
    const seen = seenAfter([...underway, offered('carter'), receive([{ unit: 'S1', result: 'missing' }])]);
    const { documents, unsaid } = documentsOf({ ...seen, type: { ...seen.type, tracking: 'lot', unit: 'gram' } });
    assert.deepEqual(
      documents.map(({ file }) => file),
      ROUTE.slice(0, 3),
    );
    assert.match(unsaid.join('\n'), /^receipt of shipment-\w+: how much of its lots is missing or refused/m);
  });

  test('number shipments as they left, and no number changes when another leaves', async () => {
    const direct = (units: readonly string[]): Given => pack(units, { carriers: [] });
    const last =
      (action: string, more: JsonObject = {}, by = 'borealis/logistics'): Given =>
      (world) => {
        const shipment = world.all('shipping/shipment').find(({ state }) => state === 'packed');
        return { by, action: `shipping.${action}`, input: { shipment: String(shipment?.id), ...more } };
      };
    const arrives = [last('offer'), last('receive', { sealIntact: true, exceptions: [] }, 'acme/logistics')];
    const steps = [...ordered(), direct(['S1']), last('unpack')];
    for (const unit of UNITS) {
      steps.push(pass(1000), direct([unit]), ...arrives);
      const advices = await read(seenAfter(steps), 'DespatchAdvice');
      const receipts = await read(seenAfter(steps), 'ReceiptAdvice');
      const serials = advices.map(({ lines }) => lines?.[0]?.item?.instances?.[0]?.serial);
      assert.deepEqual(serials, UNITS.slice(0, advices.length));
      assert.deepEqual(
        receipts.map(({ despatches }) => despatches?.[0]?.id?.value),
        advices.map(({ id }) => id),
      );
    }
    assert.match(documentsOf(seenAfter(steps)).unsaid.join('\n'), /^shipment \S+: it is unpacked, and has not left/m);
  });

  test('say each payment once, and its units where it is for whole ones', async () => {
    const whole = await read(seenAfter(paid), 'Invoice');
    assert.deepEqual(
      whole.map(({ total, lines }) => [total?.prepaid?.value, total?.payable?.value, lines?.[0]?.quantity?.value]),
      [['400.00', '0.00', '4']],
    );
    const less = [
      ...funded,
      place({ payment: 'invoice', conditions: { paymentDays: 30 } }),
      onOrder('borealis/sales', 'acceptOrder'),
      onOrder('acme/buyer', 'closeOrder', { acceptedQuantity: 4, payCents: 12_345 }),
      onOrder('borealis/sales', 'agreeClosing'),
      onOrder('borealis/finance', 'confirmPayment'),
    ];
    const seen = seenAfter(less);
    const [invoice, none] = await read(seen, 'Invoice');
    assert.ok(documentsOf(seen).unsaid.includes('that its seller confirmed the payment of what was invoiced'));
    assert.equal(none, undefined);
    assert.deepEqual(invoice?.total, {
      lines: { value: '123.45', currency: 'EUR' },
      payable: { value: '123.45', currency: 'EUR' },
    });
    assert.deepEqual([invoice?.dueDate, invoice?.lines?.[0]?.quantity], ['2026-02-04', undefined]);
  });

  test('leave out what the reader does not see, and say so', () => {
    const { progress: _, answered: __, ...rest } = seenAfter(changed);
    const { documents, unsaid } = documentsOf({ ...rest, revisions: [] });
    assert.deepEqual(documents, []);
    assert.ok(unsaid.includes('the order as it was placed: you do not see when'));
    assert.ok(unsaid.includes('the order as it was placed, and its changes: you see its terms of now alone'));
  });

  test('are refused where UBL cannot say an amount or a time', () => {
    const seen = seenAfter(placed);
    assert.throws(() => documentsOf({ ...seen, order: { ...seen.order, unit: 'PLATECLAIM' } }), {
      code: 'ubl_currency_unfit',
    });
    const neededByMs = Number.MAX_SAFE_INTEGER;
    assert.throws(() => documentsOf({ ...seen, order: { ...seen.order, neededByMs } }), { code: 'ubl_time_unfit' });
  });
});
