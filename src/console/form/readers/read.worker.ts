// Reads files beside the page, so that a large one does not stop it.

import { isFault } from '#sdk/index.ts';
import { type ReaderKind, type ReadFile, readFor } from './from-file.ts';

/** What the page asks. */
export type Ask = { readonly kind: ReaderKind; readonly name: string; readonly bytes: Uint8Array };
/** What it is told. */
export type Told = { readonly read: ReadFile } | { readonly code: string; readonly message: string };

globalThis.addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  void answer(data).then((told) => globalThis.postMessage(told));
});

async function answer({ kind, name, bytes }: Ask): Promise<Told> {
  try {
    return { read: await readFor(kind, name, bytes) };
  } catch (error) {
    return {
      code: isFault(error) ? error.code : 'unknown',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}
