// One account: what is in it as a bar, what is set aside and until what, and its movements with what was in it after each.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { recordQuery } from '../../data/queries.ts';
import { accountOf } from '../../parts/account.ts';
import { money } from '../../parts/amount.ts';
import { BalanceBar } from '../../parts/balance-bar.tsx';
import { Evidence } from '../../parts/evidence.tsx';
import { RecordAt } from '../../parts/object-sheet.tsx';
import { actionPath, fieldsPath } from '../../parts/paths.ts';
import { Party } from '../../parts/stamp.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { moneyTexts } from '../../texts/money.ts';
import { recordTexts } from '../../texts/records.ts';
import { Holds } from './holds.tsx';
import { Movements } from './movements.tsx';
import './page.css';

/** The page. */
export function Component() {
  return (
    <RecordAt kind="accounts/account" list={moneyTexts.title}>
      {(seen) => <Sheet seen={seen} />}
    </RecordAt>
  );
}

function Sheet({ seen }: { readonly seen: RecordSeen }) {
  const { transport, me } = useSession();
  const account = accountOf(seen.value);
  const { id, owner, unit, balanceCents, heldCents } = account;
  const { data } = useQuery(recordQuery(transport, 'accounts/unit', unit));
  return (
    <article className="object">
      <TitleBlock
        label={moneyTexts.account}
        title={id}
        id={undefined}
        state={undefined}
        parties={[['owner', owner]]}
        next={undefined}
      >
        <div className="cell">
          <span className="cell-name">{moneyTexts.unit}</span>
          <span className="mono">{unit}</span>
        </div>
        <div className="cell">
          <span className="cell-name">{moneyTexts.issuer}</span>
          {data === undefined ? '…' : <Party id={String(data.value.issuer)} />}
        </div>
      </TitleBlock>
      <div className="object-main">
        <section className="panel" aria-label={moneyTexts.total}>
          <p className="account-total mono">{money(balanceCents + heldCents, unit)}</p>
          <BalanceBar freeCents={balanceCents} heldCents={heldCents} unit={unit} />
        </section>
        <Holds account={id} />
        <Movements account={account} />
        <p className="soft small account-limit">{moneyTexts.limit}</p>
        <Evidence indexes={[seen.entry]} />
      </div>
      <aside className="object-actions" aria-labelledby="actions">
        <h2 id="actions">{recordTexts.actions}</h2>
        {me?.role === 'finance' && me.member === owner ? (
          <Link className="button button-main button-wide" to={actionPath('accounts', 'transfer', { from: id })}>
            {moneyTexts.pay}
          </Link>
        ) : null}
        <p className="small">
          <Link to={fieldsPath('accounts/account', id)}>{recordTexts.everyField}</Link>
        </p>
      </aside>
    </article>
  );
}
