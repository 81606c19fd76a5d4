// Actions whose input no person could type: what they take is read from a file, on this side, as the file writes it; and
// what was read is shown before it is signed. Pure, but for the bytes.

import { factsOfLog } from '#connectors/mtconnect/build-facts.ts';
import { readLog } from '#connectors/mtconnect/facts.ts';
import { logFindings } from '#connectors/mtconnect/findings.ts';
import type { MeasuredUnit, QifDocument } from '#connectors/qif/document.ts';
import { evaluate, type JudgedUnit } from '#connectors/qif/evaluate.ts';
import {
  assertMeasurementsClear,
  fileHash,
  programmeOf,
  valuesOf,
  verdictOf,
} from '#connectors/qif/inspection-input.ts';
import { oddities } from '#connectors/qif/oddities.ts';
import { readQif } from '#connectors/qif/read.ts';
import type { JsonObject } from '#sdk/index.ts';

/** How a file is read. */
export type ReaderKind = 'programme' | 'results' | 'log';
/** A line of what was read. */
export type ReadLine = readonly [label: string, value: string];

/** One statement that the file gives. */
export type ReadPart = {
  /** How it is called in the file: a unit by its serial number. */
  readonly label: string;
  /** Fields of the action's input. */
  readonly input: JsonObject;
  readonly lines: readonly ReadLine[];
};

/** What was read: at least one part. */
export type ReadFile = { readonly parts: readonly ReadPart[]; readonly findings: readonly string[] };

/** Gaps of a machine log that are told: longer than this, as the tour and the inbox's example have it. */
const GAP_LIMIT_MS = 60_000;
/** Findings that are shown; the rest is counted. */
const FINDINGS_SHOWN = 12;

/** Reads a file. @throws Fault of the connector, which names the place in the file */
export async function readFor(kind: ReaderKind, name: string, bytes: Uint8Array): Promise<ReadFile> {
  if (kind === 'log') return readMachineLog(name, bytes);
  const document = await readQif(bytes);
  return kind === 'programme' ? readProgramme(name, document, bytes) : readResults(name, document, bytes);
}

function readProgramme(name: string, document: QifDocument, bytes: Uint8Array): ReadFile {
  const characteristics = programmeOf({ document });
  const without = characteristics.filter(({ limitFrom }) => limitFrom === 'none').length;
  const kinds = [...new Set(characteristics.map(({ kind }) => kind))];
  const lines: readonly ReadLine[] = [
    ['characteristics', `${characteristics.length}: ${kinds.join(', ')}`],
    ['without a limit', String(without)],
    ...characteristics.map((one): ReadLine => [nameOf(one), limitOf(one)]),
  ];
  const input = { file: fileHash({ bytes }), characteristics };
  return { parts: [{ label: name, input, lines }], findings: oddOf(name, document) };
}

function readResults(name: string, document: QifDocument, bytes: Uint8Array): ReadFile {
  const judged = evaluate(document).units;
  const parts = document.units.map((unit, i) => {
    assertMeasurementsClear(unit, { document });
    const label = unit.serial ?? `unit at line ${unit.line}`;
    const input = {
      file: fileHash({ bytes }),
      ...(unit.serial === undefined ? {} : { label: unit.serial }),
      fileVerdict: verdictOf(unit.status),
      values: valuesOf(unit, { document }),
    };
    return { label, input, lines: linesOf(unit, judged[i]) };
  });
  return { parts, findings: oddOf(name, document) };
}

/** Counts as recomputed here from limits and values, beside the file's own word. */
function linesOf({ measurements, status }: MeasuredUnit, judged: JudgedUnit | undefined): readonly ReadLine[] {
  const all = judged?.measurements ?? [];
  const [inside, outside] = ['inside', 'outside'].map((verdict) => all.filter((one) => one.verdict === verdict).length);
  const differs = all.filter((one) => one.differs).length;
  return [
    ['values', String(measurements.length)],
    ['inside their limits', String(inside)],
    ['outside', String(outside)],
    ['not to be judged', String(all.length - (inside ?? 0) - (outside ?? 0))],
    ['judged otherwise than the file does', String(differs)],
    ['the file’s own verdict', status ?? 'none'],
  ];
}

async function readMachineLog(name: string, bytes: Uint8Array): Promise<ReadFile> {
  const facts = await readLog(bytes, { gapLimitMs: GAP_LIMIT_MS });
  const { materials: _, ...input } = factsOfLog({ bytes, facts }, GAP_LIMIT_MS);
  const lines: readonly ReadLine[] = [
    ['lines', String(input.logLines)],
    ['not readable', String(input.unreadable.count)],
    ['programs that it names', input.loggedNames.join(', ') || 'none'],
    [`gaps over ${GAP_LIMIT_MS / 1000} s`, String(input.gaps.count)],
    ['holds', String(input.holds)],
    ['from', new Date(input.startedMs).toISOString()],
    ['to', new Date(input.endedMs).toISOString()],
  ];
  return {
    parts: [{ label: name, input, lines }],
    findings: shown(logFindings({ file: name, facts }).map(({ text }) => text)),
  };
}

function oddOf(name: string, document: QifDocument): readonly string[] {
  return shown(oddities(name, document, evaluate(document)).map(({ place, text }) => `${place}: ${text}`));
}

function shown(texts: readonly string[]): readonly string[] {
  const more = texts.length - FINDINGS_SHOWN;
  return more > 0 ? [...texts.slice(0, FINDINGS_SHOWN), `and ${more} more`] : texts;
}

function nameOf({ kind, name, nominal, id }: ReturnType<typeof programmeOf>[number]): string {
  return [name ?? id, kind, nominal].filter((word) => word !== undefined).join(' ');
}

function limitOf(one: ReturnType<typeof programmeOf>[number]): string {
  const { limitFrom, unit = 'no unit of measure' } = one;
  const [lower, upper] = ['lower' in one ? one.lower : undefined, 'upper' in one ? one.upper : undefined];
  if (limitFrom === 'none') return 'no limit';
  const ends = [lower ?? '…', upper ?? '…'].join(' to ');
  return `${limitFrom === 'zone' ? `zone ${upper}` : limitFrom === 'deviation' ? `deviation ${ends}` : ends} ${unit}`;
}
