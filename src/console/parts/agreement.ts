// An agreement, how much of it was called off, and how it stands.

import type { agreementsInterface, RecordOf } from '#sdk/index.ts';
import type { agreementTexts } from '../texts/agreements.ts';

/** An agreement. */
export type Agreement = RecordOf<typeof agreementsInterface, 'agreement'>;
/** How much of it was called off. */
export type CalledOff = RecordOf<typeof agreementsInterface, 'calledOff'>;

/** How it stands: more than its state says, since it also ends by its time and by its quantity. */
export type Standing = keyof typeof agreementTexts.states;

/** How it stands at a time. */
export function standingOf({ state, untilMs, mostInTotal }: Agreement, quantity: number, nowMs: number): Standing {
  if (state === 'ended') return 'ended';
  if (nowMs >= untilMs) return 'over';
  return state === 'live' && quantity >= mostInTotal ? 'usedUp' : state;
}
