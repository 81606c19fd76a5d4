// The form of any action, from its schema, and the way from it to a signature: fill in, review the exact bytes in words,
// sign. Nothing is sent before that.

import { Button } from '@mantine/core';
import type { ActionInterface, ContractInterface } from '#sdk/index.ts';
import { Problem } from '../parts/problem.tsx';
import { browserStore } from '../session/browser-store.ts';
import type { Me } from '../session/open-session.ts';
import type { Signed } from '../signing/rounds.ts';
import { SigningSheet } from '../signing/signing-sheet.tsx';
import { formTexts } from '../texts/form.ts';
import { signingTexts } from '../texts/signing.ts';
import { hasReaders, READERS, readersField } from './action-fields.ts';
import { FaultSummary } from './fault-summary.tsx';
import { FormFieldInput } from './form-field.tsx';
import type { FormField } from './form-fields.ts';
import { FormContext } from './form-scope.ts';
import { draftPlace } from './kept-draft.ts';
import { FormFields } from './nested-fields.tsx';
import { ReadFromFile } from './read-from-file.tsx';
import { useActionForm } from './use-action-form.ts';
import './page.css';

/** An action's form. */
export type ActionFormProps = {
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
export function ActionForm(props: ActionFormProps) {
  const form = useActionForm(props);
  const isKept = browserStore.lasts(draftPlace(props.me, `${props.contract.name}.${props.name}`));
  const { fields, draft, faults, change, reader, brought, bring, scope, toBeSigned } = form;
  const shown = reader === undefined ? fields : fields.filter(({ name }) => !reader.owns.includes(name));
  const readers = readersField(formTexts.readers, formTexts.readersHint);
  return (
    <FormContext value={scope}>
      <form
        className="action-form"
        noValidate
        onSubmit={(event) => void form.prepare(event)}
        onBlur={form.leave}
        onPaste={form.paste}
      >
        {reader === undefined ? null : (
          <ReadFromFile {...{ reader, brought, bring }} error={faults['from-file'] ?? null} />
        )}
        <FormFields fields={shown} path={[]} {...{ draft, faults, change }} />
        {hasReaders(scope.action, fields) ? (
          <FormFieldInput field={readers} draft={draft[READERS]} path={[READERS]} faults={faults} change={change} />
        ) : null}
        <FaultSummary fields={[...shown, readers, FROM_FILE]} faults={faults} />
        {form.error === undefined ? null : <Problem error={form.error} />}
        <div className="row">
          {/* Not disabled meanwhile: it would lose the focus, to which the sheet returns. */}
          <Button type="submit" aria-busy={form.isSealing}>
            {signingTexts.prepare}
          </Button>
          <Button variant="default" onClick={form.clear}>
            {signingTexts.reset}
          </Button>
        </div>
        <p className="soft small" role="status">
          {form.isSealing ? formTexts.sealing : isKept ? signingTexts.draftKept : signingTexts.draftLost}
        </p>
      </form>
      <SigningSheet
        round={toBeSigned?.round}
        client={props.me.client}
        close={form.close}
        onSigned={form.onSigned}
        onward={toBeSigned?.next === undefined ? undefined : () => void form.onward()}
        undoOf={form.undoOf}
      />
    </FormContext>
  );
}

/** The field for the file, as far as a fault names it. */
const FROM_FILE: FormField = {
  ...{ name: 'from-file', label: formTexts.fromFile, kind: 'file', isRequired: true, hint: '' },
  ...{ schema: {}, choices: [], fields: [] },
};
