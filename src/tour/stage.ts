// What the tour's steps share.

import type { ContractInterface } from '#core/contract.ts';
import { Fault, isFault } from '#core/fault.ts';
import type { Cast } from './cast.ts';
import type { Input } from './folder.ts';
import { isOfTour, type Nodes } from './nodes.ts';
import type { Story } from './story.ts';
import type { Terms } from './terms.ts';

/** Attacks that the tour can make on itself. */
export const TAMPERS = ['file', 'bid', 'machine-log', 'ledger', 'licence'] as const;
/** One of them. */
export type Tamper = (typeof TAMPERS)[number];

/** What every step is given. */
export type Tour = {
  readonly input: Input;
  readonly terms: Terms;
  readonly ledgerId: string;
  readonly nodes: Nodes;
  /** For requests without a client: ends with the nodes. */
  readonly fetch: typeof fetch;
  readonly cast: Cast;
  readonly story: Story;
  readonly home: string;
  readonly tamper: Tamper | undefined;
  readonly clock: () => number;
  /** Resolves once the clock shows this time, ms since 1970. */
  readonly waitUntil: (timeMs: number) => Promise<void>;
};

/** Ends the tour where something that must hold does not. @throws Fault `tour_must_hold` */
export function mustHold(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Fault('tour_must_hold', `this must hold and does not: ${what}`);
}

/** The sentence of the refusal that an action had to come to. @throws Fault `tour_must_hold` where it came to another end */
export function mustRefuse(
  contract: ContractInterface,
  { outcome }: { readonly outcome: string },
  refusal: string,
  what: string,
): string {
  mustHold(outcome === `${contract.name}.${refusal}`, `${what} is refused as ${refusal}, but it came to ${outcome}`);
  return contract.refusals[refusal] ?? '';
}

/** What must come to its end without a Fault. @throws Fault `tour_must_hold` naming what went wrong */
export async function mustSucceed<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!isFault(cause) || isOfTour(cause)) throw cause;
    const text = `this must hold and does not: ${what}: ${cause.message} (${cause.code})`;
    throw new Fault('tour_must_hold', text, { cause });
  }
}
