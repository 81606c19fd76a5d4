// Words that a field for text may take as they are: names of parts of the record that the form is about, and of what the
// contracts have. Others can be typed, and the ledger judges. Pure.

import { contractInterfaces, type JsonObject } from '#sdk/index.ts';

type Suggest = (about: JsonObject) => readonly string[];

/** By `contract.action.field`; for those of every action, by the fields' own names. */
const SUGGESTED: { readonly [place: string]: Suggest } = {
  'production.planJob.step': ({ steps }) => namesOf(steps),
  'procurement.releaseMilestone.milestone': ({ milestones }) => namesOf(milestones),
  'procurement.openDispute.milestone': ({ milestones }) => namesOf(milestones),
  'membership.approveRelease.contract': () => contractInterfaces.map(({ name }) => name),
  'designs.requestPermit.program': ({ programs }) => namesOf(programs),
};

/** The words; none where nothing is known. */
export function suggestionsFor(
  action: string,
  path: readonly string[],
  about: JsonObject | undefined,
): readonly string[] {
  const name = path.at(-1) ?? '';
  const suggest = SUGGESTED[`${action}.${name}`];
  return suggest === undefined ? [] : [...new Set(suggest(about ?? {}))];
}

function namesOf(parts: JsonObject[string] | undefined): readonly string[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part: JsonObject[string]) => {
    const { name } = Object(part) as JsonObject;
    return typeof name === 'string' ? [name] : [];
  });
}
