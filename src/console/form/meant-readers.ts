// Whom the texts of an action are meant for: the first choice of who may read them, which whoever signs may change. Without
// readers a reason or an answer lies sealed for its author alone.

import { contractInterfaces, type JsonObject } from '#sdk/index.ts';
import { maySign } from '../data/actions.ts';
import type { Me } from '../session/open-session.ts';

/** Members that a record names, and the action that is theirs then: people in its roles are meant. */
type Meant = readonly [members: readonly string[], action: string];

const BIDDERS: Meant = [['invited'], 'sourcing.sealBid'];
const QUALITY: Meant = [['buyer', 'seller', 'maker'], 'inspection.decideItem'];

/** By `contract.action`. */
const MEANT: { readonly [action: string]: readonly Meant[] } = {
  'sourcing.ask': [[['buyer'], 'sourcing.answer']],
  'sourcing.answer': [BIDDERS],
  'sourcing.addAddendum': [BIDDERS],
  'sourcing.awardByChoice': [BIDDERS],
  'procurement.openDispute': [
    [['buyer', 'seller'], 'procurement.agreeSplit'],
    [['arbiter'], 'procurement.decideDispute'],
  ],
  'inspection.decideItem': [QUALITY],
  'production.decideBuild': [QUALITY],
  'shipping.accept': [QUALITY],
};
/** Whom a seller gives an order to. */
const SELLER: readonly Meant[] = [
  [['seller'], 'procurement.acceptOrder'],
  [['seller'], 'shipping.pack'],
];
const ACTORS = 100;

/** Actors for whom an action's texts are meant. @param about the record that the action is about */
export async function meantReaders(me: Me, action: string, about: JsonObject): Promise<readonly string[]> {
  const meant = MEANT[action];
  return meant === undefined ? [] : actorsOf(me, meant, await requestOf(me, about));
}

/** Actors of an order's seller who see where it is delivered. */
export function readersAtSeller(me: Me, seller: string): Promise<readonly string[]> {
  return actorsOf(me, SELLER, { seller });
}

/** Who is invited stands in the request that a question or a bid belongs to. */
async function requestOf({ client }: Me, about: JsonObject): Promise<JsonObject> {
  if (typeof about.rfq !== 'string') return about;
  return { ...(await client.transport.seen('sourcing/rfq', about.rfq))?.value, ...about };
}

async function actorsOf(me: Me, meant: readonly Meant[], record: JsonObject): Promise<readonly string[]> {
  const found = meant.flatMap(([fields, action]) =>
    [...new Set(fields.flatMap((field) => membersIn(record[field])))].map((member) => peopleOf(me, member, action)),
  );
  return [...new Set((await Promise.all(found)).flat())].filter((actor) => actor !== me.actor);
}

function membersIn(value: JsonObject[string] | undefined): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

/** Those of a member who can open a file and may sign an action. */
async function peopleOf({ client }: Me, member: string, path: string): Promise<readonly string[]> {
  const [contract, name = ''] = path.split('.');
  const action = contractInterfaces.find((one) => one.name === contract)?.actions[name];
  const { items } = await client.transport.records('membership/actor', { member }, { limit: ACTORS });
  return items.flatMap(({ id, value: { kind, role, state, encryptionKey } }) => {
    const isMeant = action !== undefined && maySign(action, String(role));
    return isMeant && kind === 'person' && state === 'live' && encryptionKey !== undefined ? [id] : [];
  });
}
