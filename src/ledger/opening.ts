// What can be wrong with a ledger file before anything in it is used.

import { decodeBlockLeaf } from '#core/block.ts';
import { equalBytes } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { decodeGenesis, type Genesis } from '#core/genesis.ts';
import type { Head } from './applied.ts';
import type { Mark } from './high-water-mark.ts';
import type { LogTree } from './log-tree.ts';
import type { Statements } from './statements.ts';
import { diskFault, type Store } from './store.ts';

/** The genesis of a ledger file. @throws Fault `ledger_damaged`, and those of decodeGenesis */
export function readFounding(store: Store): { readonly genesis: Genesis; readonly ledgerId: string } {
  const bytes = store.db.prepare('SELECT bytes FROM entries WHERE idx = 0').get()?.bytes;
  if (!(bytes instanceof Uint8Array)) throw damaged(store.path, 'there is no genesis');
  return decodeGenesis(bytes);
}

/** The Fault of a file that contradicts itself. */
function damaged(path: string, what: string): Fault {
  return new Fault('ledger_damaged', `${path}: ${what}; run touchmark audit on it, and open a backup or a replica`);
}

/** A file that cannot be read as what it says it is: whatever stumbled over it, it is damaged. */
export function unreadable(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const fault = isDiskError(cause)
    ? diskFault(path, cause)
    : damaged(path, cause instanceof Error ? cause.message : String(cause));
  return new Fault(fault.code, fault.message, { cause });
}

/** True for an error of SQLite or of a system call. */
export function isDiskError(error: unknown): boolean {
  return error instanceof Error && (('code' in error && error.code === 'ERR_SQLITE_ERROR') || 'syscall' in error);
}

/** The head as the last block says it. @throws Fault `ledger_damaged` */
export function readHead(path: string, statements: Statements, tree: LogTree): Head {
  const block = statements.lastBlock.get();
  const leafBytes = block === undefined ? undefined : statements.entry.get(Number(block.leaf_idx))?.bytes;
  if (block === undefined || !(leafBytes instanceof Uint8Array) || tree.size !== Number(block.leaf_idx) + 1) {
    throw damaged(path, 'the last entry is not the leaf of the last block');
  }
  const { height, timeMs, stateDigest } = decodeBlockLeaf(leafBytes);
  const root = tree.root();
  if (!(block.root instanceof Uint8Array) || !equalBytes(root, block.root)) {
    throw damaged(path, `the log’s root is not the one noted with block ${height}`);
  }
  return { size: tree.size, root, height, timeMs, stateDigest };
}

/** Holds a log against its high-water mark. @throws Fault `ledger_behind_mark` */
export function checkMark(path: string, { size, root }: Mark, head: Head, tree: LogTree): void {
  if (size > head.size || (size > 0 && !equalBytes(tree.root(size), root))) {
    throw new Fault(
      'ledger_behind_mark',
      `${path} holds ${head.size} entries, but had come to ${size} with another history: it is a restored backup or was cut, and going on would sign a second history; it may be read`,
    );
  }
}
