// Times in words: relative where one skims, exact with the zone where one looks.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond this a date says more than a number of days. */
const RELATIVE_MOST = 60 * DAY;
/** The last time that Date can say (ECMA-262 section 21.4.1.1). */
const LAST_DATE_MS = 8_640_000_000_000_000;

/** `3 h ago`, `in 2 days`, or the date. @param timeMs since 1970 @param nowMs by the node's clock */
export function relativeTime(timeMs: number, nowMs: number): string {
  const distance = Math.abs(timeMs - nowMs);
  if (distance > RELATIVE_MOST) return dateText(timeMs);
  if (distance < MINUTE) return timeMs > nowMs ? 'in under a minute' : 'just now';
  const words = duration(distance);
  return timeMs > nowMs ? `in ${words}` : `${words} ago`;
}

/** A span in its largest unit: `5 min`, `3 h`, `1 day`. */
export function duration(ms: number): string {
  if (ms >= DAY) return counted(Math.floor(ms / DAY), 'day');
  if (ms >= HOUR) return `${Math.floor(ms / HOUR)} h`;
  if (ms >= MINUTE) return `${Math.floor(ms / MINUTE)} min`;
  return `${Math.floor(ms / 1000)} s`;
}

/** Date, time to the second and offset of the reader's zone. */
export function exactTime(timeMs: number): string {
  if (timeMs < 0 || timeMs > LAST_DATE_MS) return `${timeMs} ms after 1970-01-01`;
  const time = new Date(timeMs);
  const [hours, minutes, seconds] = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits);
  return `${dateText(timeMs)} ${hours}:${minutes}:${seconds} ${offsetOf(-time.getTimezoneOffset())}`;
}

/** The date in the reader's zone: `2026-11-28`. */
export function dateText(timeMs: number): string {
  if (timeMs < 0 || timeMs > LAST_DATE_MS) return 'a time beyond all calendars';
  const time = new Date(timeMs);
  return `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
}

function offsetOf(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function counted(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
