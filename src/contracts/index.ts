// The contracts of this release. Their order has no effect on anything.

import type { Contract } from '#core/contract.ts';
import { Registry } from '#core/registry.ts';
import { identity } from './membership/identity.ts';
import { membership } from './membership/membership.ts';

/** All contracts. */
export const contracts: readonly Contract[] = [membership];

/** A registry of all contracts, with membership as the source of identity. */
export function createRegistry(): Registry {
  return new Registry(contracts, identity);
}
