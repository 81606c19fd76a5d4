// Asks a worker one thing and ends it: heavy or hostile files are read apart from the page, which stays usable.

import { Fault } from '#sdk/index.ts';

/** No reader takes a larger file, and none may take longer: as the connectors' limits, with time to load the reader. */
const LARGEST_BYTES = 256 * 1024 * 1024;
const LONGEST_MS = 150_000;

/** A file's bytes. @throws Fault `file_too_large` before any of it is read */
export async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > LARGEST_BYTES)
    throw new Fault('file_too_large', `expected a file of at most ${LARGEST_BYTES} bytes, got ${file.size}`);
  return new Uint8Array(await file.arrayBuffer());
}

/** The worker's one answer. @throws Fault `worker_failed`, `worker_slow`; `worker_stopped` where the signal was aborted */
export function askWorker<Question, Answer>(worker: Worker, question: Question, signal?: AbortSignal): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const end = (then: () => void): void => {
      clearTimeout(timer);
      worker.terminate();
      then();
    };
    const stop = (): void => end(() => reject(new Fault('worker_stopped', 'the reading was stopped')));
    const tooLong = new Fault('worker_slow', `expected the file to be read in ${LONGEST_MS / 1000} s, it took longer`);
    const timer = setTimeout(() => end(() => reject(tooLong)), LONGEST_MS);
    if (signal?.aborted === true) return stop();
    signal?.addEventListener('abort', stop, { once: true });
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => end(() => resolve(data)));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(() => reject(new Fault('worker_failed', `the reader of this file ended: ${event.message}`)));
    });
    worker.postMessage(question);
  });
}
