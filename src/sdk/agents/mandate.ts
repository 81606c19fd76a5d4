// An agent's own mandate, as it reads it before it signs: what does not fit is a person's at once, and no statement that
// would be refused stands in the log for ever. How much of a period is used up the ledger alone knows; after a refusal
// nothing is signed again before the mandate changed, or its period is over.

import type { membershipInterface } from '#contracts/membership/schema.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import type { Static } from '#core/schema.ts';
import { type Binding, moneyText, type Reason } from './decision.ts';

/** What an agent or machine may bind its member to alone. */
export type MandateLines = Static<(typeof membershipInterface)['records']['actor']['schema']>['mandate'];
/** The same of any actor; a person needs none. */
export type Mandate = 'person' | MandateLines;

/** Why a mandate does not reach that far at a time; none: it may. @param amount for all that is to come of one period */
export function beyond(mandate: Mandate, { what, unit, amount }: Binding, atMs: number): readonly Reason[] {
  if (mandate === 'person') return [];
  const lines = mandate.filter((line) => isLineOf(line, { what, unit }));
  const live = lines.filter(({ untilMs }) => untilMs >= atMs);
  if (live.length === 0) {
    const why = lines.length === 0 ? 'has no line for' : 'is over by then for';
    return [
      { code: 'mandate_missing', sentence: `the mandate ${why} ${what} in ${unit}`, needs: { what, unit, amount } },
    ];
  }
  const most = Math.min(...live.map(({ mostEach, mostPerPeriod }) => Math.min(mostEach, mostPerPeriod)));
  if (amount <= most) return [];
  const [needed, may] = [amount, most].map((value) => amountText(value, unit));
  const sentence = `${what} needs ${needed}, the mandate goes to ${may}`;
  return [{ code: 'mandate_exceeded', sentence, needs: { what, unit, amount } }];
}

/** All that is sealed and not yet opened must fit into one period: what does not costs its bond. */
export function allBeyond(mandate: Mandate, binding: Binding, pending: readonly Binding[]): readonly Reason[] {
  const { what, unit, amount } = binding;
  const others = pending.filter((other) => other.what === what && other.unit === unit);
  if (mandate === 'person' || others.length === 0) return [];
  const total = others.reduce((sum, other) => sum + other.amount, amount);
  const most = Math.min(...mandate.filter((line) => isLineOf(line, { what, unit })).map((line) => line.mostPerPeriod));
  if (total <= most) return [];
  const [needed, may] = [total, most].map((value) => amountText(value, unit));
  const sentence = `with what is sealed already, ${what} needs ${needed}; the mandate goes to ${may} in a period`;
  return [{ code: 'mandate_exceeded', sentence, needs: { what, unit, amount, used: total } }];
}

/** Units of money are three capitals or more; anything else is counted. */
function amountText(amount: number, unit: string): string {
  return /^[A-Z]{3,}$/.test(unit) ? moneyText(amount, unit) : `${amount} ${unit}`;
}

/** True for the outcomes that a mandate decides. */
export function isOfMandate(outcome: string): boolean {
  return outcome === 'mandate_missing' || outcome === 'mandate_exceeded';
}

/** Names a mandate as far as it decides on what was refused: while this stays the same, so would the refusal. */
export function mandateNow(lines: MandateLines, { amount, used, ...class_ }: JsonObject, nowMs: number): string {
  const own = lines.filter((line) => isLineOf(line, class_));
  // What no period has room for is not tried again in the next one.
  const fits =
    typeof amount === 'number' && own.every((line) => amount <= line.mostEach && amount <= line.mostPerPeriod);
  const periods = fits && used !== undefined ? own.map(({ periodMs }) => Math.floor(nowMs / periodMs)) : [];
  return canonicalJson({ lines: own, periods });
}

/** True for the lines of one class and unit. */
export function isLineOf(line: MandateLines[number], { what, unit }: JsonObject): boolean {
  return line.what === what && line.unit === unit;
}
