// A field that names a record, a member or an actor: type to filter what one may see, choose with arrows and enter, or give
// an id that is not in the list.

import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { wholeListQuery } from '../data/queries.ts';
import { Stamp } from '../parts/stamp.tsx';
import { formTexts } from '../texts/form.ts';
import { type Choice, choicesOf, choicesWith, onlyCalled, payees, SHOWN, scopeOf } from './choices.ts';
import { useFormScope } from './form-scope.ts';
import { PAYEE } from './targets.ts';

const NOT_CHOSEN = -1;

type PickerProps = {
  readonly id: string;
  readonly label: string;
  readonly error: string | null;
  /** `contract/record` */
  readonly kind: string;
  readonly text: string;
  readonly help?: string | undefined;
  set(text: string): void;
};

/** The field. */
export function Picker({ id, label, error, kind, text, set, help }: PickerProps) {
  const { choices, isReading, isCut } = useChoices(kind);
  const [isOpen, setIsOpen] = useState(false);
  const [at, setAt] = useState(NOT_CHOSEN);
  const named = choices.find((choice) => choice.id === text.trim());
  // A chosen one is no filter: it stands first, and the others are offered again.
  const found =
    named === undefined ? choicesWith(text, choices) : [named, ...choices.filter((choice) => choice !== named)];
  const shown = isOpen ? found.slice(0, SHOWN) : [];
  // What a thing is called, typed or pasted in place of its id, is the thing where one alone is called so.
  const called = named === undefined && !isOpen ? onlyCalled(text, choices) : undefined;
  useEffect(() => {
    if (called !== undefined) set(called);
  });
  const choose = (choice: Choice): void => {
    set(choice.id);
    setIsOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const picked = shown[at];
    if (step !== 0) {
      setIsOpen(true);
      setAt(Math.max(0, Math.min(Math.min(found.length, SHOWN) - 1, at + step)));
    } else if (event.key === 'Enter' && picked !== undefined) choose(picked);
    else if (event.key === 'Escape' && isOpen) setIsOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="picker">
      <TextInput
        {...{ id, label, error }}
        name={id}
        description={<Said {...{ named, kind, isReading, isCut, help }} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={shown.length > 0 ? `${id}-choices` : undefined}
        aria-activedescendant={shown[at] === undefined ? undefined : `${id}-choices-${at}`}
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={formTexts.pick}
        onChange={({ target }) => {
          set(target.value);
          setAt(NOT_CHOSEN);
          setIsOpen(true);
        }}
        onClick={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      <Choices id={`${id}-choices`} label={label} {...{ shown, at, choose, kind }} more={found.length - SHOWN} />
    </div>
  );
}

type SaidProps = {
  readonly named: Choice | undefined;
  readonly kind: string;
  readonly isReading: boolean;
  readonly isCut: boolean;
  readonly help: string | undefined;
};

/** What was chosen, in words. */
function Said({ named, kind, isReading, isCut, help }: SaidProps) {
  if (named === undefined) {
    const words = isReading ? formTexts.reading : isCut ? formTexts.cut : '';
    return [help, words].filter((text) => text !== undefined && text !== '').join(' ');
  }
  const { label, what, fits, id } = named;
  return (
    <span className="picker-said">
      {isOfMember(kind) ? <Stamp member={id.split('/')[0] ?? id} size={16} /> : null}
      {[label, what].filter((words) => words !== '').join(' · ')}
      {fits ? null : <strong> {formTexts.unfit}</strong>}
    </span>
  );
}

type ChoicesProps = {
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly shown: readonly Choice[];
  readonly at: number;
  readonly more: number;
  choose(choice: Choice): void;
};

function Choices({ id, label, kind, shown, at, more, choose }: ChoicesProps) {
  if (shown.length === 0) return null;
  return (
    <div className="picker-choices">
      <div id={id} role="listbox" aria-label={label}>
        {shown.map((choice, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field; it points here.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
          <div
            id={`${id}-${i}`}
            key={choice.id}
            role="option"
            aria-selected={i === at}
            className={choice.fits ? 'picker-choice' : 'picker-choice picker-unfit'}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(choice)}
          >
            {isOfMember(kind) ? <Stamp member={choice.id.split('/')[0] ?? ''} size={18} /> : null}
            <span>
              {choice.label} <span className="soft small">{choice.what}</span>
              <br />
              <span className="mono small soft">{choice.id}</span>
            </span>
          </div>
        ))}
      </div>
      {more > 0 ? <p className="soft small picker-more">{formTexts.more(more)}</p> : null}
    </div>
  );
}

function isOfMember(kind: string): boolean {
  return kind === 'membership/member' || kind === 'membership/actor' || kind === PAYEE;
}

function useChoices(kind: string) {
  const { me, action, draft } = useFormScope();
  const isPayee = kind === PAYEE;
  const read = isPayee ? 'membership/member' : kind;
  const { transport } = me.client;
  const { data, isFetching } = useQuery(wholeListQuery(transport, read, scopeOf(read, draft)));
  const units = useQuery({ ...wholeListQuery(transport, 'accounts/unit', {}), enabled: isPayee });
  const found = choicesOf(read, action, me.member, data?.items ?? []);
  return {
    choices: isPayee ? payees(found, draft, units.data?.items ?? []) : found,
    isReading: isFetching && data === undefined,
    isCut: data?.isAll === false,
  };
}
