// One job: what was planned, what the machine signed of its build, the log where the reader has it, what a person decided.

import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { Build, Job, RecordSeen } from '#sdk/index.ts';
import { allRecordsQuery } from '../../data/all-records.ts';
import { nextStep } from '../../data/next-steps.ts';
import { recordQuery } from '../../data/queries.ts';
import { Evidence } from '../../parts/evidence.tsx';
import { History } from '../../parts/history.tsx';
import { actionPath, fieldsPath, recordPath } from '../../parts/paths.ts';
import { Problem } from '../../parts/problem.tsx';
import { RecordActions } from '../../parts/record-actions.tsx';
import { SealedText } from '../../parts/sealed-text.tsx';
import { ShortId } from '../../parts/short-id.tsx';
import { Party } from '../../parts/stamp.tsx';
import { StateWord } from '../../parts/state-word.tsx';
import { exactTime } from '../../parts/time.ts';
import { TimeText } from '../../parts/time-text.tsx';
import { TitleBlock } from '../../parts/title-block.tsx';
import { useSession } from '../../session/session-context.tsx';
import { productionTexts } from '../../texts/production.ts';
import { BuildFacts } from './build.tsx';
import { Telemetry } from './telemetry.tsx';
import './page.css';

/** The page; a build has the page of its job. */
export function Component() {
  const { '*': id = '' } = useParams();
  const { transport } = useSession();
  const isBuild = id.startsWith('builds/');
  const own = isBuild ? id.slice('builds/'.length) : id;
  const build = useQuery({ ...recordQuery(transport, 'production/build', own), enabled: isBuild });
  const jobId = isBuild ? build.data?.value.job : id;
  const job = useQuery({
    ...recordQuery(transport, 'production/job', String(jobId)),
    enabled: typeof jobId === 'string',
  });
  const error = build.error ?? job.error;
  return (
    <>
      <p className="crumbs small">
        <Link to="/production">{productionTexts.title}</Link>
      </p>
      {error === null ? null : <Problem error={error} retry={() => void job.refetch()} />}
      {job.data === undefined ? null : <JobSheet key={id} seen={job.data} />}
    </>
  );
}

function JobSheet({ seen }: { readonly seen: RecordSeen }) {
  const { transport } = useSession();
  // A record of this kind was written through its schema.
  const job = seen.value as Job;
  const [builds, replans] = useQueries({
    queries: ['build', 'replan'].map((name) => allRecordsQuery(transport, `production/${name}`, { job: job.id })),
  });
  const item = useQuery({ ...recordQuery(transport, 'items/item', job.item), retry: false });
  const buildSeen = builds?.data?.items.at(-1);
  const build = buildSeen?.value as Build | undefined;
  const next =
    buildSeen === undefined ? nextStep('production/job', seen.value) : nextStep('production/build', buildSeen.value);
  const moves = replans?.data?.items ?? [];
  return (
    <article className="object">
      <TitleBlock
        label={`${productionTexts.job}: ${job.step}`}
        title={typeof item.data?.value.number === 'string' ? item.data.value.number : undefined}
        id={job.id}
        state={job.state}
        parties={[
          ['maker', job.maker],
          ['buyer', job.buyer],
        ]}
        next={next}
      >
        <div className="cell">
          <span className="cell-name">{productionTexts.machine}</span>
          <Link className="mono" to={recordPath('capacity/machine', job.machine)}>
            {job.machine}
          </Link>
        </div>
        {build === undefined ? null : (
          <div className="cell">
            <span className="cell-name">{productionTexts.buildState}</span>
            <StateWord state={build.state} />
          </div>
        )}
      </TitleBlock>
      <div className="object-main">
        {build === undefined ? <Planned job={job} /> : <BuildFacts build={build} />}
        {build === undefined ? null : <Decision build={build} />}
        {moves.length === 0 ? null : <Moves moves={moves} />}
        {build === undefined ? null : <Telemetry build={build} />}
        <Evidence
          indexes={[...new Set([buildSeen?.entry ?? seen.entry, seen.entry, ...moves.map((one) => one.entry)])]}
        />
        <History id={job.id} />
      </div>
      <Actions seen={seen} buildSeen={buildSeen} />
    </article>
  );
}

function Actions({ seen, buildSeen }: { readonly seen: RecordSeen; readonly buildSeen: RecordSeen | undefined }) {
  return (
    <RecordActions
      kind="production/job"
      seen={seen}
      foot={
        <>
          <Link to={fieldsPath('production/job', seen.id)}>{productionTexts.everyField}</Link>
          {buildSeen === undefined ? null : (
            <>
              {' · '}
              <Link to={fieldsPath('production/build', buildSeen.id)}>{productionTexts.everyFieldBuild}</Link>
            </>
          )}
        </>
      }
    >
      {buildSeen === undefined ? null : <DecideLink seen={buildSeen} />}
    </RecordActions>
  );
}

function Planned({ job: { program, slot } }: { readonly job: Job }) {
  return (
    <section className="panel" aria-labelledby="planned">
      <h2 id="planned">{productionTexts.planned}</h2>
      <p>
        {productionTexts.permitted}: <span className="mono">{program.name}</span> <ShortId id={program.commitment} />
      </p>
      <p>
        {slot === undefined
          ? productionTexts.noTime
          : `${productionTexts.plannedFor} ${exactTime(slot.fromMs)} … ${exactTime(slot.untilMs)}`}
      </p>
      <p className="soft">{productionTexts.noBuild}</p>
    </section>
  );
}

function Decision({ build }: { readonly build: Build }) {
  const { transport } = useSession();
  const { data } = useQuery(allRecordsQuery(transport, 'production/decision', { build: build.id }));
  const [seen] = data?.items ?? [];
  if (seen === undefined) return null;
  const { by, verdict, reason, atMs } = seen.value;
  return (
    <section className="panel" aria-labelledby="decision">
      <h2 id="decision">{productionTexts.decision}</h2>
      <p className="row">
        <StateWord state={verdict === 'accept' ? 'accepted' : 'rejected'} />
        <span>{productionTexts.by}</span>
        <Party id={String(by)} />
        <TimeText timeMs={Number(atMs)} />
      </p>
      <SealedText owner={String(by).split('/')[0] ?? ''} commitment={String(reason)} />
    </section>
  );
}

function Moves({ moves }: { readonly moves: readonly RecordSeen[] }) {
  return (
    <section className="panel" aria-labelledby="moves">
      <h2 id="moves">{productionTexts.moved}</h2>
      <ul className="plain">
        {moves.map(({ id, value }) => (
          <li key={id} className="row">
            <TimeText timeMs={Number(value.atMs)} />
            <Link to={recordPath('production/replan', id)}>{String(value.why)}</Link>
            <span>
              {productionTexts.movedFrom} <span className="mono">{machineOf(value.from)}</span>{' '}
              {value.to === undefined ? (
                productionTexts.nowhere
              ) : (
                <>
                  {productionTexts.movedTo} <span className="mono">{machineOf(value.to)}</span>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DecideLink({ seen: { id, value } }: { readonly seen: RecordSeen }) {
  const { me } = useSession();
  const { state, decides } = value as Build;
  const isMine = me?.member === decides.member && me.role === decides.role;
  if (state !== 'awaitsDecision' || !isMine) return null;
  return (
    <Link className="button button-main button-wide" to={actionPath('production', 'decideBuild', { build: id })}>
      {productionTexts.decide}
    </Link>
  );
}

function machineOf(place: unknown): string {
  return String(Object(place).machine);
}
