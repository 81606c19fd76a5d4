// Plays the states that the tour never comes to, one area after the other.

import type { FullLedger } from '../../http/full-ledger.ts';
import { EARLY_DEALS, LATE_DEALS } from './deals.ts';
import { EARLY_ORDERS, LATE_ORDERS } from './orders.ts';
import { day } from './words.ts';

/** When the market is looked at, in days after its first. */
const NOW_DAYS = 25;

/** Plays them. */
export async function playStates(full: FullLedger): Promise<void> {
  await full.play([...EARLY_ORDERS, ...EARLY_DEALS]);
  full.clock.nowMs = day(NOW_DAYS);
  await full.play([...LATE_ORDERS, ...LATE_DEALS]);
}
