// The rates where a shop gives none: samples/default-rates.json. Wherever they are used, that they are assumed is printed.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Rates, readRates } from '#connectors/model/rates.ts';

/** Reads the default rates. @throws Fault `rates_invalid` */
export function defaultRates(): Rates {
  const path = fileURLToPath(new URL('../../samples/default-rates.json', import.meta.url));
  return readRates('samples/default-rates.json', readFileSync(path));
}
