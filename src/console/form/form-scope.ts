// What the fields of a form know of the form that they stand in.

import { createContext, use } from 'react';
import type { JsonObject } from '#sdk/index.ts';
import type { Me } from '../session/open-session.ts';
import type { GroupDraft } from './draft.ts';
import type { Enclosures } from './enclosures.ts';

/** The form around a field. */
export type FormScope = {
  readonly me: Me;
  /** `contract.action` */
  readonly action: string;
  readonly draft: GroupDraft;
  /** The record that the action is about, once it is chosen and read. */
  readonly about: JsonObject | undefined;
  /** Files that were chosen since the page was opened. */
  readonly enclosures: Enclosures;
};

/** The form around. */
export const FormContext = createContext<FormScope | undefined>(undefined);

/** The form around. */
export function useFormScope(): FormScope {
  const scope = use(FormContext);
  if (scope === undefined) throw new Error('useFormScope: used outside of a form');
  return scope;
}
