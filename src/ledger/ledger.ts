// The replicated state machine: takes blocks of statements in an order that an engine fixed, executes them the same way
// everywhere, and keeps log and state in one SQLite file. The story of a block:
//
//   execute  stages entries, records, tiles and the block leaf in one open transaction. A crash here loses nothing.
//   commit   makes them durable with one fsync. A crash before its return leaves the block whole or absent.
//   head     is signed as a checkpoint only after commit returned; where a crash came before that, when it is next asked for.
//
// An error in execute or commit breaks the ledger for good: its process must end, and the next one opens what is durable.

import { existsSync } from 'node:fs';
import { foundingWrites } from '#contracts/membership/identity.ts';
import { EMPTY_ROOT, encodeBlockLeaf, encodeResult, FIRST_STATE_DIGEST } from '#core/block.ts';
import { sha256 } from '#core/crypto.ts';
import { assert, Fault } from '#core/fault.ts';
import { decodeGenesis, type Genesis, PROTOCOL } from '#core/genesis.ts';
import type { KeyBinding } from '#core/identity.ts';
import { LruMap } from '#core/lru-map.ts';
import { rootOfLeaves } from '#core/merkle.ts';
import type { Registry } from '#core/registry.ts';
import { writesDigest } from '#core/state.ts';
import type { Statement } from '#core/statement.ts';
import type { Applied, Head, NodeSigner } from './applied.ts';
import { applyStatement } from './apply-statement.ts';
import { BlockInProgress, type Place } from './block-in-progress.ts';
import type { Candidate } from './candidate.ts';
import { Checkpoints } from './checkpoints.ts';
import { ANYONE } from './entry-readers.ts';
import { HighWaterMark, markPath, readMark } from './high-water-mark.ts';
import { BLOCK_STATEMENTS, KEYS_KEPT } from './limits.ts';
import { LogTree } from './log-tree.ts';
import { Members } from './members.ts';
import { checkMark, isDiskError, readFounding, readHead, unreadable } from './opening.ts';
import { SqliteState } from './sqlite-state.ts';
import { prepare, type Statements } from './statements.ts';
import { createStore, diskFault, openStore, openStoreReadOnly, type Store } from './store.ts';

type Options = { readonly registry: Registry; readonly signer?: NodeSigner };

/** One ledger, open. */
export class Ledger {
  readonly id: string;
  readonly genesis: Genesis;
  readonly registry: Registry;
  readonly state: SqliteState;
  readonly tree: LogTree;
  readonly store: Store;
  readonly signer: NodeSigner | undefined;
  readonly members: Members;
  readonly #checkpoints: Checkpoints;
  readonly #mark: HighWaterMark | undefined;
  readonly #keys = new LruMap<string, KeyBinding | 'none'>(KEYS_KEPT);
  readonly #statements: Statements;
  #head: Head;
  #staged: (Head & { readonly leaf: Uint8Array }) | undefined;
  #broken: Fault | undefined;
  #isClosed = false;

  /**
   * Founds a ledger in a new file.
   * @param genesis bytes of leaf 0
   * @throws Fault `ledger_exists`, `ledger_in_use`, `ledger_disk`, `disk_full`, those of decodeGenesis
   */
  static create(path: string, genesis: Uint8Array, options: Options): Ledger {
    const founding = decodeGenesis(genesis);
    if (existsSync(markPath(path))) {
      throw new Fault(
        'ledger_exists',
        `${markPath(path)} is there: a ledger was at ${path} before, and a new one needs a new place`,
      );
    }
    const store = createStore(path);
    try {
      const mark = HighWaterMark.create(markPath(path), { size: 0, root: EMPTY_ROOT });
      const ledger = new Ledger(store, { ...options, ...founding, mark });
      ledger.#found(genesis);
      // The genesis into the file itself: whatever becomes of the write-ahead log, the file says which ledger it is.
      store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return ledger;
    } catch (cause) {
      store[Symbol.dispose]();
      throw isDiskError(cause) ? diskFault(path, cause) : cause;
    }
  }

