// The table of settings in docs/node.md is the one that the server reads by.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { settingsReference } from '#node/config.ts';

const PAGE = readFileSync(new URL('../../docs/node.md', import.meta.url), 'utf8');

/** The cells of each line of a Markdown table, without its rule. */
function cellsOf(table: string): readonly (readonly string[])[] {
  const lines = table.split('\n').filter((line) => line.startsWith('|') && !/^\|[ |-]+$/.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('docs/node.md lists every setting as it is', () => {
  const [, table = ''] = /<!-- settings -->\n([\s\S]*?)<!-- \/settings -->/.exec(PAGE) ?? [];
  const rows = settingsReference().map(({ name, variable, expected, fallback, says }) => [
    `\`${name}\``,
    `\`${variable}\``,
    expected,
    fallback === '' ? '' : `\`${fallback}\``,
    says,
  ]);
  const fresh = [['setting', 'variable', 'value', 'default', 'what it is'], ...rows];
  const text = fresh.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  assert.deepEqual(cellsOf(table), fresh, `docs/node.md must hold, between its two comments:\n${text}`);
});
