// `touchmark tour`: plays the main job from start to end on sample data or on any folder with the same files, against two
// nodes that it runs as this program would be run by two operators.

import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isFault } from '#core/fault.ts';
import { nodeProcesses } from '#tour/node-processes.ts';
import { NodeEnded } from '#tour/nodes.ts';
import { TAMPERS } from '#tour/stage.ts';
import { playTour } from '#tour/tour.ts';
import { parseVerb, usage } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';

const SAMPLE = fileURLToPath(new URL('../../../samples/plate-order', import.meta.url));
/** How often the wait for a deadline is told. */
const LOOK_MS = 250;
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Plays the tour. @returns 0 every step held, and the attack, where there was one, was stopped; 1 something did not hold */
export async function runTour(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('tour', args);
  const tamper = TAMPERS.find((known) => known === values.tamper);
  if (values.tamper !== undefined && tamper === undefined)
    throw usage(`--tamper takes ${TAMPERS.join(', ')}, not ${values.tamper}`);
  const data = values.data === undefined ? SAMPLE : resolve(io.cwd, values.data);
  io.err(`Reading ${data} …`);
  try {
    await playTour({
      ...{ data, tamper, fresh: values.fresh === true },
      home: resolve(io.cwd, values.home ?? '.touchmark'),
      clock: () => io.clock(),
      waitUntil: (timeMs) => waitUntil(io, timeMs),
      print: { line: (text) => io.out(text), progress: (text) => io.progress(text) },
      startNodes: nodeProcesses({ main: MAIN, env: io.env }),
      afterwards: values.exit === true ? 'exit' : 'serve',
      // From here on a signal is a wish to stop: no node is left behind.
      stop: io.stop,
    });
    return EXIT.ok;
  } catch (fault) {
    io.progress('');
    if (fault instanceof NodeEnded) {
      io.err(`STOPPED: ${fault.message}`);
      for (const line of fault.lines) io.err(`  ${line}`);
      return EXIT.unreadable;
    }
    if (!isFault(fault, 'tour_must_hold')) throw fault;
    io.err(`STOPPED: ${fault.message}`);
    return EXIT.wrong;
  }
}

/** Looks again often enough to say how long it still takes; a stop ends the wait, and whatever comes next. */
async function waitUntil(io: Io, timeMs: number): Promise<void> {
  for (let leftMs = timeMs - io.clock(); leftMs > 0 && !io.stop.aborted; leftMs = timeMs - io.clock()) {
    io.progress(`   bids are sealed for ${Math.ceil(leftMs / 1000)} s more`);
    await setTimeout(Math.min(leftMs, LOOK_MS));
  }
  io.progress('');
}
