// Contracts, actions and records by the words of a command line, and fields as options, all from the interfaces.

import { contractInterfaces } from '#contracts/interfaces.ts';
import { isObject, type Json, type JsonObject } from '#core/canonical-json.ts';
import type { ActionInterface, ContractInterface, RecordInterface } from '#core/contract.ts';
import {
  ActorId,
  Currency,
  Decimal,
  Hash,
  MemberId,
  PublicKey,
  RecordId,
  TimeMs,
  Type,
  WitnessName,
} from '#core/schema.ts';
import { needed, usage } from './arguments.ts';
import type { Option, Options } from './verb.ts';
import { camel, kebab } from './words.ts';

/** A contract's interface. @throws Fault `usage_wrong` naming those that there are */
export function contractOf(word: string | undefined): ContractInterface {
  const name = needed(word, 'the contract');
  const found = contractInterfaces.find((contract) => contract.name === name);
  if (found !== undefined) return found;
  throw usage(`there is no contract ${name}: there are ${contractInterfaces.map((one) => one.name).join(', ')}`);
}

/** An action of a contract. @throws Fault `usage_wrong` */
export function actionOf(contract: ContractInterface, word: string | undefined): ActionInterface {
  return member(contract.actions, word, `${contract.name} has no action`, 'the action');
}

/** A record of a contract. @throws Fault `usage_wrong` */
export function recordOf(contract: ContractInterface, word: string | undefined): RecordInterface {
  return member(contract.records, word, `${contract.name} has no record`, 'the record');
}

function member<T>(all: { readonly [name: string]: T }, word: string | undefined, none: string, what: string): T {
  const name = needed(word, what);
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found !== undefined) return found;
  throw usage(`${none} ${name}: it has ${Object.keys(all).join(', ')}`);
}

/** One field of an action's input. */
type Field = { readonly name: string; readonly schema: Type.TSchema; readonly isOptional: boolean };

/** The fields of an action's input, in its schema's order. */
function fieldsOf({ input }: ActionInterface): readonly Field[] {
  if (!Type.IsObject(input)) return [];
  const required: readonly string[] = input.required ?? [];
  return Object.entries(input.properties).map(([name, schema]) => ({
    name,
    schema,
    isOptional: !required.includes(name),
  }));
}

/** The fields of an action as options. */
export function fieldOptions(action: ActionInterface): Options {
  return Object.fromEntries(fieldsOf(action).map((field) => [kebab(field.name), fieldOption(field)]));
}

/** The indexes of a record as options. */
export function indexOptions({ index, schema }: RecordInterface): Options {
  const entries = index.map((name): readonly [string, Option] => {
    const field: Type.TSchema = schema.properties[name] ?? Type.String();
    const says = `only those whose ${name} is this`;
    return [kebab(name), { ...choices(field), type: 'string', value: `<${typeWord(field)}>`, says }];
  });
  return Object.fromEntries(entries);
}

function fieldOption({ name, schema, isOptional }: Field): Option {
  const items = Type.IsArray(schema) ? schema.items : undefined;
  const word = typeWord(items ?? schema);
  const many = items === undefined ? '' : countOf(schema);
  return {
    ...choices(items ?? schema),
    type: 'string',
    ...(items === undefined ? {} : { multiple: true }),
    value: `<${word}>`,
    says: `${name.endsWith('Ms') && isTimeOf(schema) ? TIME_WORDS : detailOf(items ?? schema)}${many}${isOptional ? ', may be left out' : ''}`.replace(
      /^, /,
      '',
    ),
  };
}

function choices(schema: Type.TSchema): { readonly oneOf?: readonly string[] } {
  return Type.IsEnum(schema) ? { oneOf: schema.enum.map(String) } : {};
}

function countOf(schema: Type.TSchema): string {
  const { minItems = 0, maxItems } = schema as { readonly minItems?: number; readonly maxItems?: number };
  return `, ${minItems === maxItems ? minItems : `${minItems} to ${maxItems ?? 'any number'}`} times`;
}

/** What stands for a value in help. */
function typeWord(schema: Type.TSchema): string {
  if (Type.IsEnum(schema)) return 'word';
  if (Type.IsInteger(schema)) return 'number';
  if (Type.IsBoolean(schema)) return 'true|false';
  if (Type.IsString(schema)) return 'text';
  return Type.IsUnion(schema) && schema.anyOf.every((one) => Type.IsString(one)) ? 'text' : 'json';
}

