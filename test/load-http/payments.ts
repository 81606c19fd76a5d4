// Statements signed ahead of time: payments of one cent, to and fro.

import { signTraded } from '#test/trade-home.ts';

/** Signs payments. @param from the number of the first: each is another one */
export async function signPayments(
  ledgerId: string,
  { from, count, nowMs }: { readonly from: number; readonly count: number; readonly nowMs: number },
): Promise<readonly Uint8Array[]> {
  const statements: Uint8Array[] = [];
  for (let i = from; i < from + count; i++) {
    const member = i % 2 === 0 ? 'acme' : 'borealis';
    statements.push(await signTraded(ledgerId, { kind: 'payment', member, word: `payment-${i}`, nowMs }));
  }
  return statements;
}
