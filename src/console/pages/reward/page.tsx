// A period of rewards: where it is, its pool, what counts, who earned what by the published rule, and what one has entered.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { RecordSeen } from '#sdk/index.ts';
import { maybeRecordQuery, wholeListQuery } from '../../data/queries.ts';
import { grouped, money } from '../../parts/amount.ts';
import { ObjectSheet, RecordAt } from '../../parts/object-sheet.tsx';
import { TermValueText } from '../../parts/order/term-value.tsx';
import { recordPath } from '../../parts/paths.ts';
import { Pieces } from '../../parts/pieces.tsx';
import { shortId } from '../../parts/shorten.ts';
import { Party } from '../../parts/stamp.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSession } from '../../session/session-context.tsx';
import { rewardTexts } from '../../texts/rewards.ts';
import {
  type Entered,
  fitsReward,
  type Line,
  linesOf,
  type Period,
  type Phase,
  phaseOf,
  poolOf,
  rewardTurn,
  type Sum,
  type Tally,
} from './model.ts';

const KIND = 'rewards/period';
const POINTS = ['orders', 'onTime', 'bids'] as const;

/** The page. */
export function Component() {
  return (
    <RecordAt kind={KIND} list={rewardTexts.title}>
      {(seen) => <RewardPage seen={seen} />}
    </RecordAt>
  );
}

function RewardPage({ seen }: { readonly seen: RecordSeen }) {
  const { transport, me } = useSession();
  const nowMs = useNow();
  const enabled = me !== undefined;
  // Every replica wrote the record through the contract's schema; so with those below.
  const period = seen.value as unknown as Period;
  const sum = useQuery({ ...maybeRecordQuery(transport, 'rewards/sum', seen.id), enabled });
  const tallies = useQuery({ ...wholeListQuery(transport, 'rewards/tally', { period: seen.id }), enabled });
  const known = sum.data?.value as unknown as Sum | undefined;
  const all = (tallies.data?.items ?? []).map(({ value }) => value as unknown as Tally);
  const own = all.find(({ member }) => member === me?.member);
  const phase = phaseOf(period, known, nowMs);
  const turn = rewardTurn(period, phase, own);
  return (
    <ObjectSheet
      kind={KIND}
      seen={seen}
      fits={fitsReward(phase, own)}
      evidence={sum.data === undefined || sum.data === null ? [] : [sum.data.entry]}
      title={
        <TitleBlock
          label={rewardTexts.label}
          title={money(period.poolCents, period.unit)}
          id={seen.id}
          state={phase}
          parties={[[rewardTexts.operator, period.operator]]}
          next={turn}
        />
      }
    >
      <section className="panel" aria-labelledby="pool">
        <h2 id="pool">{rewardTexts.pool}</h2>
        <p className={phase === 'due' ? 'notice' : ''}>{rewardTexts.phases[phase]}</p>
        <Pieces of={rewardTexts.bar} pieces={poolOf(period, known)} />
        <Times period={period} />
      </section>
      <Earned period={period} lines={linesOf(period, known, all)} phase={phase} />
      <Rules period={period} />
      {me === undefined ? null : <EnteredPanel period={seen.id} member={me.member} />}
    </ObjectSheet>
  );
}

function Times({ period }: { readonly period: Period }) {
  const times = [
    [rewardTexts.starts, period.startsAtMs],
    [rewardTexts.ends, period.endsAtMs],
    [rewardTexts.claimUntil, period.claimUntilMs],
  ] as const;
  return (
    <dl className="facts">
      {times.map(([label, timeMs]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <TermValueText value={{ as: 'time', timeMs }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Rules({ period: { points, mostBasisPoints } }: { readonly period: Period }) {
  return (
    <section className="panel" aria-labelledby="rules">
      <h2 id="rules">{rewardTexts.rules}</h2>
      <Table
        rows={POINTS}
        keyOf={(name) => name}
        columns={[
          { label: rewardTexts.contribution, draw: (name) => rewardTexts.points[name] },
          { label: rewardTexts.each, isFigure: true, draw: (name) => points[name] },
        ]}
      />
      <p className="soft small">{rewardTexts.most(`${mostBasisPoints / 100} %`)}</p>
    </section>
  );
}

type EarnedProps = { readonly period: Period; readonly lines: readonly Line[]; readonly phase: Phase };

function Earned({ period, lines, phase }: EarnedProps) {
  const agrees = lines.every((line) => line.agrees);
  return (
    <section className="panel" aria-labelledby="earned">
      <h2 id="earned">{rewardTexts.earned}</h2>
      {lines.length === 0 ? (
        <p className="soft">{rewardTexts.nobody}</p>
      ) : (
        <>
          <Table
            rows={lines}
            keyOf={({ tally }) => tally.id}
            columns={[
              { label: rewardTexts.member, draw: ({ tally }) => <Party id={tally.member} /> },
              ...POINTS.map(
                (name): Column<Line> => ({
                  ...{ label: rewardTexts[name], isFigure: true, isWide: true },
                  draw: ({ tally }) => tally.counts[name],
                }),
              ),
              { label: rewardTexts.sum, isFigure: true, draw: ({ tally }) => grouped(tally.points) },
              {
                label: rewardTexts.share,
                look: 'to-right',
                draw: (line) => <Share line={line} unit={period.unit} phase={phase} />,
              },
            ]}
          />
          <p className={`verdict verdict-${agrees ? 'good' : 'bad'}`} role={agrees ? 'status' : 'alert'}>
            <strong aria-hidden="true">{agrees ? '●' : '✕'}</strong> {agrees ? rewardTexts.again : rewardTexts.differs}
          </p>
        </>
      )}
    </section>
  );
}

function Share({ line, unit, phase }: { readonly line: Line; readonly unit: string; readonly phase: Phase }) {
  const { paidCents } = line.tally;
  return (
    <>
      <span className="mono number">{money(paidCents ?? line.shareCents, unit)}</span>{' '}
      <span className="soft small">{shareWords(paidCents, phase)}</span>
    </>
  );
}

function shareWords(paidCents: number | undefined, phase: Phase): string {
  if (paidCents !== undefined) return rewardTexts.taken;
  if (phase === 'claiming') return rewardTexts.notTaken;
  return phase === 'due' || phase === 'settled' ? rewardTexts.forfeited : rewardTexts.soFar;
}

/** The contributions of one's own member, and of all for the operator; which order it was is for those who know it. */
function EnteredPanel({ period, member }: { readonly period: string; readonly member: string }) {
  const { transport } = useSession();
  const { data } = useQuery(wholeListQuery(transport, 'rewards/entered', { period, member }));
  const entered = (data?.items ?? []).map(({ value }) => value as unknown as Entered);
  return (
    <section className="panel" aria-labelledby="entered">
      <h2 id="entered">{rewardTexts.entered}</h2>
      {entered.length === 0 ? <p className="soft">{rewardTexts.enteredNone}</p> : null}
      <ul className="plain">
        {entered.map(({ id, kind, record, onTime }) => (
          <li className="ruled row" key={id}>
            <Link to={recordPath(kind === 'order' ? 'procurement/order' : 'sourcing/bid', record)} title={record}>
              {rewardTexts.kinds[kind]} <span className="mono">{shortId(record)}</span>
            </Link>
            {onTime ? <span className="soft">{rewardTexts.inTime}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
