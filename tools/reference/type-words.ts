// A schema in words, for the reference of the contracts: every kind of type that a contract uses has its words here, and
// one that has none stops the generator.

import { Gtin } from '#contracts/items/records.ts';
import { UnitCode } from '#contracts/shared/money.ts';
import { ActorId, Bytes, Currency, Decimal, Hash, MemberId, PublicKey, RecordId, type Type } from '#core/schema.ts';

/** The part of JSON Schema that contracts are written in. */
export type JsonSchema = {
  readonly type?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
};

/** One field: its path (`offers[].to`), its type in words, and whether it may be absent. */
export type Field = { readonly path: string; readonly words: string; readonly isOptional: boolean };

const TEXT = /^\^\[\^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\]\{1,(\d+)\}\$$/;
const WORDS: ReadonlyMap<string | undefined, string> = new Map([
  [jsonSchema(MemberId).pattern, 'member id'],
  [jsonSchema(ActorId).pattern, 'actor id'],
  [jsonSchema(RecordId).pattern, 'record id'],
  [jsonSchema(Hash).pattern, '32 bytes (SHA-256 where it is a hash), base64url'],
  [jsonSchema(PublicKey).pattern, 'P-256 public key (SEC1 uncompressed), base64url'],
  [jsonSchema(Bytes).pattern, 'bytes, base64url, at most 32 KiB'],
  ['^[A-Za-z0-9_-]{85}[AQgw]$', '64 bytes, base64url'],
  [jsonSchema(Currency).pattern, 'ISO 4217 code'],
  [jsonSchema(UnitCode).pattern, 'ISO 4217 code, or the word of another unit in capitals'],
  [jsonSchema(Decimal).pattern, 'decimal number, as text'],
  [jsonSchema(Gtin).pattern, 'GTIN-14'],
  // Those that one contract keeps to itself.
  ['^[+-]?(\\d{1,12}(\\.\\d{0,20})?|\\.\\d{1,20})([eE](\\+?0?\\d|-[01]?\\d))?$', 'decimal number, as text'],
  ['^[a-z]{1,31}$', 'lower-case word'],
  ['^[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}$', 'media type'],
  ['^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$', 'media type'],
]);

/** A TypeBox type as the JSON Schema that it is. */
export function jsonSchema(schema: Type.TSchema): JsonSchema {
  // TypeBox declares only a part of each type's keywords.
  return schema as JsonSchema;
}

/** The fields of an object, those of objects within it by their path; in the schema's order. */
export function fieldsOf(schema: JsonSchema, prefix = ''): readonly Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, one]) => {
    const path = `${prefix}${name}`;
    const isOptional = schema.required?.includes(name) !== true;
    const inner = one.type === 'array' ? one.items : one;
    const below = inner?.type === 'object' ? fieldsOf(inner, `${path}${inner === one ? '' : '[]'}.`) : [];
    return [{ path, words: typeWords(one), isOptional }, ...below];
  });
}

/** A type in words; an object inside an alternative is written out. */
export function typeWords(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf !== undefined) return schema.anyOf.map(alternative).join(' or ');
  if (schema.type === 'string') return stringWords(schema);
  if (schema.type === 'integer') return `integer ${grouped(schema.minimum)}…${grouped(schema.maximum)}`;
  if (schema.type === 'boolean') return '`true`, `false`';
  if (schema.type === 'object') return 'object';
  if (schema.type === 'array' && schema.items !== undefined) {
    const { minItems: least = 0, maxItems: most } = schema;
    const many = most === undefined ? `${least} or more` : least === most ? `${most}` : `${least}…${grouped(most)}`;
    return `list of ${many}: ${typeWords(schema.items)}`;
  }
  throw new Error(`no words for the type ${JSON.stringify(schema)}`);
}

function alternative(schema: JsonSchema): string {
  if (schema.type !== 'object') return typeWords(schema);
  const fields = Object.entries(schema.properties ?? {}).map(([name, one]) => {
    const mark = schema.required?.includes(name) === true ? '' : ' (optional)';
    return `${name}${mark}: ${alternative(one)}`;
  });
  return `{ ${fields.join('; ')} }`;
}

function stringWords({ pattern }: JsonSchema): string {
  const [, most] = TEXT.exec(pattern ?? '') ?? [];
  if (most !== undefined) return `text, 1…${most} characters`;
  return WORDS.get(pattern) ?? (pattern === undefined ? 'text' : `text matching \`${pattern}\``);
}

function grouped(value: number | undefined): string {
  if (value === undefined) return '';
  if (value === Number.MAX_SAFE_INTEGER) return '2⁵³ − 1';
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
