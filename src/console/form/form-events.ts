// What a form does when a field is left, when something is pasted, and where the focus goes when it is not right yet.

import type { ClipboardEvent, Dispatch, FocusEvent, SetStateAction } from 'react';
import { draftFromText, type Faults, faultOnLeaving, type GroupDraft } from './draft.ts';
import type { FormField } from './form-fields.ts';

/** For a form's blur: says what is wrong with the field that was left. */
export function onLeaving(
  fields: readonly FormField[],
  draft: GroupDraft,
  setFaults: Dispatch<SetStateAction<Faults>>,
): (event: FocusEvent<HTMLFormElement>) => void {
  return ({ target }) => {
    const name = target.getAttribute('name') ?? '';
    const fault = faultOnLeaving(fields, draft, name);
    if (fault !== undefined) setFaults((now) => ({ ...now, [name]: fault }));
  };
}

/** For a form's paste: a text in JSON that says what the form asks for is spread over its fields. */
export function onPasting(
  fields: readonly FormField[],
  setDraft: Dispatch<SetStateAction<GroupDraft>>,
  setFaults: Dispatch<SetStateAction<Faults>>,
): (event: ClipboardEvent<HTMLFormElement>) => void {
  return (event) => {
    const given = draftFromText(fields, event.clipboardData.getData('text/plain'));
    if (given === undefined) return;
    event.preventDefault();
    setDraft((now) => ({ ...now, ...given }));
    setFaults({});
  };
}

/** To the first field that is wrong, once it says so. */
export function focusFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"], [data-fault]')?.focus());
}
