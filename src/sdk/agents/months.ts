// A shop's months as a seller, as the request's rule takes them.

import type { Counts } from '#contracts/standing/match.ts';
import { standingInterface } from '#contracts/standing/schema.ts';
import type { Client } from '../client.ts';
import { trackRecords } from '../track-record.ts';

/** What a shop's months came to over a number of months, up to now. */
export async function sellerCounts(
  reader: Client,
  { member, unit, nowMs }: { readonly member: string; readonly unit: string; readonly nowMs: number },
): Promise<(months: number) => Counts> {
  const all = await reader.list(standingInterface, 'month', 'member', member);
  return (over) => {
    const records = trackRecords(all, { over, nowMs });
    return records.find((record) => record.side === 'seller' && record.unit === unit)?.counts ?? {};
  };
}
