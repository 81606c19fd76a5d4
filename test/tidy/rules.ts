// The rules of style that a scan can check. Each gives the places where a file breaks it, as sentences.

import { functionsOf } from './functions.ts';
import { isTestFile, wrongImports } from './layers.ts';
import { lineOf, type Source } from './source.ts';

/** A rule: its name, and the places where a file breaks it. */
export type Rule = { readonly name: string; find(source: Source): readonly string[] };

const FILE_LINES = 320;
const FUNCTION_LINES = 60;

/** What depends on the machine, the moment, the place or the engine. */
const AMBIENT: readonly RegExp[] = [
  /(?<![\w$.#])(?:Date|Intl|console|performance|globalThis|SharedArrayBuffer|Atomics|WeakRef|FinalizationRegistry)\b(?!\s*[:?])/g,
  /(?<![\w$.#])process\s*[.[]/g,
  /(?<![\w$.#])(?:setTimeout|setInterval|setImmediate|queueMicrotask|fetch|parseFloat|crypto\s*\.\s*\w+)\b/g,
  /\bMath\s*\.\s*(?:random|sin|cos|tan|asin|acos|atan2?|sinh|cosh|tanh|asinh|acosh|atanh|exp|expm1|log|log10|log1p|log2|pow|cbrt|hypot|sqrt|fround)\b/g,
  /\bNumber\s*\.\s*(?:EPSILON|MIN_VALUE|MAX_VALUE|parseFloat)\b/g,
  /\.\s*(?:toLocale\w*|localeCompare|normalize|toLowerCase|toUpperCase|toFixed|toPrecision|toExponential)\b/g,
];

/** Members of `process` that a file other than a main.ts uses, and why it may. */
const PROCESS: { readonly [path: string]: readonly string[] } = {
  // File modes and folder syncs are not for Windows.
  'src/vault/disk.ts': ['platform'],
  'src/ledger/high-water-mark.ts': ['platform'],
  // STEP is read in a process of its own: one file starts it, the other is its main.
  'src/connectors/model/step.ts': ['execPath'],
  'src/connectors/model/step-worker.ts': ['argv', 'stdin', 'stdout', 'pid', 'kill'],
};

/** Put together so that it does not find itself. */
const LEFT_TO_DO = new RegExp(
  `\\b(?:${['TO', 'FIX', 'X', 'HA'].map((start, i) => start + ['DO', 'ME', 'XX', 'CK'][i]).join('|')})\\b(?!\\(#\\d+\\))`,
  'g',
);

/** Files that list modules of others. */
const BARRELS = ['src/contracts/index.ts', 'src/contracts/interfaces.ts', 'src/sdk/index.ts'];

/** All rules. */
export const RULES: readonly Rule[] = [
  { name: 'imports keep to the layer table', find: wrongImports },
  { name: 'a file has at most 320 lines', find: (source) => longFile(source) },
  { name: 'a function has at most 60 lines', find: (source) => longFunctions(source) },
  {
    name: 'a file opens with a comment',
    find: ({ path, text }) =>
      /\.test\.ts$/.test(path) || /^(#!.*\n)?\/\/ \S/.test(text) ? [] : [`${path}:1: says not what it is`],
  },
  { name: 'core and contracts touch nothing ambient', find: (source) => ambient(source) },
  { name: 'only main.ts files read the process', find: (source) => processUse(source) },
  {
    name: 'exports are named',
    find: (source) => matches(source, source.code, /\bexport\s+default\b/g, 'is a default export'),
  },
  { name: 'there are no barrels', find: (source) => barrels(source) },
  {
    name: 'what is left to do has a number',
    find: (source) => matches(source, source.text, LEFT_TO_DO, 'has no number'),
  },
  { name: 'types are not switched off', find: (source) => anyUse(source) },
  {
    name: 'no path of one machine',
    find: (source) =>
      matches(
        source,
        source.text,
        /(?<=['"`\s(])(?:\/(?:home|Users|root|tmp|work|var|opt|mnt)\/|[A-Z]:\\\\)/g,
        'is a path of one machine',
      ),
  },
  {
    name: 'no character that is not seen',
    find: (source) => matches(source, source.text, /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, 'is not seen'),
  },
  {
    name: 'no test is run alone',
    find: (source) =>
      matches(source, source.code, /\b(?:test|describe|it|suite)\s*\.\s*only\b|\bonly\s*:\s*true\b/g, 'runs alone'),
  },
];

function longFile({ path, text }: Source): readonly string[] {
  const lines = text.split('\n').length - 1;
  return lines <= FILE_LINES ? [] : [`${path}: has ${lines} lines`];
}

function longFunctions({ path, code }: Source): readonly string[] {
  // The callback of a describe is as long as its tests.
  if (isTestFile(path)) return [];
  return functionsOf(code).flatMap(({ line, lines }) =>
    lines <= FUNCTION_LINES ? [] : [`${path}:${line}: a function of ${lines} lines`],
  );
}

function ambient(source: Source): readonly string[] {
  if (!/^src\/(core|contracts)\//.test(source.path) || isTestFile(source.path)) return [];
  const inTexts = matches(source, source.uncommented, /\\p\{/g, 'depends on the Unicode version');
  return [...AMBIENT.flatMap((pattern) => matches(source, source.code, pattern, 'is ambient')), ...inTexts];
}

function processUse(source: Source): readonly string[] {
  const { path, code } = source;
  if (!path.startsWith('src/') || isTestFile(path) || path.endsWith('/main.ts')) return [];
  const allowed = PROCESS[path] ?? [];
  return [...code.matchAll(/(?<![\w$.#])process\s*(?:\.\s*(\w+)|\[)/g)].flatMap(({ index, 1: member = 'computed' }) =>
    allowed.includes(member) ? [] : [`${path}:${lineOf(code, index)}: process.${member}`],
  );
}

function barrels(source: Source): readonly string[] {
  if (BARRELS.includes(source.path)) return [];
  const index = /(^|\/)index\.ts$/.test(source.path) ? [`${source.path}: is a barrel`] : [];
  return [
    ...index,
    ...matches(
      source,
      source.code,
      /\bexport\s+(?:type\s+)?(?:\*|\{[^}]*\})\s*(?:as\s+\w+\s*)?from\b/g,
      'passes on another file',
    ),
  ];
}

function anyUse(source: Source): readonly string[] {
  const casts = matches(source, source.code, /\bas\s+any\b|<any>|:\s*any\b/g, 'is any');
  return [
    ...casts,
    ...matches(source, source.text, /@ts-(?:ignore|nocheck|expect-error)\b/g, 'switches the types off'),
  ];
}

function matches({ path }: Source, text: string, pattern: RegExp, what: string): readonly string[] {
  return [...text.matchAll(pattern)].map(
    ({ 0: found, index }) => `${path}:${lineOf(text, index)}: ${found.replace(/\s+/g, ' ')} ${what}`,
  );
}
