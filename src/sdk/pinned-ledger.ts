// Whether a node is of the ledger that the caller pinned.

import { Fault } from '#core/fault.ts';
import { answers } from './http-answers.ts';
import type { HttpPort, HttpRequest } from './http-port.ts';

/** What the node says of its ledger. @throws Fault `ledger_wrong` where that is another one, and those of HttpPort */
export async function pinnedLedger(
  port: HttpPort,
  expected: string,
  how: Pick<HttpRequest, 'signal' | 'attempts'> = {},
): Promise<{ readonly ledgerId: string; readonly nowMs: number }> {
  const ledger = await port.json({ method: 'GET', path: '/v1/ledger', ...how }, answers.ledger);
  if (ledger.ledgerId === expected) return ledger;
  throw new Fault('ledger_wrong', `${port.url}: expected a node of the ledger ${expected}, got ${ledger.ledgerId}`);
}
