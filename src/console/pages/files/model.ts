// How a grant of a file stands. Pure.

import type { RecordOf, sharingInterface } from '#sdk/index.ts';

/** A registered file, and access that was given to one. */
export type Blob = RecordOf<typeof sharingInterface, 'blob'>;
export type Grant = RecordOf<typeof sharingInterface, 'grant'>;

/** `live`, or why its reader is given the file no more. What it was given for may be over earlier, which only its owner sees. */
export type GrantStanding = 'live' | 'ended' | 'expired';

/** How a grant stands at a time. */
export function grantStanding({ state, untilMs }: Pick<Grant, 'state' | 'untilMs'>, nowMs: number): GrantStanding {
  if (state === 'ended') return 'ended';
  return nowMs > untilMs ? 'expired' : 'live';
}

/** Which actions fit a grant that stands so: nobody says that it opened what it is no longer given. */
export function fitsGrant(standing: GrantStanding): (action: string) => boolean {
  return (action) => action !== 'sharing.acknowledgeOpening' || standing === 'live';
}
