// What a form holds, and its way to a signature: the draft, its faults, the file that it was read from, the sheets.

import { type FormEvent, useMemo, useState } from 'react';
import { refusalSentence } from '../parts/problem.tsx';
import type { Me } from '../session/open-session.ts';
import type { Signed } from '../signing/rounds.ts';
import { actionFields, READERS } from './action-fields.ts';
import type { ActionFormProps } from './action-form.tsx';
import { type Draft, type Faults, type GroupDraft, readDraft, withValue } from './draft.ts';
import { noEnclosures } from './enclosures.ts';
import { focusFault, onLeaving, onPasting } from './form-events.ts';
import type { FormScope } from './form-scope.ts';
import { draftPlace, useKeptDraft } from './kept-draft.ts';
import { unitCalled } from './prefill.ts';
import type { Brought } from './read-from-file.tsx';
import { FILE_READERS } from './readers/reading.ts';
import { refusalFaults } from './refusal-faults.ts';
import { type ToSign, toSign } from './to-sign.ts';
import { undoPath } from './undo.ts';
import { usePrefill } from './use-prefill.ts';

/** The form's state. */
export function useActionForm({ me, contract, name, action, known, onDone }: ActionFormProps) {
  const path = `${contract.name}.${name}`;
  const fields = useMemo(() => actionFields(contract, name, action), [contract, name, action]);
  const [draft, setDraft, clear] = useKeptDraft(draftPlace(me, path), fields, known);
  const [faults, setFaults] = useState<Faults>({});
  const [enclosures] = useState(noEnclosures);
  const [brought, setBrought] = useState<Brought>();
  const prefill = usePrefill({ me, contract: contract.name, name, fields, draft, setDraft });
  const signing = useSheets();
  const reader = FILE_READERS[path];
  const change = (at: readonly string[], value: Draft): void => {
    // A form is a group of fields.
    setDraft((now) => withValue(now, at, value) as GroupDraft);
    setFaults(({ [at.join('.')]: _, ...others }) => others);
  };
  const bring = (part: Brought | undefined): void => {
    setBrought(part);
    setFaults(({ 'from-file': _, ...others }) => others);
    if (part !== undefined && path === 'inspection.recordResults') void findUnit(me, draft, part, change);
  };
  const read = () => {
    const part = brought?.read.parts[brought.at];
    const typed = reader === undefined ? fields : fields.filter((field) => !reader.owns.includes(field.name));
    const { input, faults: found } = readDraft(typed, draft);
    const missing: Faults = reader === undefined || part !== undefined ? {} : { 'from-file': 'choose the file' };
    return { input: { ...input, ...part?.input }, found: { ...found, ...missing } };
  };
  const prepare = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (signing.isSealing) return;
    const { input, found } = read();
    setFaults(found);
    if (Object.keys(found).length > 0) return focusFault(event.currentTarget);
    const readers = readersIn(draft);
    await signing.show(() => toSign({ me, contract, name, fields, input, readers, enclosures }));
  };
  const onSigned = (signed: Signed): void => {
    const { outcome, details } = signed;
    signing.note(signed);
    const isLast = signing.toBeSigned?.next === undefined;
    if (outcome === 'accepted' && isLast) clear();
    if (outcome === 'accepted') return;
    const sentence = refusalSentence(outcome) ?? outcome;
    setFaults(refusalFaults(fields, draft, { outcome, details, sentence }));
  };
  const undoOf = ({ id }: Signed) =>
    undoPath({ action: path, member: me.member, input: signing.toBeSigned?.input ?? {}, madeId: (kind) => id(kind) });
  const close = (): void => {
    const { signed } = signing;
    signing.close();
    if (signed?.outcome === 'accepted') onDone?.(signed);
  };
  const scope: FormScope = { me, action: path, draft, about: prefill.about, enclosures };
  return {
    ...{ fields, draft, faults, change, clear, reader, brought, bring, scope, prepare, undoOf, close },
    ...{ leave: onLeaving(fields, draft, setFaults), paste: onPasting(fields, setDraft, setFaults) },
    ...{ onSigned, onward: signing.onward, toBeSigned: signing.toBeSigned, isSealing: signing.isSealing },
    error: signing.error ?? prefill.error ?? undefined,
  };
}

/** Chooses the unit that a laboratory's file means, where the buyer's mapping says so. */
async function findUnit(
  me: Me,
  { order }: GroupDraft,
  { read, at }: Brought,
  change: (path: readonly string[], value: Draft) => void,
): Promise<void> {
  if (typeof order !== 'string') return;
  const item = await unitCalled(me, order, read.parts[at]?.label ?? '');
  if (item !== undefined) change(['item'], item);
}

/** The sheets one after the other, and what came of the last. */
function useSheets() {
  const [toBeSigned, setToBeSigned] = useState<ToSign>();
  const [signed, setSigned] = useState<Signed>();
  const [error, setError] = useState<unknown>();
  const [isSealing, setIsSealing] = useState(false);
  const show = async (make: () => Promise<ToSign>): Promise<void> => {
    setError(undefined);
    setIsSealing(true);
    try {
      setToBeSigned(await make());
    } catch (cause) {
      setToBeSigned(undefined);
      setError(cause);
    } finally {
      setIsSealing(false);
    }
  };
  const close = (): void => {
    setToBeSigned(undefined);
    setSigned(undefined);
  };
  const onward = async (): Promise<void> => {
    const next = toBeSigned?.next;
    if (next !== undefined) await show(next);
  };
  const note = (one: Signed): void => setSigned(toBeSigned?.next === undefined ? one : undefined);
  return { toBeSigned, signed, error, isSealing, show, close, onward, note };
}

function readersIn(draft: GroupDraft): readonly string[] {
  const readers = draft[READERS];
  if (!Array.isArray(readers)) return [];
  return [
    ...new Set(readers.flatMap((one: Draft) => (typeof one === 'string' && one.trim() !== '' ? [one.trim()] : []))),
  ];
}
