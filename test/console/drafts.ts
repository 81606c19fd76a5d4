// Drafts of any action's form that can be reviewed: every field filled in, each with something of its form, so that a test
// may put what it likes into the fields for free text.

import assert from 'node:assert/strict';
import type { FieldSchema } from '#console/data/fields.ts';
import { type Draft, FORM, type GroupDraft } from '#console/form/draft.ts';
import { type FormField, formFields } from '#console/form/form-fields.ts';
import { FILE_READERS } from '#console/form/readers/reading.ts';
import { contractInterfaces } from '#sdk/index.ts';

/** A field for free text: its name in the form, the pattern that it takes, and whether it is sealed before it is signed. */
export type FreeField = { readonly path: string; readonly pattern: RegExp; readonly isSealed?: boolean };
/** An action with its draft. */
export type DraftedAction = {
  /** `contract.action` */
  readonly action: string;
  readonly draft: GroupDraft;
  readonly free: readonly FreeField[];
};

/** What fits some pattern of the contracts. */
const WORDS = [
  'x1',
  'EUR',
  'SE',
  '1.5',
  'model/step',
  'a'.repeat(44),
  'A'.repeat(43),
  `BA${'A'.repeat(85)}`,
  'A'.repeat(86),
  'orders.place',
  'orders',
];
const FREE = 'any "text" <b>at</b> all';

/** What is sealed may be any text. */
const SEALED = /^[\s\S]{1,2000}$/u;

/** Every action of this release whose form takes free text: typed, or read from a file, which its draft leaves out. */
export const DRAFTED: readonly DraftedAction[] = contractInterfaces.flatMap(({ name, actions }) =>
  Object.entries(actions).flatMap(([action, { input }]) => {
    const free: FreeField[] = [];
    const reader = FILE_READERS[`${name}.${action}`];
    const typed = formFields(input).filter((field) => reader?.owns.includes(field.name) !== true);
    const draft = groupOf(typed, '', free);
    return free.length === 0 && reader === undefined ? [] : [{ action: `${name}.${action}`, draft, free }];
  }),
);

/** Every field for free text that the contracts have, by its schema alone: `contract.action:terms.*.name`. */
export const FREE_TEXT: readonly string[] = contractInterfaces.flatMap(({ name, actions }) =>
  Object.entries(actions).flatMap(([action, { input }]) => [
    ...new Set(freeIn(input, '').map((path) => `${name}.${action}:${path}`)),
  ]),
);

function freeIn(
  { type, pattern = '', enum: words, anyOf = [], items, properties = {} }: FieldSchema,
  path: string,
): string[] {
  const isFree = type === 'string' && words === undefined && new RegExp(pattern, 'u').test(FREE);
  return [
    ...(isFree ? [path] : []),
    ...anyOf.flatMap((form) => freeIn(form, path)),
    ...(items === undefined ? [] : freeIn(items, `${path}.*`)),
    ...Object.entries(properties).flatMap(([name, field]) => freeIn(field, path === '' ? name : `${path}.${name}`)),
  ];
}

function groupOf(fields: readonly FormField[], path: string, free: FreeField[]): GroupDraft {
  return Object.fromEntries(
    fields.map((field) => [field.name, draftOf(field, path === '' ? field.name : `${path}.${field.name}`, free)]),
  );
}

function draftOf(field: FormField, path: string, free: FreeField[]): Draft {
  const { kind, fields, choices, schema } = field;
  const [first] = fields;
  if (kind === 'list') {
    const length = Math.max(1, schema.minItems ?? 0);
    return Array.from({ length }, (_, i) => (first === undefined ? '' : draftOf(first, `${path}.${i}`, free)));
  }
  if (kind === 'group') return groupOf(fields, path, free);
  if (kind === 'variant') return variantOf(fields, path, free);
  if (kind === 'choice') return choices[0] ?? '';
  if (kind === 'flag') return 'yes';
  if (kind === 'money') return '1.00';
  if (kind === 'time') return '2036-01-05T08:00';
  if (kind === 'span' || kind === 'percent') return '1';
  if (kind === 'number') return String(Math.max(1, schema.minimum ?? 0));
  if (kind === 'member') return 'harbour';
  if (kind === 'actor') return 'harbour/sales';
  if (kind === 'secret') {
    free.push({ path, pattern: SEALED, isSealed: true });
    // A commitment to a text that was sealed before.
    return 'A'.repeat(43);
  }
  const patterns = (schema.anyOf ?? [schema]).map(({ pattern }) => new RegExp(pattern ?? '', 'u'));
  const isFree = patterns.find((pattern) => pattern.test(FREE));
  if (isFree !== undefined) free.push({ path, pattern: isFree });
  if (isFree === undefined && !field.isRequired) return '';
  const word = [...WORDS, 'harbour/sales'].find((one) => patterns.some((pattern) => pattern.test(one)));
  assert.ok(word !== undefined, `no word fits ${path}: ${patterns.join(' or ')}`);
  return word;
}

/** The form of a variant that asks for the most free text. */
function variantOf(forms: readonly FormField[], path: string, free: FreeField[]): Draft {
  const read = forms.map((form) => {
    const own: FreeField[] = [];
    return { draft: groupOf(form.fields, path, own), own };
  });
  const most = Math.max(...read.map(({ own }) => own.length));
  const at = read.findIndex(({ own }) => own.length === most);
  free.push(...(read[at]?.own ?? []));
  return { ...read[at]?.draft, [FORM]: String(at) };
}
