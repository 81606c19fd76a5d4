// Which actions on an order fit what else is known of it: what its record alone cannot say.

import type { OrderKnown } from './use-order.ts';

type Known = Pick<OrderKnown, 'changes' | 'remakes' | 'laboratories'> & {
  readonly facts: Pick<OrderKnown['facts'], 'order' | 'units'>;
};

/** True where an action, by `contract.action`, fits; also where nothing that is known speaks against it. */
export function fitsOrder({ facts, changes, remakes, laboratories }: Known, member: string | undefined) {
  const isOpen = ({ by, state }: { readonly by: string; readonly state: string }): boolean =>
    state === 'proposed' && by !== member;
  const { order, units } = facts;
  const side = member === order.buyer ? 'buyer' : 'seller';
  const fits: { readonly [action: string]: boolean } = {
    'inspection.appointLaboratory': laboratories[side] === undefined,
    'procurement.agreeChange': changes.some(isOpen),
    'procurement.agreeRemake': remakes.some(isOpen),
    'procurement.registerUnits': units === undefined || units.planned < order.quantity + (units.remade ?? 0),
  };
  return (action: string): boolean => fits[action] ?? true;
}
