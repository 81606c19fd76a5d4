// One filter of a list: a chip that opens to the values that it can take.

import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { fieldLabel } from '#sdk/index.ts';
import { type FieldSchema, fieldKind } from '../../data/fields.ts';
import { useSession } from '../../session/session-context.tsx';
import { recordTexts } from '../../texts/records.ts';

type FilterChipProps = {
  readonly name: string;
  readonly schema: FieldSchema;
  readonly value: string | undefined;
  choose(value: string | undefined): void;
};

/** The chip of a declared index. */
export function FilterChip({ name, schema, value, choose }: FilterChipProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { me } = useSession();
  const pick = (next: string | undefined): void => {
    setIsOpen(false);
    choose(next);
  };
  const words = choicesOf(name, schema, me?.member);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('value');
    if (typeof typed === 'string' && typed.trim() !== '') pick(typed.trim());
  };
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" shadow="sm" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={value === undefined ? 'chip' : 'chip chip-on'}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {fieldLabel(name)}: <strong>{value ?? recordTexts.any}</strong>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="choices">
          {value === undefined ? null : (
            <UnstyledButton className="choice" onClick={() => pick(undefined)}>
              {recordTexts.clear}
            </UnstyledButton>
          )}
          {words.map(([word, label]) => (
            <UnstyledButton className="choice" key={word} onClick={() => pick(word)}>
              {label}
            </UnstyledButton>
          ))}
        </div>
        {schema.enum !== undefined || schema.type === 'boolean' ? null : (
          <form className="row" onSubmit={submit}>
            <TextInput name="value" size="sm" aria-label={fieldLabel(name)} autoComplete="off" spellCheck={false} />
            <Button type="submit" size="sm" variant="default">
              {recordTexts.apply}
            </Button>
          </form>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function choicesOf(
  name: string,
  schema: FieldSchema,
  member: string | undefined,
): readonly (readonly [string, string])[] {
  if (schema.enum !== undefined) return schema.enum.map((word) => [word, fieldLabel(word)]);
  if (schema.type === 'boolean')
    return [
      ['true', recordTexts.yes],
      ['false', recordTexts.no],
    ];
  const isMine = member !== undefined && fieldKind(name, schema) === 'member';
  return isMine ? [[member, recordTexts.mine(member)]] : [];
}
