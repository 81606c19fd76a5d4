import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { utf8 } from '#core/bytes.ts';
import { MAX_STEP_BYTES } from '../limits.ts';
import { readModel } from './read-model.ts';

const sample = await readFile(
  new URL('../../../samples/plate-order/cad/bracket-plate.step', import.meta.url),
  'latin1',
);

const broken: readonly (readonly [string, string, string])[] = [
  ['a file cut short', sample.slice(0, 20_000), 'step_truncated'],
  ['a file of no shape', sample.replace(/#15 = MANIFOLD_SOLID_BREP[^;]*;/, ''), 'model_empty'],
  [
    'brackets a million deep',
    sample.replace('DATA;', `DATA;#9999=X(${'('.repeat(1e6)}${')'.repeat(1e6)});`),
    'step_unreadable',
  ],
  ['a file whose data are noise', sample.replace(/#1[0-9] = [^;]*;/g, 'X(((;'), 'step_unreadable'],
  ['numbers that are not finite', sample.replaceAll('60.', '1.E+400'), 'model_empty'],
];

for (const [name, text, code] of broken) {
  test(`${name} is refused`, async () => {
    await assert.rejects(readModel('plate.step', utf8(text)), { name: 'Fault', code });
  });
}

test('a file beyond the limit is refused unread', async () => {
  const bytes = new Uint8Array(MAX_STEP_BYTES + 1);
  await assert.rejects(readModel('plate.step', bytes), { code: 'model_file_too_large' });
});

test('a solid that the kernel does not read leaves the model without a volume', async () => {
  const two = sample.replace('#15 = ', "#9999 = MANIFOLD_SOLID_BREP('',#9998);\n#15 = ");
  const facts = await readModel('plate.step', utf8(two));
  assert.deepEqual([facts.step?.solidCount, facts.bodyCount], [2, 1]);
  assert.deepEqual([facts.volumeMm3, facts.noVolume], [undefined, 'solid missing']);
});

test('a radius beyond all bounds keeps the kernel busy until its time is over', async () => {
  const endless = utf8(sample.replaceAll('2.5', '2.5E30'));
  await assert.rejects(readModel('plate.step', endless, { timeMs: 2_500 }), {
    code: 'step_time_exceeded',
    message: /2500 ms/,
  });
});

test('a mesh that needs more than the allowed memory ends within it', async () => {
  const fine = { linearDeflectionMicrometres: 1, angularDeflectionMilliradians: 1 };
  await assert.rejects(readModel('plate.step', utf8(sample), fine), { code: 'step_memory_exceeded' });
});

test('a reader whose starter is gone ends by itself', async () => {
  const job = JSON.stringify({ linearDeflectionMicrometres: 20, angularDeflectionMilliradians: 200, timeMs: 1 });
  const worker = fileURLToPath(new URL('./step-worker.ts', import.meta.url));
  const child = spawn(process.execPath, [worker, job], { stdio: ['pipe', 'ignore', 'ignore'] });
  const [, signal] = await once(child, 'exit');
  assert.equal(signal, 'SIGKILL');
});
