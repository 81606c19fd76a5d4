// What someone has filled in, as text, and what it says as an action's input. A draft is plain JSON: it survives a reload.

import type { JsonObject } from '#sdk/index.ts';
import type { FormField } from './form-fields.ts';

/** What stands in a form: text in a field, one draft for each element of a list, fields by name in a group. */
export type Draft = string | readonly Draft[] | { readonly [name: string]: Draft };
/** Group drafts. */
export type GroupDraft = { readonly [name: string]: Draft };
/** What is wrong, by the path of the field: `prices.0.unitPriceCents`. */
export type Faults = { readonly [path: string]: string };
/** The input, or what is wrong with the draft. */
export type Read = { readonly input: JsonObject; readonly faults: Faults };

type Value = JsonObject[string];
type Reading = { readonly value: Value | undefined; readonly faults: Faults };

/** Units of spans, the longest first. */
const SPANS = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1000, ms: 1 } as const;
/** Characters of a text that is sealed. */
const LONGEST_TEXT = 20_000;
/** Under this name a variant's draft says which of its forms it has. */
export const FORM = '#form';

/** Reads a whole form. */
export function readDraft(fields: readonly FormField[], draft: GroupDraft): Read {
  const { value, faults } = readGroup(fields, draft, '');
  // A group's reading is an object.
  return { input: (value ?? {}) as JsonObject, faults };
}

/** What is wrong with a field that was filled in and left; what is still empty is no fault before the whole is read. */
export function faultOnLeaving(fields: readonly FormField[], draft: GroupDraft, path: string): string | undefined {
  const value = path.split('.').reduce<unknown>((inner, name) => Object(inner)[name], draft);
  return typeof value !== 'string' || value.trim() === '' ? undefined : readDraft(fields, draft).faults[path];
}

/** The empty draft of a field. */
export function emptyDraft(field: FormField): Draft {
  const { kind, fields } = field;
  if (kind === 'list') {
    const { minItems = 0, maxItems } = field.schema;
    const [element] = fields;
    // A list that needs one shows its first; one of a fixed length shows them all.
    const count = field.isRequired || minItems === maxItems ? minItems : 0;
    return element === undefined ? [] : Array.from({ length: count }, () => emptyDraft(element));
  }
  if (kind === 'group') return groupDraft(fields);
  if (kind === 'variant') return { [FORM]: '0' };
  return '';
}

/** The empty draft of a form. */
export function groupDraft(fields: readonly FormField[]): GroupDraft {
  return Object.fromEntries(fields.map((field) => [field.name, emptyDraft(field)]));
}

/** What an address says of a form; a list's values stand between commas. */
export function knownDraft(fields: readonly FormField[], known: { readonly [field: string]: string }): GroupDraft {
  const lists = new Set(fields.filter(({ kind }) => kind === 'list').map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(known).map(([name, value]) => [name, lists.has(name) ? value.split(',') : value]),
  );
}

/** True where nothing was filled in. */
export function isEmpty(draft: Draft | undefined): boolean {
  if (draft === undefined) return true;
  if (typeof draft === 'string') return draft.trim() === '';
  // What was kept in a browser may be anything.
  if (typeof draft !== 'object' || draft === null) return true;
  if (Array.isArray(draft)) return draft.every((one: Draft) => isEmpty(one));
  return Object.entries(draft).every(([name, value]) => name === FORM || isEmpty(value));
}

/** Puts a value in place of the one at a path. */
export function withValue(draft: Draft | undefined, path: readonly string[], value: Draft): Draft {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (Array.isArray(draft)) {
    return draft.map((one: Draft, i) => (String(i) === first ? withValue(one, rest, value) : one));
  }
  const group: GroupDraft = typeof draft === 'object' ? (draft as GroupDraft) : {};
  return { ...group, [first]: withValue(group[first], rest, value) };
}

