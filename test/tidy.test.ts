// The repository checks itself: every rule of test/tidy/rules.ts over every source file, and for each rule a sample that
// breaks it, so that a rule which finds nothing is known to be able to.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { functionsOf } from './tidy/functions.ts';
import { RULES } from './tidy/rules.ts';
import { parseSource } from './tidy/source.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PLACES = ['src/**/*.{ts,tsx,js}', 'test/**/*.ts', 'tools/**/*.{ts,js}', 'bench/**/*.ts', 'bin/*.js'];
const HEADER = '// What it is.\n';
/** Words that the rules look for, put together here so that they do not find this file. */
const [TO_DO, ONLY, MACHINE] = [`TO${'DO'}`, `on${'ly'}`, `/ho${'me'}/someone/x`];

const paths = globSync(PLACES, { cwd: ROOT, exclude: ['**/*.d.ts'] })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();
const sources = paths.map((path) => parseSource(path, readFileSync(join(ROOT, path), 'utf8')));

describe('every source file keeps to the rules', () => {
  test('there are files to look at', () => assert.ok(sources.length > 100));
  for (const rule of RULES) {
    test(rule.name, () => {
      const places = sources.flatMap((source) => rule.find(source));
      assert.deepEqual(places, [], places.join('\n'));
    });
  }
});

type Sample = readonly [rule: string, path: string, text: string];
const imports = (path: string, specifier: string): Sample => [
  'imports keep to the layer table',
  path,
  `${HEADER}import { x } from '${specifier}';\n`,
];
const ambient = (line: string): Sample => [
  'core and contracts touch nothing ambient',
  'src/core/x.ts',
  `${HEADER}${line}\n`,
];

const BREAKS: readonly Sample[] = [
  imports('src/core/x.ts', '#ledger/ledger.ts'),
  imports('src/core/x.ts', '../ledger/ledger.ts'),
  imports('src/core/x.ts', '#core/bytes.ts'),
  imports('src/core/x.ts', './bytes'),
  imports('src/core/x.ts', 'node:fs'),
  imports('src/core/x.ts', '#test/world.ts'),
  imports('src/contracts/accounts/x.ts', '#contracts/items/operations.ts'),
  imports('src/contracts/accounts/x.ts', '#contracts/sharing/operations.ts'),
  imports('src/contracts/items/x.ts', '#contracts/accounts/booking.ts'),
  imports('src/contracts/items/x.ts', '../accounts/operations.ts'),
  imports('src/contracts/items/x.ts', '#contracts/unheard/operations.ts'),
  imports('src/contracts/items/x.ts', '#ledger/ledger.ts'),
  imports('src/contracts/interfaces.ts', './items/items.ts'),
  imports('src/ledger/x.ts', '#contracts/items/items.ts'),
  imports('src/ledger/x.ts', '#vault/blob-store.ts'),
  imports('src/engines/embedded/x.ts', '#node/local.ts'),
  imports('src/vault/x.ts', '#ledger/ledger.ts'),
  imports('src/sdk/x.ts', '#contracts/items/items.ts'),
  imports('src/sdk/x.ts', '#contracts/index.ts'),
  imports('src/sdk/x.ts', '#vault/blob-store.ts'),
  imports('src/sdk/x.ts', '#node/local.ts'),
  imports('src/connectors/qif/x.ts', '#sdk/client.ts'),
  imports('src/cli/x.ts', '#ledger/audit.ts'),
  imports('src/tour/x.ts', '#ledger/ledger.ts'),
  imports('src/console/x.ts', '#core/bytes.ts'),
  imports('src/console/pages/bid/x.tsx', '../request/facts.ts'),
  imports('src/console/pages/bid/x.test.ts', '../request/rfq.fixture.ts'),
  imports('src/console/parts/x.tsx', '../pages/request/page.css'),
  imports('src/node/x.ts', '#tour/tour.ts'),
  imports('src/node/x.ts', './home.fixture.ts'.replace('./', '#ledger/')),
  ['imports keep to the layer table', 'src/core/x.ts', `${HEADER}const y = await import('#ledger/ledger.ts');\n`],
  ['a file has at most 320 lines', 'src/core/x.ts', HEADER.repeat(321)],
  [
    'a function has at most 60 lines',
    'src/core/x.ts',
    `${HEADER}function x(a: string): { readonly b: string } {\n${'a;\n'.repeat(60)}}\n`,
  ],
  ['a function has at most 60 lines', 'src/core/x.ts', `${HEADER}const x = async (a) => {\n${'a;\n'.repeat(60)}};\n`],
  [
    'a function has at most 60 lines',
    'src/core/x.ts',
    `${HEADER}class X {\n  y<T>(a: T): Promise<{ a: T }> {\n${'a;\n'.repeat(60)}}\n}\n`,
  ],
  ['a file opens with a comment', 'src/core/x.ts', 'export const x = 1;\n'],
  ...[
    'const t = Date.now();',
    'const t = new Date();',
    'Math.random();',
    'process.env.X;',
    'setTimeout(f, 1);',
    'setInterval(f, 1);',
    'setImmediate(f);',
  ].map(ambient),
  ...[
    'console.log(1);',
    'await fetch(u);',
    'new Intl.Collator();',
    'a.toLocaleString();',
    'a.localeCompare(b);',
    'a.normalize();',
  ].map(ambient),
  ...[
    'a.toLowerCase();',
    'a.toUpperCase();',
    'const r = /\\p{L}/u;',
    'parseFloat(a);',
    'Number.EPSILON;',
    'crypto.getRandomValues(a);',
  ].map(ambient),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the expression within a template is code.
  ambient('const a = `at ${Date.now()}`;'),
  ['only main.ts files read the process', 'src/ledger/x.ts', `${HEADER}const x = process.env.HOME;\n`],
  ['only main.ts files read the process', 'src/vault/disk.ts', `${HEADER}const x = process.argv;\n`],
  ['exports are named', 'src/core/x.ts', `${HEADER}export default 1;\n`],
  ['there are no barrels', 'src/core/x.ts', `${HEADER}export * from './bytes.ts';\n`],
  ['there are no barrels', 'src/core/x.ts', `${HEADER}export type { X } from './bytes.ts';\n`],
  ['there are no barrels', 'src/ledger/index.ts', HEADER],
  ['what is left to do has a number', 'src/core/x.ts', `${HEADER}// ${TO_DO}: later\n`],
  ['types are not switched off', 'src/core/x.ts', `${HEADER}const x = y as any;\n`],
  ['types are not switched off', 'src/core/x.ts', `${HEADER}// @ts-${'ignore'}\n`],
  ['no path of one machine', 'src/core/x.ts', `${HEADER}const x = '${MACHINE}';\n`],
  ['no character that is not seen', 'src/core/x.ts', `${HEADER}const x = 'a\u202eb';\n`],
  ['no test is run alone', 'src/core/x.test.ts', `${HEADER}test.${ONLY}('x', () => {});\n`],
];

