// As whom the console acts, and on which ledger: what this browser remembers from visit to visit. Keys are not here; they
// lie where no script can take them out (the SDK's browser-keys).

import { Fault } from '#sdk/index.ts';

/** Who acts: anyone, an actor whose keys are in this browser, or one of a demo. */
export type Identity =
  | { readonly kind: 'visitor' }
  | { readonly kind: 'keys'; readonly actor: string }
  | { readonly kind: 'demo'; readonly actor: string };

/** What is used of localStorage. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Under this name, for all tabs. */
export const IDENTITY = 'touchmark.identity';
const LEDGER = 'touchmark.ledger';

/** Who acted last; a visitor where nobody did, or what is kept is not ours. */
export function readIdentity(store: Store): Identity {
  const [kind, actor = ''] = (store.getItem(IDENTITY) ?? '').split(' ');
  return (kind === 'keys' || kind === 'demo') && actor !== '' ? { kind, actor } : { kind: 'visitor' };
}

/** Remembers who acts. */
export function writeIdentity(store: Store, identity: Identity): void {
  if (identity.kind === 'visitor') store.removeItem(IDENTITY);
  else store.setItem(IDENTITY, `${identity.kind} ${identity.actor}`);
}

/**
 * Holds a ledger's id against the one that this address had at the first visit.
 * @throws Fault `ledger_changed`
 */
export function pinLedger(store: Store, ledgerId: string): void {
  const known = store.getItem(LEDGER);
  if (known === null) store.setItem(LEDGER, ledgerId);
  else if (known !== ledgerId) {
    throw new Fault('ledger_changed', `expected the ledger ${known} at this address, got ${ledgerId}`);
  }
}

/** Forgets the ledger of this address, and who acted on it: the next one is taken as the first. */
export function forgetLedger(store: Store): void {
  store.removeItem(LEDGER);
  store.removeItem(IDENTITY);
}
