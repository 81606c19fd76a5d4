// Step 9: the auditor trusts nobody: executes the whole log again, verifies the bundle, then changes one byte of a copy.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyBundle } from '#core/bundle.ts';
import { base64url } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { auditFile } from '#node/inspect.ts';
import { homePaths } from '#node/local.ts';
import { mustHold, type Tour } from '../stage.ts';
import type { Passport } from './passport.ts';

/** Plays step 9. */
export async function auditStep(tour: Tour, passport: Passport): Promise<void> {
  const { story, node, home, tamper } = tour;
  story.step(9, 'trust nobody');
  const paths = homePaths(home);
  const report = await auditFile(paths.ledger);
  mustHold(report.ledgerId === node.ledger.id && report.entries === node.ledger.head.size, 'the audit saw the whole ledger');
  story.line(`audited: ${report.statements} statements (${report.refused} of them refused) in ${report.blocks} blocks, every signature and hash checked`);
  story.line(`${report.records} records are what executing the log again gives; state digest ${base64url(report.stateDigest)}`);
  const { signedBy, size } = verifyBundle(passport.bundle, { ledgerId: node.ledger.id });
  story.line(`bundle of ${passport.serial}: genuine, at ${size} entries, checkpoint by ${signedBy.length} node`);
  await showChangedByte(tour, passport);
  story.proves('the whole history again, from the log alone, to anyone with a copy of it');
  story.limit('that nobody else was shown another history: that takes witnesses, and this ledger has one node');
  if (tamper !== undefined) story.line(`the attack "${tamper}" was made and stopped`);
}

/** One byte of a copy of the ledger file, within an entry that the bundle proves. */
async function showChangedByte({ story, node, home }: Tour, { entries }: Passport): Promise<void> {
  const index = entries[0] ?? 1;
  const copy = join(home, 'changed-copy.db');
  await node.copyTo(copy);
  const file = new Uint8Array(readFileSync(copy));
  const statement = node.entryBytes(index);
  const found = Buffer.from(file.buffer).indexOf(statement.subarray(0, 300));
  mustHold(found >= 0, `entry ${index} lies in the ledger file`);
  const place = found + Math.min(250, statement.length - 80);
  file[place] = (file[place] ?? 0) ^ 1;
  writeFileSync(copy, file);
  try {
    await auditFile(copy);
    mustHold(false, 'one changed byte in a copy of the ledger is found');
  } catch (error) {
    if (!isFault(error, 'audit_failed')) throw error;
    mustHold(error.message.includes(`entry ${index} `), `the audit names entry ${index}: ${error.message}`);
    story.refused(`byte ${place} of a copy of the ledger changed`, error.code, error.message);
  }
}
