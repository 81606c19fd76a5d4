// Every refusal of the procurement contract, each with a statement that it stops.

import { type Later, registerType, typeId } from '#contracts/items/items.fixture.ts';
import { testRefusals } from '#test/refusals.ts';
import { START_MS, type World } from '#test/world.ts';
import {
  evidence,
  funded,
  milestones,
  onDispute,
  onlyId,
  onOrder,
  orderId,
  pass,
  place,
  policy,
  registerUnits,
} from './procurement.fixture.ts';
import { procurement } from './procurement.ts';

const DAY_MS = 86_400_000;
const REASON = `${'B'.repeat(42)}A`;

const placed = [...funded, place()];
const accept = onOrder('borealis/sales', 'acceptOrder');
const accepted = [...placed, accept];
const term = { name: 'flatness', measure: 'flatness', unit: 'mm', limit: '0.05', evidenceSource: 'QIF results' };
const ofType =
  (partNumber: string): Later =>
  (world) =>
    place({ itemType: typeId(world, partNumber) })(world);
const close = (acceptedQuantity: number, by = 'acme/finance', more = {}) =>
  onOrder(by, 'closeOrder', { acceptedQuantity, ...more });

const tariff = {
  by: 'delta/finance',
  action: 'procurement.publishTariff',
  input: { unit: 'EUR', feeBasisPoints: 100, mostCents: 500 },
};
const withTariff: Later = (world) => place({ tariff: onlyId(world, 'procurement/tariff') })(world);
const withdrawTariff =
  (by: string): Later =>
  (world) => ({ by, action: 'procurement.withdrawTariff', input: { id: onlyId(world, 'procurement/tariff') } });

const change = (changes: object, by = 'acme/buyer') => onOrder(by, 'proposeChange', { ...changes });
const answer = (by: string, action: string, from: string) => onOrder(by, action, { from });

const staged = [
  ...funded,
  place({ milestones: milestones(['acceptance', 3000], ['decision', 7000]), conditions: { arbiter: 'carter' } }),
  accept,
];
const release = (by: string, milestone: string, quantity: number) =>
  onOrder(by, 'releaseMilestone', { milestone, quantity });
const dispute = (part: object, by = 'acme/buyer') => onOrder(by, 'openDispute', { part: { ...part }, reason: REASON });
const disputed = [...staged, dispute({ amountCents: 1000 })];
const split = (by: string, sellerCents: number) => onDispute(by, 'proposeSplit', { sellerCents });

const scrapped: readonly Later[] = [
  registerUnits('borealis/engineer', ['S1']),
  (world) => ({
    by: 'borealis/operator',
    action: 'items.changeState',
    input: { item: onlyId(world, 'items/item'), to: 'scrapped' },
  }),
];
const remake =
  (by: string): Later =>
  (world) =>
    onOrder(by, 'proposeRemake', { items: [onlyId(world, 'items/item')] })(world);
const onRemake =
  (by: string, action: string): Later =>
  (world) => ({
    by,
    action: `procurement.${action}`,
    input: { order: orderId(world), remake: onlyId(world, 'procurement/remake') },
  });
const invoiced = [...funded, place({ payment: 'invoice' }), accept, close(4)];
const confirm = onOrder('borealis/finance', 'confirmPayment');
const settle: Later = (world: World) => onOrder('carter/sales', 'settle')(world);

