// What counts for a member: its track record in words, and whom it is related to.

import { useQueries, useQuery } from '@tanstack/react-query';
import { fieldLabel, trackRecords } from '#sdk/index.ts';
import { fewRecordsQuery } from '../../data/queries.ts';
import { Problem } from '../../parts/problem.tsx';
import { Party } from '../../parts/stamp.tsx';
import { useSession } from '../../session/session-context.tsx';
import { networkTexts } from '../../texts/network.ts';

/** Months that count together. */
const OVER = 12;
/** Records of a member's months that are read: two sides in a few units for a year. */
const MONTHS = 500;

/** The section of the track record. */
export function TrackRecord({ member }: { readonly member: string }) {
  const { transport } = useSession();
  const { data, error } = useQuery({
    queryKey: ['records', 'months', member],
    queryFn: async () => (await transport.records('standing/month', { member }, { limit: MONTHS })).items,
  });
  // Every replica wrote the records through the contract's schema.
  const months = (data ?? []).map(({ value }) => value) as unknown as Parameters<typeof trackRecords>[0];
  const records = trackRecords(months, { over: OVER, nowMs: transport.nowMs() });
  return (
    <section className="panel" aria-labelledby="track">
      <h2 id="track">{networkTexts.track}</h2>
      <p className="soft small">{networkTexts.trackLead}</p>
      {error === null ? null : <Problem error={error} />}
      {data !== undefined && records.length === 0 ? <p className="soft">{networkTexts.noTrack}</p> : null}
      {records.map(({ side, unit, lines }) => (
        <div key={`${side} ${unit}`}>
          <h3>
            {networkTexts.trackOf[side]} <span className="soft">{networkTexts.trackIn(unit)}</span>
          </h3>
          <dl className="facts">
            {lines.map(([label, words]) => (
              <div key={label}>
                <dt>{fieldLabel(label)}</dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}

/** The section of relations. */
export function Relations({ member }: { readonly member: string }) {
  const { transport } = useSession();
  const [own, others] = useQueries({
    queries: [
      fewRecordsQuery(transport, 'standing/relation', { a: member }),
      fewRecordsQuery(transport, 'standing/relation', { b: member }),
    ],
  });
  const said = [
    ...(own.data ?? []).map(({ id, value }) => ({ id, other: String(value.b), words: networkTexts.saysSo })),
    ...(others.data ?? []).map(({ id, value }) => ({ id, other: String(value.a), words: networkTexts.othersSay })),
  ];
  const error = own.error ?? others.error;
  return (
    <section className="panel" aria-labelledby="relations">
      <h2 id="relations">{networkTexts.relations}</h2>
      <p className="soft small">{networkTexts.relationsLead}</p>
      {error === null ? null : <Problem error={error} />}
      {own.isSuccess && others.isSuccess && said.length === 0 ? (
        <p className="soft">{networkTexts.noRelations}</p>
      ) : null}
      <ul className="plain">
        {said.map(({ id, other, words }) => (
          <li key={`${id} ${words}`} className="row">
            <Party id={other} /> <span className="soft small">{words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
