// How a file's ciphertext goes into a request. Node streams it. Browsers stream uploads over HTTP/2 only, so there it is
// gathered into a Blob, which they may keep on disk, and sent by XMLHttpRequest, which alone tells how far it is.

import { Fault, isFault } from '#core/fault.ts';
import type { BlobBody, Progress, Transfer } from './transport.ts';

/** A request's body, and what sends it where that is not fetch. */
export type WireBody = { readonly body: () => RequestInit['body']; readonly fetch?: typeof fetch };

/** The body of an upload, for this platform. */
export async function wireBodyOf(blob: BlobBody, { onProgress }: Transfer): Promise<WireBody> {
  // Node 21 and later call themselves so; what streams in another way is not known here, and takes the Blob.
  const isNode = globalThis.navigator?.userAgent.startsWith('Node.js/') === true;
  if (isNode) return { body: () => streamOf(counted(blob.read(), blob.sizeBytes, onProgress)) };
  const pieces: BlobPart[] = [];
  for await (const piece of blob.read()) pieces.push(new Uint8Array(piece));
  const gathered = new Blob(pieces);
  if (typeof XMLHttpRequest === 'undefined') return { body: () => gathered };
  return { body: () => gathered, fetch: (input, init) => fetchByXhr(String(input), init ?? {}, onProgress) };
}

/** Tells how many of the bytes passed. */
export async function* counted(
  source: AsyncIterable<Uint8Array>,
  ofBytes: number,
  onProgress: ((progress: Progress) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let doneBytes = 0;
  for await (const piece of source) {
    yield piece;
    doneBytes += piece.length;
    onProgress?.({ doneBytes, ofBytes });
  }
}

function streamOf(source: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await source.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      } catch (cause) {
        // Not to be taken for a failure of the network, which would be tried again.
        if (isFault(cause)) throw cause;
        throw new Fault('file_unreadable', 'the file that is uploaded could not be read to its end', { cause });
      }
    },
    async cancel() {
      await source.return(undefined);
    },
  });
}

/** As fetch, for a request with a body that is there as a whole; the answer comes as a Response like fetch's. */
function fetchByXhr(
  url: string,
  { method = 'GET', headers, body, signal }: RequestInit,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = 'arraybuffer';
    for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.({ doneBytes: loaded, ofBytes: total });
    request.onerror = () => reject(new TypeError('the network failed'));
    request.onabort = () => reject(signal?.reason ?? new Error('aborted'));
    request.onload = () => {
      const answered = [...lines(request.getAllResponseHeaders())];
      const isEmpty = request.status === 204 || request.status === 304;
      const bytes: BodyInit | null = isEmpty ? null : (request.response as ArrayBuffer);
      resolve(new Response(bytes, { status: request.status, headers: answered }));
    };
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send((body ?? null) as XMLHttpRequestBodyInit | null);
  });
}

function* lines(headers: string): Generator<[string, string]> {
  for (const line of headers.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) yield [line.slice(0, colon), line.slice(colon + 1).trim()];
  }
}
