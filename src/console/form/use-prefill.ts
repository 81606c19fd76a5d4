// Fills in what is known once the record that a form is about is chosen.

import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type Dispatch, type SetStateAction, useEffect } from 'react';
import { isFault, type JsonObject } from '#sdk/index.ts';
import { referredBy } from '../data/actions.ts';
import type { Me } from '../session/open-session.ts';
import { type GroupDraft, isEmpty } from './draft.ts';
import type { FormField } from './form-fields.ts';
import { furtherFields, furtherFilled, prefilled } from './prefill.ts';

/** Typing an id is over after so long. */
const PAUSE_MS = 250;

type Form = {
  readonly me: Me;
  readonly contract: string;
  readonly name: string;
  readonly fields: readonly FormField[];
  readonly draft: GroupDraft;
  readonly setDraft: Dispatch<SetStateAction<GroupDraft>>;
};

/** The record that the form is about, and what went wrong where it says more than can be read. */
export function usePrefill({ me, contract, name, fields, draft, setDraft }: Form) {
  const action = `${contract}.${name}`;
  const targets = referredBy(contract, name);
  const named = fields.find(({ name: field }) => targets[field] !== undefined && !isEmpty(draft[field]));
  const typed = named === undefined ? '' : String(draft[named.name]).trim();
  const [id] = useDebouncedValue(typed, PAUSE_MS);
  const kind = named === undefined ? '' : (targets[named.name] ?? '');
  const { data, error } = useQuery({
    queryKey: ['prefill', action, kind, id],
    queryFn: async () => {
      const seen = await me.client.transport.seen(kind, id).catch(asNoId);
      if (seen === undefined) return null;
      const about: JsonObject = { ...seen.value, id };
      return { about, filled: await prefilled(me, action, { fields, draft, about }) };
    },
    enabled: id !== '' && id === typed && kind !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const given = furtherFields(action).map((field) => String(draft[field] ?? '').trim());
  const [settled] = useDebouncedValue(given.join('\n'), PAUSE_MS);
  const further = useQuery({
    queryKey: ['prefill', action, 'further', settled],
    queryFn: () => furtherFilled(me, action, { fields, draft }).catch(asNoId),
    enabled: settled.trim() !== '' && settled === given.join('\n'),
    gcTime: 0,
    retry: false,
  });
  useFilled(data?.filled, setDraft);
  useFilled(further.data, setDraft);
  return { about: data?.about, error: error ?? further.error };
}

/** Puts what became known into fields that are still empty. */
function useFilled(filled: GroupDraft | undefined, setDraft: Form['setDraft']): void {
  useEffect(() => {
    if (filled === undefined) return;
    setDraft((now) => ({
      ...now,
      ...Object.fromEntries(Object.entries(filled).filter(([field]) => isEmpty(now[field]))),
    }));
  }, [filled, setDraft]);
}

/** What is typed on the way to an id need be none. */
function asNoId(error: unknown): undefined {
  if (!isFault(error, 'request_invalid')) throw error;
}
