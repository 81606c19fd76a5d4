// STEP models (AP203, AP214, AP242): text read here, shape read by OpenCascade in a process of its own, which is killed
// when its time is over or its answer too long. Curved faces become triangles within the stated deflections; box, bodies
// and volume are those of the triangles. The kernel reports success for a shell with a face missing; the edges tell.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Fault } from '#core/fault.ts';
import { MAX_STEP_ANSWER_BYTES, MAX_STEP_HEAP_MEGABYTES } from '../limits.ts';
import type { LengthUnit, ShapeFacts } from './facts.ts';
import { readStepText, type StepText } from './step-text.ts';

/** How finely to triangulate, and how long it may take. */
export type StepJob = {
  readonly linearDeflectionMicrometres: number;
  readonly angularDeflectionMilliradians: number;
  readonly timeMs: number;
};

/** What step-worker.ts answers; `partCount` is the number of shapes (solids, or faces without one) that the kernel gave. */
export type StepAnswer =
  | { readonly shape: ShapeFacts; readonly partCount: number }
  | { readonly code: string; readonly message: string };

/** A STEP file's shape in the triangles of the job, and what its text says. */
export type StepModel = {
  readonly unit: LengthUnit;
  readonly shape: ShapeFacts;
  readonly step: Omit<StepText, 'unit'>;
};

/**
 * @throws Fault `step_unreadable`, `step_time_exceeded`, `step_memory_exceeded`, `step_answer_too_long`,
 * `step_reader_failed`, `step_too_many_triangles`, those of `readStepText` and of `shapeFacts`
 */
export async function readStep(bytes: Uint8Array, job: StepJob): Promise<StepModel> {
  const { unit, schemas, products, solidCount } = readStepText(bytes);
  const answer = parseAnswer(await runWorker(bytes, job));
  if ('code' in answer) throw new Fault(answer.code, answer.message);
  const shape = answer.partCount < solidCount ? withoutVolume(answer.shape) : answer.shape;
  return { unit, shape, step: { schemas, products, solidCount } };
}

/** The kernel drops a solid that it cannot read, and says nothing: what is left has a volume and walls, the model has not. */
function withoutVolume({ volumeMm3: _, wall: __, ...shape }: ShapeFacts): ShapeFacts {
  return { ...shape, noVolume: 'solid missing' };
}

function runWorker(bytes: Uint8Array, job: StepJob): Promise<string> {
  const worker = fileURLToPath(new URL('./step-worker.ts', import.meta.url));
  const heap = `--max-old-space-size=${MAX_STEP_HEAP_MEGABYTES}`;
  // An empty environment: nothing of the caller's is the kernel's business.
  const child = spawn(process.execPath, [heap, worker, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {},
  });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let ended: Fault | undefined;
    const end = (fault: Fault) => {
      ended ??= fault;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => end(new Fault('step_time_exceeded', `STEP: expected to be read within ${job.timeMs} ms, took longer`)),
      job.timeMs,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_STEP_ANSWER_BYTES) {
        end(
          new Fault('step_answer_too_long', `STEP: expected at most ${MAX_STEP_ANSWER_BYTES} bytes of facts, got more`),
        );
      } else chunks.push(chunk);
    });
    child.on('error', (cause) =>
      end(new Fault('step_reader_failed', 'STEP: the reading process could not start', { cause })),
    );
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (ended === undefined && code === 0) resolve(Buffer.concat(chunks).toString('utf8'));
      else reject(ended ?? exitFault(code, signal));
    });
    // A reader that ends early closes the pipe; how it ended says more than that.
    child.stdin.on('error', () => {});
    child.stdin.end(bytes);
  });
}

/** V8 aborts the process when JavaScript memory is exhausted. */
function exitFault(code: number | null, signal: NodeJS.Signals | null): Fault {
  if (signal === 'SIGABRT' || code === 134) {
    return new Fault(
      'step_memory_exceeded',
      `STEP: expected at most ${MAX_STEP_HEAP_MEGABYTES} MB of memory, needed more`,
    );
  }
  return new Fault(
    'step_reader_failed',
    `STEP: expected the reading process to answer, it ended with ${signal ?? code}`,
  );
}

function parseAnswer(text: string): StepAnswer {
  try {
    return JSON.parse(text) as StepAnswer; // Written by step-worker.ts.
  } catch (cause) {
    throw new Fault('step_reader_failed', 'STEP: expected the reading process to answer, got something else', {
      cause,
    });
  }
}
