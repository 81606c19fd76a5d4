// What an administrator does about a refusal for want of a mandate.

import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import { isLineOf, type MandateLines } from '#sdk/agents/mandate.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;

/** What a person does. @param details of the refusal @param amount that the statement needs @param at options of the connection */
export function mandateAdvice(
  actor: string,
  lines: MandateLines,
  details: JsonObject,
  { amount, nowMs, at }: { readonly amount: number; readonly nowMs: number; readonly at: string },
): string {
  const { what, unit, used = 0 } = details;
  if (typeof what !== 'string' || typeof unit !== 'string' || !Number.isSafeInteger(amount))
    return 'no mandate covers this: a person signs it, after taking this folder away';
  const live = lines.filter((line) => isLineOf(line, details) && line.untilMs >= nowMs);
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
  const others = lines.filter((line) => !isLineOf(line, details));
  const mandate = [...others, ...(widened.length === 0 ? [added] : widened)];
  const options = mandate.map((line) => `--mandate '${canonicalJson(line)}'`).join(' ');
  const command = `touchmark call membership setMandate --actor ${actor} ${options} ${at} --as <an administrator’s key file>`;
  return `an administrator decides; this is the least mandate with which it goes on by itself: ${command}`;
}
