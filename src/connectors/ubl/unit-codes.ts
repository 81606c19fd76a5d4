// The units of item types as codes of UN/ECE Recommendation 20. Only what is the same unit: a quantity is never converted.

import type { ItemType } from '#contracts/items/records.ts';

const CODES: { readonly [unit in ItemType['unit']]: readonly [string, ...string[]] } = {
  piece: ['C62', 'H87', 'EA', 'NAR'],
  gram: ['GRM'],
  milligram: ['MGM'],
  millimetre: ['MMT'],
  millilitre: ['MLT'],
};

/** Codes that say this unit; the first is the one to write. */
export function unitCodesOf(unit: ItemType['unit']): readonly [string, ...string[]] {
  return CODES[unit];
}
