// One field of a form as the trade reads it: its unit and its limits beside it, what is wrong with it under it.

import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { signingTexts } from '../texts/signing.ts';
import type { Draft, GroupDraft } from './draft.ts';
import { emptyDraft, FORM } from './draft.ts';
import type { FormField } from './form-fields.ts';

/** What a field of any kind is given. */
export type FieldProps = {
  readonly field: FormField;
  readonly draft: Draft | undefined;
  /** Names from the form's root. */
  readonly path: readonly string[];
  readonly faults: { readonly [path: string]: string };
  change(path: readonly string[], value: Draft): void;
};

/** A field. */
export function FormFieldInput(props: FieldProps) {
  const { kind } = props.field;
  if (kind === 'list') return <ListInput {...props} />;
  if (kind === 'group') return <GroupInput {...props} />;
  if (kind === 'variant') return <VariantInput {...props} />;
  return <PlainInput {...props} />;
}

function labelOf({ label, isRequired }: FormField): string {
  const words = label.charAt(0).toUpperCase() + label.slice(1);
  return isRequired ? words : `${words} (${signingTexts.optional})`;
}

function PlainInput({ field, draft, path, faults, change }: FieldProps) {
  const { kind, hint, choices } = field;
  const text = typeof draft === 'string' ? draft : '';
  const name = path.join('.');
  const common = { id: name, name, label: labelOf(field), error: faults[name] ?? null, description: hint };
  const set = (value: string): void => change(path, value);
  if (kind === 'flag') {
    return (
      <Checkbox {...common} checked={text === 'yes'} onChange={({ target }) => set(target.checked ? 'yes' : 'no')} />
    );
  }
  if (kind === 'choice') {
    const data = [{ value: '', label: signingTexts.choose }, ...choices.map((word) => ({ value: word, label: word }))];
    return <NativeSelect {...common} value={text} data={data} onChange={({ target }) => set(target.value)} />;
  }
  const isNumber = kind === 'money' || kind === 'number' || kind === 'span';
  return (
    <TextInput
      {...common}
      type={kind === 'time' ? 'datetime-local' : 'text'}
      inputMode={isNumber ? 'decimal' : 'text'}
      className={isNumber ? 'field-number' : 'field-text'}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={({ target }) => set(target.value)}
    />
  );
}

function GroupInput({ field, draft, path, faults, change }: FieldProps) {
  const group = asGroup(draft);
  return (
    <fieldset className="field-group">
      <legend>{labelOf(field)}</legend>
      {field.fields.map((inner) => (
        <FormFieldInput
          key={inner.name}
          field={inner}
          draft={group[inner.name]}
          path={[...path, inner.name]}
          faults={faults}
          change={change}
        />
      ))}
    </fieldset>
  );
}

function VariantInput({ field, draft, path, faults, change }: FieldProps) {
  const group = asGroup(draft);
  const chosen = Number(group[FORM] ?? 0);
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
      {form?.fields.map((inner) => (
        <FormFieldInput
          key={inner.name}
          field={inner}
          draft={group[inner.name]}
          path={[...path, inner.name]}
          faults={faults}
          change={change}
        />
      ))}
    </fieldset>
  );
}

function ListInput({ field, draft, path, faults, change }: FieldProps) {
  const [element] = field.fields;
  const drafts: readonly Draft[] = Array.isArray(draft) ? draft : [];
  const fault = faults[path.join('.')];
  if (element === undefined) return null;
  return (
    <fieldset className="field-group">
      <legend>{labelOf(field)}</legend>
      <p className="soft small">{field.hint}</p>
      {drafts.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: elements have no names; only the last is added, any is removed.
        <div className="field-element" key={i}>
          <FormFieldInput field={element} draft={one} path={[...path, String(i)]} faults={faults} change={change} />
          <button type="button" className="as-link" onClick={() => change(path, drafts.toSpliced(i, 1))}>
            {signingTexts.removeOne}
          </button>
        </div>
      ))}
      {fault === undefined ? null : <p className="fault">{fault}</p>}
      <button type="button" className="as-link" onClick={() => change(path, [...drafts, emptyDraft(element)])}>
        {signingTexts.add}
      </button>
    </fieldset>
  );
}

function asGroup(draft: Draft | undefined): GroupDraft {
  return typeof draft === 'object' && !Array.isArray(draft) ? (draft as GroupDraft) : {};
}
