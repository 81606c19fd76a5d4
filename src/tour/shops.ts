// The seven shops of the tour's market, made up: what their machines hold and what they ask. Who qualifies and who wins
// is not here: the contracts compute it.

import type { Machine } from '#contracts/capacity/records.ts';

/** A shop of the demo. */
export type DemoShop = {
  readonly member: string;
  readonly country: string;
  readonly exportZones: readonly string[];
  readonly machine: string;
  readonly process: Machine['process'];
  readonly envelopeMillimetres: readonly [x: number, y: number, z: number];
  readonly toleranceMicrometres: number;
  /** Its certificate to ISO 9001: in force, or over since a day. */
  readonly certificate: 'live' | 'lapsed';
  /** Free machine time that it offers, for each unit that is asked for. */
  readonly freeMinutesPerUnit: number;
  /** What it asks, in 10,000ths of the tour's unit price, and how much of the time until the needed-by date it takes. */
  readonly bid?: { readonly priceBasisPoints: number; readonly timeBasisPoints: number };
};

/** Material that they all know how to cut. */
export const MATERIAL = 'EN AW-6082';
/** The certificate that the buyer asks of a shop. */
export const SHOP_CERTIFICATE = 'ISO 9001';
/** Machine time that the buyer reckons with for a unit. */
export const MINUTES_PER_UNIT = 30;

const usual = {
  country: 'DE',
  exportZones: ['EU'],
  process: 'separating',
  envelopeMillimetres: [600, 500, 400],
  toleranceMicrometres: 20,
  certificate: 'live',
  freeMinutesPerUnit: 120,
} as const;

/** Harbour Machining first; it is the one whose machine logs the input has. */
export const SHOPS: readonly DemoShop[] = [
  {
    ...usual,
    member: 'harbour',
    machine: 'Milling machine 1',
    toleranceMicrometres: 10,
    bid: { priceBasisPoints: 10_000, timeBasisPoints: 5_000 },
  },
  { ...usual, member: 'alpen', machine: 'Mill A', bid: { priceBasisPoints: 10_900, timeBasisPoints: 6_000 } },
  { ...usual, member: 'baltic', machine: 'Mill B', bid: { priceBasisPoints: 10_400, timeBasisPoints: 9_000 } },
  { ...usual, member: 'corvin', machine: 'Laser melting machine', process: 'powderBedFusion' },
  { ...usual, member: 'dunmore', machine: 'Bench mill', envelopeMillimetres: [40, 30, 5] },
  { ...usual, member: 'elbe', machine: 'Mill E', certificate: 'lapsed' },
  { ...usual, member: 'fjord', machine: 'Mill F', freeMinutesPerUnit: 10 },
];
