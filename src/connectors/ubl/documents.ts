// The eight documents that are exchanged, each in the order of its schema (UBL 2.1, OASIS). `line` names the list of its
// lines.

import {
  allowance,
  buyer,
  delivery,
  deliveryTerms,
  document,
  item,
  lineItem,
  lineReference,
  orderReference,
  party,
  paymentTerms,
  period,
  price,
  seller,
  taxTotal,
  total,
} from './parts.ts';
import { date, group, identifier, many, quantity, type RecordOf, type Shape, text, time } from './shape.ts';

const head = { customization: text('CustomizationID'), profile: text('ProfileID'), id: text('ID') } as const;
const issued = { issueDate: date('IssueDate'), issueTime: time('IssueTime') } as const;
const contract = many(group('Contract', { id: identifier('ID'), type: text('ContractType') }));
const attached = many(group('AdditionalDocumentReference', document));
const terms = {
  deliveries: many(group('Delivery', delivery)),
  deliveryTerms: many(group('DeliveryTerms', deliveryTerms)),
} as const;
const singleTerms = {
  deliveries: many(group('Delivery', delivery)),
  deliveryTerms: group('DeliveryTerms', deliveryTerms),
} as const;
const costs = { customerReference: text('CustomerReference'), accountingCost: text('AccountingCost') } as const;
const orderLine = many(group('OrderLine', { notes: many(text('Note')), item: group('LineItem', lineItem) }));
const sides = { buyer, seller } as const;
const sellerFirst = { seller, buyer } as const;
const money = {
  paymentTerms: many(group('PaymentTerms', paymentTerms)),
  allowances: many(group('AllowanceCharge', allowance)),
  taxes: many(group('TaxTotal', taxTotal)),
} as const;

const requestForQuotation = {
  ...head,
  ...issued,
  dueDate: date('SubmissionDueDate'),
  notes: many(text('Note')),
  currency: text('PricingCurrencyCode'),
  attached,
  ...sellerFirst,
  ...terms,
  contract,
  lines: many(
    group('RequestForQuotationLine', { id: text('ID'), notes: many(text('Note')), item: group('LineItem', lineItem) }),
  ),
} as const;

const quotation = {
  ...head,
  ...issued,
  notes: many(text('Note')),
  currency: text('PricingCurrencyCode'),
  validity: group('ValidityPeriod', period),
  request: group('RequestForQuotationDocumentReference', document),
  attached,
  contract,
  ...sellerFirst,
  ...singleTerms,
  allowances: many(group('AllowanceCharge', allowance)),
  taxes: many(group('TaxTotal', taxTotal)),
  total: group('QuotedMonetaryTotal', total),
  lines: many(
    group('QuotationLine', {
      id: text('ID'),
      notes: many(text('Note')),
      requestLineId: text('RequestForQuotationLineID'),
      item: group('LineItem', lineItem),
    }),
  ),
} as const;

const order = {
  ...head,
  salesOrderId: text('SalesOrderID'),
  ...issued,
  typeCode: text('OrderTypeCode'),
  notes: many(text('Note')),
  currency: text('DocumentCurrencyCode'),
  ...costs,
  validity: many(group('ValidityPeriod', period)),
  quotation: group('QuotationDocumentReference', document),
  attached,
  contract,
  ...sides,
  ...terms,
  ...money,
  total: group('AnticipatedMonetaryTotal', total),
  lines: orderLine,
} as const;

const orderResponse = {
  ...head,
  salesOrderId: text('SalesOrderID'),
  ...issued,
  code: text('OrderResponseCode'),
  notes: many(text('Note')),
  currency: text('DocumentCurrencyCode'),
  ...costs,
  orders: many(group('OrderReference', orderReference)),
  attached,
  contract,
  ...sellerFirst,
  ...singleTerms,
  ...money,
  total: group('LegalMonetaryTotal', total),
  lines: orderLine,
} as const;

const orderChange = {
  ...head,
  salesOrderId: text('SalesOrderID'),
  ...issued,
  sequence: text('SequenceNumberID'),
  notes: many(text('Note')),
  currency: text('DocumentCurrencyCode'),
  ...costs,
  validity: many(group('ValidityPeriod', period)),
  order: group('OrderReference', orderReference),
  quotation: group('QuotationDocumentReference', document),
  attached,
  contract,
  ...sides,
  ...singleTerms,
  ...money,
  total: group('AnticipatedMonetaryTotal', total),
  lines: orderLine,
} as const;

