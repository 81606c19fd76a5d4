// Fields that hold fields: a group, one of several forms, a list that grows.

import { NativeSelect } from '@mantine/core';
import { type ClipboardEvent, useState } from 'react';
import { signingTexts } from '../texts/signing.ts';
import { type Draft, emptyDraft, FORM, type GroupDraft, isEmpty } from './draft.ts';
import { type FieldProps, FormFieldInput, labelOf } from './form-field.tsx';
import type { FormField } from './form-fields.ts';
import { pastedInto, takesPaste } from './pasted.ts';

/** What a chosen file says of itself is not typed. */
const OF_FILE = ['blob', 'sizeBytes', 'mediaType'];

/** A group. One that may be left out is folded until it holds something. */
export function GroupInput({ field, draft, path, faults, change }: FieldProps) {
  if (!field.isRequired) {
    return (
      <details className="field-group field-fold" open={isEmpty(draft) ? undefined : true}>
        <summary>{labelOf(field)}</summary>
        <Help of={field.help} />
        <Fault of={faults[path.join('.')]} />
        <FormFields fields={typedOf(field.fields)} {...{ draft, path, faults, change }} />
      </details>
    );
  }
  return (
    <fieldset className="field-group">
      <legend>{labelOf(field)}</legend>
      <Help of={field.help} />
      <Fault of={faults[path.join('.')]} />
      <FormFields fields={typedOf(field.fields)} {...{ draft, path, faults, change }} />
    </fieldset>
  );
}

/** The fields that a person fills in. */
function typedOf(fields: readonly FormField[]): readonly FormField[] {
  const isOfFile = fields.some(({ kind }) => kind === 'file') && fields.some(({ name }) => name === 'name');
  return isOfFile ? fields.filter(({ name }) => !OF_FILE.includes(name)) : fields;
}

/** One of several forms. */
export function VariantInput({ field, draft, path, faults, change }: FieldProps) {
  const chosen = Number(asGroup(draft)[FORM] ?? 0);
  const form = field.fields[chosen];
  const data = field.choices.map((label, i) => ({ value: String(i), label }));
  return (
    <fieldset className="field-group">
      <legend>{labelOf(field)}</legend>
      <NativeSelect
        label={signingTexts.form}
        value={String(chosen)}
        data={data}
        onChange={({ target }) => change(path, { [FORM]: target.value })}
      />
      <FormFields fields={form?.fields ?? []} {...{ draft, path, faults, change }} />
    </fieldset>
  );
}

/** Kinds whose elements have parts. */
const PARTED = ['group', 'variant', 'list', 'file', 'blob', 'secret'];

/** A list that may be longer than this is told to take a paste. */
const MANY = 12;

/** A list. */
export function ListInput({ field, draft, path, faults, change }: FieldProps) {
  const [element] = field.fields;
  const drafts: readonly Draft[] = Array.isArray(draft) ? draft : [];
  const [pasted, onPaste] = usePaste({ field, path, change }, drafts);
  if (element === undefined) return null;
  const id = path.join('.');
  const { minItems = 0, maxItems = MANY } = field.schema;
  const isFixed = minItems === maxItems;
  const mayPaste = takesPaste(element) && !isFixed;
  return (
    <fieldset className="field-group field-list" onPaste={mayPaste ? onPaste : undefined}>
      <legend>{labelOf(field)}</legend>
      <Help of={field.help === undefined ? field.hint : `${field.help} (${field.hint})`} />
      {mayPaste && drafts.length > 0 && maxItems > MANY ? <Help of={signingTexts.pasteRows} /> : null}
      {drafts.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: elements have no names; only the last is added, any is removed.
        <div className={PARTED.includes(element.kind) ? 'field-element' : 'field-element field-line'} key={i}>
          <FormFieldInput
            field={{ ...element, label: `${element.label} ${i + 1}` }}
            draft={one}
            path={[...path, String(i)]}
            faults={faults}
            change={change}
          />
          {isFixed || (field.isRequired && drafts.length <= minItems) ? null : (
            <button
              type="button"
              className="as-link"
              aria-label={`${signingTexts.removeOne} ${element.label} ${i + 1}`}
              onClick={() => change(path, drafts.toSpliced(i, 1))}
            >
              {signingTexts.removeOne}
            </button>
          )}
        </div>
      ))}
      <p className="soft small" role="status">
        {pasted > 1 ? signingTexts.pasted(pasted) : ''}
      </p>
      <Fault of={faults[id]} />
      {isFixed ? null : (
        <button
          type="button"
          className="as-link"
          id={id}
          data-fault={faults[id] === undefined ? undefined : true}
          onClick={() => change(path, [...drafts, emptyDraft(element)])}
        >
          {signingTexts.add} {element.label}
        </button>
      )}
    </fieldset>
  );
}

/** How many were pasted at last, and what takes a paste. */
function usePaste({ field, path, change }: Pick<FieldProps, 'field' | 'path' | 'change'>, drafts: readonly Draft[]) {
  const [pasted, setPasted] = useState(0);
  const id = path.join('.');
  const onPaste = (event: ClipboardEvent): void => {
    const [element] = field.fields;
    // The field that was pasted into is called by its path.
    const name = event.target instanceof HTMLInputElement ? event.target.name : '';
    const [index = '', inner] = name.startsWith(`${id}.`) ? name.slice(id.length + 1).split('.') : [];
    if (element === undefined || index === '') return;
    const text = event.clipboardData.getData('text/plain');
    const made = pastedInto(element, drafts, { index: Number(index), field: inner }, text);
    if (made === undefined) return;
    event.preventDefault();
    setPasted(made.length - drafts.length + 1);
    change(path, made);
  };
  return [pasted, onPaste] as const;
}

function Help({ of: help }: { readonly of: string | undefined }) {
  return help === undefined || help === '' ? null : <p className="soft small">{help}</p>;
}

/** What is wrong with a part as a whole. */
function Fault({ of: fault }: { readonly of: string | undefined }) {
  return fault === undefined ? null : <p className="fault">{fault}</p>;
}

type FormFieldsProps = Omit<FieldProps, 'field'> & { readonly fields: readonly FormField[] };

/** Fields under each other. @param path of the group that they are of */
export function FormFields({ fields, draft, path, faults, change }: FormFieldsProps) {
  const group = asGroup(draft);
  return fields.map((inner) => (
    <FormFieldInput
      key={inner.name}
      field={inner}
      draft={group[inner.name]}
      path={[...path, inner.name]}
      faults={faults}
      change={change}
    />
  ));
}

function asGroup(draft: Draft | undefined): GroupDraft {
  return typeof draft === 'object' && !Array.isArray(draft) ? (draft as GroupDraft) : {};
}
