// The exported log alone, in another process, on another machine's settings, gives the same ledger again.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { hex, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { exportLedger } from '#ledger/export.ts';
import { newLedger, temporaryFolder } from '#test/ledgers.ts';
import { recordsOf, tellStory } from '#test/story.ts';

type Setting = { readonly order: 'sorted' | 'reversed' | 'shuffled'; readonly TZ: string; readonly LANG: string };

const settings: readonly Setting[] = [
  { order: 'reversed', TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8' },
  { order: 'shuffled', TZ: 'America/St_Johns', LANG: 'C' },
  { order: 'sorted', TZ: 'UTC', LANG: 'ar_EG.UTF-8' },
];

test('a second process replays the exported log to the same digests and records', async () => {
  using folder = temporaryFolder();
  using ledger = await newLedger(folder.file('ledger.db'));
  await tellStory(ledger, { seed: 5, statements: 300 });
  const exported = folder.file('ledger.export');
  await exportLedger(ledger, exported);
  const expected = {
    size: ledger.head.size,
    root: hex(ledger.head.root),
    stateDigest: hex(ledger.head.stateDigest),
    records: hex(sha256(utf8(recordsOf(ledger).join('\n')))),
  };
  const main = fileURLToPath(new URL('./replay-main.ts', import.meta.url));
  for (const { order, TZ, LANG } of settings) {
    const env = { ...process.env, NODE_OPTIONS: '', TZ, LANG, LC_ALL: LANG };
    const run = spawnSync(process.execPath, [main, exported, folder.file(`${order}.db`), order], {
      env,
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(JSON.parse(run.stdout), expected, `${order} ${TZ} ${LANG}`);
  }
});
