// What an agent or a machine may sign alone, as its actor's record has it.

import type { JsonObject } from '#sdk/index.ts';
import { money, quantity } from '../../parts/amount.ts';

/** A line of a mandate. */
export type MandateLine = {
  readonly what: string;
  readonly unit: string;
  readonly mostEach: number;
  readonly mostPerPeriod: number;
  readonly periodMs: number;
};

/** The lines of an actor's mandate. @param actor a record of membership/actor */
export function mandateLines({ mandate }: JsonObject): readonly MandateLine[] {
  // Every replica wrote the record through the contract's schema.
  return Array.isArray(mandate) ? (mandate as unknown as readonly MandateLine[]) : [];
}

/** An amount of a mandate: hundredths of a currency (ISO 4217 codes), or things. */
export function amountOf(amount: number, unit: string): string {
  return /^[A-Z]{3}$/.test(unit) ? money(amount, unit) : quantity(amount, unit);
}
