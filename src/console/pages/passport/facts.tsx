// What the item is: as its passport says, and for its parties whose it is and who holds it.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { itemsInterface, PassportSeen, RecordOf } from '#sdk/index.ts';
import { recordQuery } from '../../data/queries.ts';
import { recordPath } from '../../parts/paths.ts';
import { ShortId } from '../../parts/short-id.tsx';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { exactTime } from '../../parts/time.ts';
import { useSession } from '../../session/session-context.tsx';
import { passportTexts as texts } from '../../texts/passport.ts';

type FactsProps = {
  readonly seen: PassportSeen;
  /** For its parties. */
  readonly item: RecordOf<typeof itemsInterface, 'item'> | undefined;
};

/** The facts, as on a drawing sheet. */
export function Facts({ seen: { passport }, item }: FactsProps) {
  const { name, partNumber, number, kind, maker, gtin, state, publishedAtMs } = passport;
  return (
    <section className="title-block passport-facts" aria-label={texts.part}>
      <div className="cell cell-title">
        <span className="cell-name">{texts.part}</span>
        <h2 className="passport-name">{name}</h2>
        <ShortId id={passport.item} />
      </div>
      <Cell name={kind === 'lot' ? texts.lot : texts.serial} value={number} />
      <Cell name={texts.partNumber} value={partNumber} />
      {gtin === undefined ? null : <Cell name={texts.gtin} value={gtin} />}
      <div className="cell">
        <span className="cell-name">{texts.maker}</span>
        <NamedParty member={maker} />
      </div>
      <div className="cell">
        <span className="cell-name">{texts.state}</span>
        <StateWord state={state} />
      </div>
      <div className="cell">
        <span className="cell-name">{texts.published}</span>
        {exactTime(publishedAtMs)}
      </div>
      {item === undefined ? null : (
        <>
          <div className="cell">
            <span className="cell-name">{texts.owner}</span>
            <NamedParty member={item.owner} />
          </div>
          <div className="cell">
            <span className="cell-name">{texts.custodian}</span>
            <NamedParty member={item.custodian} />
          </div>
          {item.order === undefined ? null : (
            <div className="cell">
              <span className="cell-name">{texts.order}</span>
              <Link className="mono" to={recordPath('procurement/order', item.order)}>
                {shortId(item.order)}
              </Link>
            </div>
          )}
        </>
      )}
    </section>
  );
}

/** A member with its stamp and its name, which anyone may read. */
function NamedParty({ member }: { readonly member: string }) {
  const { transport } = useSession();
  const { data } = useQuery(recordQuery(transport, 'membership/member', member));
  const name = data?.value.name;
  return (
    <>
      <Party id={member} />
      {typeof name === 'string' ? <span className="soft small passport-member">{name}</span> : null}
    </>
  );
}

function Cell({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="cell">
      <span className="cell-name">{name}</span>
      <span className="mono passport-code">{value}</span>
    </div>
  );
}
