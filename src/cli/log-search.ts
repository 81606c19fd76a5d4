// Finds a time in a log without reading it from its start: block times never go back.

import { Fault } from '#core/fault.ts';
import type { HttpTransport } from '#sdk/http-transport.ts';
import { LIST_PAGE } from './limits.ts';

type Log = Pick<HttpTransport, 'entries'>;

/**
 * An index such that no statement up to it that this reader may see is of this time or later, and at most `within`
 * indexes before the first that is. It takes twice as many requests as the log's size has binary digits.
 * @param timeMs block time
 * @throws Fault `answer_invalid` where the node does not answer what it was asked
 */
export async function indexBefore(log: Log, timeMs: number, within = LIST_PAGE): Promise<number> {
  // Whatever is up to `low` is earlier; whatever is behind `high` is not.
  let low = 0;
  let high = within;
  for (let next = await earlierBehind(log, high, timeMs); next !== undefined; ) {
    low = next;
    high = low * 2;
    next = await earlierBehind(log, high, timeMs);
  }
  while (high - low > within) {
    const middle = Math.floor((low + high) / 2);
    const next = await earlierBehind(log, middle, timeMs);
    if (next === undefined) high = middle;
    else low = next;
  }
  return low;
}

/** The index of the first statement behind this one, where it is earlier. */
async function earlierBehind(log: Log, index: number, timeMs: number): Promise<number | undefined> {
  const [first] = (await log.entries(index, 1)).items;
  if (first !== undefined && first.index <= index)
    throw new Fault('answer_invalid', `the node's answer is no statement behind ${index}, but ${first.index}`);
  return first !== undefined && first.timeMs < timeMs ? first.index : undefined;
}
