// Runs writer.ts with a fault injected into its system calls, and holds the ledger that it leaves behind against the
// acknowledgements that came out of it. The shim is compiled by gcc when a test first needs it.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createRegistry } from '#contracts/index.ts';
import { fromBase64url } from '#core/bytes.ts';
import { auditLedger } from '#ledger/audit.ts';
import { Ledger } from '#ledger/ledger.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { nodeSigner } from '#test/ledgers.ts';

/** A fault, as shim.c reads it. */
export type FaultPlan = {
  readonly how: 'kill' | 'tear' | 'eio' | 'enospc' | 'short';
  readonly calls: 'write' | 'sync' | 'any';
  /** Which of those calls, from 1. */
  readonly at: number;
};

/** How a writer runs. */
export type WriterOptions = {
  readonly seed: number;
  readonly count: number;
  readonly fault?: FaultPlan;
  /** Kill it from outside when this many were acknowledged. */
  readonly killAfter?: number;
  readonly pragmas?: readonly string[];
};

/** What came of a writer. */
export type WriterEnd = {
  readonly acknowledged: readonly { readonly txId: string; readonly index: number }[];
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly errors: string;
};

/** Compiles the shim into a folder. Without gcc the test is skipped, but fails where CI is true. */
export function compileShim(t: TestContext, folder: string): string | undefined {
  const shim = `${folder}/shim.so`;
  const source = fileURLToPath(new URL('./shim.c', import.meta.url));
  const gcc = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', shim, source, '-ldl'], { encoding: 'utf8' });
  if (gcc.error === undefined) {
    assert.equal(gcc.status, 0, gcc.stderr);
    return shim;
  }
  assert.notEqual(process.env.CI, 'true', 'gcc is absent');
  t.skip('gcc is absent');
  return undefined;
}

/** Runs a writer to its end, however that comes. */
export async function runWriter(path: string, options: WriterOptions, shim?: string): Promise<WriterEnd> {
  const { seed, count, fault, killAfter, pragmas = [] } = options;
  const faults =
    fault === undefined || shim === undefined
      ? {}
      : {
          LD_PRELOAD: shim,
          FAULT_FILE: path,
          FAULT_HOW: fault.how,
          FAULT_CALLS: fault.calls,
          FAULT_AT: String(fault.at),
        };
  const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, path, String(seed), String(count), ...pragmas], {
    env: { ...process.env, NODE_OPTIONS: '', ...faults },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Pick<WriterEnd, 'signal' | 'code'>>((resolve, reject) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
    child.on('error', reject);
  });
  const errors = text(child.stderr);
  const acknowledged: { readonly txId: string; readonly index: number }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [, txId, index] = /^ack (\S+) (\d+)$/.exec(line) ?? [];
    if (txId !== undefined) acknowledged.push({ txId, index: Number(index) });
    if (acknowledged.length === killAfter) child.kill('SIGKILL');
  }
  return { ...(await ended), acknowledged, errors: await errors };
}

/** Everything acknowledged is in the ledger, at its place, and the audit finds nothing wrong, before and after opening. */
export async function assertKept(path: string, ended: readonly WriterEnd[], pool: SignaturePool): Promise<void> {
  const registry = createRegistry();
  await auditLedger(path, { registry, pool });
  using ledger = Ledger.open(path, { registry, signer: nodeSigner });
  const select = ledger.store.db.prepare('SELECT idx FROM entries WHERE tx_id = ?');
  for (const { txId, index } of ended.flatMap(({ acknowledged }) => acknowledged)) {
    const rows = select.all(fromBase64url(txId));
    assert.deepEqual(
      rows.map(({ idx }) => idx),
      [index],
      `transaction ${txId}`,
    );
  }
  await ledger.checkpoint();
  await auditLedger(path, { registry, pool });
}
