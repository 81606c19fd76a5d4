// What is wrong with a form as a whole: each fault by the name of its field, which leads there.

import { signingTexts } from '../texts/signing.ts';
import type { Faults } from './draft.ts';
import { placeWords } from './fault-places.ts';
import type { FormField } from './form-fields.ts';

type FaultSummaryProps = { readonly fields: readonly FormField[]; readonly faults: Faults };

/** The summary. */
export function FaultSummary({ fields, faults }: FaultSummaryProps) {
  const found = Object.entries(faults);
  if (found.length === 0) return null;
  return (
    <div className="fault-summary" role="alert">
      <p>
        <strong>{signingTexts.faults(found.length)}</strong>
      </p>
      <ul className="plain">
        {found.map(([path, fault]) => (
          <li key={path}>
            <button type="button" className="as-link" onClick={() => focusOn(path)}>
              {placeWords(fields, path)}
            </button>
            : {fault}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A group that may be left out is folded; what is wrong in it is not. */
function focusOn(path: string): void {
  const element = document.getElementById(path);
  element?.closest('details')?.setAttribute('open', '');
  element?.focus();
}
