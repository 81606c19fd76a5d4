// Run as a process of its own with a small limit of file sizes (blob-store.test.ts): puts a blob beyond it, then one
// within it, and prints what came of both.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFault } from '#core/fault.ts';
import { BlobStore } from './blob-store.ts';
import { seededBytes } from './vault.fixture.ts';

const root = await mkdtemp(join(tmpdir(), 'touchmark-vault-'));
const store = await BlobStore.open(root);
const files = async () => {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

let code = 'none';
try {
  await store.put([seededBytes(50_000, 1), seededBytes(50_000, 2)]);
} catch (error) {
  if (!isFault(error)) throw error;
  code = error.code;
}
const left = await files();
await store.put([seededBytes(50_000, 1)]);
process.stdout.write(JSON.stringify({ code, files: left, afterwards: await files() }));
await rm(root, { recursive: true });
