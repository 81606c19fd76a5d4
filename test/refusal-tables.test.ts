// Every contract of the release has its refusal table: the type of a table asks for a row for each refusal, and this
// asks for a table for each contract.

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contracts } from '#contracts/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

for (const { name } of contracts) {
  test(`the refusals of ${name} are tried one by one, on and off`, () => {
    const tests = globSync(`src/contracts/${name}/*.test.ts`, { cwd: ROOT });
    const calls = tests.filter((file) => readFileSync(`${ROOT}/${file}`, 'utf8').includes(`testRefusals(`));
    assert.ok(calls.length > 0, `no test of ${name} calls testRefusals`);
  });
}
