// Money as every contract writes it: whole hundredths of a unit, multiplied without a float and never beyond `Cents`.

import { Type } from '#core/schema.ts';

const MOST_CENTS = 1_000_000_000_000_000n;

/** The unit of an account: an ISO 4217 code, or the word of a unit that is no currency. */
export const UnitCode = Type.String({ pattern: '^[A-Z]{3,16}$' });

/** `count` times `cents`, exactly; undefined where that is more than an amount may be. */
export function timesCents(count: number, cents: number): number | undefined {
  const product = BigInt(count) * BigInt(cents);
  return product > MOST_CENTS ? undefined : Number(product);
}
