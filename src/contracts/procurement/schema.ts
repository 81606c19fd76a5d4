// Orders as clients see them: what is bought from whom, at which price, by when, under which terms; and what each side
// may do with it. The records are in records.ts and course.ts, the inputs in inputs.ts.

import { defineInterface, record } from '#core/contract.ts';
import * as course from './course.ts';
import { input } from './inputs.ts';
import * as records from './records.ts';
import { refusals } from './refusals.ts';

/** The interface of the procurement contract. */
export const procurementInterface = defineInterface({
  name: 'procurement',
  version: 1,
  records: {
    order: record(records.Order, { index: ['buyer', 'seller', 'state', 'itemType'] }),
    units: record(records.Units),
    progress: record(records.Progress),
    counted: record(records.CountedItem),
    money: record(records.Money),
    revision: record(course.Revision, { index: ['order'] }),
    change: record(course.Change, { index: ['order'] }),
    second: record(course.Second, { index: ['buyer', 'order'] }),
    policy: record(course.Policy, { index: ['member'] }),
    tariff: record(course.Tariff, { index: ['operator'] }),
    dispute: record(course.Dispute, { index: ['order', 'state', 'arbiter'] }),
    remake: record(course.Remake, { index: ['order'] }),
    replaced: record(course.Replaced),
  },
  refusals,
  events: [
    'orderPlaced',
    'orderAccepted',
    'orderDeclined',
    'orderCancelled',
    'unitsRegistered',
    'closingProposed',
    'closingWithdrawn',
    'orderClosed',
    'orderProgressed',
    'secondAwaited',
    'policySet',
    'tariffPublished',
    'tariffWithdrawn',
    'feeCharged',
    'moneyReleased',
    'retentionReleased',
    'changeProposed',
    'changeEnded',
    'orderChanged',
    'disputeOpened',
    'splitProposed',
    'disputeEnded',
    'remakeProposed',
    'remakeEnded',
    'paymentConfirmed',
  ],
  actions: {
    placeOrder: {
      input: input.placeOrder,
      says: 'Order {quantity} of {itemType} from {seller} at {unitPriceCents} {unit} cents each by {neededByMs}',
      subject: ({ itemType }) => itemType,
      expects: ({ itemType, tariff }) => [['items/type', itemType], ...optional('tariff', tariff)],
      roles: ['buyer', 'agent'],
    },
    confirmOrder: {
      input: input.ofOrder,
      says: 'As a second person, confirm the order {id}',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['buyer', 'finance', 'admin'],
    },
    acceptOrder: {
      input: input.ofOrder,
      says: 'Accept the order {id} with its terms',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['sales', 'agent'],
    },
    declineOrder: {
      input: input.ofOrder,
      says: 'Decline the order {id}',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['sales', 'agent'],
    },
    cancelOrder: {
      input: input.ofOrder,
      says: 'Cancel the order {id} before it is accepted',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['buyer'],
    },
    registerUnits: {
      input: input.registerUnits,
      says: 'Give units of order {order} the serial numbers {serials}',
      subject: ({ order }) => order,
      expects: ({ order }) => [['order', order]],
    },
    closeOrder: {
      input: input.closeOrder,
      says: 'Close the order {id} with {acceptedQuantity} accepted and to be paid',
      subject: ({ id }) => id,
      expects: ({ id }) => [
        ['order', id],
        ['money', id],
      ],
      roles: ['buyer', 'finance', 'sales', 'agent'],
    },
    agreeClosing: {
      input: input.ofOrder,
      says: 'Agree to close the order {id} as the other side proposes',
      subject: ({ id }) => id,
      expects: ({ id }) => [
        ['order', id],
        ['money', id],
      ],
      roles: ['sales', 'finance', 'buyer'],
    },
    withdrawClosing: {
      input: input.ofOrder,
      says: 'Do not close the order {id}: take the proposal back, or decline it',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['sales', 'finance', 'buyer'],
    },
    setPolicy: {
      input: input.setPolicy,
      says: 'Set above which amount in {unit} cents a second person of ours signs orders and payments',
      subject: ({ unit }) => unit,
      expects: { none: 'the new limit replaces whatever there was' },
      roles: ['admin'],
    },
    publishTariff: {
      input: input.publishTariff,
      says: 'Take {feeBasisPoints} basis points of each accepted order in {unit} that names this tariff, at most {mostCents} cents',
      subject: ({ unit }) => unit,
      expects: { none: 'the tariff has no record yet' },
      roles: ['admin', 'finance'],
    },
    withdrawTariff: {
      input: input.ofOrder,
      says: 'Withdraw the tariff {id} from new orders',
      subject: ({ id }) => id,
      expects: ({ id }) => [['tariff', id]],
      roles: ['admin', 'finance'],
    },
    proposeChange: {
      input: input.proposeChange,
      says: 'Propose to change the order {id}',
      subject: ({ id }) => id,
      expects: ({ id }) => [['order', id]],
      roles: ['buyer', 'sales', 'finance'],
    },
    agreeChange: {
      input: input.ofChange,
      says: 'Agree to the change of order {id} that the {from} proposes',
      subject: ({ id }) => id,
      expects: ({ id, from }) => [
        ['order', id],
        ['change', `${id}/${from}`],
      ],
      roles: ['buyer', 'sales', 'finance'],
    },
    declineChange: {
      input: input.ofChange,
      says: 'Decline the change of order {id} that the {from} proposes',
      subject: ({ id }) => id,
      expects: ({ id, from }) => [['change', `${id}/${from}`]],
      roles: ['buyer', 'sales', 'finance'],
    },
    withdrawChange: {
      input: input.ofChange,
      says: 'Withdraw our change of order {id}, as its {from}',
      subject: ({ id }) => id,
      expects: ({ id, from }) => [['change', `${id}/${from}`]],
      roles: ['buyer', 'sales', 'finance'],
    },
    releaseMilestone: {
      input: input.releaseMilestone,
      says: 'Release {milestone} of order {id} for {quantity} units in all',
      subject: ({ id }) => id,
      expects: ({ id }) => [
        ['order', id],
        ['money', id],
      ],
    },
    openDispute: {
      input: input.openDispute,
      says: 'Dispute {part} of order {id}: it stays frozen until the dispute ends',
      subject: ({ id }) => id,
      expects: ({ id }) => [
        ['order', id],
        ['money', id],
      ],
      roles: ['buyer', 'sales', 'finance', 'quality'],
    },
    withdrawDispute: {
      input: input.ofDispute,
      says: 'Withdraw the dispute {dispute} of order {order}',
      subject: ({ order }) => order,
      expects: ({ dispute }) => [['dispute', dispute]],
      roles: ['buyer', 'sales', 'finance', 'quality'],
    },
    proposeSplit: {
      input: input.split,
      says: 'Propose to end the dispute {dispute} of order {order} with {sellerCents} cents for the seller, the rest for the buyer',
      subject: ({ order }) => order,
      expects: ({ dispute }) => [['dispute', dispute]],
      roles: ['buyer', 'sales', 'finance'],
    },
    agreeSplit: {
      input: input.ofDispute,
      says: 'Agree to end the dispute {dispute} of order {order} as the other side proposes',
      subject: ({ order }) => order,
      expects: ({ dispute }) => [['dispute', dispute]],
      roles: ['buyer', 'sales', 'finance'],
    },
    decideDispute: {
      input: input.split,
      says: 'Decide the dispute {dispute} of order {order}: {sellerCents} cents for the seller, the rest for the buyer',
      subject: ({ order }) => order,
      expects: ({ dispute }) => [['dispute', dispute]],
    },
    proposeRemake: {
      input: input.proposeRemake,
      says: 'Propose to replace the units {items} of order {id} at no further price',
      subject: ({ id }) => id,
      expects: ({ id, items }) => [['order', id], ...items.map((item) => ['items/item', item] as const)],
      roles: ['buyer', 'sales', 'quality', 'engineer'],
    },
    agreeRemake: {
      input: input.ofRemake,
      says: 'Agree to replace units of order {order} as {remake} says',
      subject: ({ order }) => order,
      expects: ({ order, remake }) => [
        ['order', order],
        ['remake', remake],
      ],
      roles: ['buyer', 'sales', 'quality', 'engineer'],
    },
    withdrawRemake: {
      input: input.ofRemake,
      says: 'Do not replace units of order {order} as {remake} says',
      subject: ({ order }) => order,
      expects: ({ remake }) => [['remake', remake]],
      roles: ['buyer', 'sales', 'quality', 'engineer'],
    },
    confirmPayment: {
      input: input.ofOrder,
      says: 'Confirm that the invoice of order {id} is paid',
      subject: ({ id }) => id,
      expects: ({ id }) => [
        ['order', id],
        ['money', id],
      ],
      roles: ['sales', 'finance', 'agent'],
    },
    settle: {
      input: input.settle,
      says: 'Settle what is due by now of order {id}',
      subject: ({ id }) => id,
      expects: { none: 'what is due follows from the records and block time, and adds no will of the signer' },
    },
  },
});

function optional(kind: string, id: string | undefined): readonly (readonly [string, string])[] {
  return id === undefined ? [] : [[kind, id]];
}
