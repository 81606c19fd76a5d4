// One design: a version with its facts and files, the part in 3D, licences and permits. A reader may see a version of a
// design that it does not see itself.

import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import type { RecordSeen, Version } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { recordQuery } from '../../data/queries.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Evidence } from '../../parts/evidence.tsx';
import { History } from '../../parts/history.tsx';
import { fieldsPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { RecordActions } from '../../parts/record-actions.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { designTexts } from '../../texts/designs.ts';
import { Files } from './files.tsx';
import { LicencesOf } from './licences-of.tsx';
import { boxWords, volumeWords } from './model.ts';
import { Part } from './part.tsx';
import './page.css';

/** The page; a version has the page of its design. */
export function Component() {
  const { '*': path = '' } = useParams();
  const { transport } = useSession();
  const [search] = useSearchParams();
  const ofVersion = path.startsWith('versions/') ? path.slice('versions/'.length) : undefined;
  const one = useQuery({
    ...recordQuery(transport, 'designs/version', ofVersion ?? ''),
    enabled: ofVersion !== undefined,
  });
  const design = ofVersion === undefined ? path : String(one.data?.value.design ?? '');
  return (
    <>
      <p className="crumbs small">
        <Link to="/designs">{designTexts.title}</Link>
      </p>
      {one.error === null ? null : <Problem error={one.error} retry={() => void one.refetch()} />}
      {design === '' ? null : (
        <Design key={path} id={design} wanted={ofVersion ?? search.get('version') ?? undefined} />
      )}
    </>
  );
}

function Design({ id, wanted }: { readonly id: string; readonly wanted: string | undefined }) {
  const { transport } = useSession();
  const versions = useQuery(allRecordsQuery(transport, 'designs/version', { design: id }));
  const [designs] = useQueries({ queries: [{ ...recordQuery(transport, 'designs/design', id), retry: false }] });
  const seen = [...(versions.data?.items ?? [])].sort((a, b) => Number(b.value.number) - Number(a.value.number));
  const shown = seen.find((one) => one.id === wanted) ?? seen[0];
  if (versions.error !== null) return <Problem error={versions.error} retry={() => void versions.refetch()} />;
  if (versions.isPending || designs?.isPending !== false) return null;
  if (shown === undefined && designs.data === undefined) {
    return <EmptyState title={designTexts.none} teaches={designTexts.noneTeach} />;
  }
  const { data } = designs;
  // A record of this kind was written through its schema.
  const version = shown?.value as Version | undefined;
  const owner = version?.owner ?? data?.value.owner;
  return (
    <article className="object">
      <TitleBlock
        label={designTexts.design}
        title={typeof data?.value.name === 'string' ? data.value.name : undefined}
        id={id}
        state={undefined}
        parties={typeof owner === 'string' ? [['owner', owner]] : []}
        next={undefined}
      >
        {version === undefined ? null : <Facts version={version} />}
      </TitleBlock>
      <div className="object-main">
        {seen.length > 1 ? <Versions id={id} seen={seen} shown={shown} /> : null}
        {version === undefined ? null : (
          <>
            <Part key={version.id} version={version} />
            <Files version={version} />
            <LicencesOf version={version.id} />
          </>
        )}
        <Evidence indexes={[...new Set([shown?.entry, data?.entry].flatMap((index) => index ?? []))]} />
        <History id={version?.id ?? id} />
      </div>
      <Actions design={data} version={shown} />
    </article>
  );
}

function Facts({ version: { number, facts } }: { readonly version: Version }) {
  const cells: readonly (readonly [string, string | undefined])[] = [
    [designTexts.version, String(number)],
    [designTexts.size, boxWords(facts.boxMicrometres)],
    [designTexts.volume, volumeWords(facts.volumeCubicMillimetres)],
    [designTexts.unitOfFile, facts.unit],
    [designTexts.watertight, designTexts.watertightWords[facts.watertight]],
  ];
  return cells.map(([name, value]) => (
    <div className="cell" key={name}>
      <span className="cell-name">{name}</span>
      {value === undefined ? (
        <span className="soft">{designTexts.notGiven}</span>
      ) : (
        <span className="mono number">{value}</span>
      )}
    </div>
  ));
}

type VersionsProps = {
  readonly id: string;
  readonly seen: readonly RecordSeen[];
  readonly shown: RecordSeen | undefined;
};

function Versions({ id, seen, shown }: VersionsProps) {
  return (
    <nav className="panel row" aria-label={designTexts.versions}>
      {seen.map((one) => (
        <Link
          key={one.id}
          className={one.id === shown?.id ? 'button button-main' : 'button'}
          aria-current={one.id === shown?.id}
          to={`/designs/${encodeURIComponent(id)}?version=${encodeURIComponent(one.id)}`}
        >
          {designTexts.versionNumber(Number(one.value.number))}
        </Link>
      ))}
    </nav>
  );
}

function Actions({
  design,
  version,
}: {
  readonly design: RecordSeen | undefined;
  readonly version: RecordSeen | undefined;
}) {
  const seen = version ?? design;
  if (seen === undefined) return null;
  return (
    <RecordActions
      kind={version === undefined ? 'designs/design' : 'designs/version'}
      seen={seen}
      foot={
        <>
          {version === undefined ? null : (
            <Link to={fieldsPath('designs/version', version.id)}>{designTexts.everyField}</Link>
          )}{' '}
          {design === undefined ? null : (
            <Link to={fieldsPath('designs/design', design.id)}>{designTexts.everyFieldDesign}</Link>
          )}
        </>
      }
    />
  );
}
