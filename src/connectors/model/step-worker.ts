// The process that reads one STEP file with OpenCascade (occt-import-js, WebAssembly) and answers with its shape facts.
// File on stdin, numbers of StepJob as the argument, one line of JSON on stdout. It runs alone because the kernel is
// large, written in C++, and cannot be interrupted: step.ts ends it when it takes too long, memory is capped in here.

import { Worker } from 'node:worker_threads';
import loadKernel, { type KernelMesh, type KernelResult } from 'occt-import-js';
import { isFault } from '#core/fault.ts';
import { MAX_MODEL_TRIANGLES, MAX_STEP_KERNEL_BYTES } from '../limits.ts';
import { type Part, partOf, shapeFacts } from './facts.ts';
import type { StepAnswer, StepJob } from './step.ts';

/** How much later than step.ts this process ends itself, so that step.ts names the reason where it can. */
const GRACE_MS = 1_000;

let memoryEnded = false;

/** The kernel asks for memory through this one call; refused, it sees an allocation fail. */
function capKernelMemory(): void {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    if (this.buffer.byteLength + pages * 65_536 > MAX_STEP_KERNEL_BYTES) {
      memoryEnded = true;
      throw new RangeError('kernel memory limit');
    }
    return grow.call(this, pages);
  };
}

/** Ends this process from a thread of its own, should the one that started it be gone when the time is over. */
function endAfter(timeMs: number): void {
  const script = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), require('node:worker_threads').workerData)`;
  new Worker(script, { eval: true, workerData: timeMs }).unref();
}

async function answer(): Promise<StepAnswer> {
  capKernelMemory();
  const job = JSON.parse(process.argv[2] ?? '{}') as StepJob; // Written by step.ts.
  endAfter(job.timeMs + GRACE_MS);
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  try {
    // It would print to stdout, where the answer goes.
    const kernel = await loadKernel({ print: () => {}, printErr: () => {} });
    const result = kernel.ReadStepFile(Buffer.concat(chunks), {
      linearUnit: 'millimeter',
      linearDeflectionType: 'absolute_value',
      linearDeflection: job.linearDeflectionMicrometres / 1000,
      angularDeflection: job.angularDeflectionMilliradians / 1000,
    });
    return shapeOf(result);
  } catch (error) {
    if (memoryEnded)
      return {
        code: 'step_memory_exceeded',
        message: `STEP: expected at most ${MAX_STEP_KERNEL_BYTES} bytes of memory, needed more`,
      };
    if (isFault(error)) return { code: error.code, message: error.message };
    return {
      code: 'step_unreadable',
      message: `STEP: expected a model, the kernel ended with ${String(error).slice(0, 200)}`,
    };
  }
}

function shapeOf(result: KernelResult): StepAnswer {
  if (!result.success) return { code: 'step_unreadable', message: 'STEP: expected a model, the kernel found none' };
  const triangleCount = result.meshes.reduce((total, mesh) => total + mesh.index.array.length / 3, 0);
  if (triangleCount > MAX_MODEL_TRIANGLES) {
    const message = `STEP: expected at most ${MAX_MODEL_TRIANGLES} triangles, got ${triangleCount}: ask for a coarser deflection`;
    return { code: 'step_too_many_triangles', message };
  }
  return { shape: shapeFacts(result.meshes.map(solidOf), 'millimeter'), partCount: result.meshes.length };
}

/** One solid. The kernel triangulates faces apart but gives both sides of an edge the same points: they weld exactly. */
function solidOf(mesh: KernelMesh): Part {
  const coordinates = Float64Array.from(mesh.attributes.position.array);
  return partOf({ coordinates, triangles: Uint32Array.from(mesh.index.array) });
}

process.stdout.write(`${JSON.stringify(await answer())}\n`);
