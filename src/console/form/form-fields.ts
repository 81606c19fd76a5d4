// A form's fields from an action's schema: what is asked for, in which form, within which limits. Pure.

import { fieldLabel } from '#sdk/index.ts';
import { type FieldSchema, fieldKind, PATTERNS, schemaOf, targetOf } from '../data/fields.ts';
import { kindOf } from '../data/kinds.ts';
import { FIELD_HELP, FIELD_HINTS, FIELD_LABELS } from '../texts/fields.ts';
import { isNew, namedBy, PAYEE } from './targets.ts';

/** How a field is filled in. */
export type FormFieldKind =
  | 'text'
  | 'money'
  | 'number'
  | 'time'
  | 'span'
  | 'percent'
  | 'choice'
  | 'flag'
  | 'member'
  | 'actor'
  | 'hash'
  /** A text that the ledger gets a salted commitment to. */
  | 'secret'
  /** A file that the ledger gets a salted commitment to. */
  | 'file'
  /** A file that lies sealed in the vault, by its id. */
  | 'blob'
  | 'list'
  | 'group'
  | 'variant';

/** A field of a form. */
export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly kind: FormFieldKind;
  readonly isRequired: boolean;
  /** The limits in words, beside the field. */
  readonly hint: string;
  readonly schema: FieldSchema;
  /** What it means, where its name does not say it. */
  readonly help?: string;
  /** The kind of record that it names: `contract/record`. */
  readonly target?: string;
  /** Of a choice, or of the forms of a variant. */
  readonly choices: readonly string[];
  /** Of a group; of a list the one field that repeats; of a variant one group for each form. */
  readonly fields: readonly FormField[];
};

/** Of which action a form is, and which kinds its fields name as the action itself says: by field. */
export type Place = {
  readonly contract: string;
  readonly action: string;
  readonly refers: { readonly [field: string]: string };
};

const NOWHERE: Place = { contract: '', action: '', refers: {} };

/** The fields of an action's input. @param place where it is known, fields that name records say of which kind */
export function formFields(input: object, place: Place = NOWHERE): readonly FormField[] {
  const { required = [] } = input as FieldSchema;
  const fields = schemaOf(input);
  const isOfFile = isFileGroup(fields);
  return Object.entries(fields).map(([name, schema]) => {
    const field = formField(name, schema, required.includes(name), place);
    return name === 'commitment' && isOfFile ? { ...field, label: 'file', kind: 'file', hint: '' } : field;
  });
}

/** What is known of a file stands beside its commitment: a name, where it lies. A grade is of a seal or a chip. */
function isFileGroup(fields: { readonly [name: string]: FieldSchema }): boolean {
  return 'commitment' in fields && !('grade' in fields) && !('rfq' in fields);
}

function formField(name: string, schema: FieldSchema, isRequired: boolean, place: Place): FormField {
  const kind = kindOfField(name, schema);
  const target = targetOfField(name, kind, schema, place);
  const said = saidOf(FIELD_HELP, name, place);
  const help = said === undefined ? {} : { help: said };
  const label = labelOf(name, target, place);
  const base = { name, label, ...help, kind, isRequired, schema, choices: schema.enum ?? [] };
  if (kind === 'list') {
    // What a list means is said once, above it.
    const { help: _, ...element } = formField(name, schema.items ?? {}, true, place);
    return { ...base, hint: listHint(schema), fields: [{ ...element, label: singular(label) }] };
  }
  if (kind === 'group') return { ...base, hint: '', fields: formFields(schema, place) };
  if (kind === 'variant') {
    const forms = schema.anyOf ?? [];
    const fields = forms.map((form, i) => formField(`${name} ${i + 1}`, form, true, place));
    return { ...base, hint: '', choices: fields.map(variantName), fields };
  }
  const hint = saidOf(FIELD_HINTS, name, place) ?? (target === PAYEE ? '' : hintOf(kind, schema));
  return { ...base, kind, hint, fields: [], ...(target === undefined ? {} : { target }) };
}

/** What is said of a field: of this action's, of its contract's, or wherever it stands. */
function saidOf(texts: { readonly [name: string]: string }, name: string, { contract, action }: Place) {
  const key = [`${contract}.${action}.${name}`, `${contract}.${name}`, name].find((one) => Object.hasOwn(texts, one));
  return key === undefined ? undefined : texts[key];
}

