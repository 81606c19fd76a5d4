// `touchmark tour`: plays the main job from start to end on sample data or on any folder with the same files.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFault } from '#core/fault.ts';
import { TAMPERS } from '#tour/stage.ts';
import { playTour } from '#tour/tour.ts';
import { parseVerb, usage } from '../arguments.ts';
import { EXIT, type Io } from '../io.ts';

const SAMPLE = fileURLToPath(new URL('../../../samples/plate-order', import.meta.url));

/** Plays the tour. @returns 0 every step held, and the attack, where there was one, was stopped; 1 something did not hold */
export async function runTour(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('tour', args);
  if (values.tamper === 'bid') throw usage('--tamper bid attacks the sourcing step, which the tour does not play yet');
  const tamper = TAMPERS.find((known) => known === values.tamper);
  if (values.tamper !== undefined && tamper === undefined)
    throw usage(`--tamper takes ${TAMPERS.join(', ')}, not ${values.tamper}`);
  const data = values.data === undefined ? SAMPLE : resolve(io.cwd, values.data);
  const home = resolve(io.cwd, values.home ?? '.touchmark');
  const startedMs = io.clock();
  io.err(`Reading ${data} …`);
  try {
    const played = await playTour({
      data,
      home,
      fresh: values.fresh === true,
      tamper,
      clock: () => io.clock(),
      print: { line: (text) => io.out(text), progress: (text) => io.progress(text) },
    });
    if (!played.isNew) return EXIT.ok;
    io.out('');
    io.out(`Every step held, in ${((io.clock() - startedMs) / 1000).toFixed(1)} s. The ledger lies in ${played.home}.`);
    return EXIT.ok;
  } catch (fault) {
    io.progress('');
    if (!isFault(fault, 'tour_must_hold')) throw fault;
    io.err(`STOPPED: ${fault.message}`);
    return EXIT.wrong;
  }
}