function detailOf(schema: Type.TSchema): string {
  if (Type.IsEnum(schema)) return `one of ${schema.enum.join(', ')}`;
  if (Type.IsInteger(schema)) {
    const { minimum, maximum } = schema as { readonly minimum?: number; readonly maximum?: number };
    const most = maximum === Number.MAX_SAFE_INTEGER ? 'any size' : maximum;
    return `a whole number from ${minimum} to ${most}`;
  }
  if (Type.IsBoolean(schema)) return 'true or false';
  if (Type.IsString(schema)) return textWords(schema);
  if (Type.IsObject(schema))
    return `JSON: {${Object.entries(schema.properties)
      .map(([name, one]) => `"${name}": <${typeWord(one)}>`)
      .join(', ')}}`;
  return typeWord(schema) === 'text' ? 'a text' : 'JSON';
}

/** A date, or a time in UTC (ISO 8601). */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/;
const TIME_WORDS = 'a date, a time in UTC such as 2027-01-31T08:00Z, or ms since 1970';

/** Points in time have no upper limit; spans do. */
function isTimeOf(schema: Type.TSchema): boolean {
  return (schema as { readonly maximum?: number }).maximum === (TimeMs as { readonly maximum?: number }).maximum;
}

const TEXT = /^\^\[\^\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\]\{1,(\d+)\}\$$/;
const WORDS: ReadonlyMap<string | undefined, string> = new Map([
  [patternOf(MemberId), 'a member’s id'],
  [patternOf(ActorId), 'an actor’s id, member/name'],
  [patternOf(RecordId), 'a record’s id'],
  [patternOf(Hash), '32 bytes in base64url: 43 characters'],
  [patternOf(PublicKey), 'a P-256 public key in base64url: 87 characters'],
  [patternOf(WitnessName), 'a witness’s name'],
  [patternOf(Decimal), 'a decimal number'],
  [patternOf(Currency), 'an ISO 4217 code'],
]);

function textWords(schema: Type.TSchema): string {
  const pattern = patternOf(schema);
  const [, most] = TEXT.exec(pattern ?? '') ?? [];
  if (most !== undefined) return `a text of up to ${most} characters`;
  return WORDS.get(pattern) ?? (pattern === undefined ? 'a text' : `a text like ${pattern}`);
}

function patternOf(schema: Type.TSchema): string | undefined {
  // TypeBox declares only a part of each type's keywords.
  return (schema as { readonly pattern?: string }).pattern;
}

/** The part of an input that options give. @throws Fault `usage_wrong` naming the option */
export function inputOf(
  action: ActionInterface,
  values: { readonly [option: string]: string | boolean | readonly (string | boolean)[] | undefined },
): JsonObject {
  const fields = fieldsOf(action);
  const input: Record<string, Json> = {};
  for (const [option, value] of Object.entries(values)) {
    const field = fields.find(({ name }) => name === camel(option));
    if (field === undefined || value === undefined) continue;
    input[field.name] = Array.isArray(value)
      ? value.map((one) => readValue(`--${option}`, elementOf(field.schema), String(one)))
      : readValue(`--${option}`, field.schema, String(value));
  }
  return input;
}

function elementOf(schema: Type.TSchema): Type.TSchema {
  return Type.IsArray(schema) ? schema.items : schema;
}

function readValue(option: string, schema: Type.TSchema, text: string): Json {
  const word = typeWord(schema);
  if (word === 'text' || word === 'word') return text;
  if (word === 'number') {
    const isTime = isTimeOf(schema) && option.endsWith('-ms');
    const number = /^-?(0|[1-9]\d{0,15})$/.test(text)
      ? Number(text)
      : isTime && ISO_TIME.test(text)
        ? Date.parse(text)
        : Number.NaN;
    if (!Number.isSafeInteger(number))
      throw usage(`${option} takes ${isTime ? TIME_WORDS : 'a whole number'}, not ${text}`);
    return number;
  }
  if (word === 'true|false') {
    if (text !== 'true' && text !== 'false') throw usage(`${option} takes true or false, not ${text}`);
    return text === 'true';
  }
  return parsed(option, text);
}

/** JSON as a person writes it. @throws Fault `usage_wrong` */
function parsed(what: string, text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw usage(`${what} is not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

/** A whole input. @throws Fault `usage_wrong` where it is no object */
export function parsedObject(what: string, text: string): JsonObject {
  const value = parsed(what, text);
  if (!isObject(value)) throw usage(`${what} is not a JSON object`);
  return value;
}
