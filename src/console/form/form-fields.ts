// A form's fields from an action's schema: what is asked for, in which form, within which limits. Pure.

import { fieldLabel } from '#sdk/index.ts';
import { type FieldSchema, fieldKind, PATTERNS, schemaOf } from '../data/fields.ts';

/** How a field is filled in. */
export type FormFieldKind =
  | 'text'
  | 'money'
  | 'number'
  | 'time'
  | 'span'
  | 'choice'
  | 'flag'
  | 'member'
  | 'actor'
  | 'hash'
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
  /** Of a choice, or of the forms of a variant. */
  readonly choices: readonly string[];
  /** Of a group; of a list the one field that repeats; of a variant one group for each form. */
  readonly fields: readonly FormField[];
};

/** The fields of an action's input. */
export function formFields(input: object): readonly FormField[] {
  const { required = [] } = input as FieldSchema;
  return Object.entries(schemaOf(input)).map(([name, schema]) => formField(name, schema, required.includes(name)));
}

function formField(name: string, schema: FieldSchema, isRequired: boolean): FormField {
  const kind = kindOfField(name, schema);
  const base = { name, label: fieldLabel(name), kind, isRequired, schema, choices: schema.enum ?? [] };
  if (kind === 'list') {
    return { ...base, hint: listHint(schema), fields: [formField(name, schema.items ?? {}, true)] };
  }
  if (kind === 'group') return { ...base, hint: '', fields: formFields(schema) };
  if (kind === 'variant') {
    const forms = schema.anyOf ?? [];
    const fields = forms.map((form, i) => formField(`${name} ${i + 1}`, form, true));
    return { ...base, hint: '', choices: fields.map(variantName), fields };
  }
  return { ...base, hint: hintOf(kind, schema), fields: [] };
}

function kindOfField(name: string, schema: FieldSchema): FormFieldKind {
  if (schema.enum !== undefined) return 'choice';
  if (schema.anyOf !== undefined) return schema.anyOf.every(({ type }) => type === 'object') ? 'variant' : 'text';
  const kind = fieldKind(name, schema);
  if (kind === 'record' || kind === 'state') return 'text';
  return kind;
}

/** A form of a variant is called by what it has. */
function variantName({ fields }: FormField): string {
  return fields.map(({ label }) => label).join(', ');
}

function listHint({ minItems = 0, maxItems }: FieldSchema): string {
  const most = maxItems === undefined ? '' : `, at most ${maxItems}`;
  return minItems > 0 ? `at least ${minItems}${most}` : `none or more${most}`;
}

/** Limits that are only there so that a number is one are not told. */
const UNTOLD = 1_000_000_000;

function hintOf(kind: FormFieldKind, { minimum, maximum, pattern }: FieldSchema): string {
  if (kind === 'number' && minimum !== undefined && maximum !== undefined) {
    return maximum >= UNTOLD ? `a whole number from ${minimum}` : `a whole number from ${minimum} to ${maximum}`;
  }
  if (kind === 'money') return 'with two decimals, such as 125.00';
  if (kind === 'span') return 'in days';
  if (kind === 'hash') return '43 characters: the SHA-256 of what is meant';
  if (kind === 'member') return 'a member’s id, such as northwind';
  if (kind === 'actor') return 'an actor’s id, such as northwind/buyer';
  const [, most] = /\{1,(\d+)\}\$$/.exec(pattern ?? '') ?? [];
  return most === undefined || pattern === PATTERNS.record ? '' : `at most ${most} characters`;
}