testRefusals(procurement, {
  seller_unknown: { given: funded, refused: place({ seller: 'nobody' }) },
  seller_same: { given: funded, refused: place({ seller: 'acme' }) },
  type_unknown: { given: funded, refused: place({ itemType: 'type-none' }) },
  type_foreign: { given: [...funded, registerType('carter', 'RING-1')], refused: ofType('RING-1') },
  needed_by_past: { given: funded, refused: place({ neededByMs: START_MS }) },
  term_twice: { given: funded, refused: place({ terms: [term, term] }) },
  assumed_unknown: { given: funded, refused: place({ terms: [term], assumed: ['roughness'] }) },
  total_too_large: { given: funded, refused: place({ quantity: 1_000_000_000, unitPriceCents: 1_000_001 }) },
  account_missing: { given: [registerType('acme', 'PLATE-1')], refused: place() },
  arbiter_unfit: { given: funded, refused: place({ conditions: { arbiter: 'borealis' } }) },
  milestones_sum: {
    given: funded,
    refused: place({ milestones: milestones(['acceptance', 3000], ['accepted', 6999]) }),
  },
  decider_unknown: {
    given: funded,
    refused: place({ milestones: milestones(['decision', 10_000, { member: 'nobody', role: 'quality' }]) }),
  },
  tariff_unknown: { given: [...funded, tariff, withdrawTariff('delta/finance')], refused: withTariff },
  tariff_unit: { given: [...funded, { ...tariff, input: { ...tariff.input, unit: 'USD' } }], refused: withTariff },
  not_operator: { given: [tariff], refused: withdrawTariff('acme/finance') },
  order_unknown: { refused: accept },
  not_buyer: { given: placed, refused: onOrder('borealis/buyer', 'cancelOrder') },
  not_seller: { given: placed, refused: onOrder('acme/sales', 'acceptOrder') },
  not_party: { given: accepted, refused: registerUnits('carter/engineer', ['S1']) },
  role_of_other_side: { given: accepted, refused: change({ quantity: 5 }, 'acme/sales') },
  not_other_side: { given: [...accepted, close(3)], refused: onOrder('acme/finance', 'agreeClosing') },
  not_placed: { given: accepted, refused: onOrder('acme/buyer', 'cancelOrder') },
  not_accepted: { given: placed, refused: close(4) },
  not_awaiting: { given: placed, refused: onOrder('acme/finance', 'confirmOrder') },
  second_same: { given: [...funded, policy(39_999), place()], refused: onOrder('acme/buyer', 'confirmOrder') },
  closing_not_proposed: { given: accepted, refused: onOrder('borealis/sales', 'agreeClosing') },
  pay_too_much: { given: accepted, refused: close(4, 'borealis/sales', { payCents: 40_001 }) },
  units_too_many: {
    given: [...accepted, registerUnits('acme/engineer', ['S1', 'S2', 'S3'])],
    refused: registerUnits('acme/engineer', ['S4', 'S5']),
  },
  not_serial: {
    given: [...funded, registerType('acme', 'BAR-1', 'lot'), ofType('BAR-1'), accept],
    refused: registerUnits('acme/engineer', ['S1']),
  },
  accepted_too_many: { given: accepted, refused: close(5) },
  change_empty: { given: accepted, refused: change({ quantity: 4 }) },
  change_open: { given: [...accepted, change({ quantity: 3 })], refused: change({ quantity: 2 }) },
  change_unknown: { given: accepted, refused: answer('borealis/sales', 'agreeChange', 'buyer') },
  quantity_below_done: { given: [...accepted, evidence('delivered', 3)], refused: change({ quantity: 2 }) },
  terms_fixed: { given: [...accepted, evidence('built', 1)], refused: change({ terms: [term] }) },
  price_below_settled: {
    given: [...staged, release('acme/finance', 'decision 1', 4)],
    refused: change({ unitPriceCents: 9_999 }, 'borealis/sales'),
  },
  milestone_unknown: { given: staged, refused: release('acme/buyer', 'decision', 4) },
  not_releaser: { given: staged, refused: release('borealis/sales', 'decision 1', 4) },
  released_already: { given: staged, refused: release('acme/buyer', 'acceptance 0', 4) },
  dispute_unknown: { given: accepted, refused: onDispute('acme/buyer', 'withdrawDispute') },
  dispute_ended: {
    given: [...disputed, onDispute('carter/admin', 'decideDispute', { sellerCents: 1000 })],
    refused: onDispute('carter/admin', 'decideDispute', { sellerCents: 1000 }),
  },
  dispute_empty: { given: staged, refused: dispute({ amountCents: 0 }) },
  dispute_too_much: { given: staged, refused: dispute({ amountCents: 28_001 }) },
  disputes_too_many: {
    given: [...staged, ...Array<Later>(8).fill(dispute({ amountCents: 1 }))],
    refused: dispute({ amountCents: 1 }),
  },
  not_opener: { given: disputed, refused: onDispute('borealis/sales', 'withdrawDispute') },
  not_arbiter: { given: disputed, refused: onDispute('delta/admin', 'decideDispute', { sellerCents: 0 }) },
  split_too_much: { given: disputed, refused: split('borealis/sales', 1001) },
  split_not_proposed: { given: disputed, refused: onDispute('borealis/sales', 'agreeSplit') },
  item_unfit: {
    given: [...accepted, registerUnits('borealis/engineer', ['S1'])],
    refused: remake('borealis/sales'),
  },
  remake_unknown: {
    given: [...accepted, ...scrapped, remake('borealis/sales'), onRemake('acme/buyer', 'agreeRemake')],
    refused: onRemake('acme/buyer', 'agreeRemake'),
  },
  not_invoiced: { given: [...accepted, close(4)], refused: confirm },
  paid_already: { given: [...invoiced, confirm], refused: confirm },
  nothing_due: { given: [...accepted, pass(DAY_MS)], refused: settle },
});
