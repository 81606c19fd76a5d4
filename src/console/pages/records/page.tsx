// The list of any kind of record.

import { useParams } from 'react-router';
import { kindOf } from '../../data/kinds.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { recordTexts } from '../../texts/records.ts';

/** The page. */
export function Component() {
  const { contract = '', record = '' } = useParams();
  const kind = kindOf(`${contract}/${record}`);
  if (kind === undefined) return <EmptyState title={recordTexts.unknownKind} />;
  return (
    <>
      <p className="cell-name">{kind.contract.name}</p>
      <h1 className="as-words">{kind.plural}</h1>
      <RecordList key={kind.path} kind={kind} />
    </>
  );
}
