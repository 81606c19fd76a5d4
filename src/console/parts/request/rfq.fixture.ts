// A request as the tour's buyer publishes one; times in hours from its publication.

import type { Rfq } from './facts.ts';

/** One hour, in ms. */
export const HOUR = 3_600_000;
/** The request. */
export const RFQ: Rfq = {
  ...{ id: 'rfq-a', buyer: 'northwind', publishedAtMs: 0, addenda: 0, state: 'open', bondCents: 10_000 },
  order: {
    ...{ itemType: 'type-a', quantity: 4, unit: 'EUR', neededByMs: 1000 * HOUR, deliveryPlace: 'Zx49' },
    ...{ terms: [], assumed: [], payment: 'hold' },
  },
  requirement: {
    ...{ process: 'separating', material: 'EN AW-6082', toleranceMicrometres: 50, exportZones: ['EU'] },
    ...{ envelopeMicrometres: { x: 60_000, y: 40_500, z: 8_005 }, machineMinutes: 125, neededByMs: 1000 * HOUR },
    certificates: [{ kind: 'ISO 9001', issuers: ['watchful'] }],
  },
  ...{ reserveUnitPriceCents: 22_000, weights: { price: 6000, time: 2500, shop: 1500 } },
  ...{ sealUntilMs: 10 * HOUR, openUntilMs: 20 * HOUR, awardUntilMs: 40 * HOUR, invited: ['harbour', 'alpen'] },
  counterOffers: { rounds: 0, mostBasisPoints: 0 },
};
