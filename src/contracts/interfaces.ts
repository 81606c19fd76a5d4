// The interfaces of the contracts of this release: records, refusals, actions and their wording, without any rules. What
// clients hold; the ledger's side is index.ts. Their order has no effect on anything.

import type { ContractInterface } from '#core/contract.ts';
import { accountsInterface } from './accounts/schema.ts';
import { agreementsInterface } from './agreements/schema.ts';
import { capacityInterface } from './capacity/schema.ts';
import { claimsInterface } from './claims/schema.ts';
import { designsInterface } from './designs/schema.ts';
import { inspectionInterface } from './inspection/schema.ts';
import { itemsInterface } from './items/schema.ts';
import { membershipInterface } from './membership/schema.ts';
import { procurementInterface } from './procurement/schema.ts';
import { productionInterface } from './production/schema.ts';
import { rewardsInterface } from './rewards/schema.ts';
import { sharingInterface } from './sharing/schema.ts';
import { shippingInterface } from './shipping/schema.ts';
import { sourcingInterface } from './sourcing/schema.ts';
import { standingInterface } from './standing/schema.ts';

/** All interfaces. */
export const contractInterfaces: readonly ContractInterface[] = [
  accountsInterface,
  agreementsInterface,
  capacityInterface,
  claimsInterface,
  designsInterface,
  inspectionInterface,
  itemsInterface,
  membershipInterface,
  procurementInterface,
  productionInterface,
  rewardsInterface,
  sharingInterface,
  shippingInterface,
  sourcingInterface,
  standingInterface,
];
