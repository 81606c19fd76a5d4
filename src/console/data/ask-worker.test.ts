import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askWorker, bytesOf } from './ask-worker.ts';

/** What a browser's worker is to the page that asks it. */
class SilentWorker extends EventTarget {
  isEnded = false;
  postMessage(): void {}
  terminate(): void {
    this.isEnded = true;
  }
}

const asked = () => {
  const worker = new SilentWorker();
  const { signal, abort } = withAbort();
  // Of a worker nothing else is used.
  return { worker, abort, answer: askWorker<string, string>(worker as unknown as Worker, 'read it', signal) };
};

function withAbort() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

test('a worker that does not answer is ended', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { worker, answer } = asked();
  t.mock.timers.tick(149_999);
  assert.ok(!worker.isEnded);
  t.mock.timers.tick(1);
  await assert.rejects(answer, { code: 'worker_slow' });
  assert.ok(worker.isEnded);
});

test('a worker is ended with its answer, and where nobody waits for it any more', async () => {
  const answered = asked();
  answered.worker.dispatchEvent(new MessageEvent('message', { data: 'read' }));
  assert.equal(await answered.answer, 'read');
  const left = asked();
  left.abort();
  await assert.rejects(left.answer, { code: 'worker_stopped' });
  assert.ok(answered.worker.isEnded && left.worker.isEnded);
});

test('a file that no reader takes is not read at all', async () => {
  const large = { size: 2 ** 28 + 1, arrayBuffer: () => assert.fail('it was read') };
  // Nothing else of a file is used.
  await assert.rejects(bytesOf(large as unknown as Blob), { code: 'file_too_large' });
  assert.deepEqual(await bytesOf(new Blob(['x'])), Uint8Array.of(120));
});
