// A refusal beside the field that caused it. Contracts say what they refused in the refusal's details, under the names of
// the input's fields; where they do not, the code begins with the field's name. Pure.

import type { JsonObject } from '#sdk/index.ts';
import { type Draft, type Faults, FORM, type GroupDraft } from './draft.ts';
import type { FormField } from './form-fields.ts';

/** Refusals about a field that neither their details nor their code name. */
const ABOUT: { readonly [code: string]: string } = {
  milestones_sum: 'milestones',
  not_best: 'bid',
  not_next: 'shipment',
  nda_missing: 'rfq',
  reason_not_covered: 'covers',
  needed_by_past: 'neededByMs',
};

/**
 * The sentence of a refusal at each field that it names; nothing where it names none.
 * @param outcome `contract.code`
 */
export function refusalFaults(
  fields: readonly FormField[],
  draft: GroupDraft,
  { outcome, details, sentence }: { readonly outcome: string; readonly details: JsonObject; readonly sentence: string },
): Faults {
  const code = outcome.split('.').at(-1) ?? '';
  const names = namesOf(code, Object.keys(details));
  for (const name of names) {
    const paths = pathsOf(fields, draft, name);
    if (paths.length > 0) return Object.fromEntries(paths.map((path) => [path, sentence]));
  }
  return {};
}

/** Names that a refusal may mean, the surest first. */
function namesOf(code: string, details: readonly string[]): readonly string[] {
  const words = code.split('_');
  const begun = words.map((_, i) => camel(words.slice(0, words.length - i)));
  return [
    ...(ABOUT[code] === undefined ? [] : [ABOUT[code]]),
    ...details,
    ...begun,
    ...begun.map((name) => `${name}s`),
  ];
}

function camel(words: readonly string[]): string {
  return words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

/** Where a field of this name stands in a form; lists by their place as a whole. */
function pathsOf(fields: readonly FormField[], draft: Draft | undefined, name: string, above = ''): readonly string[] {
  const group = typeof draft === 'object' && !Array.isArray(draft) ? (draft as GroupDraft) : {};
  return fields.flatMap((field) => {
    const path = above === '' ? field.name : `${above}.${field.name}`;
    if (field.name === name) return [path];
    if (field.kind === 'group') return pathsOf(field.fields, group[field.name], name, path);
    if (field.kind !== 'variant') return [];
    const inner = Object(group[field.name]);
    return pathsOf(field.fields[Number(inner[FORM] ?? 0)]?.fields ?? [], inner, name, path);
  });
}
