// What an action does, before its form is filled in: the contract's sentence, with the names of what is to be filled in. Pure.

import { fieldLabel } from '#sdk/index.ts';

/** The sentence. An amount is said without its unit, which the form has beside it. */
export function sentenceOf(says: string): string {
  return says
    .replaceAll(/\{(\w+)\}(?: \{unit\})? cents/g, '{$1}')
    .replaceAll(/\{(\w+)\}(?: basis points| bytes)?/g, (_, name: string) => `‹${fieldLabel(name)}›`);
}
