// What a passport's page says first: the contract's verdict, but a good one only once its proof held in this browser.

import { type Passport, passportVerdict, type Scanned } from '#sdk/index.ts';
import { passportTexts } from '../../texts/passport.ts';

/** How far the proof of the passport is. */
export type ProofState = 'checking' | 'held' | 'suspect' | 'failed';
/** One word, why, and what to do. */
export type Headline = {
  readonly word: string;
  /** How it is drawn; the word says it, too. */
  readonly tone: 'good' | 'bad' | 'decide' | 'waiting';
  readonly reason: string;
  readonly whatToDo: string;
  /** What the label proves of the thing that carries it. */
  readonly evidence: string;
};

const GOOD = 'genuine record';
/** Verdicts under which nobody should take or use the thing. */
const BAD: readonly string[] = ['not fit for use', 'claimed twice', 'unknown', 'not made yet'];

/** What the page says of what was found. */
export function headlineOf(found: readonly Passport[], proof: ProofState): Headline {
  const { verdict, reason, whatToDo, evidence } = passportVerdict(found);
  if (verdict !== GOOD)
    return { word: verdict, tone: BAD.includes(verdict) ? 'bad' : 'decide', reason, whatToDo, evidence };
  const { checking, checkingWhy, checkingDo, notProven, notProvenWhy, notProvenDo } = passportTexts;
  const { suspect, suspectWhy, suspectDo } = passportTexts;
  if (proof === 'held') return { word: verdict, tone: 'good', reason, whatToDo, evidence };
  if (proof === 'checking') {
    return { word: checking, tone: 'waiting', reason: checkingWhy, whatToDo: checkingDo, evidence };
  }
  if (proof === 'suspect') return { word: suspect, tone: 'bad', reason: suspectWhy, whatToDo: suspectDo, evidence };
  return { word: notProven, tone: 'bad', reason: notProvenWhy, whatToDo: notProvenDo, evidence };
}

/** What was scanned, from the address of the page. */
export function scannedOf(params: { readonly [name: string]: string | undefined }): Scanned {
  const { item, gtin = '', serial = '' } = params;
  return item === undefined ? { gtin, serial } : { item };
}

/** The code under which others could be public, too; undefined where it is what was scanned, or there is none. */
export function codeToCompare(scanned: Scanned, passport: Passport | undefined): Scanned | undefined {
  const [, gtin, serial] = /^(\d{14})\/(.+)$/s.exec(passport?.code ?? '') ?? [];
  if (!('item' in scanned) || gtin === undefined || serial === undefined) return undefined;
  return { gtin, serial };
}

/** The command that checks a bundle elsewhere. */
export function verifyCommand(number: string, ledgerId: string): string {
  // The file name is ours: a number may hold anything.
  return `touchmark verify ${bundleName(number)} --ledger ${ledgerId}`;
}

/** A file name of a bundle that every file system and shell takes. */
export function bundleName(number: string): string {
  const safe = number.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  return `${safe === '' || safe.startsWith('-') ? `item${safe}` : safe}.bundle.json`;
}
