// Which actions there are for a record, and for a kind, derived from the contracts' interfaces: an action is about a record
// where it relies on that record by the id in one of its fields.

import { type ActionInterface, type ContractInterface, contractInterfaces } from '#sdk/index.ts';

/** An action with the field of its input that names the record. */
export type ActionFor = {
  readonly contract: ContractInterface;
  readonly name: string;
  readonly action: ActionInterface;
  readonly field: string;
};

/** What stands where a field's value would: it names the field. */
const PROBE = /^«(\w+)»$/;

/**
 * Which records an action is about where what it relies on does not say it: it relies on none, or on one that is not there
 * yet, or its signer sees no more of an order or an item than its inspection. By `contract.action`, then by field.
 */
const ABOUT: { readonly [action: string]: { readonly [field: string]: string } } = {
  'inspection.appointLaboratory': { order: 'procurement/order' },
  'inspection.agreeProgramme': { order: 'inspection/scope' },
  'inspection.recordResults': { order: 'inspection/scope', item: 'inspection/unit' },
  'inspection.reviewItem': { order: 'inspection/mapping', item: 'inspection/unit' },
  'inspection.signMapping': { order: 'inspection/scope' },
  'production.declareMade': { item: 'items/item' },
  'sharing.endGrant': { grant: 'sharing/grant' },
  'sourcing.ask': { rfq: 'sourcing/rfq' },
  'production.recordBuild': { job: 'production/job', lot: 'items/item' },
};

/** Actions that rely on a record of a kind, in the order of the interfaces. @param kind `contract/record` */
export function actionsOn(kind: string): readonly ActionFor[] {
  return allActions.flatMap(({ references, ...rest }) => {
    const [field] =
      Object.entries(ABOUT[`${rest.contract.name}.${rest.name}`] ?? {}).find(([, of]) => of === kind) ?? [];
    const found = field ?? references.find((reference) => reference.kind === kind)?.field;
    return found === undefined ? [] : [{ ...rest, field: found }];
  });
}

/**
 * What a first record of a kind begins with, where someone would ask: by kind, `contract.action`. A record that comes of
 * another one is begun on that one's page.
 */
export const BEGINNINGS: { readonly [kind: string]: readonly string[] } = {
  'accounts/account': ['accounts.openAccount'],
  'accounts/unit': ['accounts.createUnit'],
  'agreements/agreement': ['agreements.propose'],
  'agreements/rule': ['agreements.setRule'],
  'capacity/calendar': ['capacity.publishHours'],
  'capacity/machine': ['capacity.registerMachine'],
  'capacity/profile': ['capacity.setProfile'],
  'claims/asset': ['claims.propose'],
  'designs/design': ['designs.registerDesign'],
  'designs/version': ['designs.registerVersion'],
  'inspection/programme': ['inspection.registerProgramme'],
  'items/item': ['items.registerItem', 'items.registerLot'],
  'items/passport': ['items.publishPassport'],
  'items/type': ['items.registerType'],
  'membership/credential': ['membership.issueCredential'],
  'membership/witness': ['membership.registerWitness'],
  'procurement/order': ['procurement.placeOrder', 'sourcing.publishRfq'],
  'procurement/policy': ['procurement.setPolicy'],
  'procurement/tariff': ['procurement.publishTariff'],
  'production/plan': ['production.proposePlan'],
  'rewards/period': ['rewards.open'],
  'sharing/blob': ['sharing.registerBlob'],
  'shipping/shipment': ['shipping.pack'],
  'sourcing/rfq': ['sourcing.publishRfq'],
  'standing/relation': ['standing.declareRelation'],
};

/** The actions by which a role begins a record of a kind. @param kind `contract/record` */
export function beginningsOf(kind: string, role: string | undefined): readonly Omit<ActionFor, 'field'>[] {
  const begins = BEGINNINGS[kind] ?? [];
  return allActions.filter(
    ({ contract, name, action }) => begins.includes(`${contract.name}.${name}`) && maySign(action, role),
  );
}

/** The kinds of the records that an action's fields name: by field. */
export function referredBy(contract: string, action: string): { readonly [field: string]: string } {
  const known = allActions.find((one) => one.contract.name === contract && one.name === action);
  // The first that it relies on by a field is what the field is about.
  const relied = (known?.references ?? []).toReversed().map(({ field, kind }) => [field, kind]);
  return { ...Object.fromEntries(relied), ...ABOUT[`${contract}.${action}`] };
}

/** True where an actor of this role may sign it. */
export function maySign({ roles }: ActionInterface, role: string | undefined): boolean {
  return role !== undefined && (roles === undefined || roles.includes(role));
}

type FieldReference = { readonly kind: string; readonly field: string };
type Known = Omit<ActionFor, 'field'> & { readonly references: readonly FieldReference[] };

const allActions: readonly Known[] = contractInterfaces.flatMap((contract) =>
  Object.entries(contract.actions).map(([name, action]) => ({
    ...{ contract, name, action },
    references: referencesOf(contract, action),
  })),
);

/** The records that an action relies on whose ids stand in a field of its input as they are. */
function referencesOf(contract: ContractInterface, { input, expects }: ActionInterface): readonly FieldReference[] {
  if (typeof expects !== 'function') return [];
  const properties: { readonly [field: string]: object } = 'properties' in input ? Object(input.properties) : {};
  const probe = Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => [field, 'items' in schema ? [] : `«${field}»`]),
  );
  // Inputs are typed per action; here only the places of ids matter.
  return expects(probe as never).flatMap(([kind, id]) => {
    const field = PROBE.exec(id)?.[1];
    return field === undefined ? [] : [{ kind: kind.includes('/') ? kind : `${contract.name}/${kind}`, field }];
  });
}
