// Which actions on an order can come in its state: the others would be refused, and are not offered.

import type { Change, Order } from './facts.ts';

const WHILE_BINDING = ['accepted', 'closing'];
/** Actions by the states in which the contract takes them; what is not named is offered always. */
const STATES: { readonly [action: string]: readonly string[] } = {
  'procurement.confirmOrder': ['awaitsSecond'],
  'procurement.acceptOrder': ['placed'],
  'procurement.declineOrder': ['placed'],
  'procurement.cancelOrder': ['awaitsSecond', 'placed'],
  'procurement.registerUnits': WHILE_BINDING,
  'procurement.closeOrder': WHILE_BINDING,
  'procurement.agreeClosing': ['closing'],
  'procurement.withdrawClosing': ['closing'],
  'procurement.proposeChange': WHILE_BINDING,
  'procurement.agreeChange': WHILE_BINDING,
  'procurement.releaseMilestone': WHILE_BINDING,
  'procurement.openDispute': [...WHILE_BINDING, 'closed'],
  'procurement.proposeRemake': WHILE_BINDING,
  'procurement.agreeRemake': WHILE_BINDING,
  'procurement.confirmPayment': ['closed'],
  'production.proposePlan': ['placed', ...WHILE_BINDING],
  'shipping.pack': WHILE_BINDING,
};

/** True where an action can come. @param action `contract.action` */
export function fitsOrder(
  { state, payment, milestones, closing }: Order,
  changes: readonly Change[],
  member: string | undefined,
): (action: string) => boolean {
  return (action) => {
    if (STATES[action]?.includes(state) === false) return false;
    if (action === 'procurement.agreeClosing') return closing?.by !== member;
    if (action === 'procurement.agreeChange')
      return changes.some(({ by, state: own }) => own === 'proposed' && by !== member);
    if (action === 'procurement.confirmPayment') return payment === 'invoice';
    return action !== 'procurement.releaseMilestone' || milestones !== undefined;
  };
}
