// The replicated state machine: takes blocks of statements in an order that an engine fixed, executes them the same way
// everywhere, and keeps log and state in one SQLite file. The story of a block:
//
//   execute  stages entries, records, tiles and the block leaf in one open transaction. A crash here loses nothing.
//   commit   makes them durable with one fsync. A crash before its return leaves the block whole or absent.
//   head     is signed as a checkpoint only after commit returned; a crash before that signs it on opening.
//
// An error in execute or commit breaks the ledger for good: its process must end, and the next one opens what is durable.

import { existsSync } from 'node:fs';
import type { StatementSync } from 'node:sqlite';
import { foundingWrites } from '#contracts/membership/identity.ts';
import {
  type BlockLeaf,
  decodeBlockLeaf,
  EMPTY_ROOT,
  encodeBlockLeaf,
  encodeResult,
  FIRST_STATE_DIGEST,
  encodeMemberLeaf,
  membersRootOf,
  nextStateDigest,
} from '#core/block.ts';
import { equalBytes } from '#core/bytes.ts';
import { canonicalJson, type JsonObject } from '#core/canonical-json.ts';
import { originOf, signCheckpoint } from '#core/checkpoint.ts';
import type { Event } from '#core/context.ts';
import type { Signer } from '#core/cose-sign1.ts';
import { sha256 } from '#core/crypto.ts';
import { assert, Fault } from '#core/fault.ts';
import { decodeGenesis, type Genesis, PROTOCOL } from '#core/genesis.ts';
import type { KeyBinding } from '#core/identity.ts';
import { LruMap } from '#core/lru-map.ts';
import { leafHash, rootOfLeaves } from '#core/merkle.ts';
import type { Registry } from '#core/registry.ts';
import { execute } from '#core/runtime.ts';
import type { NoteSigner } from '#core/signed-note.ts';
import { writesDigest } from '#core/state.ts';
import type { Statement } from '#core/statement.ts';
import type { Candidate } from './candidate.ts';
import { HighWaterMark, markPath, readMark } from './high-water-mark.ts';
import { BLOCK_STATEMENTS, KEYS_KEPT } from './limits.ts';
import { LiveKeys } from './live-keys.ts';
import { LogTree } from './log-tree.ts';
import { SqliteState } from './sqlite-state.ts';
import { createStore, diskFault, openStore, openStoreReadOnly, type Store } from './store.ts';

/** The node's own keys: they sign heads and receipts, never a statement. */
export type NodeSigner = {
  /** Ed25519; its name in checkpoints is the ledger's origin. */
  readonly checkpoint: Omit<NoteSigner, 'name'>;
  /** P-256. */
  readonly receipt: Signer;
};

/** What came of one statement in a block. */
export type Applied = {
  readonly txId: Uint8Array;
  /** Place in the log; undefined where the statement was dropped unconsumed. */
  readonly index: number | undefined;
  readonly height: number;
  readonly timeMs: number;
  /** `accepted`, a refusal, or why it was dropped: a code of DROPS. */
  readonly outcome: string;
  readonly details: JsonObject;
  readonly events: readonly Event[];
};

/** Why a statement is left out of the log: it may be sent again, or never will fit. */
export const DROPS = {
  audience_wrong: 'The statement is for another ledger.',
  statement_expired: 'The block time is after the statement’s notAfterMs.',
  statement_early: 'The block time is more than the window before the statement’s notAfterMs.',
  key_unknown: 'No live key of this ledger has this thumbprint.',
  issuer_wrong: 'The key belongs to another member than the statement’s issuer.',
  signature_wrong: 'The signature is not by this key.',
  statement_known: 'The statement is in the log already.',
  subject_wrong: 'The subject claim is not what the action is about.',
  release_missing: 'The software of this node does not have the release that is to be put in force.',
  statement_too_large: 'The statement has more bytes than this ledger allows.',
} as const;

