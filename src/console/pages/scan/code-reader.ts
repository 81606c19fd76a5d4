// Pictures to codes: the page's side of the worker that reads them. The worker starts with the first picture.

import { Fault } from '#sdk/index.ts';
import type { ReadCode } from './model.ts';

/** A picture to look at. */
export type ReaderQuestion = { readonly id: number; readonly picture: ImageData };
/** What is in it. */
export type ReaderAnswer = { readonly id: number } & (
  | { readonly codes: readonly ReadCode[] }
  | { readonly failure: string }
);

type Waiting = { resolve(codes: readonly ReadCode[]): void; reject(error: unknown): void };

/** A reader of codes, until it is closed. */
export class CodeReader {
  #worker: Worker | undefined;
  #last = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** The codes in a picture. @throws Fault `reader_failed` */
  read(picture: ImageData): Promise<readonly ReadCode[]> {
    const worker = this.#worker ?? this.#start();
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<readonly ReadCode[]>();
    this.#waiting.set(id, { resolve, reject });
    worker.postMessage({ id, picture } satisfies ReaderQuestion, [picture.data.buffer]);
    return promise;
  }

  /** Ends it; what is still looked at is never answered. */
  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#waiting.clear();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./code-reader.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<ReaderAnswer>) => {
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ('codes' in data) waiting?.resolve(data.codes);
      else waiting?.reject(new Fault('reader_failed', data.failure));
    });
    worker.addEventListener('error', ({ message }) => {
      for (const { reject } of this.#waiting.values()) reject(new Fault('reader_failed', message));
      // The next picture has a new one.
      this.close();
    });
    this.#worker = worker;
    return worker;
  }
}
