// Reads one line of a machine log: `time|data item|value`, as adapters of MTConnect (ANSI/MTC1.4) write it, one data
// item a line. A line that is not exactly that is unreadable and says why; no part of it is used.

/** Why a line is unreadable. `fields`: not three parts between pipes. */
export type Unreadable = 'not_utf8' | 'empty' | 'fields' | 'time' | 'item' | 'value_missing';

/**
 * A readable line. `timeMicroseconds` counts from 1970-01-01T00:00:00Z, exact: 2^53 of them last until 2255.
 * `timeCut` tells that the time was finer than a microsecond and the rest was cut off.
 */
export type LogLine = {
  readonly timeMicroseconds: number;
  readonly timeCut: boolean;
  readonly item: string;
  readonly value: string;
};

const ITEM = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;
const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?Z$/;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the bytes of one line, with or without its line feed (or carriage return and line feed). */
export function readLine(bytes: Uint8Array): LogLine | Unreadable {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return 'not_utf8';
  }
  const line = text.replace(/\r?\n$/, '');
  if (line === '') return 'empty';
  const fields = line.split('|');
  const [timeText = '', item = '', value = ''] = fields;
  if (fields.length !== 3) return 'fields';
  const time = readTime(timeText);
  if (time === undefined) return 'time';
  if (!ITEM.test(item)) return 'item';
  if (value === '') return 'value_missing';
  return { ...time, item, value };
}

function readTime(text: string): { readonly timeMicroseconds: number; readonly timeCut: boolean } | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const timeMs = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC carries 30 February over into March: accept only what it gives back unchanged.
  if (year < 1970 || new Date(timeMs).toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  const fraction = (match[7] ?? '').padEnd(6, '0');
  return {
    timeMicroseconds: timeMs * 1000 + Number(fraction.slice(0, 6)),
    timeCut: /[1-9]/.test(fraction.slice(6)),
  };
}
