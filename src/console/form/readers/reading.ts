// Which actions take their input from a file, and the worker that reads it.

import { Fault } from '#sdk/index.ts';
import { askWorker, bytesOf } from '../../data/ask-worker.ts';
import type { ReaderKind, ReadFile } from './from-file.ts';
import type { Ask, Told } from './read.worker.ts';

/** How one action's file is read. */
export type FileReader = {
  readonly kind: ReaderKind;
  /** Endings that the browser's chooser shows. */
  readonly accept: string;
  /** What to choose, in words. */
  readonly words: string;
  /** Fields that come from the file alone. */
  readonly owns: readonly string[];
};

const LOG_FIELDS = ['loggedNames', 'logRoot', 'logLines', 'unreadable', 'gaps', 'holds', 'partCounts'];

/** By `contract.action`. */
export const FILE_READERS: { readonly [action: string]: FileReader } = {
  'inspection.registerProgramme': {
    ...{ kind: 'programme', accept: '.qif,.xml', words: 'The laboratory’s QIF file' },
    owns: ['file', 'characteristics'],
  },
  'inspection.recordResults': {
    ...{ kind: 'results', accept: '.qif,.xml', words: 'The laboratory’s QIF results' },
    owns: ['file', 'label', 'fileVerdict', 'values'],
  },
  'production.recordBuild': {
    ...{ kind: 'log', accept: '.txt,.log,.csv', words: 'The machine’s log (MTConnect)' },
    owns: [...LOG_FIELDS, 'startedMs', 'endedMs'],
  },
};

/** Reads a file beside the page. @throws Fault of the connector, and as askWorker */
export async function readBeside(kind: ReaderKind, file: File): Promise<ReadFile> {
  const bytes = await bytesOf(file);
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), { type: 'module' });
  const told = await askWorker<Ask, Told>(worker, { kind, name: file.name, bytes });
  if ('read' in told) return told.read;
  throw new Fault(told.code, told.message);
}
