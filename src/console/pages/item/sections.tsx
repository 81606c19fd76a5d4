// The shorter sections of an item's page: open offers, what it is made of, documents, identifiers, passport.

import { useQueries } from '@tanstack/react-query';
import { Link } from 'react-router';
import { fieldLabel, type RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery } from '../../data/queries.ts';
import { quantity } from '../../parts/amount.ts';
import { useItemTypes } from '../../parts/item-types.ts';
import { actionPath, recordPath } from '../../parts/paths.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { TimeText } from '../../parts/time-text.tsx';
import { useSession } from '../../session/session-context.tsx';
import { itemTexts } from '../../texts/items.ts';
import { documentsOf } from './story.ts';

/** What an item's record has in lists, as its contract's schema says. */
type Lists = {
  readonly madeFrom: readonly { readonly item: string; readonly quantity: number; readonly unit: string }[];
  readonly offers: readonly { readonly handover: string; readonly to: string; readonly passes: string }[];
  readonly identifiers: readonly {
    readonly kind: string;
    readonly grade: number;
    readonly code?: string;
    readonly commitment?: string;
  }[];
  readonly bound?: { readonly contract: string; readonly record: string };
  readonly timesUsed: number;
};
type SectionProps = { readonly seen: RecordSeen };

function listsOf({ value }: RecordSeen): Lists {
  return value as unknown as Lists;
}

/** Open offers, and what it is bound to. */
export function Offers({ seen }: SectionProps) {
  const { me } = useSession();
  const { offers, bound } = listsOf(seen);
  if (offers.length === 0 && bound === undefined) return null;
  return (
    <section className="panel" aria-labelledby="offers">
      <h2 id="offers">{itemTexts.offered}</h2>
      <ul className="plain">
        {offers.map(({ handover, to, passes }) => (
          <li key={handover} className="row">
            <Link to={recordPath('items/handover', handover)}>{itemTexts.offer(passes)}</Link> <Party id={to} />
            {to === me?.member ? (
              <Link className="button" to={actionPath('items', 'acceptHandover', { handovers: handover })}>
                {itemTexts.accept}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
      {bound === undefined ? null : (
        <p>
          {itemTexts.bound(bound.contract)} <ShortId id={bound.record} />
        </p>
      )}
    </section>
  );
}

/** What went into it, one level. */
export function MadeOf({ seen }: SectionProps) {
  const { transport } = useSession();
  const { madeFrom, timesUsed } = listsOf(seen);
  const answers = useQueries({
    queries: madeFrom.map(({ item }) => maybeRecordQuery(transport, 'items/item', item)),
  });
  const typeOf = useItemTypes(answers.flatMap(({ data }) => (data ? [String(data.value.type)] : [])));
  return (
    <section className="panel" aria-labelledby="made-of">
      <h2 id="made-of">{itemTexts.madeOf}</h2>
      {madeFrom.length > 0 ? null : (
        <p className="soft">{seen.value.state === 'planned' ? itemTexts.madeOfPlanned : itemTexts.madeOfNothing}</p>
      )}
      <ul className="item-made-of">
        {madeFrom.map(({ item, quantity: count, unit }, i) => {
          const part = answers[i]?.data?.value;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an item may go in twice, and what went in stays in order.
            <li key={i}>
              <span className="mono">{quantity(count, unit)}</span>
              <Link className="mono" to={recordPath('items/item', item)} title={item}>
                {part === undefined ? shortId(item) : String(part.number)}
              </Link>
              {answers[i]?.data === null ? (
                <span className="item-gap">
                  <span aria-hidden="true">▨</span> {itemTexts.notShown}
                </span>
              ) : null}
              {part === undefined ? null : (
                <>
                  <span className="soft">{typeOf(String(part.type))?.name}</span>
                  <StateWord state={String(part.state)} />
                </>
              )}
            </li>
          );
        })}
      </ul>
      {timesUsed > 0 ? <p>{itemTexts.used(timesUsed)}</p> : null}
    </section>
  );
}

/** Certificates and other papers. */
export function Documents({ seen }: SectionProps) {
  const documents = documentsOf(seen);
  return (
    <section className="panel" aria-labelledby="documents">
      <h2 id="documents">{itemTexts.documents}</h2>
      {documents.length === 0 ? <p className="soft">{itemTexts.noDocuments}</p> : null}
      <ul className="plain">
        {documents.map(({ kind, commitment, by, atMs }) => (
          <li key={commitment} className="row item-line">
            <span className="as-words">{fieldLabel(kind)}</span> <Party id={by} /> <TimeText timeMs={atMs} />{' '}
            <ShortId id={commitment} />
          </li>
        ))}
      </ul>
      {documents.length > 0 ? <p className="soft small">{itemTexts.documentsLimit}</p> : null}
    </section>
  );
}

/** How the thing is told from a copy. */
export function Identifiers({ seen }: SectionProps) {
  const { identifiers } = listsOf(seen);
  return (
    <section className="panel" aria-labelledby="identifiers">
      <h2 id="identifiers">{itemTexts.identifiers}</h2>
      {identifiers.length === 0 ? <p className="soft">{itemTexts.noIdentifiers}</p> : null}
      <ul className="plain">
        {identifiers.map(({ kind, grade, code, commitment }) => (
          <li key={`${kind} ${code ?? commitment}`} className="row item-line">
            <span className="as-words">{fieldLabel(kind)}</span>
            {code === undefined ? <ShortId id={commitment ?? ''} /> : <span className="mono free-text">{code}</span>}
            <span className="soft">{itemTexts.grade(grade)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether anyone is shown it. */
export function Passport({ passport }: { readonly passport: RecordSeen | undefined }) {
  return (
    <section className="panel" aria-labelledby="passport">
      <h2 id="passport">{itemTexts.passport}</h2>
      {passport === undefined ? (
        <p className="soft">{itemTexts.passportNone}</p>
      ) : (
        <p className="row">
          <span>{itemTexts.passportPublic}</span>
          <Link to={`/p/${encodeURIComponent(passport.id)}`}>{itemTexts.passportOpen}</Link>
          <TimeText timeMs={Number(passport.value.publishedAtMs)} />
        </p>
      )}
    </section>
  );
}