  /**
   * Opens a ledger to go on with it.
   * @throws Fault `ledger_missing`, `ledger_in_use`, `ledger_not_ours`, `ledger_damaged`, `ledger_behind_mark`
   */
  static open(path: string, options: Options): Ledger {
    const store = openStore(path);
    try {
      const mark = readMark(markPath(path));
      if (mark === undefined) {
        throw new Fault(
          'ledger_mark_missing',
          `${path} has no high-water mark beside it: it is a copy, which may be read but must not sign a second history`,
        );
      }
      const ledger = new Ledger(store, {
        ...options,
        ...readFounding(store),
        mark: HighWaterMark.open(markPath(path)),
      });
      try {
        ledger.#load();
        checkMark(path, mark, ledger.#head, ledger.tree);
        // What a commit wrote whose fsync then failed is in the system's cache only: it is written out anew.
        store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        return ledger;
      } catch (error) {
        ledger.#mark?.[Symbol.dispose]();
        throw error;
      }
    } catch (cause) {
      store[Symbol.dispose]();
      throw unreadable(path, cause);
    }
  }

  /** Opens a ledger, or a copy of one, to read. @throws as open, but for the lock and the mark */
  static openReadOnly(path: string, options: Options): Ledger {
    const store = openStoreReadOnly(path);
    try {
      // One read transaction: the writer may commit between two reads.
      store.db.exec('BEGIN');
      const ledger = new Ledger(store, { ...options, ...readFounding(store), mark: undefined });
      ledger.#load();
      store.db.exec('COMMIT');
      return ledger;
    } catch (cause) {
      store[Symbol.dispose]();
      throw unreadable(path, cause);
    }
  }

  private constructor(
    store: Store,
    options: Options & {
      readonly genesis: Genesis;
      readonly ledgerId: string;
      readonly mark: HighWaterMark | undefined;
    },
  ) {
    this.store = store;
    this.id = options.ledgerId;
    this.genesis = options.genesis;
    this.registry = options.registry;
    this.signer = options.signer;
    this.#mark = options.mark;
    this.state = new SqliteState(store, options.registry);
    this.members = new Members(store, options.registry, this.state);
    this.#statements = prepare(store);
    this.#checkpoints = new Checkpoints(this.#statements, options.ledgerId, options.signer);
    const size = Number(this.#statements.size.get()?.size ?? 0);
    this.tree = new LogTree(store, size);
    this.#head = { size: 0, root: EMPTY_ROOT, height: -1, timeMs: 0, stateDigest: FIRST_STATE_DIGEST };
  }

  /** The last durable head. */
  get head(): Head {
    return this.#head;
  }

  /** The live key with this thumbprint, in the state as staged so far. */
  key(kid: string): KeyBinding | undefined {
    let key = this.#keys.get(kid);
    if (key === undefined) {
      key = this.registry.identity.key(this.state, kid) ?? 'none';
      this.#keys.set(kid, key);
    }
    return key === 'none' ? undefined : key;
  }

  /** A record changed that says who holds which key. */
  forgetKeys(): void {
    this.#keys.clear();
  }

  /** True where the log has this statement, in the state as staged so far. */
  knows({ txId, action }: Statement): boolean {
    return this.#statements.byTx.get(action.notAfterMs, txId) !== undefined;
  }

  /**
   * Executes a block and stages it; `commit` must follow. Where every statement is dropped there is no block, and
   * nothing to commit.
   * @param timeMs from the engine's clock; raised to the time of the last block where it is lower
   */
  execute(timeMs: number, candidates: readonly Candidate[]): readonly Applied[] {
    this.#assertUsable();
    assert(this.#staged === undefined, 'a staged block is committed before the next');
    assert(candidates.length <= BLOCK_STATEMENTS, `a block has at most ${BLOCK_STATEMENTS} statements`);
    assert(Number.isSafeInteger(timeMs) && timeMs >= 0, `the engine's clock gives whole milliseconds, not ${timeMs}`);
    const height = this.#head.height + 1;
    const at = { height, timeMs: Math.max(timeMs, this.#head.timeMs), firstIndex: this.#head.size };
    return this.#guarded(() => {
      this.#statements.begin.run();
      this.#checkpoints.store();
      const block = new BlockInProgress(this.#head.stateDigest);
      const turn = { at, block, statements: this.#statements };
      const applied = candidates.map((candidate) => applyStatement(this, candidate, turn));
      if (block.results.length === 0) {
        this.#statements.rollback.run();
        this.#checkpoints.forgetStoring();
        return applied;
      }
      this.#close(at, block);
      return applied;
    });
  }

  /** The leaf of the staged block: replay compares it with the log's before it commits. */
  stagedBlockLeaf(): Uint8Array | undefined {
    return this.#staged?.leaf;
  }

  /** Makes the staged block durable: one fsync. @returns the new head; there was no block where it is the old one */
  commit(): Head {
    this.#assertUsable();
    const staged = this.#staged;
    if (staged === undefined) return this.#head;
    return this.#guarded(() => {
      this.#statements.commit.run();
      this.#staged = undefined;
      this.#head = staged;
      this.#mark?.set(staged);
      return staged;
    });
  }

  /** The head as a signed checkpoint. Signed once for each size; only ever a durable head. @throws Fault `ledger_has_no_key` */
  checkpoint(): Promise<string> {
    return this.#checkpoints.sign(this.#head);
  }

  /** A signed checkpoint that is there: of this size, or of the highest. */
  storedCheckpoint(size?: number): string | undefined {
    return this.#checkpoints.find(size);
  }

  /** Closes the file and drops the lock; a block that was staged and not committed is gone. */
  [Symbol.dispose](): void {
    // A second close could hit a file that was opened meanwhile.
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#mark?.[Symbol.dispose]();
    try {
      if (this.#broken === undefined && this.store.writable) this.#checkpoints.store();
    } finally {
      this.store[Symbol.dispose]();
    }
  }

  /** Ends a block with its leaf, and stages the head after it. */
  #close(at: Place, block: BlockInProgress): void {
    const leafIndex = at.firstIndex + block.results.length;
    const bytes = encodeBlockLeaf({
      protocol: PROTOCOL,
      height: at.height,
      timeMs: at.timeMs,
      firstIndex: at.firstIndex,
      count: block.results.length,
      resultsRoot: rootOfLeaves(block.results),
      stateDigest: block.stateDigest,
      membersRoot: this.members.root,
      recordsRoot: EMPTY_ROOT,
    });
    this.tree.append(bytes);
    const root = this.tree.root();
    this.#statements.addBlockLeaf.run(leafIndex, bytes);
    this.#statements.addBlock.run(at.height, leafIndex, root);
    this.members.follow(at.height + 1, block);
    const { height, timeMs } = at;
    this.#staged = { size: leafIndex + 1, root, height, timeMs, stateDigest: block.stateDigest, leaf: bytes };
  }

  #found(genesis: Uint8Array): void {
    const writes = foundingWrites(this.genesis);
    this.#guarded(() => {
      this.#statements.begin.run();
      this.state.apply(writes, 0);
      const block = new BlockInProgress(FIRST_STATE_DIGEST);
      const digest = writesDigest(writes);
      const txId = sha256(genesis);
      block.keysChanged = true;
      block.add(encodeResult({ txId, outcome: 'accepted', writesDigest: digest, eventsText: '[]' }), digest);
      this.tree.append(genesis);
      this.#statements.addStatement.run(0, genesis, 0, txId, 'accepted', digest, '[]', '{}', ANYONE);
      this.#statements.addReader.run(ANYONE, 0);
      this.#close({ height: 0, timeMs: this.genesis.body.timeMs, firstIndex: 0 }, block);
    });
    this.commit();
  }

  #load(): void {
    this.#head = readHead(this.store.path, this.#statements, this.tree);
    this.members.load(this.#head.height + 1);
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      this.#broken = cause instanceof Fault ? cause : diskFault(this.store.path, cause);
      throw isDiskError(cause) ? this.#broken : cause;
    }
  }

  #assertUsable(): void {
    if (this.#broken !== undefined) {
      throw new Fault(
        'ledger_broken',
        `${this.store.path} failed earlier and must be opened anew: ${this.#broken.message}`,
        { cause: this.#broken },
      );
    }
  }
}
