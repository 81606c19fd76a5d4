// The section of the part: ways to open its file, what came of it, the picture, and what was read from the file beside what
// its owner registered.

import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef } from 'react';
import { isFault, type Version } from '#sdk/index.ts';
import { wordsOf } from '../../parts/problem.tsx';
import { useSession } from '../../session/session-context.tsx';
import { designTexts } from '../../texts/designs.ts';
import { boxWords, isSameBox, modelFileOf, volumeWords } from './model.ts';
import type { ModelRead } from './model-messages.ts';
import { mayOpen, type Opened, openFromDisk, openFromVault } from './opening.ts';
import { PartView } from './part-view.tsx';

/** The part of a version. */
export function Part({ version }: { readonly version: Version }) {
  const { me } = useSession();
  const file = modelFileOf(version);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const open = useMutation({
    mutationFn: async (chosen: File | undefined): Promise<Opened> => {
      if (file === undefined) throw new Error('a version without a model has no way to open one');
      stop.current = new AbortController();
      const { signal } = stop.current;
      if (chosen !== undefined) return openFromDisk(me, version, file, chosen, signal);
      if (me === undefined) throw new Error('a visitor has no key');
      return openFromVault(me, version, file, signal);
    },
  });
  const granted = useQuery({
    queryKey: ['records', 'may-open', me?.actor, file?.blob],
    queryFn: async () => me !== undefined && file !== undefined && mayOpen(me, file),
  });
  if (file === undefined) return null;
  return (
    <section className="panel" aria-labelledby="part">
      <h2 id="part">{designTexts.model}</h2>
      <p className="soft small">
        {designTexts.modelLead} {granted.data === true ? designTexts.granted : null}
        {granted.data === false ? designTexts.notGranted : null}
      </p>
      <div className="designs-open">
        {granted.data === true ? (
          <Button size="sm" loading={open.isPending} onClick={() => open.mutate(undefined)}>
            {designTexts.openGranted(file.name)}
          </Button>
        ) : null}
        <ChooseFile choose={(chosen) => open.mutate(chosen)} />
        {open.isPending ? (
          <>
            <span role="status">{designTexts.reading}</span>
            <Button variant="default" size="xs" onClick={() => stop.current.abort()}>
              {designTexts.stop}
            </Button>
          </>
        ) : null}
      </div>
      {open.error === null || isFault(open.error, 'worker_stopped') ? null : (
        <NotOpened error={open.error} number={version.number} />
      )}
      {open.data === undefined || open.isPending ? null : <Shown opened={open.data} version={version} />}
    </section>
  );
}

function ChooseFile({ choose }: { choose(file: File): void }) {
  const id = useId();
  return (
    <>
      <label className="button" htmlFor={id}>
        {designTexts.choose}
      </label>
      <input
        id={id}
        className="designs-input"
        type="file"
        accept=".step,.stp,.stl,.3mf"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen !== undefined) choose(chosen);
          // The same file again is a choice, too.
          currentTarget.value = '';
        }}
      />
    </>
  );
}

function NotOpened({ error, number }: { readonly error: Error; readonly number: number }) {
  const isOther = isFault(error, 'file_differs') || isFault(error, 'vault_plaintext_differs');
  const isUnread = isFault(error, 'model_not_read');
  const title = isOther ? designTexts.differs(number) : isUnread ? designTexts.notRead : designTexts.notOpened;
  const text = isOther ? designTexts.differsHow : isUnread ? error.message : wordsOf(error).happened;
  return (
    <p className="verdict verdict-bad" role="alert">
      <strong>
        <span aria-hidden="true">✕</span> {title}
      </strong>{' '}
      {text}
    </p>
  );
}

function Shown({ opened: { read, isChecked, name }, version }: { readonly opened: Opened; readonly version: Version }) {
  return (
    <>
      <p className={isChecked ? 'verdict verdict-good' : 'verdict-decide'} role="status">
        <strong>
          <span aria-hidden="true">{isChecked ? '●' : '◆'}</span>{' '}
          {isChecked ? designTexts.checked(version.number) : designTexts.unchecked}
        </strong>{' '}
        {isChecked ? designTexts.checkedHow : designTexts.uncheckedHow}{' '}
        {/\.stl$/i.test(name) ? designTexts.unitOfStl : null}
      </p>
      <PartView read={read} />
      <Recomputed read={read} version={version} />
    </>
  );
}

function Recomputed({ read, version: { facts } }: { readonly read: ModelRead; readonly version: Version }) {
  const { boxMicrometres: box, volumeCubicMillimetres: volume, watertight } = facts;
  const rows: readonly (readonly [name: string, value: string, isSame: boolean | undefined])[] = [
    [
      designTexts.size,
      boxWords(read.boxMicrometres) ?? '',
      box === undefined ? undefined : isSameBox(box, read.boxMicrometres),
    ],
    [
      designTexts.volume,
      volumeWords(read.volumeMm3) ?? designTexts.notGiven,
      volume === undefined ? undefined : volume === read.volumeMm3,
    ],
    [
      designTexts.watertight,
      designTexts.watertightWords[read.isWatertight ? 'yes' : 'no'],
      watertight === 'unknown' ? undefined : (watertight === 'yes') === read.isWatertight,
    ],
    [designTexts.bodies, String(read.bodies), undefined],
    [designTexts.triangles, String(read.triangles), undefined],
  ];
  return (
    <>
      <h3>{designTexts.recomputed}</h3>
      <dl className="facts">
        {rows.map(([name, value, isSame]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span className="mono number">{value}</span>{' '}
              {isSame === undefined ? null : (
                <span className={isSame ? 'state-good' : 'state-bad'}>
                  <span aria-hidden="true">{isSame ? '●' : '✕'}</span>{' '}
                  {isSame ? designTexts.agrees : designTexts.disagrees}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