describe('every rule can fail', () => {
  for (const [name, path, text] of BREAKS) {
    test(`${name}: ${path}: ${text.replace(HEADER, '').slice(0, 60).trim()}`, () => {
      const rule = RULES.find((one) => one.name === name);
      assert.ok((rule?.find(parseSource(path, text)) ?? []).length > 0);
    });
  }
  test('no rule is without a sample', () => {
    assert.deepEqual(
      RULES.map(({ name }) => name).filter((name) => !BREAKS.some(([rule]) => rule === name)),
      [],
    );
  });
});

const KEEPS: readonly (readonly [what: string, path: string, text: string])[] = [
  ['a banned word in a comment', 'src/core/x.ts', '// Date.now() is not for us.\n'],
  ['a banned word in a string', 'src/core/x.ts', `${HEADER}const x = 'Date.now() and process.env';\n`],
  ['a banned word in a template', 'src/core/x.ts', `${HEADER}const x = \`Date.now() ${'$'}{a} process.env\`;\n`],
  ['a comment’s begin in a string', 'src/core/x.ts', `${HEADER}const x = 'http://x'; const y = "/*";\n`],
  [
    'a quote in a regular expression',
    'src/core/x.ts',
    `${HEADER}const x = /['"\`/]/.test(y); const z = 'Date.now()';\n`,
  ],
  ['a field named process', 'src/contracts/production/x.ts', `${HEADER}const x = step.process;\n`],
  ['a number of what is left to do', 'src/core/x.ts', `${HEADER}// ${TO_DO}(#12): later\n`],
  ['a lower floor', 'src/contracts/items/x.ts', `${HEADER}import { x } from '#contracts/accounts/operations.ts';\n`],
  ['the platform’s crypto by its condition', 'src/core/x.ts', `${HEADER}import { x } from '#core/crypto.ts';\n`],
  ['many short functions', 'src/core/x.ts', `${HEADER}${'function x(a: string): void {\n  a;\n}\n'.repeat(40)}`],
  ['tags', 'src/console/x.tsx', `${HEADER}function X() {\n  return <p a={1} /></p>;\n}\n${'a;\n'.repeat(70)}`],
  ['a long block of an if', 'src/core/x.ts', `${HEADER}if (x) {\n${'a;\n'.repeat(100)}}\n`],
];

describe('no rule sees what is not there', () => {
  for (const [what, path, text] of KEEPS) {
    test(what, () =>
      assert.deepEqual(
        RULES.flatMap((rule) => rule.find(parseSource(path, text))),
        [],
      ),
    );
  }
  test('functions are found with their lines, whatever their return type', () => {
    const code =
      'function a(): { readonly b: string } | undefined {\n  if (x) {\n  }\n}\nconst c = (d: X): Y<{ e: F }> => {\n};\nclass G {\n  get h(): Promise<I> {\n  }\n}\n';
    assert.deepEqual(
      [...functionsOf(code)].sort((a, b) => a.line - b.line),
      [
        { line: 1, lines: 4 },
        { line: 5, lines: 2 },
        { line: 8, lines: 2 },
      ],
    );
  });
});
