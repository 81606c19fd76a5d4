// By what process a step is done, in the words of two standards.

import { oneOf } from '#core/schema.ts';

/** Categories of ISO/ASTM 52900:2021 clause 3.2, main groups of DIN 8580, and what stands beside them in a plan. */
export const Process = oneOf(
  'binderJetting',
  'directedEnergyDeposition',
  'materialExtrusion',
  'materialJetting',
  'powderBedFusion',
  'sheetLamination',
  'vatPhotopolymerization',
  'primaryShaping',
  'forming',
  'separating',
  'joining',
  'coating',
  'changingProperties',
  'inspection',
  'transport',
);
