// Agreements, claims and rewards in the states that they come to: called off and used up, issued and covered by money in
// part, reported lost, earned and taken.

import { typeId } from '#contracts/items/items.fixture.ts';
import { hash, the } from '#contracts/production/workshop.fixture.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import type { World } from '#test/world.ts';
import { day, type Given, ownPlates, thing } from './words.ts';

/** What may be called off in all of the agreement that is used up, and of the one that is proposed. */
export const [USED_UP, PROPOSED] = [21, 22];
/** The units of claims, by how these stand. */
export const CLAIMS = { part: 'CLAIMPART', covered: 'CLAIMFULL', lost: 'CLAIMLOST', reported: 'CLAIMGONE' } as const;

const rest = { deliveryPlace: hash('place'), terms: [], assumed: [], payment: 'hold' };
const agreementOf = (world: World, mostInTotal: number): string => the(world, 'agreements/agreement', { mostInTotal });

const propose =
  (mostInTotal: number): Given =>
  (world) => ({
    by: 'acme/buyer',
    action: 'agreements.propose',
    input: {
      ...{ seller: 'borealis', itemType: typeId(world, 'PLATE'), unit: 'EUR', mostPerOrder: 21, mostInTotal },
      prices: [
        { fromQuantity: 1, unitPriceCents: 1000 },
        { fromQuantity: 20, unitPriceCents: 900 },
      ],
      ...{ leadDays: 1, certificates: [{ kind: 'ISO 9001', issuers: ['acme'] }], untilMs: day(90), order: rest },
    },
  });
const callOff =
  (mostInTotal: number, quantity: number): Given =>
  (world) => ({
    by: 'acme/buyer',
    action: 'agreements.callOff',
    input: { agreement: agreementOf(world, mostInTotal), quantity, neededByMs: day(29) },
  });

const assetOf = (world: World, unit: string): string => the(world, 'claims/asset', { unit });
const onAsset =
  (unit: string, by: string, action: string, more: JsonObject = {}): Given =>
  (world) => ({ by, action: `claims.${action}`, input: { asset: assetOf(world, unit), ...more } });

/** A plate of acme's backs claims of 0.10 each, of which carter gets 300. */
const backed = (number: string, unit: string): readonly Given[] => [
  ...ownPlates([number]),
  (world) => ({
    by: 'acme/finance',
    action: 'claims.propose',
    input: {
      ...{ item: thing(world, number), valuer: 'delta', unit, payUnit: 'EUR', payCents: 10 },
      lapsesAtMs: day(60),
    },
  }),
  { by: 'carter/finance', action: 'accounts.openAccount', input: { unit } },
  onAsset(unit, 'delta/finance', 'value', { valueCents: 5000 }),
  onAsset(unit, 'acme/finance', 'issue', { claims: 300, to: `carter/${unit}` }),
];
const onPeriod =
  (by: string, action: string, more: (world: World) => JsonObject = () => ({})): Given =>
  (world) => ({ by, action: `rewards.${action}`, input: { period: the(world, 'rewards/period'), ...more(world) } });

/** Before the period of rewards is over. */
export const EARLY_DEALS: readonly Given[] = [
  onPeriod('delta/sales', 'enter', (world) => ({
    kind: 'bid',
    record: `${the(world, 'sourcing/rfq', { state: 'awarded' })}:delta`,
  })),
];

/** When the market is looked at. */
export const LATE_DEALS: readonly Given[] = [
  propose(USED_UP),
  (world) => ({
    by: 'borealis/sales',
    action: 'agreements.agree',
    input: { agreement: agreementOf(world, USED_UP) },
  }),
  callOff(USED_UP, 20),
  callOff(USED_UP, 1),
  propose(PROPOSED),
  ...backed('C1', CLAIMS.part),
  onAsset(CLAIMS.part, 'acme/finance', 'fund', { amountCents: 1000, from: 'acme/EUR' }),
  ...backed('C2', CLAIMS.covered),
  onAsset(CLAIMS.covered, 'acme/finance', 'fund', { amountCents: 3000, from: 'acme/EUR' }),
  onAsset(CLAIMS.covered, 'acme/finance', 'close'),
  ...backed('C3', CLAIMS.lost),
  onAsset(CLAIMS.lost, 'acme/finance', 'reportLoss'),
  onAsset(CLAIMS.lost, 'delta/finance', 'confirmLoss'),
  ...backed('C4', CLAIMS.reported),
  onAsset(CLAIMS.reported, 'acme/finance', 'reportLoss'),
  onPeriod('borealis/finance', 'claimReward'),
];
