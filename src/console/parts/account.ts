// An account.

import type { JsonObject } from '#sdk/index.ts';

/** An account, as its contract's schema says. */
export type Account = {
  readonly id: string;
  readonly owner: string;
  readonly unit: string;
  readonly balanceCents: number;
  readonly heldCents: number;
};
/** Every replica wrote the record through the contract's schema. */
export function accountOf(value: JsonObject): Account {
  return value as unknown as Account;
}
