// What the tour prints: one short block a step, saying what happened, who signed it and what it proves.

/** Where the story goes, line by line. */
export type Print = (line: string) => void;

/** Places listed of one kind of finding; the rest is counted. */
const PLACES_SHOWN = 4;

/** Prints the tour. */
export class Story {
  readonly #print: Print;

  constructor(print: Print) {
    this.#print = print;
  }

  /** Opens a step. */
  step(number: number, title: string): void {
    this.#print('');
    this.#print(`${number}  ${title.toUpperCase()}`);
  }

  /** One fact. */
  line(text: string): void {
    this.#print(`   ${text}`);
  }

  /** Who signed what was said above, and where it stands in the log. */
  signed(by: string, what: string, index: number): void {
    this.#print(`   ✎ ${by} signed ${what} (entry ${index})`);
  }

  /** What the step proves. */
  proves(text: string): void {
    this.#print(`   ▸ proves: ${text}`);
  }

  /** What it does not prove. */
  limit(text: string): void {
    this.#print(`   ▹ does not prove: ${text}`);
  }

  /** A refusal that had to come, and came. */
  refused(what: string, outcome: string, sentence: string): void {
    this.#print(`   ✗ ${what}: refused, ${outcome}: ${sentence}`);
  }

  /** Findings of files, grouped by code. */
  findings(findings: readonly { readonly code: string; readonly place: string; readonly text: string }[]): void {
    const codes = [...new Set(findings.map(({ code }) => code))];
    for (const code of codes) {
      const found = findings.filter((finding) => finding.code === code);
      this.#print(`   ! ${code}`);
      for (const { place, text } of found.slice(0, PLACES_SHOWN)) this.#print(`       ${place}: ${text}`);
      if (found.length > PLACES_SHOWN) this.#print(`       … and ${found.length - PLACES_SHOWN} more like it`);
    }
  }
}

/** `12.50 EUR` of an amount in cents. */
export function money(cents: number, unit: string): string {
  const whole = Math.trunc(cents / 100);
  return `${whole}.${String(cents % 100).padStart(2, '0')} ${unit}`;
}

/** `2026-11-22 17:39:59 UTC` of a time. */
export function time(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 unit`, `2 units`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
