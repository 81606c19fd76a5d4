// What a field of a record is, from its schema and its name: how it is shown, and where it leads. The forms of ids and
// hashes are those that the contracts' own schemas use.

import { accountsInterface, isSpan, membershipInterface, sharingInterface } from '#sdk/index.ts';
import { kinds } from './kinds.ts';

/** How a value is shown. */
export type FieldKind =
  | 'money'
  | 'time'
  | 'span'
  | 'percent'
  | 'number'
  | 'member'
  | 'actor'
  | 'record'
  | 'hash'
  | 'state'
  | 'flag'
  | 'text'
  | 'list'
  | 'group';

/** A part of a JSON Schema that the console reads. */
export type FieldSchema = {
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly properties?: { readonly [name: string]: FieldSchema };
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

const { member, id: actorId } = schemaOf(membershipInterface.records.actor.schema);
const { record: recordId } = schemaOf(accountsInterface.records.hold.schema);
const { hash } = schemaOf(sharingInterface.records.grant.schema);
/** Patterns of the words that contracts share (core/schema.ts). */
export const PATTERNS = {
  member: member?.pattern ?? '',
  actor: actorId?.pattern ?? '',
  record: recordId?.pattern ?? '',
  hash: hash?.pattern ?? '',
} as const;

/** The fields of an object's schema. */
export function schemaOf(schema: object): { readonly [name: string]: FieldSchema } {
  // TypeBox schemas are JSON Schema as plain data.
  return (schema as FieldSchema).properties ?? {};
}

/** How a field is shown. @param name without which a number of cents is a number */
export function fieldKind(name: string, { type, pattern, enum: words, items, properties }: FieldSchema): FieldKind {
  if (items !== undefined || type === 'array') return 'list';
  if (properties !== undefined || type === 'object') return 'group';
  if (name === 'state') return 'state';
  if (type === 'boolean') return 'flag';
  if (words !== undefined) return 'text';
  if (type === 'integer') {
    if (name.endsWith('Cents')) return 'money';
    if (name.endsWith('Ms')) return isSpan(name) ? 'span' : 'time';
    return name.endsWith('BasisPoints') ? 'percent' : 'number';
  }
  if (pattern === PATTERNS.member) return 'member';
  if (pattern === PATTERNS.actor) return 'actor';
  if (pattern === PATTERNS.hash) return 'hash';
  return pattern === PATTERNS.record ? 'record' : 'text';
}

/** Fields whose names are not those of the records that they name. */
const TARGETS: { readonly [field: string]: string } = {
  type: 'items/type',
  itemType: 'items/type',
  of: 'items/item',
  into: 'items/item',
  part: 'items/item',
  lot: 'items/item',
  designVersion: 'designs/version',
  orderId: 'procurement/order',
  winner: 'sourcing/bid',
  liveOf: 'membership/actor',
};

/**
 * The kind of record that a field of a contract's record names; undefined where its name does not say.
 * The contract's own record of that name goes before another's, since contracts speak of their own things first.
 */
export function targetOf(contract: string, field: string): string | undefined {
  const own = kinds.find((kind) => kind.contract.name === contract && kind.name === field);
  if (own !== undefined) return own.path;
  if (TARGETS[field] !== undefined) return TARGETS[field];
  const named = kinds.filter(({ name }) => name === field);
  return named.length === 1 ? named[0]?.path : undefined;
}
