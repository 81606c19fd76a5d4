// What an administrator does where a mandate does not reach: the command that gives the least one with which it goes on.

import { canonicalJson } from '#core/canonical-json.ts';
import type { Binding } from '#sdk/agents/decision.ts';
import { isLineOf, type MandateLines } from '#sdk/agents/mandate.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;

/** What a statement needs of a mandate; `used` is what its period comes to with it, where that is known. */
export type Needed = Binding & { readonly used?: number };

/** What a person does. @param at options of the connection */
export function mandateAdvice(
  actor: string,
  lines: MandateLines,
  needed: readonly Needed[],
  { nowMs, at }: { readonly nowMs: number; readonly at: string },
): string {
  const mandate = needed.reduce((given, one) => widened(given, one, nowMs), lines);
  const options = mandate.map((line) => `--mandate '${canonicalJson(line)}'`).join(' ');
  const command = `touchmark call membership setMandate --actor ${actor} ${options} ${at} --as <an administrator’s key file>`;
  return `an administrator decides; this is the least mandate with which it goes on by itself: ${command}`;
}

function widened(lines: MandateLines, { what, unit, amount, used = amount }: Needed, nowMs: number): MandateLines {
  const isOwn = (line: MandateLines[number]) => isLineOf(line, { what, unit }) && line.untilMs >= nowMs;
  const others = lines.filter((line) => !isLineOf(line, { what, unit }));
  const live = lines.filter(isOwn).map((line) => ({
    ...line,
    mostEach: Math.max(line.mostEach, amount),
    mostPerPeriod: Math.max(line.mostPerPeriod, used),
  }));
  const times = { periodMs: DAY_MS, untilMs: nowMs + DAYS * DAY_MS };
  const added = { what, unit, mostEach: amount, mostPerPeriod: used, ...times };
  return [...others, ...(live.length === 0 ? [added] : live)];
}
