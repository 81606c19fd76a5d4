// What opens a sealed bid, kept in this browser from before the ledger hears of the bid, and as a file to put elsewhere:
// without it the bid cannot be opened, and its bond is lost. Kept by ledger, actor and commitment: a changed bid has
// another. What was never signed stays, too: whether it was is not known for sure where no answer came back.

import { type BidOpening, Fault } from '#sdk/index.ts';
import type { BrowserStore } from '../session/browser-store.ts';
import type { Store } from '../session/identity.ts';

/** What is kept. */
export type KeptOpening = {
  readonly ledger: string;
  readonly bid: string;
  readonly commitment: string;
  /** 32 bytes, base64url. */
  readonly salt: string;
  /** All that was committed to, also what no page asks for. */
  readonly content: BidOpening['content'];
};

const FORMAT = 'touchmark/bid-opening/1';
/** Characters of a file; one has some hundred. */
const LONGEST = 10_000;
const NUMBERS = ['unitPriceCents', 'deliverByMs', 'validUntilMs'] as const;

/** Keeps it. */
export function keepOpening(store: Store, actor: string, opening: KeptOpening): void {
  store.setItem(placeOf(opening.ledger, actor, opening.commitment), backupOf(opening));
}

/** Keeps it before the bid is signed. @throws Fault `opening_not_kept` where this browser would lose it with the tab */
export function keepOpeningForSure(store: BrowserStore, actor: string, opening: KeptOpening): void {
  keepOpening(store, actor, opening);
  if (store.lasts(placeOf(opening.ledger, actor, opening.commitment))) return;
  throw new Fault('opening_not_kept', 'this browser keeps nothing of this site once the tab is closed');
}

/** What is kept for a commitment; undefined where nothing is, or what another program left there. */
export function keptOpening(store: Store, ledger: string, actor: string, commitment: string): KeptOpening | undefined {
  const text = store.getItem(placeOf(ledger, actor, commitment));
  if (text === null) return undefined;
  try {
    return openingOfBackup(text);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** The file. */
export function backupOf(opening: KeptOpening): string {
  return JSON.stringify({ format: FORMAT, ...opening }, undefined, 2);
}

/** What a file says. @throws Fault `bid_backup_wrong` */
export function openingOfBackup(text: string): KeptOpening {
  const value = text.length > LONGEST ? undefined : parsed(text);
  if (!isOpening(value))
    throw new Fault('bid_backup_wrong', 'the file holds no opening of a bid in the form of this console');
  const { ledger, bid, commitment, salt, content } = value;
  return { ledger, bid, commitment, salt, content };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isOpening(value: unknown): value is KeptOpening {
  if (typeof value !== 'object' || value === null || Reflect.get(value, 'format') !== FORMAT) return false;
  const content: unknown = Reflect.get(value, 'content');
  const isText = ['ledger', 'bid', 'commitment', 'salt'].every((name) => typeof Reflect.get(value, name) === 'string');
  if (!isText || typeof content !== 'object' || content === null) return false;
  return NUMBERS.every((name) => Number.isSafeInteger(Reflect.get(content, name)));
}

function placeOf(ledger: string, actor: string, commitment: string): string {
  return `touchmark.bid.${ledger}.${actor}.${commitment}`;
}
