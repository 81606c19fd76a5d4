// `touchmark restore`: puts a backup into an empty home folder, and says what it can be used for.

import { relative, resolve } from 'node:path';
import { type Restored, restoreBackup } from '#node/restore.ts';
import { timeOf } from '#sdk/field-value.ts';
import { quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';

/** Restores a backup. @returns 0 */
export async function runRestore(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('restore', args);
  const backup = resolve(io.cwd, needed(positionals[0], 'the backup'));
  const home = resolve(io.cwd, values.home ?? '.touchmark');
  const restored = await restoreBackup(backup, home);
  const { manifest, missingBlobs } = restored;
  if (values.json === true) io.out(jsonLine({ home, readOnly: true, missingBlobs, ...manifest }));
  else for (const line of report(relative(io.cwd, home) || '.', restored)) io.out(line);
  return EXIT.ok;
}

function report(home: string, { manifest, missingBlobs }: Restored): readonly string[] {
  const { name, ledgerId, size, timeMs, files, blobs } = manifest;
  return [
    `ledger ${quoted(name)}, ${ledgerId}, is restored in ${home}, to be read`,
    ...columns([
      ['entries', `${size}, the last block at ${timeOf(timeMs)}`],
      ['files', `${files.map((file) => file.name).join(', ')}: each byte as it was backed up`],
      [
        'vault',
        missingBlobs.length === 0
          ? `all ${blobs} files are there`
          : `${missingBlobs.length} of ${blobs} files are missing: copy them to ${home}/vault`,
      ],
    ]),
    '',
    'What it can do now:',
    `  touchmark audit ${home}/ledger.db`,
    `  touchmark show --ledger ${home}/ledger.db <place>`,
    '',
    'It is not served as the ledger: the node that was lost may have answered for statements after this backup, and',
    'going on would sign a second history against the receipts that others hold. What is needed to go on:',
    '  the lost node’s disk, with ledger.db, ledger.db.mark and node-key.json: serve that folder;',
    '  or a replica that has followed it to its end: it holds every statement that was witnessed, and serves reads;',
    '  without either, the members agree what the last entry was, and found a new ledger that begins from it.',
  ];
}
