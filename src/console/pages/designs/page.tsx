// Designs: each with its newest version that the reader sees, its size, and how far its licences are used.

import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Licence, Permit, Tally, Version } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { Table } from '../../parts/table.tsx';
import { useSession } from '../../session/session-context.tsx';
import { designTexts } from '../../texts/designs.ts';
import { Licences, UseBar } from './licences.tsx';
import { boxWords, licenceUse, volumeWords } from './model.ts';
import './page.css';

const KINDS = ['design', 'version', 'licence', 'tally', 'permit'] as const;

/** The page. */
export function Component() {
  const { transport } = useSession();
  const lists = useQueries({ queries: KINDS.map((name) => allRecordsQuery(transport, `designs/${name}`, {})) });
  const [designs, versions, licences, tallies, permits] = lists.map(
    ({ data }) => data?.items.map(({ value }) => value) ?? [],
  );
  const error = lists.find((list) => list.error !== null)?.error ?? null;
  // Records of these kinds were written through their schemas.
  const known = {
    licences: (licences ?? []) as readonly unknown[] as readonly Licence[],
    tallies: new Map(((tallies ?? []) as readonly unknown[] as readonly Tally[]).map((tally) => [tally.id, tally])),
    permits: (permits ?? []) as readonly unknown[] as readonly Permit[],
  };
  const newest = newestOf((versions ?? []) as readonly unknown[] as readonly Version[]);
  const names = new Map((designs ?? []).map(({ id, name }) => [String(id), String(name)]));
  const ids = [...new Set([...newest.keys(), ...names.keys()])];
  return (
    <>
      <h1>{designTexts.title}</h1>
      <p className="lead">{designTexts.lead}</p>
      {error === null ? null : <Problem error={error} />}
      {lists.every(({ isSuccess }) => isSuccess) && ids.length === 0 ? (
        <EmptyState title={designTexts.none} teaches={designTexts.noneTeach} />
      ) : null}
      {ids.length === 0 ? null : <Designs ids={ids} names={names} newest={newest} {...known} />}
      {known.licences.length === 0 ? null : (
        <section className="panel" aria-labelledby="licences">
          <h2 id="licences">{designTexts.licences}</h2>
          <Licences {...known} />
        </section>
      )}
    </>
  );
}

type DesignsProps = {
  readonly ids: readonly string[];
  readonly names: ReadonlyMap<string, string>;
  readonly newest: ReadonlyMap<string, Version>;
  readonly licences: readonly Licence[];
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly permits: readonly Permit[];
};

function Designs({ ids, names, newest, licences, tallies, permits }: DesignsProps) {
  return (
    <Table
      rows={ids.map((id) => ({ id, version: newest.get(id) }))}
      keyOf={({ id }) => id}
      columns={[
        {
          label: designTexts.design,
          draw: ({ id, version }) => (
            <>
              <Link className="row-link" to={recordPath('designs/design', id)}>
                {names.get(id) ?? <span className="mono">{shortId(id)}</span>}
              </Link>
              {version === undefined ? null : (
                <span className="soft small designs-line">{designTexts.versionNumber(version.number)}</span>
              )}
            </>
          ),
        },
        {
          label: designTexts.size,
          look: 'mono number',
          draw: ({ version }) => boxWords(version?.facts.boxMicrometres),
        },
        {
          label: designTexts.volume,
          isFigure: true,
          isWide: true,
          draw: ({ version }) => volumeWords(version?.facts.volumeCubicMillimetres),
        },
        {
          label: designTexts.owner,
          isWide: true,
          draw: ({ version }) => (version === undefined ? null : <Party id={version.owner} />),
        },
        {
          label: designTexts.use,
          isWide: true,
          draw: ({ version }) =>
            licences
              .filter((licence) => licence.version === version?.id)
              .map((licence) => (
                <div key={licence.id}>
                  <UseBar use={licenceUse(licence, tallies.get(licence.id), permits)} />
                </div>
              )),
        },
      ]}
    />
  );
}

function newestOf(versions: readonly Version[]): ReadonlyMap<string, Version> {
  const newest = new Map<string, Version>();
  for (const version of versions) {
    const before = newest.get(version.design);
    if (before === undefined || before.number < version.number) newest.set(version.design, version);
  }
  return newest;
}
