// One item: what it is and whose, what it is made of, what was measured, its papers, and its story.

import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { quantity } from '../../parts/amount.ts';
import { useItemTypes } from '../../parts/item-types.ts';
import { ItemLabel } from '../../parts/label.tsx';
import type { Labelled } from '../../parts/label-model.ts';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { actionPath, listPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { itemTexts } from '../../texts/items.ts';
import { Measured } from './measured.tsx';
import { Documents, Identifiers, MadeOf, Offers, Passport } from './sections.tsx';
import { storyOf } from './story.ts';
import { Story } from './story.tsx';
import { useAbout } from './use-about.ts';
import './page.css';

const KIND = 'items/item';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={itemTexts.title}>
      {(seen) => <Sheet seen={seen} />}
    </RecordAt>
  );
}

function Sheet({ seen }: { readonly seen: RecordSeen }) {
  const { id, value } = seen;
  const about = useAbout(seen);
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={(action) => action !== 'items.publishPassport' || about.passport === undefined}
      evidence={about.passport === undefined ? [] : [about.passport.entry]}
      title={
        <TitleBlock
          label={value.kind === 'lot' ? itemTexts.lot : itemTexts.serial}
          title={String(value.number)}
          id={id}
          state={String(value.state)}
          parties={[
            ['owner', String(value.owner)],
            ['custodian', String(value.custodian)],
          ]}
          next={nextOf(seen)}
        >
          <Cells seen={seen} />
        </TitleBlock>
      }
      offers={<Ways seen={seen} />}
    >
      {about.error === null ? null : <Problem error={about.error} />}
      <Offers seen={seen} />
      <MadeOf seen={seen} />
      <Story steps={storyOf(seen, about)} />
      <Measured results={about.results} review={about.review} />
      <Documents seen={seen} />
      <Identifiers seen={seen} />
      <Passport passport={about.passport} />
      {about.passport === undefined ? null : <Label passport={about.passport} />}
    </ObjectSheet>
  );
}

function Cells({ seen: { value } }: { readonly seen: RecordSeen }) {
  const type = useItemTypes([String(value.type)])(String(value.type));
  return (
    <>
      <div className="cell">
        <span className="cell-name">{itemTexts.type}</span>
        <Link to={recordPath('items/type', String(value.type))}>{type?.partNumber ?? '…'}</Link>{' '}
        {type === undefined || type.name === type.partNumber ? null : <span className="soft">{type.name}</span>}
      </div>
      {value.kind === 'lot' ? (
        <div className="cell">
          <span className="cell-name">{itemTexts.quantity}</span>
          <span className="mono">{quantity(Number(value.quantity), String(value.unit))}</span>
        </div>
      ) : null}
      {typeof value.order === 'string' ? (
        <div className="cell">
          <span className="cell-name">{itemTexts.order}</span>
          <Link className="mono" to={recordPath('procurement/order', value.order)}>
            {value.order.slice(0, 12)}…
          </Link>
        </div>
      ) : null}
    </>
  );
}

/** Ways on from here, before what can be signed. */
function Ways({ seen: { id, value } }: { readonly seen: RecordSeen }) {
  return (
    <ul className="plain">
      <li>
        <Link className="button button-main button-wide" to={`/trace/${encodeURIComponent(id)}`}>
          {itemTexts.trace}
        </Link>
      </li>
      <li>
        <Link className="button button-wide" to={actionPath('items', 'offerHandover', { items: id })}>
          {itemTexts.handOver}
        </Link>
      </li>
      <li>
        <Link className="button button-wide" to={listPath('items/item', { type: String(value.type) })}>
          {itemTexts.sameType}
        </Link>
      </li>
    </ul>
  );
}

/** Whoever was offered it owes an answer. */
function nextOf({ value }: RecordSeen) {
  // Written through the contract's schema.
  const [offer] = value.offers as unknown as readonly { readonly to: string }[];
  return offer === undefined
    ? undefined
    : { member: offer.to, sentence: itemTexts.answerOffer, action: 'items.acceptHandover' };
}

function Label({ passport: { value } }: { readonly passport: RecordSeen }) {
  // Written through the contract's schema.
  return <ItemLabel of={value as unknown as Labelled} />;
}
