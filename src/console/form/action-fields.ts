// The fields of one action's form: those of its input, but for what is sealed here and not typed as a commitment: a bid's
// price and date, and a file of one's own.

import { type ActionInterface, type ContractInterface, sourcingInterface } from '#sdk/index.ts';
import { referredBy } from '../data/actions.ts';
import type { FormField } from './form-fields.ts';
import { formFields } from './form-fields.ts';

/** Under this name a draft keeps who may read what is enclosed. */
export const READERS = '#readers';

/** The action whose whole input is what is known of one sealed file, and the field that stands for it. */
export const ADD_FILE = 'sharing.registerBlob';
const FILE = 'contentCommitment';

/** Fields from which others follow come first. */
const EARLY: { readonly [action: string]: readonly string[] } = {
  'production.planJob': ['order', 'item', 'permit'],
};

/** The fields. */
export function actionFields(
  { name: contract }: ContractInterface,
  name: string,
  action: ActionInterface,
): readonly FormField[] {
  const place = { contract, action: name, refers: referredBy(contract, name) };
  const early = EARLY[`${contract}.${name}`] ?? [];
  const all = formFields(action.input, place);
  const isEarly = (field: FormField): boolean => early.includes(field.name);
  const fields = [...all.filter(isEarly), ...all.filter((field) => !isEarly(field))];
  if (`${contract}.${name}` === ADD_FILE) return fields.filter((field) => field.name === FILE).map(asFile);
  if (`${contract}.${name}` !== 'sourcing.sealBid') return fields;
  const opened = formFields(sourcingInterface.actions.openBid.input, place).filter((field) => field.name === 'content');
  return [
    ...fields.filter((field) => field.name !== 'commitment' && field.name !== 'file'),
    ...opened.map((field) => ({ ...field, label: 'bid' })),
  ];
}

function asFile(field: FormField): FormField {
  return { ...field, label: 'file', kind: 'file', hint: '' };
}

/** True where a form encloses a text or a file that others may be let read. A file of one's own is granted afterwards. */
export function hasReaders(action: string, fields: readonly FormField[]): boolean {
  return action !== ADD_FILE && encloses(fields);
}

function encloses(fields: readonly FormField[]): boolean {
  return fields.some(({ kind, fields: inner }) => kind === 'secret' || kind === 'file' || encloses(inner));
}

/** The field for who may read what is enclosed. @param label in words, `hint` its limits */
export function readersField(label: string, hint: string): FormField {
  const reader: FormField = {
    ...{ name: READERS, label: 'reader', kind: 'actor', isRequired: true, hint: '', target: 'membership/actor' },
    ...{ schema: {}, choices: [], fields: [] },
  };
  return {
    ...{ name: READERS, label, kind: 'list', isRequired: true, hint, schema: {}, choices: [] },
    fields: [reader],
  };
}
