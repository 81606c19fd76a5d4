// Refusals of one code at more than one place: who is kept out of each action, and when.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Later, play } from '#contracts/items/items.fixture.ts';
import type { Step, World } from '#test/world.ts';
import {
  funded,
  milestones,
  onDispute,
  onlyId,
  onOrder,
  orderId,
  place,
  registerUnits,
} from './procurement.fixture.ts';

type Given = readonly (Step | Later)[];
type Row = readonly [what: string, code: string, given: Given, refused: Later];

const DAY_MS = 86_400_000;
const accept = onOrder('borealis/sales', 'acceptOrder');
const named = { member: 'carter', role: 'quality' };
const accepted = [
  ...funded,
  place({
    milestones: milestones(['acceptance', 3000], ['decision', 4000], ['decision', 3000, named]),
    conditions: { arbiter: 'carter' },
    retention: { shareBasisPoints: 1_000, days: 30 },
  }),
  accept,
];
const close = (by: string, acceptedQuantity = 3) => onOrder(by, 'closeOrder', { acceptedQuantity });
const closing = [...accepted, close('acme/finance')];
const closed = [...closing, onOrder('borealis/sales', 'agreeClosing')];
const release = (by: string, milestone: string, quantity = 4) =>
  onOrder(by, 'releaseMilestone', { milestone, quantity });
const change = (by: string, changes: object = { terms: [{ name: 'deburred' }] }) =>
  onOrder(by, 'proposeChange', { ...changes });
const answer = (by: string, action: string) => onOrder(by, action, { from: 'buyer' });
const changing = [...accepted, change('acme/buyer')];
const dispute = (by: string, part: object = { amountCents: 1_000 }) =>
  onOrder(by, 'openDispute', { part: { ...part }, reason: `${'B'.repeat(42)}A` });
const disputed = [...accepted, dispute('acme/buyer')];
const split = (by: string) => onDispute(by, 'proposeSplit', { sellerCents: 500 });
const decide = (by: string, sellerCents: number) => onDispute(by, 'decideDispute', { sellerCents });
const scrapped = [
  ...accepted,
  registerUnits('borealis/engineer', ['S1']),
  (world: World): Step => ({
    by: 'borealis/operator',
    action: 'items.changeState',
    input: { item: onlyId(world, 'items/item'), to: 'scrapped' },
  }),
];
const remake =
  (by: string, times = 1): Later =>
  (world) =>
    onOrder(by, 'proposeRemake', { items: Array<string>(times).fill(onlyId(world, 'items/item')) })(world);
const onRemake =
  (by: string, action: string): Later =>
  (world) => ({
    by,
    action: `procurement.${action}`,
    input: { order: orderId(world), remake: onlyId(world, 'procurement/remake') },
  });
const remaking = [...scrapped, remake('borealis/sales')];
const at =
  (afterMs: number, step: Later): Later =>
  (world) => ({ ...step(world), afterMs });
const onSettle = onDispute('delta/sales', 'settle');
const settleDispute: Later = (world) => {
  const { order = '', dispute: id = '' } = onSettle(world).input;
  return { by: 'delta/sales', action: 'procurement.settle', input: { id: order, dispute: id } };
};

