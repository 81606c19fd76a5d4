// One item: what it is and whose, what it is made of, what was measured, its papers, and its story.

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { recordQuery } from '../../data/queries.ts';
import { quantity } from '../../parts/amount.ts';
import { Evidence } from '../../parts/evidence.tsx';
import { History } from '../../parts/history.tsx';
import { useItemTypes } from '../../parts/item-types.ts';
import { ItemLabel } from '../../parts/label.tsx';
import type { Labelled } from '../../parts/label-model.ts';
import { actionPath, fieldsPath, listPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { RecordActions } from '../../parts/record-actions.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { itemTexts } from '../../texts/items.ts';
import { Measured } from './measured.tsx';
import { Documents, Identifiers, MadeOf, Offers, Passport } from './sections.tsx';
import { storyOf } from './story.ts';
import { Story } from './story.tsx';
import { useAbout } from './use-about.ts';
import './page.css';

/** The page. */
export function Component() {
  const { '*': id = '' } = useParams();
  const { transport } = useSession();
  const { data, error, refetch } = useQuery(recordQuery(transport, 'items/item', id));
  return (
    <>
      <p className="crumbs small">
        <Link to="/items">{itemTexts.title}</Link>
      </p>
      {error === null ? null : <Problem error={error} retry={() => void refetch()} />}
      {data === undefined ? null : <Sheet key={id} seen={data} />}
    </>
  );
}

function Sheet({ seen }: { readonly seen: RecordSeen }) {
  const { id, value, entry } = seen;
  const about = useAbout(seen);
  const published = about.passport === undefined ? [] : [about.passport.entry];
  return (
    <article className="object">
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
      <div className="object-main">
        {about.error === null ? null : <Problem error={about.error} />}
        <Offers seen={seen} />
        <MadeOf seen={seen} />
        <Story steps={storyOf(seen, about)} />
        <Measured results={about.results} review={about.review} />
        <Documents seen={seen} />
        <Identifiers seen={seen} />
        <Passport passport={about.passport} />
        {about.passport === undefined ? null : <Label passport={about.passport} />}
        <Evidence indexes={[...new Set([entry, ...published])]} />
        <History id={id} />
      </div>
      <RecordActions
        kind="items/item"
        seen={seen}
        fits={(action) => action !== 'items.publishPassport' || about.passport === undefined}
      >
        <Ways seen={seen} />
      </RecordActions>
    </article>
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
        <Link className="button button-wide" to={fieldsPath('items/item', id)}>
          {itemTexts.allFields}
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
