// First steps by role: what someone in it most often begins with.

import { contractInterfaces } from '#sdk/index.ts';
import { maySign } from '../../data/actions.ts';
import { actionWords } from '../../parts/action-words.ts';
import { actionPath } from '../../parts/paths.ts';

/** `contract.action`, in the order in which they are offered. */
export const FIRST_STEPS: readonly string[] = [
  'procurement.placeOrder',
  'sourcing.publishRfq',
  'designs.registerDesign',
  'items.registerType',
  'capacity.setProfile',
  'shipping.pack',
  'accounts.transfer',
  'accounts.openAccount',
  'membership.enrolActor',
  'membership.issueCredential',
];
const MOST = 5;

/** Those that a role may sign. */
export function firstSteps(role: string): readonly { readonly label: string; readonly to: string }[] {
  return FIRST_STEPS.flatMap((step) => {
    const [contract = '', name = ''] = step.split('.');
    const action = contractInterfaces.find((one) => one.name === contract)?.actions[name];
    if (action === undefined || !maySign(action, role)) return [];
    return [{ label: actionWords(name), to: actionPath(contract, name) }];
  }).slice(0, MOST);
}
