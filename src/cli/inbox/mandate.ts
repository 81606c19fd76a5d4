// A refusal for want of a mandate: what an administrator does about it, and when it is worth signing again, which is not
// before the mandate changed or its period is over: each refused statement is an entry of the log for ever.

import type { membershipInterface } from '#contracts/membership/schema.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import type { Static } from '#core/schema.ts';

type Lines = Static<(typeof membershipInterface)['records']['actor']['schema']>['mandate'];
type Line = Lines[number];

const DAY_MS = 86_400_000;
const DAYS = 30;

/** True for the outcomes that a mandate decides. */
export function isOfMandate(outcome: string): boolean {
  return outcome === 'mandate_missing' || outcome === 'mandate_exceeded';
}

/** Names a mandate as far as it decides on what was refused: while this stays the same, so would the refusal. */
export function mandateNow(lines: Lines, { amount, used, ...class_ }: JsonObject, nowMs: number): string {
  const own = lines.filter((line) => isOf(line, class_));
  // What no period has room for is not tried again in the next one.
  const fits =
    typeof amount === 'number' && own.every((line) => amount <= line.mostEach && amount <= line.mostPerPeriod);
  const periods = fits && used !== undefined ? own.map(({ periodMs }) => Math.floor(nowMs / periodMs)) : [];
  return canonicalJson({ lines: own, periods });
}

/** What a person does. @param details of the refusal @param amount that the statement needs @param at options of the connection */
export function mandateAdvice(
  actor: string,
  lines: Lines,
  details: JsonObject,
  { amount, nowMs, at }: { readonly amount: number; readonly nowMs: number; readonly at: string },
): string {
  const { what, unit, used = 0 } = details;
  if (typeof what !== 'string' || typeof unit !== 'string' || !Number.isSafeInteger(amount))
    return 'no mandate covers this: a person signs it, after taking this folder away';
  const live = lines.filter((line) => isOf(line, details) && line.untilMs >= nowMs);
  const most = Number(used) + amount;
  const widened = live.map((line) => ({
    ...line,
    mostEach: Math.max(line.mostEach, amount),
    mostPerPeriod: Math.max(line.mostPerPeriod, most),
  }));
  const added = {
    what,
    unit,
    mostEach: amount,
    mostPerPeriod: amount,
    periodMs: DAY_MS,
    untilMs: nowMs + DAYS * DAY_MS,
  };
  const others = lines.filter((line) => !isOf(line, details));
  const mandate = [...others, ...(widened.length === 0 ? [added] : widened)];
  const options = mandate.map((line) => `--mandate '${canonicalJson(line)}'`).join(' ');
  const command = `touchmark call membership setMandate --actor ${actor} ${options} ${at} --as <an administrator’s key file>`;
  return `an administrator decides; this is the least mandate with which it goes on by itself: ${command}`;
}

function isOf(line: Line, { what, unit }: JsonObject): boolean {
  return line.what === what && line.unit === unit;
}
