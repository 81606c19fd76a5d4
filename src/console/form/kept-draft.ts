// A draft that survives a reload: in this browser, for one actor and one action, until it is signed.

import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { type GroupDraft, groupDraft, isEmpty, knownDraft } from './draft.ts';
import type { FormField } from './form-fields.ts';

/** A draft with what changes it. @param known what the address says of the input; it goes before what was kept */
export function useKeptDraft(
  key: string,
  fields: readonly FormField[],
  known: { readonly [field: string]: string },
): readonly [draft: GroupDraft, setDraft: Dispatch<SetStateAction<GroupDraft>>, clear: () => void] {
  const place = `touchmark.draft.${key}`;
  const [draft, setDraft] = useState<GroupDraft>(() => ({
    ...groupDraft(fields),
    ...keptAt(place),
    ...knownDraft(fields, known),
  }));
  const untouched = JSON.stringify({ ...groupDraft(fields), ...knownDraft(fields, known) });
  useEffect(() => {
    // What only the address says is no draft.
    if (isEmpty(draft) || JSON.stringify(draft) === untouched) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(draft));
  }, [place, draft, untouched]);
  const clear = (): void => {
    localStorage.removeItem(place);
    setDraft({ ...groupDraft(fields), ...knownDraft(fields, known) });
  };
  return [draft, setDraft, clear];
}

/** What was kept; nothing where it is not ours. */
function keptAt(place: string): GroupDraft {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    // Read field by field, each in whatever form it has: what does not fit a field is a fault beside it.
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as GroupDraft) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
