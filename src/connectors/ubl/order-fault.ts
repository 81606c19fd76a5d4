// What does not fit of an order, with its place.

import { Fault } from '#core/fault.ts';

/** A Fault about one element. @param where in words: `line 3` */
export function unfit(where: string, element: string, expected: string, got: string): Fault {
  const shown = got.length > 80 ? `${got.length} characters` : JSON.stringify(got);
  return new Fault('ubl_order_unfit', `${where}: ${element}: expected ${expected}, got ${shown}`);
}
