// A replica's ledger: begun from the origin's genesis where that is the one the operator named, and opened again.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '#core/fault.ts';
import { decodeGenesis } from '#core/genesis.ts';
import type { Registry } from '#core/registry.ts';
import { markPath, syncFolder } from '#ledger/high-water-mark.ts';
import { Ledger } from '#ledger/ledger.ts';

/**
 * Opens a replica's ledger, which holds no key; begins it where there is none.
 * @param genesis asked for only then
 * @throws Fault `replica_ledger_wrong` where the ledger, or the origin's genesis, is of another id; as Ledger.open
 */
export async function openReplicaLedger(
  path: string,
  { ledgerId, registry }: { readonly ledgerId: string; readonly registry: Registry },
  genesis: () => Promise<Uint8Array>,
): Promise<Ledger> {
  if (!existsSync(path)) begin(path, registry, checked(await genesis(), ledgerId));
  const ledger = Ledger.open(path, { registry });
  if (ledger.id === ledgerId) return ledger;
  ledger[Symbol.dispose]();
  throw new Fault('replica_ledger_wrong', `${path} is a ledger ${ledger.id}, this replica is to follow ${ledgerId}`);
}

function checked(genesis: Uint8Array, ledgerId: string): Uint8Array {
  const found = decodeGenesis(genesis).ledgerId;
  if (found === ledgerId) return genesis;
  throw new Fault('replica_ledger_wrong', `the origin's ledger is ${found}, this replica is to follow ${ledgerId}`);
}

/** In a folder of its own, so that a kill leaves the ledger or none; the mark is renamed first, as without it nothing opens. */
function begin(path: string, registry: Registry, genesis: Uint8Array): void {
  const folder = `${path}.founding`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const built = join(folder, 'ledger.db');
  Ledger.create(built, genesis, { registry })[Symbol.dispose]();
  renameSync(markPath(built), markPath(path));
  renameSync(built, path);
  rmSync(folder, { recursive: true, force: true });
  syncFolder(dirname(path));
}
