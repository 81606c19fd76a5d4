// The form of any action, from its schema, and the way from it to a signature: fill in, review the exact bytes in words,
// sign. Nothing is sent before that.

import { Button } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import type { ActionInterface, ContractInterface, Prepared } from '#sdk/index.ts';
import { Problem } from '../parts/problem.tsx';
import type { Me } from '../session/open-session.ts';
import { type Signed, SigningSheet } from '../signing/signing-sheet.tsx';
import { signingTexts } from '../texts/signing.ts';
import { type Draft, type Faults, type GroupDraft, readDraft, withValue } from './draft.ts';
import { FormFieldInput } from './form-field.tsx';
import { formFields } from './form-fields.ts';
import { useKeptDraft } from './kept-draft.ts';

type ActionFormProps = {
  readonly me: Me;
  readonly contract: ContractInterface;
  readonly name: string;
  readonly action: ActionInterface;
  /** What is known of the input already. */
  readonly known: { readonly [field: string]: string };
  /** Told once the sheet of an accepted statement is closed. */
  onDone?(signed: Signed): void;
};

/** The form. */
export function ActionForm({ me, contract, name, action, known, onDone }: ActionFormProps) {
  const fields = useMemo(() => formFields(action.input), [action]);
  const [draft, setDraft, clear] = useKeptDraft(`${me.actor}.${contract.name}.${name}`, fields, known);
  const [faults, setFaults] = useState<Faults>({});
  const [prepared, setPrepared] = useState<Prepared>();
  const [error, setError] = useState<unknown>();
  const [signed, setSigned] = useState<Signed>();
  const change = (path: readonly string[], value: Draft): void => {
    // A form is a group of fields.
    setDraft(withValue(draft, path, value) as GroupDraft);
    const { [path.join('.')]: _, ...others } = faults;
    setFaults(others);
  };
  const prepare = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setError(undefined);
    const read = readDraft(fields, draft);
    setFaults(read.faults);
    if (Object.keys(read.faults).length > 0) return;
    try {
      // Its type was read from the same schema.
      setPrepared(await me.client.prepare(contract, name, read.input as never));
    } catch (cause) {
      setError(cause);
    }
  };
  const close = (): void => {
    setPrepared(undefined);
    if (signed?.outcome === 'accepted') onDone?.(signed);
    setSigned(undefined);
  };
  const onSigned = (outcome: Signed): void => {
    setSigned(outcome);
    if (outcome.outcome === 'accepted') clear();
  };
  return (
    <form className="action-form" noValidate onSubmit={(event) => void prepare(event)}>
      {fields.map((field) => (
        <FormFieldInput
          key={field.name}
          field={field}
          draft={draft[field.name]}
          path={[field.name]}
          faults={faults}
          change={change}
        />
      ))}
      <FaultLine faults={faults} />
      {error === undefined ? null : <Problem error={error} />}
      <div className="row">
        <Button type="submit">{signingTexts.prepare}</Button>
        <Button variant="default" onClick={clear}>
          {signingTexts.reset}
        </Button>
      </div>
      <p className="soft small">{signingTexts.draftKept}</p>
      <SigningSheet prepared={prepared} client={me.client} close={close} onSigned={onSigned} />
    </form>
  );
}

/** Where it is, for whoever does not see the fields. */
function FaultLine({ faults }: { readonly faults: Faults }) {
  const paths = Object.keys(faults);
  if (paths.length === 0) return null;
  return (
    <p className="fault" role="alert">
      {signingTexts.faults} {paths.join(', ')}
    </p>
  );
}
