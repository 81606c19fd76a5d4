// The sentence of a refusal: its contract's, or the runtime's.

import { contractInterfaces } from '#contracts/interfaces.ts';
import { RUNTIME_REFUSALS } from '#core/runtime.ts';

/** `contract.code` is that contract's, also where an operation of another one refused; a bare code is the runtime's. */
export function sentenceOf(outcome: string): string | undefined {
  const [name, code] = outcome.split('.');
  if (code === undefined) return (RUNTIME_REFUSALS as { readonly [code: string]: string })[outcome];
  return contractInterfaces.find((contract) => contract.name === name)?.refusals[code];
}
