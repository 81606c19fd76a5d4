// The thread of signature-pool.ts: takes a packed call, answers with one byte for each signature: 1 right, 0 wrong.

import { parentPort } from 'node:worker_threads';
import { verifyEs256 } from '#core/es256.ts';

parentPort?.on('message', (packed: Uint8Array) => {
  const view = new DataView(packed.buffer, packed.byteOffset);
  const right: number[] = [];
  for (let at = 0; at < packed.length; ) {
    const end = at + 133 + view.getUint32(at + 129);
    const publicKey = packed.subarray(at, at + 65);
    right.push(verifyEs256(publicKey, packed.subarray(at + 133, end), packed.subarray(at + 65, at + 129)) ? 1 : 0);
    at = end;
  }
  parentPort?.postMessage(Uint8Array.from(right));
});
