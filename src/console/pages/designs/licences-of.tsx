// Licences, permits and attested deletions of one version, as far as the reader sees them.

import { useQueries, useQuery } from '@tanstack/react-query';
import type { Licence, Permit, RecordSeen, Tally } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { recordQuery } from '../../data/queries.ts';
import { useSession } from '../../session/session-context.tsx';
import { designTexts } from '../../texts/designs.ts';
import { Licences, Permits } from './licences.tsx';

/** The section. */
export function LicencesOf({ version }: { readonly version: string }) {
  const { transport } = useSession();
  const { data } = useQuery(allRecordsQuery(transport, 'designs/licence', { version }));
  const licences = valuesOf<Licence>(data?.items);
  const tallies = useQueries({
    queries: licences.map(({ id }) => ({ ...recordQuery(transport, 'designs/tally', id), retry: false })),
  });
  const under = (kind: string) => licences.map(({ id }) => allRecordsQuery(transport, kind, { licence: id }));
  const permits = useQueries({ queries: under('designs/permit') }).flatMap((one) => valuesOf<Permit>(one.data?.items));
  const deletions = useQueries({ queries: under('designs/deletion') }).flatMap((one) => one.data?.items ?? []);
  const known = valuesOf<Tally>(tallies.flatMap((one) => one.data ?? []));
  return (
    <section className="panel" aria-labelledby="licences">
      <h2 id="licences">{designTexts.licences}</h2>
      <Licences licences={licences} tallies={new Map(known.map((tally) => [tally.id, tally]))} permits={permits} />
      {deletions.length === 0 ? null : <p className="soft small">{designTexts.deletions(deletions.length)}</p>}
      {permits.length === 0 ? null : (
        <>
          <h3>{designTexts.permits}</h3>
          <Permits permits={permits} />
        </>
      )}
    </section>
  );
}

/** Records were written through their schemas by every replica. */
function valuesOf<T>(seen: readonly RecordSeen[] | undefined): readonly T[] {
  return (seen ?? []).map(({ value }) => value as T);
}
