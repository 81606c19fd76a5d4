// Step 9: the auditor trusts nobody: executes the whole log again as its own replica and as the origin have it, verifies
// the bundle, then changes one byte of a copy.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { itemsInterface } from '#contracts/items/schema.ts';
import { verifyBundle } from '#core/bundle.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { parseCheckpointText } from '#core/checkpoint.ts';
import { isFault } from '#core/fault.ts';
import { decodeNote } from '#core/signed-note.ts';
import { backupHome } from '#node/backup.ts';
import { auditFile, viewLedger } from '#node/inspect.ts';
import { homePaths } from '#node/local.ts';
import { ORIGIN_MEMBER, REPLICA_MEMBER, tourPaths, WITNESS } from '../nodes.ts';
import { mustHold, mustSucceed, type Tour } from '../stage.ts';
import { count } from '../wording.ts';
import type { Passport } from './passport.ts';

/** Bytes at a leaf's end that are its signature; the changed byte lies before them. */
const SIGNATURE_BYTES = 66;

/** Plays step 9. */
export async function auditStep(tour: Tour, passport: Passport): Promise<void> {
  const { story, nodes, tamper, ledgerId } = tour;
  story.step(9, 'trust nobody');
  await auditBoth(tour);
  await readAtReplica(tour, passport);
  const policy = { needed: 1, keys: [], witnesses: [{ name: WITNESS, publicKey: nodes.witnessKey }] };
  const { signedBy, witnessedBy, size } = await mustSucceed('the bundle verifies again', () =>
    verifyBundle(passport.bundle, { ledgerId, policy }),
  );
  const by = `${count(signedBy.length, 'node')}, witnessed by ${witnessedBy.map(({ name }) => name).join(', ')}`;
  story.line(`bundle of ${passport.serial}: genuine, in a log of ${size} entries, checkpoint by ${by}`);
  await showChangedByte(tour, passport);
  if (tamper === 'ledger') await attackCopies(tour, passport);
  story.proves(
    'the whole history again, from the log alone, to anyone with a copy of it; and that two companies hold the same one',
  );
  story.limit(
    `that ${ORIGIN_MEMBER} and ${REPLICA_MEMBER} do not show others another history together: whoever fears that names more witnesses in the policy`,
  );
}

/** The replica's file, which the auditor's own company wrote, and the origin's: both whole, and the same. */
async function auditBoth({ story, cast, home, ledgerId }: Tour): Promise<void> {
  const { origin, replica } = tourPaths(home);
  const [own, other] = await Promise.all([
    mustSucceed('the whole ledger of the replica passes the audit', () =>
      auditFile(homePaths(replica).ledger, (done, of) => story.progress('auditing', done, of)),
    ),
    mustSucceed('the whole ledger of the origin passes the audit', () => auditFile(homePaths(origin).ledger)),
  ]);
  const { size } = parseCheckpointText(decodeNote(await cast.auditor.transport.checkpoint()).text);
  mustHold(own.ledgerId === ledgerId && other.ledgerId === ledgerId, 'the audited ledgers are this one');
  mustHold(own.entries === size && other.entries === size, 'both audits saw the whole ledger');
  const digest = base64url(own.stateDigest);
  mustHold(digest === base64url(other.stateDigest), 'origin and replica have the same state');
  const statements = `${count(own.statements, 'statement')} (${own.refused} of them refused)`;
  story.line(`audited, the replica’s file: ${statements} in ${count(own.blocks, 'block')}, every signature and hash`);
  story.line(`executing the log again gives the same ${count(own.records, 'record')}, state digest ${digest}`);
  story.line('audited, the origin’s file: the same statements, the same state digest');
}

