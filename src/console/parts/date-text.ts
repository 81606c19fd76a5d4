// Times to the minute and spans of them, in as few characters as stand in a picture.

import { traceTexts } from '../texts/trace.ts';

/** `2026-11-28 11:17`, a span of days, or that the time is not shown. */
export function dateText(firstMs: number | undefined, lastMs: number | undefined): string {
  if (firstMs === undefined || lastMs === undefined) return traceTexts.timeUnknown;
  const [first, last] = [minuteText(firstMs), minuteText(lastMs)];
  if (first === last) return first;
  const [firstDay, lastDay] = [first.slice(0, 10), last.slice(0, 10)];
  return firstDay === lastDay ? `${first}–${last.slice(11)}` : `${firstDay} – ${lastDay}`;
}

/** `2026-11-28 11:17`, in the reader's zone. */
export function minuteText(timeMs: number): string {
  const time = new Date(timeMs);
  const [month, day, hour, minutes] = [time.getMonth() + 1, time.getDate(), time.getHours(), time.getMinutes()].map(
    (part) => String(part).padStart(2, '0'),
  );
  return `${time.getFullYear()}-${month}-${day} ${hour}:${minutes}`;
}
