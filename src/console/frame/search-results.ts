// What is found for a text: pages and kinds by name, actions that one may sign, and records by their keys.

import { contractInterfaces, type HttpTransport, isFault, type RecordSeen } from '#sdk/index.ts';
import { maySign } from '../data/actions.ts';
import { kindOf, kinds } from '../data/kinds.ts';
import { type Lookup, lookupsOf, namesWith } from '../data/search.ts';
import { actionWords } from '../parts/action-words.ts';
import { actionPath, listPath, recordPath } from '../parts/paths.ts';
import { shortId } from '../parts/shorten.ts';
import { RAIL } from './navigation.ts';

/** Something to go to. */
export type Found = { readonly label: string; readonly what: string; readonly to: string };

/** Of names, and of records by one index. */
const MOST = 5;

/** Found without asking anyone. */
export function foundByName(text: string, role: string | undefined): readonly Found[] {
  const pages = RAIL.map(({ label, to }) => ({ label, what: 'page', to }));
  const lists = kinds.map(({ plural, path, contract }) => ({ label: plural, what: contract.name, to: listPath(path) }));
  const actions = contractInterfaces.flatMap((contract) =>
    Object.entries(contract.actions)
      .filter(([, action]) => maySign(action, role))
      .map(([name]) => ({ label: actionWords(name), what: 'sign', to: actionPath(contract.name, name) })),
  );
  return [pages, lists, actions].flatMap((named) => namesWith(text, named).slice(0, MOST));
}

/** Members whose name has the text in it. */
export function foundMembers(text: string, members: readonly RecordSeen[]): readonly Found[] {
  const named = members.map(({ id, value }) => toRecord('membership/member', id, value));
  return namesWith(text, named).slice(0, MOST);
}

/** Found on the ledger by a key, as far as this reader may see it. */
export async function foundOnLedger(transport: HttpTransport, text: string): Promise<readonly Found[]> {
  const found = await Promise.all(lookupsOf(text).map((lookup) => lookUp(transport, lookup)));
  return found.flat();
}

/** One after the other, each place once. */
export function onceEach(found: readonly Found[]): readonly Found[] {
  return [...new Map(found.map((one) => [one.to, one])).values()];
}

async function lookUp(transport: HttpTransport, lookup: Lookup): Promise<readonly Found[]> {
  if (lookup.by === 'entry') {
    const { items } = await transport.entries(Math.max(0, lookup.index - 1), 1);
    const isThere = items[0]?.index === lookup.index;
    return isThere ? [{ label: `Statement ${lookup.index}`, what: 'ledger', to: `/ledger/${lookup.index}` }] : [];
  }
  const { kind } = lookup;
  if (lookup.by === 'id') {
    const seen = await transport.seen(kind, lookup.id);
    return seen === undefined ? [] : [toRecord(kind, seen.id, seen.value)];
  }
  try {
    const { items } = await transport.records(kind, { [lookup.index]: lookup.value }, { limit: MOST });
    return items.map(({ id, value }) => toRecord(kind, id, value));
  } catch (error) {
    // A text that no value of the index can be.
    if (isFault(error, 'request_invalid')) return [];
    throw error;
  }
}

/** A record by the name that people know it by. */
function toRecord(kind: string, id: string, value: RecordSeen['value']): Found {
  const name = NAMES[kind] === undefined ? id : value[NAMES[kind]];
  return {
    label: shortId(typeof name === 'string' ? name : id),
    what: kindOf(kind)?.label ?? kind,
    to: recordPath(kind, id),
  };
}

/** What people call a record, where it is not its id. */
const NAMES: { readonly [kind: string]: string } = {
  'membership/member': 'name',
  'items/item': 'number',
  'items/type': 'partNumber',
  'designs/design': 'name',
};
