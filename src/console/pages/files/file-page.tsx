// A file of one's own: opened here, with everyone who may or might read it.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { Fact } from '../../parts/fact.tsx';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Party } from '../../parts/stamp.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { fileTexts } from '../../texts/files.ts';
import { Size, Until } from './cells.tsx';
import { useFileName } from './file-name.tsx';
import type { Blob, Grant } from './model.ts';
import { OpenFile } from './open-file.tsx';

const KIND = 'sharing/blob';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={fileTexts.title}>
      {(seen) => <FilePage seen={seen} />}
    </RecordAt>
  );
}

function FilePage({ seen }: { readonly seen: RecordSeen }) {
  const { me } = useSession();
  const name = useFileName(seen.id);
  // Every replica wrote the record through the contract's schema.
  const { sizeBytes, mediaType, state, owner } = seen.value as unknown as Blob;
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      title={
        <TitleBlock
          label={fileTexts.label}
          title={name ?? undefined}
          id={seen.id}
          state={state}
          parties={[[fileTexts.owner, owner]]}
          next={undefined}
        />
      }
    >
      {me === undefined ? null : (
        <OpenFile me={me} blob={seen.id} gone={state === 'erased' ? fileTexts.erased : undefined} owner={owner} />
      )}
      <dl className="facts">
        <Fact label={fileTexts.type}>
          <span className="mono">{mediaType}</span>
        </Fact>
        <Fact label={fileTexts.size}>
          <Size bytes={sizeBytes} />
        </Fact>
      </dl>
      <Readers hash={seen.id} />
    </ObjectSheet>
  );
}

function Readers({ hash }: { readonly hash: string }) {
  const { transport } = useSession();
  const { data } = useQuery(allRecordsQuery(transport, 'sharing/grant', { hash }));
  const grants = (data?.items ?? []).map(({ value }) => value as unknown as Grant);
  return (
    <section className="panel" aria-labelledby="readers">
      <h2 id="readers">{fileTexts.readers}</h2>
      <p className="soft small">{grants.length === 0 ? fileTexts.nobody : fileTexts.readersLead}</p>
      {grants.length === 0 ? null : <Table rows={grants} keyOf={({ id }) => id} columns={GRANTS} />}
    </section>
  );
}

const GRANTS: readonly Column<Grant>[] = [
  {
    label: fileTexts.whatFor,
    draw: ({ id, purpose }) => (
      <Link className="row-link" to={recordPath('sharing/grant', id)}>
        {purpose}
      </Link>
    ),
  },
  { label: fileTexts.reader, draw: ({ reader }) => <Party id={reader} /> },
  { label: fileTexts.until, draw: (grant) => <Until grant={grant} /> },
  { label: fileTexts.opened, isWide: true, draw: ({ opened }) => (opened ? fileTexts.openedYes : fileTexts.openedNo) },
];
