// Asks a worker one thing and ends it: heavy or hostile files are read apart from the page, which stays usable.

import { Fault } from '#sdk/index.ts';

/** The worker's one answer. @throws Fault `worker_failed`; `worker_stopped` where the signal was aborted */
export function askWorker<Question, Answer>(worker: Worker, question: Question, signal?: AbortSignal): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const end = (then: () => void): void => {
      worker.terminate();
      then();
    };
    const stop = (): void => end(() => reject(new Fault('worker_stopped', 'the reading was stopped')));
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
