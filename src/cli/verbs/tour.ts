// `touchmark tour`: placeholder until the story is told here.

import { Fault } from '#core/fault.ts';
import type { Io } from '../io.ts';

/** @throws Fault `tour_missing` */
export async function runTour(_args: readonly string[], _io: Io): Promise<number> {
  throw new Fault('tour_missing', 'the tour is not there yet');
}
