// The way back from a statement that was accepted: the action that takes it back, with what it is about. Pure.

import type { JsonObject } from '#sdk/index.ts';
import { referredBy } from '../data/actions.ts';
import { actionPath } from '../parts/paths.ts';
import { UNDO } from '../texts/signing.ts';

/** An accepted statement, as far as its undoing follows from it. */
export type Accepted = {
  /** `contract.action` */
  readonly action: string;
  readonly member: string;
  readonly input: JsonObject;
  /** The id of the first thing of a kind that it made. */
  madeId(record: string): string;
};

/** Ids that follow from the input and are neither in it nor made anew. */
const OTHER_IDS: { readonly [action: string]: (accepted: Accepted) => string } = {
  'sourcing.sealBid': ({ input, member }) => `${String(input.rfq)}:${member}`,
  'sharing.grantAccess': ({ input: { blob, reader, purpose } }) =>
    `${String(blob)}:${String(reader)}:${String(purpose)}`,
  'membership.enrolActor': ({ input }) => String(input.id),
  'procurement.proposeChange': ({ input }) => String(input.id),
  'procurement.closeOrder': ({ input }) => String(input.id),
};

/** The form of the action that takes it back, prefilled; undefined where none does. */
export function undoPath(accepted: Accepted): string | undefined {
  const undo = UNDO[accepted.action];
  if (undo === undefined) return undefined;
  const [contract = '', name = ''] = undo.by.split('.');
  const [own = '', ownName = ''] = accepted.action.split('.');
  const before = referredBy(own, ownName);
  const known = Object.entries(referredBy(contract, name)).map(([field, kind]) => {
    const named = Object.keys(before).find((other) => before[other] === kind) ?? field;
    const inInput = accepted.input[named] ?? accepted.input[field];
    const id = OTHER_IDS[accepted.action]?.(accepted) ?? (typeof inInput === 'string' ? inInput : undefined);
    return [field, id ?? accepted.madeId(kind.split('/')[1] ?? '')] as const;
  });
  return actionPath(contract, name, Object.fromEntries(known));
}
