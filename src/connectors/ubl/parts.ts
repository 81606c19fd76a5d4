// The parts that the documents share, each in the order of UBL-CommonAggregateComponents-2.1.

import { amount, date, group, identifier, indicator, many, quantity, text, time } from './shape.ts';

const address = {
  id: identifier('ID'),
  postbox: text('Postbox'),
  street: text('StreetName'),
  additionalStreet: text('AdditionalStreetName'),
  buildingNumber: text('BuildingNumber'),
  department: text('Department'),
  city: text('CityName'),
  postalZone: text('PostalZone'),
  region: text('CountrySubentity'),
  lines: many(group('AddressLine', { line: text('Line') })),
  country: group('Country', { code: text('IdentificationCode') }),
} as const;

const contact = {
  id: text('ID'),
  name: text('Name'),
  telephone: text('Telephone'),
  telefax: text('Telefax'),
  email: text('ElectronicMail'),
} as const;

export const party = {
  endpoint: identifier('EndpointID'),
  identifications: many(group('PartyIdentification', { id: identifier('ID') })),
  names: many(group('PartyName', { name: text('Name') })),
  address: group('PostalAddress', address),
  taxSchemes: many(
    group('PartyTaxScheme', {
      registrationName: text('RegistrationName'),
      companyId: identifier('CompanyID'),
      scheme: group('TaxScheme', { id: identifier('ID') }),
    }),
  ),
  legalEntities: many(
    group('PartyLegalEntity', { registrationName: text('RegistrationName'), companyId: identifier('CompanyID') }),
  ),
  contact: group('Contact', contact),
} as const;

const customer = { account: text('SupplierAssignedAccountID'), party: group('Party', party) } as const;
const supplier = { account: text('CustomerAssignedAccountID'), party: group('Party', party) } as const;
export const buyer = group('BuyerCustomerParty', {
  ...customer,
  deliveryContact: group('DeliveryContact', contact),
});
export const seller = group('SellerSupplierParty', supplier);

export const period = {
  startDate: date('StartDate'),
  startTime: time('StartTime'),
  endDate: date('EndDate'),
  endTime: time('EndTime'),
} as const;

export const delivery = {
  id: text('ID'),
  quantity: quantity('Quantity'),
  actualDate: date('ActualDeliveryDate'),
  latestDate: date('LatestDeliveryDate'),
  address: group('DeliveryAddress', address),
  location: group('DeliveryLocation', { id: identifier('ID'), name: text('Name'), address: group('Address', address) }),
  requested: group('RequestedDeliveryPeriod', period),
  promised: group('PromisedDeliveryPeriod', period),
  party: group('DeliveryParty', party),
} as const;

export const deliveryTerms = {
  id: identifier('ID'),
  special: many(text('SpecialTerms')),
  location: group('DeliveryLocation', { id: identifier('ID') }),
} as const;

export const document = {
  id: identifier('ID'),
  issueDate: date('IssueDate'),
  typeCode: text('DocumentTypeCode'),
  type: text('DocumentType'),
  attachment: group('Attachment', {
    external: group('ExternalReference', { uri: text('URI'), hash: text('DocumentHash') }),
  }),
} as const;

export const orderReference = {
  id: identifier('ID'),
  salesOrderId: text('SalesOrderID'),
  issueDate: date('IssueDate'),
} as const;

const itemId = { id: identifier('ID') } as const;
const property = { name: text('Name'), value: text('Value') } as const;

const taxCategory = {
  id: identifier('ID'),
  percent: text('Percent'),
  scheme: group('TaxScheme', { id: identifier('ID') }),
} as const;

export const item = {
  descriptions: many(text('Description')),
  name: text('Name'),
  buyersId: group('BuyersItemIdentification', itemId),
  sellersId: group('SellersItemIdentification', itemId),
  standardId: group('StandardItemIdentification', itemId),
  specifications: many(group('ItemSpecificationDocumentReference', document)),
  taxes: many(group('ClassifiedTaxCategory', taxCategory)),
  properties: many(group('AdditionalItemProperty', property)),
  instances: many(
    group('ItemInstance', {
      serial: text('SerialID'),
      lot: group('LotIdentification', { number: text('LotNumberID') }),
    }),
  ),
} as const;

export const price = { amount: amount('PriceAmount'), base: quantity('BaseQuantity') } as const;

export const allowance = {
  isCharge: indicator('ChargeIndicator'),
  reason: text('AllowanceChargeReason'),
  amount: amount('Amount'),
} as const;

export const taxTotal = {
  amount: amount('TaxAmount'),
  parts: many(
    group('TaxSubtotal', {
      taxable: amount('TaxableAmount'),
      amount: amount('TaxAmount'),
      category: group('TaxCategory', taxCategory),
    }),
  ),
} as const;

export const total = {
  lines: amount('LineExtensionAmount'),
  taxExclusive: amount('TaxExclusiveAmount'),
  taxInclusive: amount('TaxInclusiveAmount'),
  allowances: amount('AllowanceTotalAmount'),
  charges: amount('ChargeTotalAmount'),
  prepaid: amount('PrepaidAmount'),
  rounding: amount('PayableRoundingAmount'),
  payable: amount('PayableAmount'),
} as const;

export const paymentTerms = { notes: many(text('Note')), dueDate: date('PaymentDueDate') } as const;

/** What is ordered, asked or quoted. */
export const lineItem = {
  id: text('ID'),
  salesOrderId: text('SalesOrderID'),
  notes: many(text('Note')),
  statusCode: text('LineStatusCode'),
  quantity: quantity('Quantity'),
  amount: amount('LineExtensionAmount'),
  tax: amount('TotalTaxAmount'),
  partialDelivery: indicator('PartialDeliveryIndicator'),
  accountingCost: text('AccountingCost'),
  deliveries: many(group('Delivery', delivery)),
  allowances: many(group('AllowanceCharge', allowance)),
  price: group('Price', price),
  item: group('Item', item),
} as const;

export const lineReference = {
  lineId: text('LineID'),
  order: group('OrderReference', orderReference),
} as const;