const { party: deliveredTo, ...untilParty } = delivery;
const despatchParty = group('DespatchSupplierParty', { party: group('Party', party) });
const deliveryParty = group('DeliveryCustomerParty', { party: group('Party', party) });

const despatchAdvice = {
  ...head,
  ...issued,
  typeCode: text('DespatchAdviceTypeCode'),
  notes: many(text('Note')),
  orders: many(group('OrderReference', orderReference)),
  attached,
  from: despatchParty,
  to: deliveryParty,
  ...sides,
  shipment: group('Shipment', {
    id: text('ID'),
    information: many(text('Information')),
    delivery: group('Delivery', { ...untilParty, carrier: group('CarrierParty', party), party: deliveredTo }),
  }),
  lines: many(
    group('DespatchLine', {
      id: text('ID'),
      notes: many(text('Note')),
      delivered: quantity('DeliveredQuantity'),
      outstanding: quantity('OutstandingQuantity'),
      orderLines: many(group('OrderLineReference', lineReference)),
      item: group('Item', item),
    }),
  ),
} as const;

const receiptAdvice = {
  ...head,
  ...issued,
  typeCode: text('ReceiptAdviceTypeCode'),
  notes: many(text('Note')),
  orders: many(group('OrderReference', orderReference)),
  despatches: many(group('DespatchDocumentReference', document)),
  attached,
  to: deliveryParty,
  from: despatchParty,
  ...sides,
  lines: many(
    group('ReceiptLine', {
      id: text('ID'),
      notes: many(text('Note')),
      received: quantity('ReceivedQuantity'),
      short: quantity('ShortQuantity'),
      rejected: quantity('RejectedQuantity'),
      rejectCode: text('RejectReasonCode'),
      rejectReasons: many(text('RejectReason')),
      receivedDate: date('ReceivedDate'),
      orderLine: group('OrderLineReference', lineReference),
      items: many(group('Item', item)),
    }),
  ),
} as const;

const invoice = {
  ...head,
  ...issued,
  dueDate: date('DueDate'),
  typeCode: text('InvoiceTypeCode'),
  notes: many(text('Note')),
  currency: text('DocumentCurrencyCode'),
  accountingCost: text('AccountingCost'),
  buyerReference: text('BuyerReference'),
  periods: many(group('InvoicePeriod', period)),
  order: group('OrderReference', orderReference),
  contracts: many(group('ContractDocumentReference', document)),
  attached,
  supplier: group('AccountingSupplierParty', {
    account: text('CustomerAssignedAccountID'),
    party: group('Party', party),
  }),
  customer: group('AccountingCustomerParty', {
    account: text('SupplierAssignedAccountID'),
    party: group('Party', party),
  }),
  payee: group('PayeeParty', party),
  deliveries: many(group('Delivery', delivery)),
  paymentMeans: many(
    group('PaymentMeans', {
      code: text('PaymentMeansCode'),
      dueDate: date('PaymentDueDate'),
      id: many(text('PaymentID')),
      account: group('PayeeFinancialAccount', {
        id: identifier('ID'),
        branch: group('FinancialInstitutionBranch', { id: identifier('ID') }),
      }),
    }),
  ),
  ...money,
  total: group('LegalMonetaryTotal', total),
  lines: many(
    group('InvoiceLine', {
      id: text('ID'),
      notes: many(text('Note')),
      quantity: quantity('InvoicedQuantity'),
      amount: total.lines,
      accountingCost: text('AccountingCost'),
      orderLines: many(group('OrderLineReference', lineReference)),
      allowances: many(group('AllowanceCharge', allowance)),
      taxes: many(group('TaxTotal', taxTotal)),
      item: group('Item', item),
      price: group('Price', price),
    }),
  ),
} as const;

/** Each document by the local name of its root element. */
export const DOCUMENTS = {
  RequestForQuotation: requestForQuotation,
  Quotation: quotation,
  Order: order,
  OrderResponse: orderResponse,
  OrderChange: orderChange,
  DespatchAdvice: despatchAdvice,
  ReceiptAdvice: receiptAdvice,
  Invoice: invoice,
} as const satisfies { readonly [root: string]: Shape };

/** The local name of a root element. */
export type DocumentName = keyof typeof DOCUMENTS;
/** A document as its form reads it. */
export type UblDocument<N extends DocumentName = DocumentName> = RecordOf<(typeof DOCUMENTS)[N]>;

/** The namespace of a document. */
export const namespaceOf = (name: DocumentName): string => `urn:oasis:names:specification:ubl:schema:xsd:${name}-2`;
/** The namespaces of parts and of values. */
export const CAC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2';
export const CBC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2';
