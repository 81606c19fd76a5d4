// One's own files: each by its name, as far as this actor has a key, with what the ledger knows of it.

import { Link } from 'react-router';
import { kindOf } from '../../data/kinds.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { actionPath } from '../../parts/paths.ts';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import { useSession } from '../../session/session-context.tsx';
import { fileTexts } from '../../texts/files.ts';
import { recordTexts } from '../../texts/records.ts';
import { Size } from './cells.tsx';
import { FileName } from './file-name.tsx';

const COLUMNS = ['name', 'sizeBytes', 'mediaType', 'state'];
const CELLS: Cells = {
  name: { label: fileTexts.name, draw: ({ id }) => <FileName blob={id} /> },
  sizeBytes: { label: fileTexts.size, draw: ({ value }) => <Size bytes={Number(value.sizeBytes)} /> },
};

/** The page. */
export function Component() {
  const { me } = useSession();
  const kind = kindOf('sharing/blob');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{fileTexts.title}</h1>
      <ListTabs group="files" />
      <p className="lead">{fileTexts.lead}</p>
      {me === undefined ? null : (
        <p>
          <Link className="button" to={actionPath('sharing', 'registerBlob')}>
            {fileTexts.add}
          </Link>
        </p>
      )}
      <RecordList
        kind={kind}
        {...(me === undefined ? {} : { fixed: { owner: me.member } })}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
    </>
  );
}