function readGroup(fields: readonly FormField[], draft: GroupDraft, path: string): Reading {
  const faults: Record<string, string> = {};
  const entries = fields.flatMap((field) => {
    const own = path === '' ? field.name : `${path}.${field.name}`;
    const draftOf = draft[field.name];
    if (isEmpty(draftOf) && !field.isRequired) return [];
    const reading = readField(field, draftOf ?? '', own);
    Object.assign(faults, reading.faults);
    return reading.value === undefined ? [] : [[field.name, reading.value] as const];
  });
  return { value: Object.fromEntries(entries), faults };
}

function readField(field: FormField, draft: Draft, path: string): Reading {
  const { kind, fields, schema } = field;
  if (kind === 'list') return readList(field, Array.isArray(draft) ? draft : [], path);
  // Groups are drafts by name.
  const group = typeof draft === 'object' && !Array.isArray(draft) ? (draft as GroupDraft) : {};
  if (kind === 'group') return readGroup(fields, group, path);
  if (kind === 'variant') {
    const form = fields[Number(group[FORM] ?? 0)];
    return form === undefined ? wrong(path, 'choose one') : readGroup(form.fields, group, path);
  }
  const text = typeof draft === 'string' ? draft.trim() : '';
  if (text === '') return wrong(path, 'this is needed');
  if (kind === 'flag') return { value: text === 'yes', faults: {} };
  if (kind === 'number' || kind === 'money' || kind === 'time' || kind === 'span' || kind === 'percent')
    return readNumber(field, text, path);
  if (kind === 'secret') return text.length <= LONGEST_TEXT ? { value: text, faults: {} } : wrong(path, 'too long');
  if (schema.enum !== undefined && !schema.enum.includes(text)) return wrong(path, 'choose one of the list');
  const patterns = schema.anyOf?.map(({ pattern }) => pattern) ?? [schema.pattern];
  const fits = patterns.some((pattern) => pattern === undefined || new RegExp(pattern, 'u').test(text));
  return fits ? { value: text, faults: {} } : wrong(path, whyNot(field, text));
}

/** What is wrong with a text that its field does not take. */
function whyNot({ hint, target, schema }: FormField, text: string): string {
  const [, most = ''] = /\{1,(\d+)\}\$$/.exec(schema.pattern ?? '') ?? [];
  if (most !== '' && text.length > Number(most)) return `at most ${most} characters`;
  if (hint !== '') return hint;
  return target === undefined
    ? 'not in the form that is needed here'
    : 'choose one of the list, or give an id without spaces';
}

function readList(field: FormField, drafts: readonly Draft[], path: string): Reading {
  const [element] = field.fields;
  const { minItems = 0, maxItems = Number.MAX_SAFE_INTEGER } = field.schema;
  // What was added and not filled in is not there, as far as the list can do without it.
  const filled = drafts.filter((draft) => !isEmpty(draft)).length;
  if (drafts.length < minItems || filled > maxItems) return wrong(path, field.hint);
  let spare = Math.max(0, minItems - filled);
  const readings = drafts.map((draft, i) => {
    if (element === undefined) return wrong(path, 'not known');
    return isEmpty(draft) && spare-- <= 0 ? NOTHING : readField(element, draft, `${path}.${i}`);
  });
  const values = readings.flatMap(({ value }) => (value === undefined ? [] : [value]));
  return { value: values, faults: Object.assign({}, ...readings.map(({ faults }) => faults)) };
}

const NOTHING: Reading = { value: undefined, faults: {} };

function readNumber({ kind, schema, hint }: FormField, text: string, path: string): Reading {
  const value = numberOf(kind, text);
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = schema;
  if (value === undefined) return wrong(path, hint === '' ? 'a date and a time' : hint);
  if (value < minimum) return wrong(path, kind === 'time' ? 'too early' : `at least ${numberText(kind, minimum)}`);
  if (value > maximum) return wrong(path, kind === 'time' ? 'too late' : `at most ${numberText(kind, maximum)}`);
  return { value, faults: {} };
}

