// Which kind of record a field names where neither what its action relies on nor its name says it. Pure.

import { accountsInterface } from '#sdk/index.ts';
import { PATTERNS, schemaOf } from '../data/fields.ts';

/** An account of anyone: others' accounts are not seen, so they are named by their member and their currency. */
export const PAYEE = 'accounts/payee';

const { code: unitCode } = schemaOf(accountsInterface.records.unit.schema);

/** By `contract.action.field`, or `contract.field` of all its actions. */
const NAMED: { readonly [field: string]: string } = {
  'accounts.from': 'accounts/account',
  'accounts.to': PAYEE,
  'claims.from': 'accounts/account',
  'claims.issue.to': PAYEE,
  'claims.redeem.to': 'accounts/account',
  'designs.parents': 'designs/version',
  'membership.revokeKey.kid': 'membership/key',
  'membership.issueCredential.subject': 'membership/member',
  'procurement.declineChange.id': 'procurement/order',
  'procurement.withdrawChange.id': 'procurement/order',
  'procurement.settle.id': 'procurement/order',
  'production.replanJobs.after': 'production/job',
  'rewards.open.from': 'accounts/account',
};
/** Fields that give a new thing its name: there is nothing to pick. */
const NEW = [
  'accounts.createUnit.code',
  'claims.propose.unit',
  'membership.admitMember.id',
  'membership.admitMember.member',
  'membership.enrolActor.id',
];

type Where = { readonly contract: string; readonly action: string };

/** True where a field names what is not there yet. */
export function isNew({ contract, action }: Where, name: string): boolean {
  return NEW.includes(`${contract}.${action}.${name}`);
}

/** The kind, or undefined. @param pattern of the field: a currency is picked wherever one is asked for */
export function namedBy({ contract, action }: Where, name: string, pattern: string | undefined): string | undefined {
  const full = `${contract}.${action}.${name}`;
  const found = NAMED[full] ?? (pattern === PATTERNS.member ? undefined : NAMED[`${contract}.${name}`]);
  if (found !== undefined) return found;
  const isUnit = contract !== '' && pattern !== undefined && pattern === unitCode?.pattern;
  return isUnit ? 'accounts/unit' : undefined;
}
