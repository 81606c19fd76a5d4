// Evidence of a dishonest origin, checked by anyone, without the replica that found it, its ledger or a network. Who
// reads it must know the ledger by its id: the rest is in the file, and for a wrong execution in the log beside it.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { equalBytes, fromBase64url } from '#core/bytes.ts';
import { Fault, isFault } from '#core/fault.ts';
import { CompactTree, leafHash } from '#core/merkle.ts';
import type { Registry } from '#core/registry.ts';
import { readLog } from '#ledger/export.ts';
import { Ledger } from '#ledger/ledger.ts';
import type { ReplayFault } from '#ledger/replay.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { readSmall } from './durable-file.ts';
import { decodeEvidence, type EvidenceKind, type EvidenceOf } from './evidence-format.ts';
import { proveEvidence } from './evidence-proof.ts';
import { executeLog, needsLaterSoftware } from './execute-log.ts';
import { EVIDENCE_BYTES } from './limits.ts';
import { type Founding, readKeptHead } from './signed-head.ts';

/** What verified evidence shows. */
export type Claim = { readonly kind: EvidenceKind; readonly ledgerId: string; readonly sentence: string };

/** What it takes to execute a log again. */
export type Execution = { readonly registry: Registry; readonly pool: SignaturePool };

/**
 * Verifies evidence. The caller compares the ledger id with the one it knows.
 * @param logPath the log beside the file, for the kind `wrong_execution`
 * @throws Fault `evidence_malformed`, `evidence_too_large`, `evidence_unproven` (it does not show what it says),
 * `evidence_log_missing`, `evidence_needs_later_software`; of this machine `ledger_disk`, `disk_full`, `signature_worker_lost`
 */
export async function verifyEvidence(
  bytes: Uint8Array,
  { logPath, ...execution }: Execution & { readonly logPath?: string },
): Promise<Claim> {
  const { evidence, founding } = decodeEvidence(bytes);
  const sentence = proveEvidence(evidence, founding);
  if (evidence.sentence !== sentence) {
    throw new Fault('evidence_unproven', `evidence: its sentence is not what it shows, which is: ${sentence}`);
  }
  if (evidence.kind === 'wrong_execution') {
    if (logPath === undefined) {
      throw new Fault('evidence_log_missing', 'evidence: it takes the log beside it to show a wrong execution');
    }
    await executeAgain(evidence, founding, logPath, execution);
  }
  return { kind: evidence.kind, ledgerId: founding.ledgerId, sentence };
}

/** Verifies an evidence file, with the log beside it where there is one. @throws as verifyEvidence, `evidence_missing` */
export async function verifyEvidenceFile(path: string, execution: Execution): Promise<Claim> {
  const bytes = readSmall(path, EVIDENCE_BYTES);
  if (bytes === undefined) throw new Fault('evidence_missing', `there is no evidence at ${path}`);
  const logPath = logBeside(path);
  return verifyEvidence(bytes, { ...execution, ...(existsSync(logPath) && { logPath }) });
}

/** Where the log of an evidence file lies. */
export function logBeside(path: string): string {
  return `${path.replace(/\.json$/, '')}.export`;
}

type WrongExecution = EvidenceOf['wrong_execution'];

async function executeAgain(
  evidence: WrongExecution,
  founding: Founding,
  logPath: string,
  { registry, pool }: Execution,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-evidence-'));
  try {
    await checkLog(evidence, logPath);
    const genesis = fromBase64url(evidence.genesis);
    using ledger = Ledger.create(join(folder, 'ledger.db'), genesis, { registry });
    ledger.store.db.exec('PRAGMA synchronous = OFF');
    const isWhole = evidence.prefix.size === readKeptHead(evidence.checkpoint, founding).size;
    const found = await executeLog(ledger, leavesOf(logPath), { pool, isWhole });
    checkFound(evidence, found);
  } catch (cause) {
    // The file beside is wrong; a full disk or a lost thread is this machine's.
    if (!isFault(cause) || !/^(export|cbor)_/.test(cause.code)) throw cause;
    throw new Fault('evidence_unproven', `evidence: ${cause.message}`, { cause });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkFound({ entry, height, code }: WrongExecution, found: ReplayFault | undefined): void {
  if (found === undefined) {
    throw new Fault('evidence_unproven', 'evidence: executing the log beside it finds nothing wrong');
  }
  if (needsLaterSoftware(found)) throw new Fault('evidence_needs_later_software', `evidence: ${found.message}`);
  if (found.entry !== entry || found.height !== height || found.code !== code) {
    throw new Fault('evidence_unproven', `evidence: executing the log beside it finds ${found.code}: ${found.message}`);
  }
}

/** The log beside evidence is the beginning that was signed, then the checkpoint, and nothing more. */
async function checkLog({ prefix, checkpoint }: WrongExecution, logPath: string): Promise<void> {
  const tree = new CompactTree();
  let end: unknown;
  for await (const item of readLog(logPath)) {
    const isLeaf = item instanceof Uint8Array && end === undefined && tree.size < prefix.size;
    if (isLeaf) tree.append(leafHash(item));
    else if (end === undefined && item === checkpoint) end = item;
    else
      throw new Fault(
        'evidence_unproven',
        `evidence: the log beside it is not ${prefix.size} entries and a checkpoint`,
      );
  }
  if (end === undefined || tree.size !== prefix.size || !equalBytes(tree.root(), fromBase64url(prefix.root))) {
    throw new Fault('evidence_unproven', `evidence: the log beside it is not the beginning of ${prefix.size} entries`);
  }
}

async function* leavesOf(path: string): AsyncGenerator<Uint8Array> {
  for await (const item of readLog(path)) if (item instanceof Uint8Array) yield item;
}