/** A bare `id` is called by what it is of. */
function labelOf(name: string, target: string | undefined, place: Place): string {
  const own =
    name === 'id' && target !== undefined ? kindOf(target)?.label : isCurrency(name, target) ? 'currency' : undefined;
  return saidOf(FIELD_LABELS, name, place) ?? own ?? withoutUnit(fieldLabel(name));
}

function isCurrency(name: string, target: string | undefined): boolean {
  return name === 'unit' && target === 'accounts/unit';
}

/** Units that stand beside the number are not said again. */
function withoutUnit(label: string): string {
  return label.replace(/(?<=\S) (days|minutes)$/, '');
}

function singular(label: string): string {
  if (label.endsWith('ies')) return `${label.slice(0, -3)}y`;
  return /[^s]s$/.test(label) ? label.slice(0, -1) : label;
}

/** Fields whose commitment is to a text, by name. */
const TEXTS = ['reason', 'question', 'asked', 'answer', 'text', 'deliveryPlace', 'remarks', 'nda'];
const BLOBS = ['blob', 'files'];

/** What an id names: as the action says, else as its own name does, one of a list by the singular. */
function targetOfField(name: string, kind: FormFieldKind, { pattern }: FieldSchema, place: Place): string | undefined {
  if (isNew(place, name)) return undefined;
  if (kind === 'member') return 'membership/member';
  if (kind === 'actor') return name.startsWith('machine') ? 'capacity/machine' : 'membership/actor';
  const named = namedBy(place, name, pattern);
  if (named !== undefined) return named;
  if (pattern !== PATTERNS.record || place.contract === '') return undefined;
  return place.refers[name] ?? targetOf(place.contract, name) ?? targetOf(place.contract, name.replace(/s$/, ''));
}

function kindOfField(name: string, schema: FieldSchema): FormFieldKind {
  if (schema.enum !== undefined) return 'choice';
  if (schema.anyOf !== undefined) return schema.anyOf.every(({ type }) => type === 'object') ? 'variant' : 'text';
  const kind = fieldKind(name, schema);
  if (kind === 'record' || kind === 'state') return 'text';
  if (kind !== 'hash') return kind;
  if (TEXTS.includes(name)) return 'secret';
  if (BLOBS.includes(name)) return 'blob';
  return name === 'evidence' ? 'file' : 'hash';
}

/** A form of a variant is called by what it has. */
function variantName({ fields }: FormField): string {
  return fields.map(({ label }) => label).join(', ');
}

function listHint({ minItems = 0, maxItems }: FieldSchema): string {
  if (minItems === maxItems) return `exactly ${minItems}`;
  const most = maxItems === undefined ? '' : `, at most ${maxItems}`;
  if (minItems > 1) return `at least ${minItems}${most}`;
  return maxItems === undefined ? '' : minItems === 1 ? `1 to ${maxItems}` : `up to ${maxItems}`;
}

/** Nobody comes near a limit of so many characters by accident: it is told once it is passed. */
const ROOMY = 40;
/** Basis points of a whole. */
const WHOLE = 10_000;
/** Limits that are only there so that a number is one are not told. */
const UNTOLD = 1_000_000_000;

function hintOf(kind: FormFieldKind, { minimum, maximum, pattern }: FieldSchema): string {
  if (kind === 'number' && minimum !== undefined && maximum !== undefined) {
    return maximum >= UNTOLD ? `a whole number from ${minimum}` : `a whole number from ${minimum} to ${maximum}`;
  }
  if (kind === 'money') return 'an amount, such as 125.00';
  if (kind === 'percent') return percentHint(maximum);
  if (kind === 'span') return 'in days, or with a unit: 12 h, 30 min';
  if (kind === 'hash') return '43 characters: the SHA-256 of what is meant';
  if (kind === 'member') return 'a member’s id, such as northwind';
  if (kind === 'actor') return 'an actor’s id, such as northwind/buyer';
  const [, most] = /\{1,(\d+)\}\$$/.exec(pattern ?? '') ?? [];
  return most === undefined || pattern === PATTERNS.record || Number(most) >= ROOMY ? '' : `at most ${most} characters`;
}

function percentHint(most = WHOLE): string {
  return most === WHOLE ? 'such as 2.5; 100 is the whole' : `such as 2.5, at most ${most / 100}`;
}
