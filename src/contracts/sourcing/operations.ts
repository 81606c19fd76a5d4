// What other contracts ask of sourcing.

import { defineOperation } from '#core/contract.ts';
import type { Bid, Rfq } from './records.ts';
import { sourcingInterface } from './schema.ts';

/** The bid with this id and its request, or undefined. */
export const bidOf = defineOperation(
  sourcingInterface,
  (ctx, { id }: { readonly id: string }): { readonly bid: Bid; readonly rfq: Rfq } | undefined => {
    const bid = ctx.get('bid', id);
    const rfq = bid && ctx.get('rfq', bid.rfq);
    return bid === undefined || rfq === undefined ? undefined : { bid, rfq };
  },
);
