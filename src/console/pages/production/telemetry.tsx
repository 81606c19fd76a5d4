// The machine log of a build, from a file that the reader has: held against the root that the machine signed, in this
// browser, and plotted where it is the one.

import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, useId } from 'react';
import type { Build } from '#sdk/index.ts';
import { askWorker, bytesOf } from '../../data/ask-worker.ts';
import { productionTexts } from '../../texts/production.ts';
import type { LogAnswer, LogJob } from './log-messages.ts';
import { SeriesPlots } from './series.tsx';

/** Findings of a log that are listed. */
const LISTED = 20;

/** The section with the way to open a log. */
export function Telemetry({ build }: { readonly build: Build }) {
  const id = useId();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async (file: File) => {
      const bytes = await bytesOf(file);
      const worker = new Worker(new URL('./log.worker.ts', import.meta.url), { type: 'module' });
      const job: LogJob = { name: file.name, bytes, gapLimitMs: build.gaps.limitMs };
      return askWorker<LogJob, LogAnswer>(worker, job);
    },
  });
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    const [file] = currentTarget.files ?? [];
    if (file !== undefined) mutate(file);
    // The same file again is a choice, too.
    currentTarget.value = '';
  };
  const fault = error === null ? (data !== undefined && 'fault' in data ? data.fault : undefined) : error.message;
  return (
    <section className="panel" aria-labelledby="telemetry">
      <h2 id="telemetry">{productionTexts.telemetry}</h2>
      <p className="soft small">{productionTexts.telemetryLead}</p>
      <p className="production-file">
        <label className="button" htmlFor={id}>
          {productionTexts.choose}
        </label>
        <input id={id} className="production-input" type="file" accept=".txt,.log,.csv,text/plain" onChange={choose} />
        {isPending ? <span role="status">{productionTexts.reading}</span> : null}
      </p>
      {fault === undefined ? null : <Verdict isGood={false} title={productionTexts.unreadableFile} text={fault} />}
      {data !== undefined && 'read' in data ? <Read build={build} read={data.read} /> : null}
    </section>
  );
}

function Read({
  build,
  read,
}: {
  readonly build: Build;
  readonly read: Extract<LogAnswer, { read: unknown }>['read'];
}) {
  if (read.root !== build.logRoot) {
    return <Verdict isGood={false} title={productionTexts.differs} text={productionTexts.differsHow} />;
  }
  return (
    <>
      <Verdict isGood title={productionTexts.matches} text={productionTexts.matchesHow(read.lines)} />
      {read.series.length === 0 ? <p className="soft">{productionTexts.noSeries}</p> : <SeriesPlots read={read} />}
      {read.findings.length === 0 ? null : (
        <>
          <h3>{productionTexts.logFindings}</h3>
          <ul className="plain">
            {read.findings.slice(0, LISTED).map(({ code, place, text }) => (
              <li key={`${code} ${place} ${text}`} className="production-finding">
                <span className="mono small">{place}</span> {text}
              </li>
            ))}
          </ul>
          {read.findings.length > LISTED ? (
            <p className="soft">{productionTexts.more(read.findings.length - LISTED)}</p>
          ) : null}
        </>
      )}
    </>
  );
}

type VerdictProps = { readonly isGood: boolean; readonly title: string; readonly text: string };

function Verdict({ isGood, title, text }: VerdictProps) {
  return (
    <p className={isGood ? 'verdict verdict-good' : 'verdict verdict-bad'} role={isGood ? 'status' : 'alert'}>
      <strong>
        <span aria-hidden="true">{isGood ? '●' : '✕'}</span> {title}
      </strong>{' '}
      {text}
    </p>
  );
}
