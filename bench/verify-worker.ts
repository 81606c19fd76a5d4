// One core of references.ts: verifies the same signature again and again.

import { createPublicKey, verify } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

const { key, message, signature, ms } = workerData;
const publicKey = createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
const started = performance.now();
let count = 0;
while (performance.now() - started < ms) {
  for (let i = 0; i < 100; i++) if (!verify('sha256', message, publicKey, signature)) throw new Error('wrong');
  count += 100;
}
parentPort?.postMessage((count / (performance.now() - started)) * 1000);
