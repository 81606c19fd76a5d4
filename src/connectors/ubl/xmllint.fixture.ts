// Documents held against the schemas of OASIS, by a program that is not ours.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { temporaryFolder } from '#test/ledgers.ts';
import { sharedData } from '#test/shared-data.ts';
import type { DocumentName } from './documents.ts';

const SCHEMAS = sharedData('ubl/xsd-2.1/maindoc');

/** Whether documents can be validated here; where not, the test is skipped. */
export function isToValidate(t: { skip(why: string): void }): boolean {
  if (SCHEMAS === undefined) t.skip('the schemas are absent');
  else if (spawnSync('xmllint', ['--version']).status === 0) return true;
  else {
    assert.ok(process.env.CI !== 'true', 'xmllint is absent: install libxml2-utils');
    t.skip('xmllint is absent');
  }
  return false;
}

/** Throws where one of the documents is not valid. */
export function assertValid(name: DocumentName, documents: readonly Uint8Array[]): void {
  using folder = temporaryFolder();
  const paths = documents.map((_, i) => folder.file(`${i}.xml`));
  for (const [i, bytes] of documents.entries()) writeFileSync(paths[i] ?? '', bytes);
  const schema = `${SCHEMAS}/UBL-${name}-2.1.xsd`;
  const { status, stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, ...paths], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  const wrong = stderr.split('\n').filter((line) => !line.endsWith(' validates') && line !== '');
  assert.deepEqual([status, wrong.slice(0, 3)], [0, []]);
}
