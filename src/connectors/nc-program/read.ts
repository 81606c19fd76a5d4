// Reads from a machine program (ISO 6983 word address, as Fanuc and Hurco controls take it) only what a build record
// compares: its names, its declared unit, the tools it calls, and whether it looks whole. Moves are not interpreted.

import { Fault } from '#core/fault.ts';
import type { Finding } from '../finding.ts';
import { MAX_PROGRAM_BYTES, MAX_PROGRAM_FACTS, MAX_PROGRAM_LINE_CHARACTERS } from '../limits.ts';

/** A program's header `O0000(NAME)`: number and name as written, and its line. */
type ProgramName = { readonly number: string; readonly name?: string; readonly line: number };

/** Facts of one program file. `unit` is that of G20 or G21, undefined where neither or both occur. */
export type ProgramFacts = {
  readonly bytes: number;
  readonly lines: number;
  readonly names: readonly ProgramName[];
  /** Comments between the header and the first block, as written, without their brackets. */
  readonly comments: readonly string[];
  /** Tool numbers in the order of their changes (`T15M6`), as written. */
  readonly tools: readonly string[];
  readonly unit?: 'inch' | 'millimetre';
  readonly findings: readonly Finding[];
};

const HEADER = /^\s*O(\d{1,8})\s*(?:\(([^()]*)\))?\s*$/;
const COMMENT = /^\s*\((.*)\)\s*$/;
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a program. `file` stands in findings.
 * Codes: `program_name_missing`, `programs_several`, `program_end_missing` (no M30, M2 or M99), `program_tape_end_missing`
 * (no `%` as last line), `program_unit_unclear`
 * @throws Fault `program_too_large`, `program_unreadable` (not text), `program_empty`
 */
export function readProgram(file: string, bytes: Uint8Array): ProgramFacts {
  const lines = readLines(bytes);
  const names: ProgramName[] = [];
  const comments: string[] = [];
  const tools: string[] = [];
  const codes = new Set<string>();
  let inBlocks = false;
  for (const [index, line] of lines.entries()) {
    const header = HEADER.exec(line);
    const comment = COMMENT.exec(line)?.[1];
    const code = header === null && comment === undefined ? line.replace(/\([^()]*\)/g, '').replace(/\s/g, '') : '';
    if (header !== null) addFact(names, { ...programName(header), line: index + 1 });
    else if (comment !== undefined && !inBlocks) addFact(comments, comment);
    if (code !== '' && code !== '%') inBlocks = true;
    for (const tool of toolChanges(code)) addFact(tools, tool);
    for (const [word] of code.matchAll(/[GM]0*(?:20|21|30|2|99)(?![\d.])/g)) codes.add(word.replace(/^([GM])0+/, '$1'));
  }
  const unit = codes.has('G20') === codes.has('G21') ? undefined : codes.has('G20') ? 'inch' : 'millimetre';
  return {
    bytes: bytes.length,
    lines: lines.length,
    names,
    comments,
    tools,
    ...(unit === undefined ? {} : { unit }),
    findings: programFindings(file, lines, names, codes).concat(
      unit === undefined
        ? [{ code: 'program_unit_unclear', place: file, text: 'not exactly one of G20 (inch) and G21 (mm)' }]
        : [],
    ),
  };
}

/**
 * What differs between the programs of one order's units.
 * Codes: `program_name_differs` (header against file name), `program_tools_differ` (a tool that most others call is not
 * called), `program_shorter` (less than nine tenths of the median size)
 */
export function compareProgramFiles(
  programs: readonly { readonly file: string; readonly facts: ProgramFacts }[],
): readonly Finding[] {
  const sizes = programs.map(({ facts }) => facts.bytes).sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const callers = new Map<string, number>();
  for (const { facts } of programs)
    for (const tool of new Set(facts.tools)) callers.set(tool, (callers.get(tool) ?? 0) + 1);
  const usual = [...callers].filter(([, count]) => count * 2 > programs.length).map(([tool]) => tool);
  return programs.flatMap(({ file, facts }) => {
    const findings: Finding[] = [];
    const add = (code: string, text: string) => findings.push({ code, place: file, text });
    const stem = (file.split('/').at(-1) ?? file).replace(/\.[^.]*$/, '');
    const name = facts.names[0]?.name;
    if (name !== undefined && name !== stem)
      add('program_name_differs', `the header says "${name}", the file is "${stem}"`);
    const missing = usual.filter((tool) => !facts.tools.includes(tool));
    if (missing.length > 0) add('program_tools_differ', `does not call tools ${missing.join(', ')}, as most others do`);
    if (facts.bytes * 10 < median * 9) add('program_shorter', `${facts.bytes} bytes; the median of all is ${median}`);
    return findings;
  });
}

function readLines(bytes: Uint8Array): readonly string[] {
  if (bytes.length > MAX_PROGRAM_BYTES) {
    throw new Fault('program_too_large', `expected at most ${MAX_PROGRAM_BYTES} bytes, got ${bytes.length}`);
  }
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    throw new Fault('program_unreadable', 'expected a program in ASCII or UTF-8, got bytes that are neither', {
      cause,
    });
  }
  if (text.includes('\0')) throw new Fault('program_unreadable', 'expected a program in text, got a NUL character');
  if (text.trim() === '') throw new Fault('program_empty', 'expected a program, got an empty file');
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const long = lines.findIndex((line) => line.length > MAX_PROGRAM_LINE_CHARACTERS);
  if (long < 0) return lines;
  throw new Fault(
    'program_unreadable',
    `line ${long + 1}: expected at most ${MAX_PROGRAM_LINE_CHARACTERS} characters, got more`,
  );
}

function programName([, number = '', name]: RegExpExecArray): Omit<ProgramName, 'line'> {
  return { number, ...(name === undefined || name === '' ? {} : { name }) };
}

/** `N120T15M6` changes to tool 15. */
function toolChanges(code: string): readonly string[] {
  if (!/M0*6(?![\d.])/.test(code)) return [];
  return [...code.matchAll(/T(\d{1,8})/g)].map(([, tool = '']) => tool);
}

function addFact<T>(list: T[], fact: T): void {
  if (list.length === MAX_PROGRAM_FACTS) {
    throw new Fault(
      'program_too_large',
      `expected at most ${MAX_PROGRAM_FACTS} names, comments and tool changes each, got more`,
    );
  }
  list.push(fact);
}

function programFindings(
  file: string,
  lines: readonly string[],
  names: readonly ProgramName[],
  codes: ReadonlySet<string>,
): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, text: string) => findings.push({ code, place: file, text });
  if (names[0]?.name === undefined) add('program_name_missing', 'no header O0000(NAME)');
  if (names.length > 1)
    add(
      'programs_several',
      `${names.length} program headers: ${names.map(({ name, number }) => name ?? number).join(', ')}`,
    );
  if (!['M30', 'M2', 'M99'].some((end) => codes.has(end)))
    add('program_end_missing', 'no M30, M2 or M99: it looks cut off');
  if (lines.at(-1)?.trim() !== '%')
    add('program_tape_end_missing', `the last line ${lines.length} is not %: it looks cut off`);
  return findings;
}
