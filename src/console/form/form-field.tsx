// One field of a form as the trade reads it: its unit and its limits beside it, what is wrong with it under it.

import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { formTexts } from '../texts/form.ts';
import { signingTexts } from '../texts/signing.ts';
import { currencyFor } from './currency.ts';
import type { Draft, GroupDraft } from './draft.ts';
import { FileInput } from './file-input.tsx';
import type { FormField } from './form-fields.ts';
import { useFormScope } from './form-scope.ts';
import { GroupInput, ListInput, VariantInput } from './nested-fields.tsx';
import { Picker } from './picker.tsx';
import { suggestionsFor } from './suggestions.ts';

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

/** A field's label: a word, and whether it may be left out. */
export function labelOf({ label, isRequired }: FormField): string {
  const words = label.charAt(0).toUpperCase() + label.slice(1);
  return isRequired ? words : `${words} (${signingTexts.optional})`;
}

function PlainInput({ field, draft, path, faults, change }: FieldProps) {
  const { kind, target } = field;
  const text = typeof draft === 'string' ? draft : '';
  const id = path.join('.');
  const { help } = field;
  const set = (value: string): void => change(path, value);
  const common = { id, label: labelOf(field), error: faults[id] ?? null };
  if (target !== undefined) return <Picker {...{ ...common, kind: target, text, set, help }} />;
  if (kind === 'file' || kind === 'blob') return <FileInput {...{ ...common, field, text, path, change }} />;
  if (kind === 'flag' || kind === 'choice') return <Choice {...common} field={field} text={text} set={set} />;
  if (kind === 'secret') {
    const description = formTexts.secret;
    return (
      <Textarea
        {...{ ...common, description, name: id, value: text }}
        autosize
        autoComplete="off"
        minRows={2}
        onChange={({ target: area }) => set(area.value)}
      />
    );
  }
  return <TextOrNumber {...common} {...{ field, path, text, set }} />;
}

type InputProps = {
  readonly id: string;
  readonly label: string;
  readonly error: string | null;
  readonly field: FormField;
  readonly text: string;
  set(value: string): void;
};

/** A yes or no is chosen: what nobody looked at says neither. */
function Choice({ id, label, error, field, text, set }: InputProps) {
  const words = field.kind === 'flag' ? ['yes', 'no'] : field.choices;
  const data = [{ value: '', label: signingTexts.choose }, ...words.map((word) => ({ value: word, label: word }))];
  return (
    <NativeSelect
      {...{ id, label, error, data }}
      description={field.help}
      name={id}
      value={text}
      onChange={({ target }) => set(target.value)}
    />
  );
}

function TextOrNumber({ id, label, error, field, text, set, path }: InputProps & { readonly path: readonly string[] }) {
  const { kind, hint, help } = field;
  const isNumber = kind === 'money' || kind === 'number' || kind === 'span' || kind === 'percent';
  const suggestions = useSuggestions(path);
  const unit = useUnit(field, path);
  return (
    <>
      <TextInput
        {...{ id, label, error }}
        name={id}
        description={[help, hint, kind === 'time' ? zoneWords() : '']
          .filter((words) => words !== undefined && words !== '')
          .join(' ')}
        type={kind === 'time' ? 'datetime-local' : 'text'}
        inputMode={INPUT_MODES[kind] ?? 'text'}
        list={suggestions.length === 0 ? undefined : `${id}-known`}
        className={isNumber || kind === 'time' ? 'field-number' : 'field-text'}
        rightSection={unit === undefined ? null : <span className="field-unit">{unit}</span>}
        rightSectionWidth={unit === undefined ? undefined : `${unit.length + 2}ch`}
        rightSectionPointerEvents="none"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={({ target }) => set(target.value)}
      />
      {suggestions.length === 0 ? null : (
        <datalist id={`${id}-known`}>
          {suggestions.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** What a phone's keyboard has: a span may name its unit, so it needs letters. */
const INPUT_MODES: { readonly [kind: string]: 'decimal' | 'numeric' } = {
  money: 'decimal',
  percent: 'decimal',
  number: 'numeric',
};

function useSuggestions(path: readonly string[]): readonly string[] {
  const { action, about } = useFormScope();
  return suggestionsFor(action, path, about);
}

function zoneWords(): string {
  return formTexts.zone(Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** The unit that stands beside a number: a currency of the form or of its record, or what the field's name ends with. */
function useUnit({ kind, name }: FormField, path: readonly string[]): string | undefined {
  const { draft, about } = useFormScope();
  if (kind === 'money') return currencyFor(draft as GroupDraft, path, about);
  if (kind === 'percent') return '%';
  if (kind !== 'number') return undefined;
  // Of a box the axes have no unit in their name, the box has.
  const named = [name, ...path.toReversed()];
  return UNITS.find(([ending]) => named.some((one) => one.endsWith(ending)))?.[1] ?? WHOLES[path[0] ?? ''];
}

/** Groups whose numbers are parts of one sum. */
const WHOLES: { readonly [group: string]: string } = { weights: 'of 10 000' };

/** Units that names end with, with their signs. */
const UNITS: readonly (readonly [ending: string, sign: string])[] = [
  ['Micrometres', 'µm'],
  ['Milligrams', 'mg'],
  ['Minutes', 'min'],
  ['Days', 'days'],
  ['Bytes', 'bytes'],
];
