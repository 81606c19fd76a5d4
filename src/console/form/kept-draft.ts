// A draft that survives a reload: in this browser, for one ledger, actor and action, until it is signed.

import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import { browserStore } from '../session/browser-store.ts';
import type { Me } from '../session/open-session.ts';
import { type GroupDraft, groupDraft, isEmpty, knownDraft } from './draft.ts';
import type { FormField } from './form-fields.ts';

/** Under which name an actor's draft is kept: one of another ledger would name what is not there. */
export function draftPlace({ actor, client }: Pick<Me, 'actor' | 'client'>, of: string): string {
  return `touchmark.draft.${client.transport.ledgerId}.${actor}.${of}`;
}

/** A draft with what changes it. @param place see draftPlace @param known what the address says of the input; it goes before what was kept */
export function useKeptDraft(
  place: string,
  fields: readonly FormField[],
  known: { readonly [field: string]: string },
): readonly [draft: GroupDraft, setDraft: Dispatch<SetStateAction<GroupDraft>>, clear: () => void] {
  const [draft, setDraft] = useState<GroupDraft>(() => ({
    ...groupDraft(fields),
    ...keptAt(place),
    ...knownDraft(fields, known),
  }));
  // Whoever shows whether it is kept is drawn anew once that changes.
  const [, setLasts] = useState(true);
  const untouched = JSON.stringify({ ...groupDraft(fields), ...knownDraft(fields, known) });
  useEffect(() => {
    // What only the address says is no draft.
    if (isEmpty(draft) || JSON.stringify(draft) === untouched) browserStore.removeItem(place);
    else browserStore.setItem(place, JSON.stringify(draft));
    setLasts(browserStore.lasts(place));
  }, [place, draft, untouched]);
  const clear = (): void => {
    browserStore.removeItem(place);
    setDraft({ ...groupDraft(fields), ...knownDraft(fields, known) });
  };
  return [draft, setDraft, clear];
}

/** What was kept; nothing where it is not ours. */
function keptAt(place: string): GroupDraft {
  try {
    const kept: unknown = JSON.parse(browserStore.getItem(place) ?? '{}');
    // Read field by field, each in whatever form it has: what does not fit a field is a fault beside it.
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as GroupDraft) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
