// What the tests of a buying agent's choices share: a need, two shops that qualify, and a choice as a line.

import type { MachineFacts, ShopFacts } from '#contracts/capacity/match.ts';
import { START_MS } from '#test/world.ts';
import type { BuyingStep } from './buying.ts';
import type { Need } from './buying-policy.ts';
import type { Choice } from './decision.ts';
import { BUYS, DAY_MS, HASH, mandate, policyWith } from './market.fixture.ts';
import type { Requesting } from './requesting.ts';

export const FAR_MS = START_MS + 400 * DAY_MS;
export const need: Need = {
  ...{ reference: '4711', itemType: 'type-1', quantity: 4, neededByMs: START_MS + 40 * DAY_MS, deliveryPlace: HASH },
};
export const policy = policyWith('type-1');
const machine: MachineFacts = {
  ...{ id: 'borealis/machine', process: 'separating', materials: ['EN AW-6082'], state: 'ready' },
  ...{ envelopeMicrometres: { x: 500_000, y: 500_000, z: 500_000 }, toleranceMicrometres: 10 },
  free: [{ fromMs: START_MS + DAY_MS, untilMs: START_MS + 20 * DAY_MS }],
};
export const shop = (member: string, changes: Partial<ShopFacts> = {}): ShopFacts => ({
  ...{ member, profile: { country: 'DE', exportZones: ['EU'], takesOrders: true }, machines: [machine] },
  ...{ certificates: [{ kind: 'ISO 9001', issuer: 'delta' }], nowMs: START_MS, ...changes },
});
export const asking: Requesting = {
  ...{ policy, need, mandate: mandate(BUYS, FAR_MS), shops: [shop('borealis'), shop('carter')], nowMs: START_MS },
  reader: 'acme/agent',
};
export const limits = policy.limits;

/** A choice as a line: what is done, about which bid, and the last reason. */
export function lineOf(choice: Choice<BuyingStep>): string {
  const action = choice.verdict === 'act' ? choice.step.action : (choice.verdict === 'person' && choice.action) || '';
  const which = choice.verdict === 'act' && 'bid' in choice.step ? ` ${choice.step.bid.split(':')[1]}` : '';
  const words = action === '' ? '' : ` ${action.replace('sourcing.', '')}`;
  return `${choice.verdict}${words}${which}: ${choice.reasons.at(-1)?.code}`;
}
