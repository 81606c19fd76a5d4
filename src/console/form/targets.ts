// Which kind of record each field of an action names, where the field's own name does not say it: what the action relies on,
// and a few that are found elsewhere, since whoever signs them sees no more of an order or an item than its inspection.

import { referredBy } from '../data/actions.ts';

type Targets = { readonly [field: string]: string };

const SEEN_ELSEWHERE: { readonly [action: string]: Targets } = {
  'inspection.agreeProgramme': { order: 'inspection/scope' },
  'inspection.recordResults': { order: 'inspection/scope', item: 'inspection/unit' },
  'inspection.reviewItem': { order: 'inspection/mapping', item: 'inspection/unit' },
  'inspection.signMapping': { order: 'inspection/scope' },
  'production.recordBuild': { lot: 'items/item' },
};

/** The kinds, by field. */
export function targetsOf(contract: string, action: string): Targets {
  return { ...referredBy(contract, action), ...SEEN_ELSEWHERE[`${contract}.${action}`] };
}
