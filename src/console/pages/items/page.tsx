// Items: serialised parts and lots by the numbers on them, with their state, whose they are and who holds them.

import { kindOf } from '../../data/kinds.ts';
import { ItemRows } from '../../parts/item-rows.tsx';
import { RecordList } from '../../parts/record-list/record-list.tsx';
import { itemTexts } from '../../texts/items.ts';

const KIND = kindOf('items/item');

/** The page. */
export function Component() {
  return (
    <>
      <h1>{itemTexts.title}</h1>
      <p className="lead">{itemTexts.lead}</p>
      {KIND === undefined ? null : <RecordList kind={KIND} table={(rows) => <ItemRows items={rows} />} />}
    </>
  );
}
