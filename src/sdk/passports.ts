// What anyone can hold against a node about a passport: who made it public, by a statement that is in the log. That the
// ledger accepted it, and what the passport says, follows from statements between the item's parties, and is the word of
// whoever executed them.

import { type Passport, passportCode } from '#contracts/items/records.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import { equalBytes, fromBase64url } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { verifyEs256 } from '#core/es256.ts';
import { Fault, isFault } from '#core/fault.ts';
import { type Check, compile } from '#core/schema.ts';
import { decodeStatement } from '#core/statement.ts';
import type { EntrySeen } from './http-answers.ts';
import type { HttpTransport } from './http-transport.ts';
import { receiptOf, type VerifiedReceipt, type Witnessed, witnessOf } from './verify.ts';

const KIND = 'items/passport';
/** A second item with the same code is all that one needs to know. */
const ENOUGH = 2;
/** Statements of one moment that are read at once. */
const AT_ONCE = 100;
/** Pages of statements, and steps of a search among them, that a node is asked for: 2^53 statements take fewer. */
const MOST_LOOKS = 64;
const passports = compile(itemsInterface.records.passport.schema);
const keys = compile(membershipInterface.records.key.schema);

/** What is scanned: an item's id, or GTIN and serial number. */
export type Scanned = { readonly item: string } | { readonly gtin: string; readonly serial: string };
/** A passport, and the statement that wrote it last. */
export type PassportSeen = { readonly passport: Passport; readonly entry: number };
/** By what a passport was made public. */
export type Publication = {
  readonly receipt: VerifiedReceipt;
  /** Who signed it; `actor` is the node's word, its key `kid` is checked. */
  readonly member: string;
  readonly actor: string;
  readonly kid: string;
  /** Whether the ledger says that what this key signed at that time is suspect. */
  readonly key: 'sound' | 'suspect';
  readonly witnessed: Witnessed;
};

/** The passports under what was scanned: none, the one, or two that claim one code. @throws Fault `answer_invalid` */
export async function passportsOf(transport: HttpTransport, scanned: Scanned): Promise<readonly PassportSeen[]> {
  try {
    return await found(transport, scanned);
  } catch (error) {
    // What no item can have as its id or its code: nothing is under it.
    if (isFault(error, 'request_invalid')) return [];
    throw error;
  }
}

/**
 * The statement by which a passport was made public, verified: it is in the log, says this, and is signed by a key that
 * the ledger has for this member.
 * @throws Fault `publication_missing` where the node shows none, `publication_invalid` where it shows another, and those
 * of receiptOf and witnessOf
 */
export async function publicationOf(transport: HttpTransport, seen: PassportSeen): Promise<Publication> {
  const entry = await findPublication(transport, seen);
  const receipt = await receiptOf(transport, entry.index);
  const { action, audience, issuer, kid, toBeSigned, signature } = decodeStatement(receipt.statement);
  const { item } = seen.passport;
  const isIt = action.contract === 'items' && action.action === 'publishPassport' && action.input.item === item;
  if (!isIt || audience !== transport.ledgerId || issuer !== entry.member) {
    throw invalid(`statement ${entry.index} does not publish ${item} on this ledger for ${entry.member}`);
  }
  const text = await transport.record('membership/key', kid);
  const key: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!fits(keys, key) || key.member !== issuer) throw invalid(`the ledger has no key ${kid} of ${issuer}`);
  const publicKey = fromBase64url(key.publicKey);
  const isSigned = equalBytes(keyThumbprint(publicKey), fromBase64url(kid));
  if (!isSigned || !verifyEs256(publicKey, toBeSigned, signature)) {
    throw invalid(`statement ${entry.index} is not signed by the key ${kid}`);
  }
  const isSuspect = key.suspectFromMs !== undefined && key.suspectFromMs <= entry.timeMs;
  const witnessed = await witnessOf(transport, entry.index);
  return { receipt, member: issuer, actor: entry.actor, kid, key: isSuspect ? 'suspect' : 'sound', witnessed };
}

async function found(transport: HttpTransport, scanned: Scanned): Promise<readonly PassportSeen[]> {
  if ('item' in scanned) {
    const seen = await transport.seen(KIND, scanned.item);
    return seen === undefined ? [] : [passportOf(seen, ({ item }) => item === scanned.item)];
  }
  const code = passportCode(scanned.gtin.padStart(14, '0'), scanned.serial);
  const { items } = await transport.records(KIND, { code }, { limit: ENOUGH });
  return items.map((seen) => passportOf(seen, (passport) => passport.code === code));
}

function passportOf(
  { id, value, entry }: { readonly id: string; readonly value: unknown; readonly entry: number },
  isAsked: (passport: Passport) => boolean,
): PassportSeen {
  if (fits(passports, value) && value.item === id && isAsked(value) && isOfItsCode(value)) {
    return { passport: value, entry };
  }
  throw new Fault('answer_invalid', `${KIND}: expected the passport that was asked for, got ${id}`);
}

function isOfItsCode({ code, gtin, number }: Passport): boolean {
  return code === undefined || (gtin !== undefined && code === passportCode(gtin, number));
}

/** It wrote the passport last, or stands before what did, at the time that the passport says. */
async function findPublication(transport: HttpTransport, { passport, entry: last }: PassportSeen): Promise<EntrySeen> {
  const { item, publishedAtMs } = passport;
  const isIt = ({ contract, action, subject, outcome }: EntrySeen): boolean =>
    contract === 'items' && action === 'publishPassport' && subject === item && outcome === 'accepted';
  const [newest] = (await transport.entries(last - 1, 1)).items;
  if (newest?.index === last && isIt(newest)) return newest;
  let after: number | undefined = await placeBefore(transport, publishedAtMs, last);
  for (let looks = 0; after !== undefined && looks < MOST_LOOKS; looks++) {
    const { items, next }: Awaited<ReturnType<HttpTransport['entries']>> = await transport.entries(after, AT_ONCE);
    const it = items.find(isIt);
    if (it !== undefined && it.timeMs === publishedAtMs) return it;
    after = items.some(({ timeMs }) => timeMs > publishedAtMs) ? undefined : next;
  }
  throw new Fault('publication_missing', `the node shows no statement that published ${item} at ${publishedAtMs}`);
}

/** The last place behind which every statement that one may see is of that time or later. Times never go back. */
async function placeBefore(transport: HttpTransport, timeMs: number, last: number): Promise<number> {
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [next] = (await transport.entries(middle, 1)).items;
    if (next === undefined || next.timeMs >= timeMs) high = middle;
    // Behind the middle, whatever the node says: each step halves what is left.
    else low = Math.max(next.index, middle + 1);
  }
  return low;
}

function fits<T>(check: Check<T>, value: unknown): value is T {
  return check.firstError(value) === undefined;
}

function invalid(message: string): Fault {
  return new Fault('publication_invalid', message);
}