/** Where the log stands. */
export type Head = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly height: number;
  readonly timeMs: number;
  readonly stateDigest: Uint8Array;
};

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
  readonly liveKeys: LiveKeys;
  readonly #mark: HighWaterMark | undefined;
  readonly #keys = new LruMap<string, KeyBinding | 'none'>(KEYS_KEPT);
  readonly #statements: Statements;
  #head: Head;
  #membersRoot: Uint8Array;
  /** True where the members tree of the next block has keys that are live no more. */
  #hasGoneKeys = false;
  #staged: (Head & { readonly leaf: Uint8Array }) | undefined;
  #checkpoint: { readonly size: number; readonly note: string } | undefined;
  #checkpointStored = true;
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
        ledger.#checkMark(mark.size, mark.root);
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
    this.liveKeys = new LiveKeys(store);
    this.#statements = prepare(store);
    const size = Number(this.#statements.size.get()?.size ?? 0);
    this.tree = new LogTree(store, size);
    this.#head = { size: 0, root: EMPTY_ROOT, height: -1, timeMs: 0, stateDigest: FIRST_STATE_DIGEST };
    this.#membersRoot = EMPTY_ROOT;
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
      this.#storeCheckpoint();
      const block = new BlockInProgress(this.#head.stateDigest);
      const applied = candidates.map((candidate) => this.#apply(candidate, at, block));
      if (block.results.length === 0) {
        this.#statements.rollback.run();
        this.#checkpointStored = false;
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
  async checkpoint(): Promise<string> {
    const { size, root } = this.#head;
    if (this.#checkpoint?.size === size) return this.#checkpoint.note;
    if (this.signer === undefined)
      throw new Fault('ledger_has_no_key', 'this process has no key of a node of the ledger');
    const name = originOf(this.id);
    const note = await signCheckpoint({ origin: name, size, root }, { ...this.signer.checkpoint, name });
    if (this.#head.size === size) {
      this.#checkpoint = { size, note };
      this.#checkpointStored = false;
    }
    return note;
  }

  /** A stored checkpoint: of this size, or of the highest that is stored. */
  storedCheckpoint(size?: number): string | undefined {
    if (this.#checkpoint !== undefined && (size === undefined || size === this.#checkpoint.size))
      return this.#checkpoint.note;
    const row = size === undefined ? this.#statements.lastCheckpoint.get() : this.#statements.checkpoint.get(size);
    return row === undefined ? undefined : String(row.note);
  }

  /** Closes the file and drops the lock; a block that was staged and not committed is gone. */
  [Symbol.dispose](): void {
    // A second close could hit a file that was opened meanwhile.
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#mark?.[Symbol.dispose]();
    try {
      if (this.#broken === undefined && this.store.writable && !this.#checkpointStored) this.#storeCheckpoint();
    } finally {
      this.store[Symbol.dispose]();
    }
  }

  #apply(candidate: Candidate, at: Place, block: BlockInProgress): Applied {
    const { statement } = candidate;
    const { txId, action } = statement;
    const { height, timeMs } = at;
    const drop = this.#reasonToDrop(candidate, timeMs);
    const caller = this.key(statement.kid);
    if (drop !== undefined || caller === undefined) {
      return { txId, index: undefined, height, timeMs, outcome: drop ?? 'key_unknown', details: {}, events: [] };
    }
    const result = execute(
      { txId, caller, action },
      { ledgerId: this.id, timeMs },
      this.state,
      this.registry,
      this.genesis.body.limits,
    );
    const index = at.firstIndex + block.results.length;
    block.signers.set(caller.kid, caller);
    this.state.apply(result.writes, index);
    if (result.writes.some(({ kind }) => this.registry.identity.isKeyRecord(kind))) {
      this.#keys.clear();
      block.keysChanged = true;
    }
    const digest = writesDigest(result.writes);
    const { outcome, details, events } = result;
    const eventsText = events.length === 0 ? '[]' : canonicalJson(events);
    block.add(
      encodeResult({ txId, outcome, writesDigest: digest, eventsText }),
      result.writes.length > 0 ? digest : undefined,
    );
    this.tree.append(statement.bytes);
    this.#statements.addStatement.run(
      index,
      statement.bytes,
      action.notAfterMs,
      txId,
      outcome,
      digest,
      eventsText,
      outcome === 'accepted' ? '{}' : canonicalJson(details),
    );
    return { txId, index, height, timeMs, outcome, details, events };
  }

  #reasonToDrop(candidate: Candidate, timeMs: number): keyof typeof DROPS | undefined {
    const { audience, issuer, kid, action, bytes, subject } = candidate.statement;
    const { statementBytes, windowMs } = this.genesis.body.limits;
    if (bytes.length > statementBytes) return 'statement_too_large';
    if (audience !== this.id) return 'audience_wrong';
    if (timeMs > action.notAfterMs) return 'statement_expired';
    if (timeMs < action.notAfterMs - windowMs) return 'statement_early';
    const key = this.key(kid);
    if (key === undefined) return 'key_unknown';
    if (key.member !== issuer) return 'issuer_wrong';
    if (!candidate.isSignedBy(key.publicKey)) return 'signature_wrong';
    if (this.knows(candidate.statement)) return 'statement_known';
    // What this software cannot execute must not be put in force: an older node stops here instead of going its own way.
    const release = this.registry.identity.releaseOf(action);
    if (release !== undefined && !this.registry.hasRelease(release.contract, release.version)) return 'release_missing';
    // Only of the version in force: another one is refused, whatever a later release would say of its subject.
    const isInForce = this.registry.identity.activeVersion(this.state, action.contract) === action.version;
    const right = isInForce ? this.registry.subjectOf(action) : undefined;
    return right !== undefined && right !== subject ? 'subject_wrong' : undefined;
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
      membersRoot: this.#membersRoot,
      recordsRoot: EMPTY_ROOT,
    });
    this.tree.append(bytes);
    const root = this.tree.root();
    this.#statements.addBlockLeaf.run(leafIndex, bytes);
    this.#statements.addBlock.run(at.height, leafIndex, root);
    if (block.keysChanged || this.#hasGoneKeys) this.#noteKeys(at.height + 1, block);
    const { height, timeMs } = at;
    this.#staged = { size: leafIndex + 1, root, height, timeMs, stateDigest: block.stateDigest, leaf: bytes };
  }

  /**
   * The members tree of the next block: what is live now, and what signed in this block and is gone. Without the latter
   * no block would prove the signer of a statement whose key was enrolled and revoked in its own block.
   */
  #noteKeys(height: number, { signers }: BlockInProgress): void {
    const live = this.registry.identity.liveKeys(this.state);
    const gone = new Map(signers);
    for (const { kid } of live) gone.delete(kid);
    const leaves = [
      ...live.map((key) => ({ kid: key.kid, leaf: encodeMemberLeaf(key, 'live') })),
      ...[...gone.values()].map((key) => ({ kid: key.kid, leaf: encodeMemberLeaf(key, 'gone') })),
    ].sort((a, b) => (a.kid < b.kid ? -1 : 1));
    this.liveKeys.set(leaves, height);
    this.#membersRoot = membersRootOf(leaves.map(({ leaf }) => leaf));
    this.#hasGoneKeys = gone.size > 0;
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
      this.#statements.addStatement.run(0, genesis, 0, txId, 'accepted', digest, '[]', '{}');
      this.#close({ height: 0, timeMs: this.genesis.body.timeMs, firstIndex: 0 }, block);
    });
    this.commit();
  }

  #load(): void {
    const block = this.#statements.lastBlock.get();
    const leafBytes = block === undefined ? undefined : this.#statements.entry.get(Number(block.leaf_idx))?.bytes;
    if (block === undefined || !(leafBytes instanceof Uint8Array) || this.tree.size !== Number(block.leaf_idx) + 1) {
      throw damaged(this.store.path, 'the last entry is not the leaf of the last block');
    }
    const leaf: BlockLeaf = decodeBlockLeaf(leafBytes);
    const root = this.tree.root();
    if (!(block.root instanceof Uint8Array) || !equalBytes(root, block.root)) {
      throw damaged(this.store.path, `the log’s root is not the one noted with block ${leaf.height}`);
    }
    const { height, timeMs, stateDigest } = leaf;
    this.#head = { size: this.tree.size, root, height, timeMs, stateDigest };
    const members = this.liveKeys.at(height + 1);
    this.#membersRoot = rootOfLeaves(members.map((member) => leafHash(member.leaf)));
    this.#hasGoneKeys = members.length !== this.registry.identity.liveKeys(this.state).length;
  }

  #checkMark(size: number, root: Uint8Array): void {
    if (size > this.#head.size || (size > 0 && !equalBytes(this.tree.root(size), root))) {
      throw new Fault(
        'ledger_behind_mark',
        `${this.store.path} holds ${this.#head.size} entries, but had come to ${size} with another history: it is a restored backup or was cut, and going on would sign a second history; it may be read`,
      );
    }
  }

  #storeCheckpoint(): void {
    if (this.#checkpoint === undefined || this.#checkpointStored) return;
    this.#statements.addCheckpoint.run(this.#checkpoint.size, this.#checkpoint.note);
    this.#checkpointStored = true;
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

type Place = { readonly height: number; readonly timeMs: number; readonly firstIndex: number };

/** What a block has gathered so far. */
class BlockInProgress {
  /** Leaf hashes of the results tree. */
  readonly results: Uint8Array[] = [];
  /** Keys that signed a statement of the block, by thumbprint. */
  readonly signers = new Map<string, KeyBinding>();
  stateDigest: Uint8Array;
  keysChanged = false;

  constructor(stateDigest: Uint8Array) {
    this.stateDigest = stateDigest;
  }

  /** @param digest of the writes, where there are any */
  add(result: Uint8Array, digest: Uint8Array | undefined): void {
    this.results.push(leafHash(result));
    if (digest !== undefined) this.stateDigest = nextStateDigest(this.stateDigest, digest);
  }
}

type Statements = ReturnType<typeof prepare>;

function prepare({ db }: Store) {
  const sql = (text: string): StatementSync => db.prepare(text);
  return {
    begin: sql('BEGIN IMMEDIATE'),
    commit: sql('COMMIT'),
    rollback: sql('ROLLBACK'),
    size: sql('SELECT coalesce(max(idx) + 1, 0) AS size FROM entries'),
    entry: sql('SELECT bytes FROM entries WHERE idx = ?'),
    byTx: sql('SELECT idx FROM entries WHERE not_after_ms = ? AND tx_id = ?'),
    addStatement: sql(
      'INSERT INTO entries(idx, bytes, not_after_ms, tx_id, outcome, writes, events, details) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    addBlockLeaf: sql('INSERT INTO entries(idx, bytes) VALUES(?, ?)'),
    addBlock: sql('INSERT INTO blocks VALUES(?, ?, ?)'),
    lastBlock: sql('SELECT height, leaf_idx, root FROM blocks ORDER BY height DESC LIMIT 1'),
    addCheckpoint: sql('INSERT OR IGNORE INTO checkpoints VALUES(?, ?)'),
    checkpoint: sql('SELECT note FROM checkpoints WHERE size = ?'),
    lastCheckpoint: sql('SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1'),
  };
}

function readFounding(store: Store): { readonly genesis: Genesis; readonly ledgerId: string } {
  const bytes = store.db.prepare('SELECT bytes FROM entries WHERE idx = 0').get()?.bytes;
  if (!(bytes instanceof Uint8Array)) throw damaged(store.path, 'there is no genesis');
  return decodeGenesis(bytes);
}

function damaged(path: string, what: string): Fault {
  return new Fault('ledger_damaged', `${path}: ${what}; run touchmark audit on it, and open a backup or a replica`);
}

/** A file that cannot be read as what it says it is: whatever stumbled over it, it is damaged. */
function unreadable(path: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const fault = isDiskError(cause)
    ? diskFault(path, cause)
    : damaged(path, cause instanceof Error ? cause.message : String(cause));
  return new Fault(fault.code, fault.message, { cause });
}

/** An error of SQLite or of a system call. */
function isDiskError(error: unknown): boolean {
  return error instanceof Error && (('code' in error && error.code === 'ERR_SQLITE_ERROR') || 'syscall' in error);
}
