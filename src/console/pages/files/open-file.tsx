// The way from a sealed file to one that is saved: fetched, decrypted and held against its commitment in this browser.

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { openGranted, type Progress } from '#sdk/index.ts';
import { bytesWords } from '../../parts/amount.ts';
import { Problem } from '../../parts/problem.tsx';
import { saveFile } from '../../parts/record-list/save-file.ts';
import type { Me } from '../../session/open-session.ts';
import { fileTexts } from '../../texts/files.ts';
import { useFileName } from './file-name.tsx';

type OpenFileProps = {
  readonly me: Me;
  readonly blob: string;
  /** Why it is delivered no more; undefined where it is. */
  readonly gone: string | undefined;
  /** Whose it is. */
  readonly owner: string;
};

/** The section. */
export function OpenFile({ me, blob, gone, owner }: OpenFileProps) {
  const name = useFileName(blob);
  return (
    <section className="panel" aria-labelledby="open-file">
      <h2 id="open-file">{fileTexts.open}</h2>
      {gone === undefined ? null : <p className="notice">{gone}</p>}
      {gone === undefined && name === null ? <p className="notice">{fileTexts.noKey}</p> : null}
      {gone === undefined && typeof name === 'string' ? <Opening {...{ me, blob, owner, name }} /> : null}
    </section>
  );
}

function Opening({ me, blob, owner, name }: Omit<OpenFileProps, 'gone'> & { readonly name: string }) {
  const [progress, setProgress] = useState<Progress>();
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => {
      stop.current = new AbortController();
      const transfer = { signal: stop.current.signal, onProgress: setProgress };
      return openGranted(me.client, me.keys.readerKey, blob, transfer);
    },
  });
  const wasStopped = stop.current.signal.aborted;
  return (
    <>
      <p className="soft small">{fileTexts.openLead}</p>
      {data === undefined ? (
        <div className="row">
          <Button size="sm" loading={isPending} onClick={() => mutate()}>
            {fileTexts.openNow}
          </Button>
          {isPending ? (
            <>
              <span role="status" className="mono number">
                {progress === undefined
                  ? ''
                  : fileTexts.fetching(bytesWords(progress.doneBytes), bytesWords(progress.ofBytes))}
              </span>
              <Button variant="default" size="xs" onClick={() => stop.current.abort()}>
                {fileTexts.stop}
              </Button>
            </>
          ) : null}
        </div>
      ) : (
        <>
          <p className="verdict verdict-good" role="status">
            <strong>
              <span aria-hidden="true">●</span> {fileTexts.matches}
            </strong>{' '}
            <bdi className="mono">{name}</bdi>, {bytesWords(data.bytes.length)}
          </p>
          {owner !== me.member ? <p className="soft small">{fileTexts.foreign}</p> : null}
          <Button size="sm" onClick={() => saveFile(name, 'application/octet-stream', data.bytes)}>
            {fileTexts.save}
          </Button>
        </>
      )}
      {error === null || wasStopped ? null : <Problem error={error} />}
    </>
  );
}