const ROWS: readonly Row[] = [
  ['accepting after the date', 'needed_by_past', [...funded, place()], at(DAY_MS, accept)],
  [
    'accepting what was declined',
    'not_placed',
    [...funded, place(), onOrder('borealis/sales', 'declineOrder')],
    accept,
  ],
  ['accepting twice', 'not_placed', accepted, accept],
  ['declining by the buyer', 'not_seller', [...funded, place()], onOrder('acme/sales', 'declineOrder')],
  ['declining what was accepted', 'not_placed', accepted, onOrder('borealis/sales', 'declineOrder')],
  ['releasing by the finance of the seller', 'not_releaser', accepted, release('borealis/finance', 'decision 1')],
  ['releasing by the sales of the buyer', 'not_releaser', accepted, release('acme/sales', 'decision 1')],
  ['releasing for another by the buyer', 'not_releaser', accepted, release('acme/buyer', 'decision 2')],
  ['releasing in another role', 'not_releaser', accepted, release('carter/sales', 'decision 2')],
  ['releasing more than was ordered', 'accepted_too_many', accepted, release('acme/buyer', 'decision 1', 5)],
  [
    'releasing less than before',
    'released_already',
    [...accepted, release('acme/buyer', 'decision 1', 2)],
    release('acme/buyer', 'decision 1', 1),
  ],
  ['releasing when closed', 'not_accepted', closed, release('acme/buyer', 'decision 1')],
  ['closing by another', 'not_party', accepted, close('carter/finance')],
  ['closing by the sales of the buyer', 'role_of_other_side', accepted, close('acme/sales')],
  ['closing twice', 'not_accepted', closed, close('acme/finance')],
  ['agreeing to close by another', 'not_party', closing, onOrder('carter/finance', 'agreeClosing')],
  [
    'agreeing to close as a buyer of the seller',
    'role_of_other_side',
    closing,
    onOrder('borealis/buyer', 'agreeClosing'),
  ],
  ['withdrawing a closing by another', 'not_party', closing, onOrder('carter/finance', 'withdrawClosing')],
  [
    'withdrawing a closing by the sales of the buyer',
    'role_of_other_side',
    closing,
    onOrder('acme/sales', 'withdrawClosing'),
  ],
  ['withdrawing no closing', 'closing_not_proposed', accepted, onOrder('acme/buyer', 'withdrawClosing')],
  [
    'settling a moment before the lapse',
    'nothing_due',
    accepted,
    (world) => ({ ...onOrder('delta/sales', 'settle')(world), afterMs: 366 * DAY_MS - 1 - (world.timeMs % DAY_MS) }),
  ],
  [
    'confirming a payment by the buyer',
    'not_seller',
    [...funded, place({ payment: 'invoice' }), accept, onOrder('acme/finance', 'closeOrder', { acceptedQuantity: 4 })],
    onOrder('acme/finance', 'confirmPayment'),
  ],
  ['proposing a change by another', 'not_party', accepted, change('carter/buyer')],
  ['proposing a change when closed', 'not_accepted', closed, change('acme/buyer')],
  ['a change to a date that is over', 'needed_by_past', accepted, at(1, change('acme/buyer', { neededByMs: 1 }))],
  [
    'a change to a price that no amount is',
    'total_too_large',
    accepted,
    change('acme/buyer', { quantity: 1_000_000_000, unitPriceCents: 1_000_001 }),
  ],
  ['a change to a term twice', 'term_twice', accepted, change('acme/buyer', { terms: [{ name: 'a' }, { name: 'a' }] })],
  ['agreeing to an own change', 'not_other_side', changing, answer('acme/finance', 'agreeChange')],
  ['agreeing to a change by another', 'not_party', changing, answer('carter/sales', 'agreeChange')],
  [
    'agreeing to a change as a buyer of the seller',
    'role_of_other_side',
    changing,
    answer('borealis/buyer', 'agreeChange'),
  ],
  [
    'agreeing to a change twice',
    'change_unknown',
    [...changing, answer('borealis/sales', 'agreeChange')],
    answer('borealis/sales', 'agreeChange'),
  ],
  [
    'agreeing to a change when closed',
    'not_accepted',
    [...changing, ...closed.slice(accepted.length)],
    answer('borealis/sales', 'agreeChange'),
  ],
  ['declining an own change', 'not_other_side', changing, answer('acme/buyer', 'declineChange')],
  ['withdrawing the change of the other', 'not_other_side', changing, answer('borealis/sales', 'withdrawChange')],
  ['declining a change by another', 'not_party', changing, answer('carter/sales', 'declineChange')],
  ['disputing by another', 'not_party', accepted, dispute('carter/finance')],
  ['disputing by the sales of the buyer', 'role_of_other_side', accepted, dispute('acme/sales')],
  ['disputing more units than were ordered', 'dispute_too_much', accepted, dispute('acme/buyer', { quantity: 5 })],
  [
    'disputing a milestone that is not there',
    'milestone_unknown',
    accepted,
    dispute('acme/buyer', { quantity: 1, milestone: 'x' }),
  ],
  [
    'disputing a milestone that is paid',
    'dispute_too_much',
    accepted,
    dispute('acme/buyer', { quantity: 1, milestone: 'acceptance 0' }),
  ],
  ['disputing more than is kept back', 'dispute_too_much', accepted, dispute('acme/buyer', { retainedCents: 1_201 })],
  [
    'disputing what is disputed',
    'dispute_too_much',
    [...accepted, dispute('acme/buyer', { amountCents: 28_000 })],
    dispute('borealis/sales', { amountCents: 1 }),
  ],
  ['splitting by another', 'not_party', disputed, split('carter/finance')],
  ['splitting by the sales of the buyer', 'role_of_other_side', disputed, split('acme/sales')],
  ['splitting what has ended', 'dispute_ended', [...disputed, decide('carter/admin', 0)], split('acme/buyer')],
  [
    'agreeing to an own split',
    'not_other_side',
    [...disputed, split('acme/finance')],
    onDispute('acme/buyer', 'agreeSplit'),
  ],
  [
    'agreeing to a split by another',
    'not_party',
    [...disputed, split('acme/finance')],
    onDispute('carter/finance', 'agreeSplit'),
  ],
  [
    'agreeing to a split as a buyer of the seller',
    'role_of_other_side',
    [...disputed, split('acme/finance')],
    onDispute('borealis/buyer', 'agreeSplit'),
  ],
  ['deciding on more than it is about', 'split_too_much', disputed, decide('carter/admin', 1_001)],
  ['deciding by a side', 'not_arbiter', disputed, decide('acme/finance', 0)],
  [
    'withdrawing what has ended',
    'dispute_ended',
    [...disputed, decide('carter/admin', 0)],
    onDispute('acme/buyer', 'withdrawDispute'),
  ],
  ['letting a dispute run out a moment early', 'nothing_due', disputed, at(90 * DAY_MS - 1, settleDispute)],
  ['letting a dispute run out twice', 'dispute_ended', [...disputed, at(90 * DAY_MS, settleDispute)], settleDispute],
  ['replacing by another', 'not_party', scrapped, remake('carter/sales')],
  ['replacing a unit twice at once', 'item_unfit', scrapped, remake('borealis/sales', 2)],
  [
    'replacing a unit again',
    'item_unfit',
    [...remaking, onRemake('acme/buyer', 'agreeRemake')],
    remake('borealis/sales'),
  ],
  ['agreeing to an own remake', 'not_other_side', remaking, onRemake('borealis/quality', 'agreeRemake')],
  ['agreeing to a remake by another', 'not_party', remaking, onRemake('carter/quality', 'agreeRemake')],
  ['withdrawing a remake by another', 'not_party', remaking, onRemake('carter/quality', 'withdrawRemake')],
  [
    'withdrawing a remake twice',
    'remake_unknown',
    [...remaking, onRemake('acme/buyer', 'withdrawRemake')],
    onRemake('acme/buyer', 'withdrawRemake'),
  ],
];

describe('of an order', () => {
  for (const [what, code, given, refused] of ROWS) {
    test(`${what}: ${code}`, () => {
      const world = play(given);
      assert.equal(world.do(refused(world)).outcome, `procurement.${code}`);
    });
  }

  test('a dispute and a remake of another order are not found by it', () => {
    const world = play([...disputed, ...scrapped.slice(accepted.length), remake('borealis/sales')]);
    const own = orderId(world);
    play([place()], world);
    const other = String(world.all('procurement/order').find(({ id }) => id !== own)?.id);
    world.ok({ by: 'borealis/sales', action: 'procurement.acceptOrder', input: { id: other } });
    const elsewhere = (step: Step): string => world.do({ ...step, input: { ...step.input, order: other } }).outcome;
    assert.equal(elsewhere(decide('carter/admin', 0)(world)), 'procurement.dispute_unknown');
    assert.equal(elsewhere(onDispute('acme/buyer', 'withdrawDispute')(world)), 'procurement.dispute_unknown');
    assert.equal(elsewhere(onRemake('acme/buyer', 'agreeRemake')(world)), 'procurement.remake_unknown');
  });
});
