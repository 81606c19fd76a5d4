// What the ledger shows of a shop, as match.ts takes it: who may read this computes what the contract computes.

import type { ShopFacts } from '#contracts/capacity/match.ts';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import type { Client } from './client.ts';

/** The facts of a member's shop at a time, as far as this reader sees them. @throws as Client.list */
export async function shopFacts(reader: Client, member: string, nowMs: number): Promise<ShopFacts> {
  const [profile, machines, credentials] = await Promise.all([
    reader.get(capacityInterface, 'profile', member),
    reader.list(capacityInterface, 'machine', 'member', member),
    reader.list(membershipInterface, 'credential', 'subject', member),
  ]);
  const withHours = machines.map(async (machine) => {
    const calendar = await reader.get(capacityInterface, 'calendar', machine.id);
    return { ...machine, free: calendar?.free ?? [] };
  });
  const certificates = credentials.filter(
    ({ state, validFromMs, validUntilMs }) => state === 'live' && validFromMs <= nowMs && nowMs < validUntilMs,
  );
  const shown = profile === undefined ? {} : { profile };
  return { member, ...shown, machines: await Promise.all(withHours), certificates, nowMs };
}
