// A thing that backs claims: how it stands, what stands behind the claims, what of them is in circulation and in one's own
// account.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery, wholeListQuery } from '../../data/queries.ts';
import { grouped, money } from '../../parts/amount.ts';
import { Fact } from '../../parts/fact.tsx';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { TermValueText } from '../../parts/order/term-value.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Pieces } from '../../parts/pieces.tsx';
import { Party } from '../../parts/stamp.tsx';
import { exactTime } from '../../parts/time.ts';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { claimTexts } from '../../texts/claims.ts';
import {
  type Asset,
  claimTurn,
  coverOf,
  type Fund,
  fitsClaim,
  inCirculation,
  type Standing,
  type Supply,
  standingOf,
} from './model.ts';

const KIND = 'claims/asset';

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={claimTexts.title}>
      {(seen) => <ClaimPage seen={seen} />}
    </RecordAt>
  );
}

function ClaimPage({ seen }: { readonly seen: RecordSeen }) {
  const { transport, me } = useSession();
  const nowMs = useNow();
  // Every replica wrote the record through the contract's schema; so with those below.
  const asset = seen.value as unknown as Asset;
  const fund = useQuery({ ...maybeRecordQuery(transport, 'claims/fund', seen.id), enabled: me !== undefined });
  const standing = standingOf(asset, nowMs);
  const turn = claimTurn(asset, standing);
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fitsClaim(standing)}
      evidence={fund.data === undefined || fund.data === null ? [] : [fund.data.entry]}
      title={
        <TitleBlock
          label={claimTexts.label}
          title={asset.unit}
          id={seen.id}
          state={asset.state}
          parties={[
            [claimTexts.owner, asset.owner],
            [claimTexts.valuer, asset.valuer],
          ]}
          next={turn}
        >
          <div className="cell">
            <span className="cell-name">{claimTexts.thing}</span>
            <Thing id={asset.item} isOwn={me?.member === asset.owner} />
          </div>
          <div className="cell">
            <span className="cell-name">{claimTexts.lapses}</span>
            <TermValueText value={{ as: 'time', timeMs: asset.lapsesAtMs }} />
          </div>
        </TitleBlock>
      }
    >
      <How asset={asset} standing={standing} />
      <Cover asset={asset} leftCents={(fund.data?.value as unknown as Fund | undefined)?.leftCents ?? 0} />
    </ObjectSheet>
  );
}

/** The thing by the number on it, for who owns it; anyone else is not shown the item itself. */
function Thing({ id, isOwn }: { readonly id: string; readonly isOwn: boolean }) {
  const { transport } = useSession();
  const { data } = useQuery({ ...maybeRecordQuery(transport, 'items/item', id), enabled: isOwn });
  const number = data?.value.number;
  return (
    <Link className="mono" to={isOwn ? recordPath('items/item', id) : recordPath('items/passport', id)} title={id}>
      {typeof number === 'string' ? number : claimTexts.passport}
    </Link>
  );
}

function How({ asset, standing }: { readonly asset: Asset; readonly standing: Standing }) {
  const { payCents, payUnit, lapsesAtMs, unpaidClaims } = asset;
  const isBad = standing === 'lost';
  const isOpen = standing === 'reported' || standing === 'due';
  return (
    <section className="panel" aria-labelledby="how">
      <h2 id="how">{claimTexts.time}</h2>
      <p className={isBad ? 'verdict verdict-bad' : isOpen ? 'notice' : ''}>{claimTexts.states[standing]}</p>
      <p className="soft">{claimTexts.paysEach(money(payCents, payUnit), exactTime(lapsesAtMs))}</p>
      {unpaidClaims === undefined || unpaidClaims === 0 ? null : (
        <p className="state-bad">
          ✕ {claimTexts.unpaid}: <span className="mono number">{claimTexts.claims(grouped(unpaidClaims))}</span>
        </p>
      )}
    </section>
  );
}

function Cover({ asset, leftCents }: { readonly asset: Asset; readonly leftCents: number }) {
  const { transport, me } = useSession();
  const enabled = me !== undefined;
  const { unit, payUnit, payCents, valueCents, valuer } = asset;
  const supply = useQuery({ ...maybeRecordQuery(transport, 'accounts/supply', unit), enabled });
  const own = useQuery({
    ...wholeListQuery(transport, 'accounts/account', { owner: me?.member ?? '', unit }),
    enabled,
  });
  const claims = inCirculation(supply.data?.value as unknown as Supply | undefined);
  const cover = coverOf(asset, claims, leftCents);
  const held = (own.data?.items ?? []).reduce((sum, { value }) => sum + Number(value.balanceCents), 0);
  return (
    <section className="panel" aria-labelledby="cover">
      <h2 id="cover">{claimTexts.cover}</h2>
      {cover.length === 0 ? (
        <p className="soft">{claimTexts.nothing}</p>
      ) : (
        <Pieces of={claimTexts.barOf} pieces={cover} />
      )}
      <dl className="facts">
        <Fact label={claimTexts.value}>
          {valueCents === undefined ? (
            <span className="soft">{claimTexts.notValued}</span>
          ) : (
            <>
              <span className="mono number">{money(valueCents, payUnit)}</span>{' '}
              <span className="soft">{claimTexts.valueBy}</span> <Party id={valuer} />
            </>
          )}
        </Fact>
        <Fact label={claimTexts.circulating}>
          <span className="mono number">{grouped(claims)}</span>
        </Fact>
        <Fact label={claimTexts.owed}>
          <span className="mono number">{money(claims * payCents, payUnit)}</span>
        </Fact>
        <Fact label={claimTexts.fund}>
          <span className="mono number">{money(leftCents, payUnit)}</span>
        </Fact>
        <Fact label={claimTexts.own}>
          {held === 0 ? (
            <span className="soft">{claimTexts.ownNone}</span>
          ) : (
            <Link className="mono" to={recordPath('accounts/account', own.data?.items[0]?.id ?? '')}>
              {grouped(held)}
            </Link>
          )}
        </Fact>
      </dl>
    </section>
  );
}
