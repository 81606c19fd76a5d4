// `touchmark backup`: copies what a node holds while it may go on, and reads the copy again.

import { join, resolve } from 'node:path';
import { backupHome } from '#node/backup.ts';
import type { BackupManifest } from '#node/backup-manifest.ts';
import { auditFile } from '#node/inspect.ts';
import { timeOf } from '#sdk/field-value.ts';
import { quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';

/** Backs a home folder up. @returns 0 */
export async function runBackup(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseVerb('backup', args);
  const home = resolve(io.cwd, values.home ?? '.touchmark');
  const out = resolve(io.cwd, needed(values.out, '--out <folder>'));
  const manifest = await backupHome({
    home,
    out,
    nodeKey: values['with-node-key'] === true ? 'copied' : 'left out',
    clock: () => io.clock(),
    onProgress: (done, of) => io.progress(`${done} of ${of} pages`),
  });
  if (values.audit === true)
    await auditFile(join(out, 'ledger.db'), (done, of) => io.progress(`${done} of ${of} entries executed anew`));
  io.progress('');
  if (values.json === true) io.out(jsonLine({ out, audited: values.audit === true, ...manifest }));
  else for (const line of report(out, manifest, values.audit === true ? 'audited' : 'read again')) io.out(line);
  return EXIT.ok;
}

function report(out: string, manifest: BackupManifest, checked: string): readonly string[] {
  const { name, ledgerId, size, timeMs, files, blobs, blobBytes } = manifest;
  const hasKey = files.some((file) => file.name === 'node-key.json');
  return [
    `backup of ledger ${quoted(name)}, ${ledgerId}`,
    ...columns([
      ['in', out],
      ['entries', `${size}, the last block at ${timeOf(timeMs)}; ${checked}`],
      ['files', files.map((file) => file.name).join(', ')],
      ['vault', `${blobs} files of ${blobBytes} bytes are listed in blobs.txt and not copied: copy the folder vault`],
      ['node key', hasKey ? 'copied: whoever has it can sign in this node’s name' : 'not copied'],
    ]),
  ];
}
