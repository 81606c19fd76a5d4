// What a process usually holds, where somebody has published it: for notes, never for a refusal. A shop's own figures go
// before these. Processes that are not listed have no figure that we could name a source for.

import type { Requirement } from '#contracts/capacity/records.ts';

/** A category of ISO/ASTM 52900 or a main group of DIN 8580, as a requirement names it. */
export type Process = Requirement['process'];
/** A figure and where it comes from. */
export type Limit = { readonly micrometres: number; readonly source: string };

/** The least that is common to the public design guides of several contract manufacturers, as read in 2026. */
const GUIDES = 'rule of thumb of contract manufacturers';

/** Walls thinner than this are advised against. */
export const LEAST_WALLS: Partial<Record<Process, Limit>> = {
  separating: { micrometres: 800, source: `${GUIDES}, milled metals; plastics need 1.5 mm` },
  materialExtrusion: { micrometres: 800, source: GUIDES },
  vatPhotopolymerization: { micrometres: 500, source: GUIDES },
  materialJetting: { micrometres: 600, source: GUIDES },
  powderBedFusion: { micrometres: 400, source: `${GUIDES}, metals; polymers need 0.7 mm` },
  binderJetting: { micrometres: 2000, source: GUIDES },
};

/** Tolerances (half of the width) finer than this are to be agreed with a shop before it quotes. */
export const USUAL_TOLERANCES: Partial<Record<Process, Limit>> = {
  separating: { micrometres: 50, source: 'ISO 2768-1:1989 table 1, class f, lengths from 0.5 to 6 mm' },
  materialExtrusion: { micrometres: 200, source: GUIDES },
  powderBedFusion: { micrometres: 100, source: `${GUIDES}, metals; polymers 0.2 mm` },
};
