// Documents for tests: any that a form allows, with what its schema requires.

import fc from 'fast-check';
import { DOCUMENTS, type DocumentName } from './documents.ts';
import type { Field, Group, Leaf, Shape } from './shape.ts';

/** Elements that the schemas require where their parent is there, by their parent's name. */
const REQUIRED: { readonly [parent: string]: readonly string[] } = {
  'cac:OrderReference': ['id'],
  'cac:OrderLine': ['item'],
  'cac:RequestForQuotationLine': ['item'],
  'cac:QuotationLine': ['item'],
  'cac:DespatchLine': ['id', 'orderLines', 'item'],
  'cac:ReceiptLine': ['id'],
  'cac:InvoiceLine': ['id', 'amount', 'item'],
  'cac:LineItem': ['id', 'item'],
  'cac:Price': ['amount'],
  'cac:AllowanceCharge': ['isCharge', 'amount'],
  'cac:TaxTotal': ['amount'],
  'cac:TaxSubtotal': ['amount', 'category'],
  'cac:TaxCategory': ['scheme'],
  'cac:ClassifiedTaxCategory': ['scheme'],
  'cac:PartyTaxScheme': ['scheme'],
  'cac:PartyIdentification': ['id'],
  'cac:PartyName': ['name'],
  'cac:AddressLine': ['line'],
  'cac:OrderLineReference': ['lineId'],
  'cac:AdditionalItemProperty': ['name', 'value'],
  'cac:Shipment': ['id'],
  'cac:PaymentMeans': ['code'],
  'cac:AnticipatedMonetaryTotal': ['payable'],
  'cac:LegalMonetaryTotal': ['payable'],
  'cac:QuotedMonetaryTotal': ['payable'],
  RequestForQuotation: ['issueDate', 'issueTime', 'seller', 'lines'],
  Quotation: ['issueDate', 'seller', 'total', 'lines'],
  Order: ['id', 'issueDate', 'buyer', 'seller', 'lines'],
  OrderResponse: ['id', 'issueDate', 'orders', 'buyer', 'seller'],
  OrderChange: ['issueDate', 'sequence', 'order', 'buyer', 'seller', 'lines'],
  DespatchAdvice: ['id', 'issueDate', 'from', 'to', 'lines'],
  ReceiptAdvice: ['id', 'issueDate', 'from', 'to', 'lines'],
  Invoice: ['id', 'issueDate', 'supplier', 'customer', 'total', 'lines'],
};
/** Documents by reference name: an id is always there. */
const REFERENCE = /DocumentReference$/;

const words = fc
  .string({
    minLength: 1,
    maxLength: 12,
    unit: fc.constantFrom('a', 'Z', '7', ' ', '&', '<', '>', '"', "'", 'é', '漢', '🔩'),
  })
  .map((text) => `x${text}x`);
const decimal = fc
  .tuple(fc.nat(999_999), fc.nat(99))
  .map(([whole, part]) => `${whole}.${String(part).padStart(2, '0')}`);

function leaf({ leaf: kind }: Leaf): fc.Arbitrary<unknown> {
  if (kind === 'date') return fc.constantFrom('2026-03-31', '2028-02-29', '1999-12-31');
  if (kind === 'time') return fc.constantFrom('12:30:00', '00:00:00', '23:59:59.123');
  if (kind === 'indicator') return fc.constantFrom('true', 'false');
  if (kind === 'identifier') {
    return fc.tuple(words, fc.option(words, { nil: undefined })).map(([value, scheme]) => ({
      value,
      ...(scheme === undefined ? {} : { scheme }),
    }));
  }
  if (kind === 'quantity') return decimal.map((value) => ({ value, unitCode: 'C62' }));
  if (kind === 'amount') return decimal.map((value) => ({ value, currency: 'EUR' }));
  return words;
}

function one(field: Leaf | Group, depth: number): fc.Arbitrary<unknown> {
  if (!('shape' in field)) return field.element === 'cbc:Percent' ? decimal : leaf(field);
  return shape(field.shape, field.element, depth + 1);
}

function value(field: Field, depth: number): fc.Arbitrary<unknown> {
  return 'many' in field ? fc.array(one(field.many, depth), { minLength: 1, maxLength: 2 }) : one(field, depth);
}

function isRequired(parent: string, name: string): boolean {
  if (REFERENCE.test(parent) && name === 'id') return true;
  return REQUIRED[parent]?.includes(name) === true;
}

/** Something is always there: an empty group is not written. */
function shape(fields: Shape, parent: string, depth: number): fc.Arbitrary<object> {
  const entries = Object.entries(fields);
  const required = entries.filter(([name]) => isRequired(parent, name));
  const always = required.length > 0 ? required : entries.slice(0, 1);
  const model = Object.fromEntries(
    entries
      .filter((entry) => always.includes(entry) || depth < 5)
      .map(([name, field]) => [name, value(field, depth)] as const),
  );
  const requiredKeys = always.map(([name]) => name);
  return depth > 2 && depth < 5
    ? fc.record(model, { requiredKeys, noNullPrototype: true }).map((made) => pick(made, requiredKeys))
    : fc.record(model, { requiredKeys, noNullPrototype: true });
}

/** Deep parts are kept small: what is required, and two more. */
function pick(made: object, required: readonly string[]): object {
  const more = Object.entries(made).filter(([name]) => !required.includes(name));
  return Object.fromEntries([...Object.entries(made).filter(([name]) => required.includes(name)), ...more.slice(0, 2)]);
}

/** Any document of a kind. */
export function arbitraryDocument(name: DocumentName): fc.Arbitrary<object> {
  return shape(DOCUMENTS[name], name, 0);
}
