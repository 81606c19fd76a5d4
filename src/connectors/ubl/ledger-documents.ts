// The UBL documents that the records of an order support, and in words what is on the ledger and in none of them.

import { invoiceDocuments } from './ledger-invoice.ts';
import type { LedgerDocument, LedgerOrder } from './ledger-order.ts';
import { despatchDocuments, receiptDocuments, shippingUnsaid } from './ledger-shipping.ts';
import { changeDocuments, orderDocuments, responseDocuments } from './ledger-trade.ts';

/** Documents in the order of the trade, each with the name of its file; and what none of them says. */
export type LedgerDocuments = { readonly documents: readonly LedgerDocument[]; readonly unsaid: readonly string[] };

/** What UBL has a place for in an order and this ledger does not. */
const NOWHERE = [
  'addresses, contacts, tax and company numbers of the parties: the ledger has their ids and names alone',
  'tax: amounts on the ledger are without it',
];

/**
 * The documents of an order: Order, OrderResponse, OrderChange, DespatchAdvice, ReceiptAdvice and Invoice, as far as what
 * the reader sees supports them.
 * @throws Fault `ubl_currency_unfit`, `ubl_time_unfit` where UBL cannot say an amount or a time
 */
export function documentsOf(seen: LedgerOrder): LedgerDocuments {
  const isSecret = seen.order.state === 'awaitsSecond' || seen.order.state === 'withdrawn';
  const documents = isSecret
    ? []
    : [
        ...orderDocuments(seen),
        ...responseDocuments(seen),
        ...changeDocuments(seen),
        ...despatchDocuments(seen),
        ...receiptDocuments(seen),
        ...invoiceDocuments(seen),
      ];
  return {
    documents,
    unsaid: [...NOWHERE, ...placeUnsaid(seen), ...stateUnsaid(seen), ...termsUnsaid(seen), ...shippingUnsaid(seen)],
  };
}

function placeUnsaid({ deliveryPlace }: LedgerOrder): readonly string[] {
  return deliveryPlace === undefined ? ['the delivery place: the ledger has a salted commitment to it alone'] : [];
}

function stateUnsaid({ order, progress, money, revisions }: LedgerOrder): readonly string[] {
  const { state, revision = 1 } = order;
  if (state === 'awaitsSecond') return ['the order: it waits for its buyer’s second signature'];
  if (state === 'withdrawn') return ['the order: its buyer withdrew it before it was placed'];
  const isSeen = revision === 1 || revisions.length > 0;
  return [
    ...(progress === undefined ? ['the order as it was placed: you do not see when'] : []),
    ...(isSeen ? [] : ['the order as it was placed, and its changes: you see its terms of now alone']),
    ...(state === 'cancelled' ? ['that its buyer cancelled the order'] : []),
    ...(money?.invoicePaidMs === undefined ? [] : ['that its seller confirmed the payment of what was invoiced']),
  ];
}

function termsUnsaid({ order, releases, shipments, acceptances }: LedgerOrder): readonly string[] {
  const { incoterm: _, paymentDays: __, ...conditions } = order.conditions ?? {};
  const fields = (['milestones', 'retention', 'late', 'tariff'] as const).filter((name) => order[name] !== undefined);
  const names = [...Object.keys(conditions).map((name) => `conditions.${name}`), ...fields];
  const { assumed } = order;
  return [
    ...(names.length === 0 ? [] : [`terms of the order: ${names.join(', ')}`]),
    ...(assumed.length === 0 ? [] : [`what the buyer assumed: ${assumed.join(', ')}`]),
    ...(shipments.length === 0 ? [] : ['seals, and how they were at each hand-over']),
    ...(acceptances.some(({ reason }) => reason !== undefined) ? ['why things were refused: a salted commitment'] : []),
    ...(releases.length === 0 ? [] : ['what was kept back, reduced or returned of the price']),
  ];
}