function numberOf(kind: FormField['kind'], text: string): number | undefined {
  if (kind === 'time') {
    const timeMs = new Date(text).getTime();
    return Number.isNaN(timeMs) ? undefined : timeMs;
  }
  if (kind === 'money' || kind === 'percent') return hundredthsOf(text);
  if (kind === 'span') return spanOf(text);
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * A number with at most two decimals after a point or a comma, in hundredths. A mark before three digits is read where
 * another one follows, as in 1,250.00 and 1'250; alone it may mean either, and is not read.
 */
function hundredthsOf(text: string): number | undefined {
  const plain = text.replaceAll(/[\s'’]/gu, '').replace(/%$/, '');
  const [, grouped, last = ''] = /^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$/.exec(plain) ?? [];
  const [, dotted, tail = ''] = /^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$/.exec(plain) ?? [];
  const [, simple, decimals = ''] = /^(\d{1,13})(?:[.,](\d{1,2}))?$/.exec(plain) ?? [];
  const whole = simple ?? (grouped ?? dotted)?.replaceAll(/[.,]/g, '');
  const part = simple === undefined ? last + tail : decimals;
  return whole === undefined || whole.length > 13 ? undefined : Number(`${whole}${part.padEnd(2, '0')}`);
}

/** A number as a form of this kind takes it. */
function numberText(kind: FormField['kind'], value: number): string {
  if (kind === 'money') return `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
  if (kind === 'percent') return String(value / 100);
  return kind === 'span' ? spanText(value) : String(value);
}

/** A number of days, or of the unit after it. */
function spanOf(text: string): number | undefined {
  const [, digits, word = 'd'] = /^(\d{1,15})\s*(d|h|min|s|ms)?[a-z]*$/.exec(text.toLowerCase()) ?? [];
  const unit = Object.entries(SPANS).find(([name]) => name === word)?.[1];
  return digits === undefined || unit === undefined ? undefined : Number(digits) * unit;
}

/** A length of time as a form takes it: the largest unit that it is a whole number of. */
export function spanText(ms: number): string {
  const [word, length] = Object.entries(SPANS).find(([, unit]) => ms > 0 && ms % unit === 0) ?? ['ms', 1];
  return `${ms / length} ${word}`;
}

/** An input, or a part of one, as it stands in a form: the draft that reads as this value. */
export function draftOf(field: FormField, value: Value | undefined): Draft {
  if (value === undefined) return emptyDraft(field);
  const { kind, fields } = field;
  const [element] = fields;
  if (kind === 'list' && element !== undefined)
    return Array.isArray(value) ? value.map((one: Value) => draftOf(element, one)) : [];
  if (kind === 'group' && typeof value === 'object' && !Array.isArray(value)) {
    const group = value as JsonObject;
    return Object.fromEntries(fields.map((inner) => [inner.name, draftOf(inner, group[inner.name])]));
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return typeof value === 'string' ? value : emptyDraft(field);
  return kind === 'time' ? localTime(value) : numberText(kind, value);
}

/** What a text in JSON says of a form, as an enrolment does; undefined where it is none, or has what the form has not. */
export function draftFromText(fields: readonly FormField[], text: string): GroupDraft | undefined {
  if (!text.trim().startsWith('{')) return undefined;
  const known = fromJson(text);
  const names = Object.keys(known ?? {});
  const own = fields.filter(({ name }) => names.includes(name));
  if (known === undefined || own.length === 0 || own.length < names.length) return undefined;
  return Object.fromEntries(own.map((field) => [field.name, draftOf(field, known[field.name])]));
}

function fromJson(text: string): JsonObject | undefined {
  try {
    // An object, as it begins with a brace.
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A time as a field for a date and a time has it: in this computer's zone, to the minute, seconds where there are any. */
function localTime(timeMs: number): string {
  const offsetMs = new Date(timeMs).getTimezoneOffset() * 60_000;
  return new Date(timeMs - offsetMs).toISOString().slice(0, timeMs % 60_000 === 0 ? 16 : 19);
}

function wrong(path: string, sentence: string): Reading {
  return { value: undefined, faults: { [path]: sentence } };
}
