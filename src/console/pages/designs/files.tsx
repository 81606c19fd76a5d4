// The files of a version: each by its commitment, and who may open it as far as the reader sees grants.

import { useQueries } from '@tanstack/react-query';
import type { RecordSeen, Version } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { bytesWords } from '../../parts/amount.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { Table } from '../../parts/table.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSession } from '../../session/session-context.tsx';
import { designTexts } from '../../texts/designs.ts';

/** The table. */
export function Files({ version: { files, readers, owner } }: { readonly version: Version }) {
  const { transport } = useSession();
  const grants = useQueries({
    queries: files.map(({ blob = '' }) => ({
      ...allRecordsQuery(transport, 'sharing/grant', { hash: blob }),
      enabled: blob !== '',
    })),
  });
  return (
    <section className="panel" aria-labelledby="files">
      <h2 id="files">{designTexts.files}</h2>
      <Table
        rows={files.map((file, i) => ({ ...file, grants: grants[i]?.data?.items }))}
        keyOf={({ name }) => name}
        columns={[
          {
            label: designTexts.file,
            draw: ({ name, role, sizeBytes }) => (
              <>
                <span className="mono breaks">{name}</span>
                <span className="soft small designs-line">
                  {role} · {bytesWords(sizeBytes)}
                </span>
              </>
            ),
          },
          { label: designTexts.hash, isWide: true, draw: ({ commitment }) => <ShortId id={commitment} /> },
          { label: designTexts.holders, draw: (file) => <Holders grants={file.grants} /> },
        ]}
      />
      <p className="row small">
        {designTexts.shownTo}
        {[owner, ...readers].map((member) => (
          <Party key={member} id={member} />
        ))}
      </p>
    </section>
  );
}

function Holders({ grants }: { readonly grants: readonly RecordSeen[] | undefined }) {
  if (grants?.length === 0) return <span className="soft small">{designTexts.nobody}</span>;
  return (grants ?? []).map(({ id, value }) => (
    <p key={id} className="row small">
      <Party id={String(value.reader)} />
      <span className="soft">
        {String(value.purpose)},{' '}
        {value.state === 'live' ? (
          <>
            {designTexts.until} <TimeText timeMs={Number(value.untilMs)} />
          </>
        ) : (
          designTexts.ended
        )}
      </span>
    </p>
  ));
}
