// What an agent decided, and why: every choice is told with the figures that it was made by, in words for the person
// whose member it signs for.

import type { Exclusion } from '#contracts/capacity/match.ts';
import { fieldValue } from '../field-value.ts';

/** What a statement binds its signer's member to. */
export type Binding = { readonly what: string; readonly unit: string; readonly amount: number };

/** One reason, with a stable code; where the mandate is too small, with what it would have to reach. */
export type Reason = {
  readonly code: string;
  readonly sentence: string;
  readonly needs?: Binding & { readonly used?: number };
};

/**
 * What came of looking at one thing. `did`: a statement was accepted. `leaves`: there is nothing to win in it for us.
 * `waits`: a time must come first, or the other side. `person`: somebody must look at it; the agent does nothing.
 */
export type Verdict = 'did' | 'leaves' | 'waits' | 'person';

/** A decision of an agent. */
export type Decision = {
  /** The request, need or bid that it is about. */
  readonly about: string;
  readonly verdict: Verdict;
  /** `contract.action`, where one was signed, or is a person's to sign. */
  readonly action?: string;
  readonly reasons: readonly Reason[];
  /** Where the statement stands in the log. */
  readonly index?: number;
};

/** What an agent does next about one thing: sign this, or nothing. `S` is the step, with all that it takes. */
export type Choice<S> =
  | { readonly verdict: 'act'; readonly step: S; readonly reasons: readonly Reason[] }
  | { readonly verdict: Exclude<Verdict, 'did'>; readonly reasons: readonly Reason[]; readonly action?: string };

/** A reason. */
export function reason(code: string, sentence: string): Reason {
  return { code, sentence };
}

/** Cents as `1234.50 EUR`. */
export function moneyText(cents: number, unit: string): string {
  return fieldValue('amountCents', cents, unit);
}

/** Why a shop does not qualify, in words. */
export function exclusionText(exclusion: Exclusion): string {
  switch (exclusion.code) {
    case 'profile_missing':
      return 'the shop says nothing of itself';
    case 'takes_no_orders':
      return 'the shop takes no orders now';
    case 'zone_other':
      return `it lies in ${exclusion.found.join(', ') || 'no stated zone'}, asked is ${exclusion.asked.join(', ')}`;
    case 'certificate_missing':
      return `no ${exclusion.kind} in force by ${exclusion.issuers.join(' or ')}`;
    case 'machine_missing':
      return `no machine for ${exclusion.asked}`;
    case 'process_other':
      return `${exclusion.machine} is for ${exclusion.found}`;
    case 'machine_down':
      return `${exclusion.machine} is ${exclusion.found}`;
    case 'material_other':
      return `${exclusion.machine} takes ${exclusion.found.join(', ') || 'no stated material'}, asked is ${exclusion.asked}`;
    case 'envelope_small':
      return `${exclusion.machine} is too small for the part, or says no size`;
    case 'tolerance_wide':
      return `${exclusion.machine} holds ${exclusion.found ?? 'no stated'} µm, asked is ${exclusion.asked}`;
    case 'hours_short':
      return `${exclusion.machine} has ${exclusion.found} free minutes before the date, asked are ${exclusion.asked}`;
  }
}
