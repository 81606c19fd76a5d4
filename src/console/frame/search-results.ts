// What is found for a text: pages and kinds by name, actions that one may sign, and records by their keys.

import { contractInterfaces, type HttpTransport, isFault } from '#sdk/index.ts';
import { maySign } from '../data/actions.ts';
import { kinds } from '../data/kinds.ts';
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

/** Found on the ledger, as far as this reader may see it. */
export async function foundOnLedger(transport: HttpTransport, text: string): Promise<readonly Found[]> {
  const found = await Promise.all(lookupsOf(text).map((lookup) => lookUp(transport, lookup)));
  return found.flat();
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
    return seen === undefined ? [] : [toRecord(kind, seen.id)];
  }
  try {
    const { items } = await transport.records(kind, { [lookup.index]: lookup.value }, { limit: MOST });
    return items.map(({ id, value }) => toRecord(kind, id, value[lookup.index]));
  } catch (error) {
    // A text that no value of the index can be.
    if (isFault(error, 'request_invalid')) return [];
    throw error;
  }
}

function toRecord(kind: string, id: string, name: unknown = id): Found {
  return { label: typeof name === 'string' ? shortId(name) : shortId(id), what: kind, to: recordPath(kind, id) };
}