/** What the replica gives to read came of its own execution, not of the origin's word. */
async function readAtReplica({ story, cast }: Tour, { serial, item }: Passport): Promise<void> {
  const [own, other] = await Promise.all(
    [cast.auditor, cast.as(cast.auditor.actor)].map((client) => client.need(itemsInterface, 'passport', item)),
  );
  mustHold(canonicalJson({ ...own }) === canonicalJson({ ...other }), 'origin and replica give the same passport');
  story.line(`${cast.auditor.actor} read the passport of ${serial} at the replica: the same as at the origin`);
}

/** One byte of a copy of the ledger file, within an entry that the bundle proves. */
async function showChangedByte(tour: Tour, { entries }: Passport): Promise<void> {
  const index = entries[0] ?? 1;
  const statement = entryBytes(tour, index);
  const { place, fault } = await auditChanged(tour, 'statement', {
    within: statement,
    offset: statement.length - SIGNATURE_BYTES - 20,
  });
  mustHold(namesPlace(fault.message, index), `the audit names entry ${index} and its block: ${fault.message}`);
  tour.story.refused(`one bit of byte ${place} in a copy of the ledger changed`, fault.code, fault.message);
}

/** A block's leaf, and a record: what a thief with the database would change. */
async function attackCopies(tour: Tour, { entries }: Passport): Promise<void> {
  const { story, cast } = tour;
  const index = (entries.at(-1) ?? 1) + 1;
  const leaf = entryBytes(tour, index);
  const ofLeaf = await auditChanged(tour, 'block', { within: leaf, offset: leaf.length - 10 });
  mustHold(namesPlace(ofLeaf.fault.message, index), `the audit names entry ${index}: ${ofLeaf.fault.message}`);
  story.stopped(`block leaf ${index} of a copy changed`, ofLeaf.fault.code, ofLeaf.fault.message);
  const id = `northwind/${tour.terms.currency}`;
  const record = await cast.as('northwind/finance').transport.record('accounts/account', id);
  mustHold(record !== undefined, 'the buyer has an account');
  const digit = record.search(/\d[,}]/);
  const ofRecord = await auditChanged(tour, 'record', { within: utf8(record), offset: digit });
  mustHold(ofRecord.fault.message.includes(id), `the audit names the record ${id}: ${ofRecord.fault.message}`);
  story.stopped(`a digit of the balance of ${id} in a copy changed`, ofRecord.fault.code, ofRecord.fault.message);
}

function entryBytes({ home }: Tour, index: number): Uint8Array {
  using view = viewLedger(homePaths(tourPaths(home).origin).ledger);
  return view.entry(index).bytes;
}

function namesPlace(message: string, index: number): boolean {
  return message.includes(`entry ${index} `) && /block \d+/.test(message);
}

/** Audits a fresh copy in which one bit of these bytes is changed. It must fail. */
async function auditChanged(
  { home, clock }: Tour,
  what: string,
  { within, offset }: { readonly within: Uint8Array; readonly offset: number },
) {
  const out = join(home, `changed-${what}`);
  await backupHome({ home: tourPaths(home).origin, out, nodeKey: 'left out', clock });
  const copy = homePaths(out).ledger;
  const file = readFileSync(copy);
  // A long entry goes on elsewhere in the file.
  const found = findEnding(file, within, offset);
  mustHold(found >= 0, 'the bytes to change lie in the ledger file');
  file[found] = (file[found] ?? 0) ^ 1;
  writeFileSync(copy, file);
  const fault = await auditFile(copy).then(
    () => undefined,
    (error: unknown) => {
      if (isFault(error, 'audit_failed')) return error;
      throw error;
    },
  );
  mustHold(fault !== undefined, 'one changed byte in a copy of the ledger is found');
  return { place: found, fault };
}

/** Where the byte at an offset lies in a file that holds these bytes, known by the bytes around it. */
function findEnding(file: Buffer, within: Uint8Array, offset: number): number {
  const start = offset > 32 ? offset - 32 : 0;
  const found = file.indexOf(within.subarray(start, start + 48));
  return found < 0 ? -1 : found + offset - start;
}
