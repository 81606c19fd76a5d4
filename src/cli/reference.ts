// The part of docs/cli.md that the tables of verbs, exit codes and settings say: `touchmark help --markdown` prints it, and a
// test holds the page against it.

import { settingsReference } from '#node/config.ts';
import { EXIT_SAYS } from './io.ts';
import { ALL_VERBS } from './verbs.ts';
import { kebab } from './words.ts';

/** Verbs, exit codes and settings as Markdown. */
export function cliReference(): string {
  const verbs = ALL_VERBS.map(([name, { words, says }]) => [code(`${name} ${words}`.trim()), says]);
  const codes = EXIT_SAYS.map(([exit, says]) => [code(String(exit)), says]);
  const settings = settingsReference().map(({ name, variable, expected, fallback, says }) => [
    code(`--${kebab(name)}`),
    code(variable),
    code(name),
    `${says} ${expected}`,
    fallback === '' ? '' : code(fallback),
  ]);
  return [
    '## Verbs',
    '',
    ...markdownTable(['verb', 'what it does'], verbs),
    '',
    '## Exit codes',
    '',
    ...markdownTable(['code', 'meaning'], codes),
    '',
    '## Settings of a server',
    '',
    'An option goes before a variable, a variable before the file (`touchmark.json` in the home folder, or `--config`).',
    '',
    ...markdownTable(['option', 'variable', 'in the file', 'what it is', 'by default'], settings),
    '',
  ].join('\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}
