// Files that others let one's own company read.

import { kindOf } from '../../data/kinds.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ListTabs } from '../../parts/list-tabs.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { type Cells, RecordTable } from '../../parts/record-list/record-table.tsx';
import { useSession } from '../../session/session-context.tsx';
import { fileTexts } from '../../texts/files.ts';
import { recordTexts } from '../../texts/records.ts';
import { Size, Until } from './cells.tsx';
import { FileName } from './file-name.tsx';
import type { Grant } from './model.ts';

const COLUMNS = ['name', 'owner', 'purpose', 'untilMs', 'reader', 'sizeBytes'];
const CELLS: Cells = {
  // Every replica wrote the records through the contract's schema.
  name: { label: fileTexts.name, draw: ({ value }) => <NameForReader grant={value as unknown as Grant} /> },
  untilMs: { label: fileTexts.until, draw: ({ value }) => <Until grant={value as unknown as Grant} /> },
  sizeBytes: { label: fileTexts.size, draw: ({ value }) => <Size bytes={Number(value.sizeBytes)} /> },
};

/** The page. */
export function Component() {
  const { me } = useSession();
  const kind = kindOf('sharing/grant');
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <h1>{fileTexts.shared}</h1>
      <ListTabs group="files" />
      <p className="lead">{fileTexts.sharedLead}</p>
      <RecordList
        kind={kind}
        {...(me === undefined ? {} : { fixed: { readerMember: me.member } })}
        table={(rows) => <RecordTable kind={kind} rows={rows} columns={COLUMNS} cells={CELLS} />}
      />
    </>
  );
}

/** What was granted to a colleague is that one's to open. */
function NameForReader({ grant: { hash, reader } }: { readonly grant: Grant }) {
  const { me } = useSession();
  return <FileName blob={hash} mayAsk={reader === me?.actor} />;
}
