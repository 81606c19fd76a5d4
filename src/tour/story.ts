// What the tour prints: one short block a step, saying what happened, who signed it and what it proves. Lines that are
// too long for a terminal go on further in.

import type { Finding } from '#connectors/finding.ts';

/** Where the story goes. */
export type Print = {
  line(text: string): void;
  /** How far a long step is; each call replaces the last, an empty one ends it. */
  progress(text: string): void;
};

/** Characters of a line, unless one word is longer. */
const LINE_CHARACTERS = 120;
/** Places listed of one kind of finding; the rest is counted. */
const PLACES_SHOWN = 4;

/** Prints the tour. */
export class Story {
  readonly #print: Print;
  #attacksStopped = 0;

  constructor(print: Print) {
    this.#print = print;
  }

  /** Attacks on the tour itself that were stopped. */
  get attacksStopped(): number {
    return this.#attacksStopped;
  }

  /** Opens a step. */
  step(number: number, title: string): void {
    this.#say('', '');
    this.#say('', `${number}  ${title.toUpperCase()}`);
  }

  /** Opens what comes after the steps; never broken into lines. */
  end(text: string): void {
    this.#print.line('');
    this.#print.line(text);
  }

  /** One fact. */
  line(text: string): void {
    this.#say('   ', text);
  }

  /** A fact below the one before. */
  detail(text: string): void {
    this.#say('     ', text);
  }

  /** A command to copy: never broken into lines. */
  command(text: string): void {
    this.#print.line(`     ${text}`);
  }

  /** Who signed what was said above, and where it stands in the log. */
  signed(by: string, what: string, index: number): void {
    this.#say('   ✎ ', `${by} signed ${what} (entry ${index})`);
  }

  /** What the step proves. */
  proves(text: string): void {
    this.#say('   ▸ ', `proves: ${text}`);
  }

  /** What it does not prove. */
  limit(text: string): void {
    this.#say('   ▹ ', `does not prove: ${text}`);
  }

  /** A refusal that had to come, and came. */
  refused(what: string, outcome: string, sentence: string): void {
    this.#say('   ✗ ', `${what}: refused, ${outcome}: ${sentence}`);
  }

  /** An attack of `--tamper` that was stopped. */
  stopped(attack: string, outcome: string, sentence: string): void {
    this.#attacksStopped++;
    this.refused(`ATTACK ${attack}`, outcome, sentence);
  }

  /** Findings of files, grouped by code. */
  findings(findings: readonly Finding[]): void {
    for (const code of new Set(findings.map((finding) => finding.code))) {
      const found = findings.filter((finding) => finding.code === code);
      this.#say('   ! ', code);
      for (const { place, text } of found.slice(0, PLACES_SHOWN)) this.#say('       ', `${place}: ${text}`);
      if (found.length > PLACES_SHOWN) this.#say('       ', `… and ${found.length - PLACES_SHOWN} more like it`);
    }
  }

  /** How far a long step is. */
  progress(what: string, done: number, of: number): void {
    this.#print.progress(done < of ? `   ${what}: ${done} of ${of}` : '');
  }

  #say(start: string, text: string): void {
    for (const line of wrapped(start, text)) this.#print.line(line);
  }
}

/** The lines of a text; those after the first are four further in. */
function wrapped(start: string, text: string): readonly string[] {
  const lines: string[] = [];
  const further = ' '.repeat(start.length + 4);
  let line = start;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && [...line].length + 1 + [...word].length > LINE_CHARACTERS) {
      lines.push(line);
      [line, isEmpty] = [further, true];
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
