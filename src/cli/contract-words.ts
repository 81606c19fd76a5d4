// Contracts, actions and records by the words of a command line, and fields as options, all from the interfaces.

import { contractInterfaces } from '#contracts/interfaces.ts';
import { isObject, type Json, type JsonObject } from '#core/canonical-json.ts';
import type { ActionInterface, ContractInterface, RecordInterface } from '#core/contract.ts';
import { Type } from '#core/schema.ts';
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
export type Field = { readonly name: string; readonly schema: Type.TSchema; readonly isOptional: boolean };

/** The fields of an action's input, in its schema's order. */
export function fieldsOf({ input }: ActionInterface): readonly Field[] {
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

function fieldOption({ schema, isOptional }: Field): Option {
  const items = Type.IsArray(schema) ? schema.items : undefined;
  const word = typeWord(items ?? schema);
  const many = items === undefined ? '' : countOf(schema);
  return {
    ...choices(items ?? schema),
    type: 'string',
    ...(items === undefined ? {} : { multiple: true }),
    value: `<${word}>`,
    says: `${detailOf(items ?? schema)}${many}${isOptional ? ', may be left out' : ''}`.replace(/^, /, ''),
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
  if (Type.IsString(schema)) {
    const { pattern } = schema as { readonly pattern?: string };
    return pattern === undefined ? 'a text' : `a text that fits ${shortened(pattern)}`;
  }
  if (Type.IsObject(schema)) return `JSON: {${Object.entries(schema.properties).map(([name, one]) => `"${name}": <${typeWord(one)}>`).join(', ')}}`;
  return typeWord(schema) === 'text' ? 'a text' : 'JSON';
}

function shortened(pattern: string): string {
  return pattern.length <= 60 ? pattern : `${pattern.slice(0, 59)}…`;
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
      ? value.map((one) => valueOf(`--${option}`, elementOf(field.schema), String(one)))
      : valueOf(`--${option}`, field.schema, String(value));
  }
  return input;
}

function elementOf(schema: Type.TSchema): Type.TSchema {
  return Type.IsArray(schema) ? schema.items : schema;
}

function valueOf(option: string, schema: Type.TSchema, text: string): Json {
  const word = typeWord(schema);
  if (word === 'text' || word === 'word') return text;
  if (word === 'number') {
    const number = /^-?(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(number)) throw usage(`${option} takes a whole number, not ${text}`);
    return number;
  }
  if (word === 'true|false') {
    if (text !== 'true' && text !== 'false') throw usage(`${option} takes true or false, not ${text}`);
    return text === 'true';
  }
  return parsed(option, text);
}

/** JSON as a person writes it. @throws Fault `usage_wrong` */
export function parsed(what: string, text: string): Json {
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
