// The contracts of this release. Their order has no effect on anything.

import type { Contract } from '#core/contract.ts';
import { Registry } from '#core/registry.ts';
import { accounts } from './accounts/accounts.ts';
import { agreements } from './agreements/agreements.ts';
import { capacity } from './capacity/capacity.ts';
import { claims } from './claims/claims.ts';
import { designs } from './designs/designs.ts';
import { inspection } from './inspection/inspection.ts';
import { items } from './items/items.ts';
import { identity } from './membership/identity.ts';
import { membership } from './membership/membership.ts';
import { procurement } from './procurement/procurement.ts';
import { production } from './production/production.ts';
import { rewards } from './rewards/rewards.ts';
import { sharing } from './sharing/sharing.ts';
import { shipping } from './shipping/shipping.ts';
import { sourcing } from './sourcing/sourcing.ts';
import { standing } from './standing/standing.ts';

/** All contracts. */
export const contracts: readonly Contract[] = [
  accounts,
  agreements,
  capacity,
  claims,
  designs,
  inspection,
  items,
  membership,
  procurement,
  production,
  rewards,
  sharing,
  shipping,
  sourcing,
  standing,
];

/** A registry of all contracts, with membership as the source of identity. */
export function createRegistry(): Registry {
  return new Registry(contracts, identity);
}
