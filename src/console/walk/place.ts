// From a stop to an address: the record that it is about, looked up as whoever acts.

import type { HttpTransport } from '#sdk/index.ts';
import { recordPath } from '../parts/paths.ts';
import type { StopPlace } from './stops.ts';

/** The address of a stop; undefined where the ledger has nothing for it. */
export async function placeOf(transport: HttpTransport, place: StopPlace): Promise<string | undefined> {
  if ('path' in place) return place.path;
  const { kind, states = [], page = (id: string) => recordPath(kind, id) } = place;
  const { items } = await transport.records(kind, {}, { limit: 50 });
  const wanted = states.flatMap((state) => items.filter(({ value }) => value.state === state));
  const found = wanted[0] ?? items[0];
  return found === undefined ? undefined : page(found.id);
}
