// `touchmark audit`: trusts nothing in a ledger file, executes it anew and names the first place that is wrong.

import { resolve } from 'node:path';
import { base64url } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { auditFile } from '#node/inspect.ts';
import { quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb } from '../arguments.ts';
import { columns } from '../describe.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';

/** Audits a ledger file. @returns 0 all of it follows from its log, 1 something does not */
export async function runAudit(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('audit', args);
  const path = needed(positionals[0], 'the ledger file');
  try {
    const report = await auditFile(resolve(io.cwd, path), (done, of) => io.progress(`${done} of ${of} entries`));
    io.progress('');
    const stateDigest = base64url(report.stateDigest);
    if (values.json === true) io.out(jsonLine({ verdict: 'sound', ...report, stateDigest }));
    else for (const line of reportLines({ ...report, stateDigest })) io.out(line);
    return EXIT.ok;
  } catch (fault) {
    io.progress('');
    if (!isFault(fault, 'audit_failed')) throw fault;
    if (values.json === true) io.out(jsonLine({ verdict: 'tampered', code: fault.code, message: fault.message }));
    else io.out(`TAMPERED: ${fault.message}`);
    return EXIT.wrong;
  }
}

type Report = Omit<Awaited<ReturnType<typeof auditFile>>, 'stateDigest'> & { readonly stateDigest: string };

function reportLines(report: Report): readonly string[] {
  const { name, ledgerId, entries, statements, refused, blocks, records, checkpoints, stateDigest } = report;
  return [
    `ledger ${quoted(name)}, ${ledgerId}`,
    ...columns([
      ['entries', String(entries)],
      ['statements', `${statements}, every signature checked; ${refused} refused`],
      ['blocks', `${blocks}, executed anew`],
      ['records', `${records}, each as the log gives it`],
      ['checkpoints', `${checkpoints}, each signed by a node of the ledger`],
      ['state digest', stateDigest],
    ]),
    'sound: all that the file holds follows from its log',
  ];
}
