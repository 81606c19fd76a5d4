// A line of the server's log for a person: from one of pino's JSON objects, without colours.

import { isObject, type Json } from '#core/canonical-json.ts';
import { timeOf } from '#sdk/field-value.ts';

/** Pino's levels (its documentation, section Logger Level). */
const LEVELS: readonly (readonly [least: number, word: string])[] = [
  [60, 'FATAL'],
  [50, 'ERROR'],
  [40, 'warn'],
  [30, 'info'],
  [20, 'debug'],
];

/** The line as it stands where it is not one of pino's. */
export function logLine(line: string): string {
  const entry = parsed(line);
  if (entry === undefined) return line.trimEnd();
  const { time, level, msg, req, res, responseTime, reqId, err } = entry;
  const request = isObject(req) ? ` ${req.method} ${req.url}` : '';
  const status = isObject(res) ? ` ${res.statusCode}` : '';
  const took = typeof responseTime === 'number' ? ` ${responseTime.toFixed(1)} ms` : '';
  const id = typeof reqId === 'string' ? ` ${reqId}` : '';
  const error = isObject(err) ? `: ${err.stack ?? err.message}` : '';
  const word = LEVELS.find(([least]) => Number(level) >= least)?.[1] ?? 'trace';
  return `${timeOf(Number(time))} ${word}${id}${request}${status}${took} ${msg ?? ''}${error}`.trimEnd();
}

function parsed(line: string): { readonly [field: string]: Json } | undefined {
  try {
    const value: Json = JSON.parse(line);
    return isObject(value) && typeof value.time === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}
