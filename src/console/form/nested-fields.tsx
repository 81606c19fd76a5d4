// Fields that hold fields: a group, one of several forms, a list that grows.

import { NativeSelect } from '@mantine/core';
import { signingTexts } from '../texts/signing.ts';
import { type Draft, emptyDraft, FORM, type GroupDraft, isEmpty } from './draft.ts';
import { type FieldProps, FormFieldInput, labelOf } from './form-field.tsx';
import type { FormField } from './form-fields.ts';

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
        <Inner fields={typedOf(field.fields)} {...{ draft, path, faults, change }} />
      </details>
    );
  }
  return (
    <fieldset className="field-group">
      <legend>{labelOf(field)}</legend>
      <Help of={field.help} />
      <Fault of={faults[path.join('.')]} />
      <Inner fields={typedOf(field.fields)} {...{ draft, path, faults, change }} />
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
      <Inner fields={form?.fields ?? []} {...{ draft, path, faults, change }} />
    </fieldset>
  );
}

/** A list. */
export function ListInput({ field, draft, path, faults, change }: FieldProps) {
  const [element] = field.fields;
  const drafts: readonly Draft[] = Array.isArray(draft) ? draft : [];
  if (element === undefined) return null;
  return (
    <fieldset className="field-group field-list">
      <legend>{labelOf(field)}</legend>
      <Help of={field.help === undefined ? field.hint : `${field.help} (${field.hint})`} />
      {drafts.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: elements have no names; only the last is added, any is removed.
        <div className="field-element" key={i}>
          <FormFieldInput
            field={{ ...element, label: `${element.label} ${i + 1}` }}
            draft={one}
            path={[...path, String(i)]}
            faults={faults}
            change={change}
          />
          <button
            type="button"
            className="as-link"
            aria-label={`${signingTexts.removeOne} ${element.label} ${i + 1}`}
            onClick={() => change(path, drafts.toSpliced(i, 1))}
          >
            {signingTexts.removeOne}
          </button>
        </div>
      ))}
      <Fault of={faults[path.join('.')]} />
      <button type="button" className="as-link" onClick={() => change(path, [...drafts, emptyDraft(element)])}>
        {signingTexts.add} {element.label}
      </button>
    </fieldset>
  );
}

function Help({ of: help }: { readonly of: string | undefined }) {
  return help === undefined || help === '' ? null : <p className="soft small">{help}</p>;
}

/** What is wrong with a part as a whole. */
function Fault({ of: fault }: { readonly of: string | undefined }) {
  return fault === undefined ? null : <p className="fault">{fault}</p>;
}

type InnerProps = Omit<FieldProps, 'field'> & { readonly fields: readonly FormField[] };

function Inner({ fields, draft, path, faults, change }: InnerProps) {
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
