// What a member may do with an item as it stands, by the names of the contract's actions: the custodian works with it, the
// owner says whose it becomes and shows it. Pure; the ledger decides again.

import type { RecordSeen } from '#sdk/index.ts';

/** States in which nothing of an item changes any more. */
const ENDED = ['consumed', 'scrapped'];

/** Their names. */
export function possibleActions(
  { value }: RecordSeen,
  isPublic: boolean,
  member: string | undefined,
): readonly string[] {
  const [isOwner, isHolder] = [member === value.owner, member === value.custodian];
  const isFree = !ENDED.includes(String(value.state)) && value.bound === undefined;
  const isReleased = value.state === 'released';
  return [
    ...(isHolder ? ['attachIdentifier', 'attachDocument'] : []),
    ...(isHolder && isFree && isReleased ? ['consume'] : []),
    ...(isHolder && isFree && value.kind === 'lot' ? ['splitLot'] : []),
    ...((isHolder || isOwner) && isFree ? ['changeState'] : []),
    ...(isOwner && !isPublic ? ['publishPassport'] : []),
  ];
}
