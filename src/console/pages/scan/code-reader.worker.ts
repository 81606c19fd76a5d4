// Reads codes in pictures, off the page: its WebAssembly comes from this node, under the policy that only workers have.

import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import address from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { ReaderAnswer, ReaderQuestion } from './code-reader.ts';

/** Codes of one picture. */
const MOST = 8;

prepareZXingModule({ overrides: { locateFile: () => address } });

globalThis.addEventListener('message', ({ data }: MessageEvent<ReaderQuestion>) => {
  // A failure is an answer, too: the page says it.
  void answerTo(data).then((answer) => globalThis.postMessage(answer));
});

async function answerTo({ id, picture }: ReaderQuestion): Promise<ReaderAnswer> {
  try {
    const found = await readBarcodes(picture, {
      formats: ['QRCode', 'DataMatrix', 'Code128'],
      textMode: 'Plain',
      maxNumberOfSymbols: MOST,
    });
    return { id, codes: found.map(({ text, contentType }) => ({ text, isGs1: contentType === 'GS1' })) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
