// What waits for whom: for a record in a state, which member owes the next step, what it is, and which action takes it.
// One table serves the title block of a record, the work page and the notifications.

import { contractInterfaces, type JsonObject } from '#sdk/index.ts';
import { maySign } from './actions.ts';

/** A step that someone owes. */
export type NextStep = {
  /** The member, where the record names one. */
  readonly member: string;
  readonly sentence: string;
  /** `contract.action` */
  readonly action: string;
};

/** A line of the table. */
export type StepRule = {
  /** `contract/record` */
  readonly kind: string;
  readonly state: string;
  /**
   * The field that names the member who owes it; `other` is the side that has not proposed; of a shipment who holds it, as
   * long as it is not offered on, or the next of its route to whom it is: a carrier, or the buyer at its end.
   */
  readonly owes:
    | string
    | { readonly other: readonly [a: string, b: string]; readonly by: string }
    | { readonly route: 'holder' | 'carrier' | 'end' };
  readonly sentence: string;
  readonly action: string;
};

/** The table; what is not in it waits for nobody in particular. */
export const STEP_RULES: readonly StepRule[] = [
  {
    kind: 'procurement/order',
    state: 'awaitsSecond',
    owes: 'buyer',
    sentence: 'a second person confirms the order',
    action: 'procurement.confirmOrder',
  },
  {
    kind: 'procurement/order',
    state: 'placed',
    owes: 'seller',
    sentence: 'accept or decline the order',
    action: 'procurement.acceptOrder',
  },
  {
    kind: 'procurement/change',
    state: 'proposed',
    owes: { other: ['buyer', 'seller'], by: 'by' },
    sentence: 'agree to the change, or decline it',
    action: 'procurement.agreeChange',
  },
  {
    kind: 'procurement/dispute',
    state: 'open',
    owes: 'arbiter',
    sentence: 'decide the dispute',
    action: 'procurement.decideDispute',
  },
  {
    kind: 'sourcing/bid',
    state: 'sealed',
    owes: 'bidder',
    sentence: 'open the bid once sealing is over, or lose its bond',
    action: 'sourcing.openBid',
  },
  {
    kind: 'sourcing/counter',
    state: 'open',
    owes: 'bidder',
    sentence: 'accept the lower price, or decline it',
    action: 'sourcing.acceptCounter',
  },
  {
    kind: 'sourcing/question',
    state: 'open',
    owes: 'buyer',
    sentence: 'answer the question',
    action: 'sourcing.answer',
  },
  {
    kind: 'designs/licence',
    state: 'offered',
    owes: 'licensee',
    sentence: 'accept the licence',
    action: 'designs.acceptLicence',
  },
  {
    kind: 'production/plan',
    state: 'proposed',
    owes: 'buyer',
    sentence: 'agree to the steps of the plan',
    action: 'production.agreePlan',
  },
  {
    kind: 'production/build',
    state: 'awaitsDecision',
    owes: 'buyer',
    sentence: 'decide about the build',
    action: 'production.decideBuild',
  },
  {
    kind: 'inspection/review',
    state: 'awaitsDecision',
    owes: 'buyer',
    sentence: 'decide about the unit: the measurements do not agree',
    action: 'inspection.decideItem',
  },
  ...(['packed', 'underway'] as const).flatMap((state): readonly StepRule[] => {
    const kind = 'shipping/shipment';
    return [
      {
        ...{ kind, state, owes: { route: 'holder' } },
        ...{ sentence: 'offer the shipment to the next of its route', action: 'shipping.offer' },
      },
      {
        ...{ kind, state, owes: { route: 'carrier' } },
        ...{ sentence: 'take the shipment, and look at its seal', action: 'shipping.take' },
      },
      {
        ...{ kind, state, owes: { route: 'end' } },
        ...{ sentence: 'receive the shipment, and count it', action: 'shipping.receive' },
      },
    ];
  }),
  {
    kind: 'shipping/shipment',
    state: 'received',
    owes: 'buyer',
    sentence: 'accept what arrived, or refuse it',
    action: 'shipping.accept',
  },
  {
    kind: 'items/handover',
    state: 'open',
    owes: 'to',
    sentence: 'accept the hand-over',
    action: 'items.acceptHandover',
  },
  {
    kind: 'agreements/agreement',
    state: 'proposed',
    owes: 'seller',
    sentence: 'agree to the framework',
    action: 'agreements.agree',
  },
  {
    kind: 'agreements/shortage',
    state: 'awaitsDecision',
    owes: 'buyer',
    sentence: 'decide about the shortage',
    action: 'agreements.decideShortage',
  },
  {
    kind: 'claims/asset',
    state: 'proposed',
    owes: 'valuer',
    sentence: 'value the thing',
    action: 'claims.value',
  },
];

/** Who owes what next for a record; undefined where nobody does. */
export function nextStep(kind: string, value: JsonObject): NextStep | undefined {
  const rules = STEP_RULES.filter((one) => one.kind === kind && one.state === value.state);
  for (const rule of rules) {
    const member = owedBy(rule, value);
    if (member !== undefined) return { member, sentence: rule.sentence, action: rule.action };
  }
  return undefined;
}

/** The rules whose step an actor with this role may take. */
export function rulesFor(role: string): readonly StepRule[] {
  return STEP_RULES.filter(({ action }) => {
    const [contract, name = ''] = action.split('.');
    const definition = contractInterfaces.find((one) => one.name === contract)?.actions[name];
    return definition !== undefined && maySign(definition, role);
  });
}

function owedBy({ owes }: StepRule, value: JsonObject): string | undefined {
  if (typeof owes === 'string') return asText(value[owes]);
  if ('route' in owes) return onRoute(owes.route, value);
  const [a, b] = owes.other.map((field) => asText(value[field]));
  return asText(value[owes.by]) === a ? b : a;
}

function onRoute(who: 'holder' | 'carrier' | 'end', { route, at, offered }: JsonObject): string | undefined {
  if (!Array.isArray(route) || typeof at !== 'number' || !Array.isArray(offered)) return undefined;
  const isOffered = offered.length > 0;
  const isNextLast = at + 2 === route.length;
  if (who === 'holder') return isOffered ? undefined : asText(route[at]);
  return isOffered && isNextLast === (who === 'end') ? asText(route[at + 1]) : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
