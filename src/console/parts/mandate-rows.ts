// The lines of mandates as rows, from actors' records. Pure.

import type { JsonObject } from '#sdk/index.ts';
import { money, quantity } from './amount.ts';

/** A line of a mandate. */
export type MandateLine = {
  readonly what: string;
  readonly unit: string;
  readonly mostEach: number;
  readonly mostPerPeriod: number;
  readonly periodMs: number;
  readonly untilMs: number;
};
/** A line with whose it is; the first of an actor names it. */
export type MandateRow = MandateLine & { readonly actor: string; readonly isFirst: boolean };

/** The lines of an actor's mandate. @param actor a record of membership/actor */
export function mandateLines({ mandate }: JsonObject): readonly MandateLine[] {
  // Every replica wrote the record through the contract's schema.
  return Array.isArray(mandate) ? (mandate as unknown as readonly MandateLine[]) : [];
}

/** The rows of several actors; one that was removed has no mandate any more. */
export function mandateRows(actors: readonly JsonObject[]): readonly MandateRow[] {
  return actors
    .filter(({ state }) => state !== 'removed')
    .flatMap((actor) => mandateLines(actor).map((line, i) => ({ ...line, actor: String(actor.id), isFirst: i === 0 })));
}

/** An amount of a mandate: hundredths of a currency (ISO 4217 codes), or things. */
export function mandateAmount(amount: number, unit: string): string {
  return /^[A-Z]{3}$/.test(unit) ? money(amount, unit) : quantity(amount, unit);
}
