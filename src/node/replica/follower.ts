// A replica: follows one origin's log, executes it anew, and keeps what it finds wrong. Its ledger only ever holds whole
// blocks that were shown to be of a log that the origin signed and that executing gave again; it may be killed anywhere.
//
//   checkpoint  signed by a node of the genesis; what is of our size or smaller must be how our log begins.
//   begin       the head is noted durably before anything is done under it: a kill here loses nothing.
//   leaves      in pieces, each shown to be of the signed log before it goes on.
//   replay      block by block: executed, compared, committed. A kill leaves the last whole block.
//   keep        the checkpoint goes into the ledger; what others were shown is compared; then a witness co-signs.

import { base64url, equalBytes } from '#core/bytes.ts';
import { assert, isFault } from '#core/fault.ts';
import { verifyConsistency } from '#core/merkle.ts';
import { entryAt } from '#ledger/entries.ts';
import { keepCheckpoint } from '#ledger/kept-checkpoints.ts';
import { Ledger } from '#ledger/ledger.ts';
import { ReplayFault, replay } from '#ledger/replay.ts';
import { forkOf } from './comparison.ts';
import { type Compared, Comparisons, notOurs } from './comparisons.ts';
import { EvidenceFolder } from './evidence-folder.ts';
import type { EvidenceDraft } from './evidence-format.ts';
import { type Finding, OriginFault } from './finding.ts';
import { type FollowerOptions, type FollowerStatus, replicaPaths } from './follower-options.ts';
import { openReplicaLedger } from './founding.ts';
import { inTime } from './in-time.ts';
import { conflict, isUnreachable, wrongLog } from './judgement.ts';
import { AHEAD_MS } from './limits.ts';
import { Origin } from './origin.ts';
import { ReplicaState } from './replica-state.ts';
import { ServedLog } from './served-log.ts';
import { type Founding, readSignedHead, type SignedHead } from './signed-head.ts';
import { Witness, type WitnessOptions } from './witness.ts';

/** One replica of one ledger. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #founding: Founding;
  readonly #state: ReplicaState;
  readonly #folder: EvidenceFolder;
  readonly #witness: Witness | undefined;
  readonly #comparisons: Comparisons;
  #ledger: Ledger;
  #originSize = 0;
  #lastSeenMs: number | undefined;
  #cosigned: { readonly size: number; readonly note: string } | undefined;
  #condition: FollowerStatus['state'] = 'behind';
  #finding: Finding | undefined;
  #isBusy = false;

  /**
   * Opens a replica; one that begins asks the origin for its genesis.
   * @throws Fault `origin_unreachable`, `replica_ledger_wrong`, `replica_state_invalid`, `witness_*`, as Ledger.open
   */
  static async open(options: FollowerOptions, signal: AbortSignal = new AbortController().signal): Promise<Follower> {
    const { home, source } = options;
    const origin = new Origin(source, signal);
    const ledger = await openReplicaLedger(replicaPaths(home).ledger, options, () => origin.genesis());
    try {
      return new Follower(ledger, options);
    } catch (error) {
      ledger[Symbol.dispose]();
      throw error;
    }
  }

  private constructor(ledger: Ledger, options: FollowerOptions) {
    const paths = replicaPaths(options.home);
    this.#options = options;
    this.#ledger = ledger;
    this.#founding = { genesis: ledger.genesis, ledgerId: ledger.id };
    this.#state = new ReplicaState(paths.state, this.#founding);
    this.#folder = new EvidenceFolder(paths.evidence);
    const witness: WitnessOptions | undefined =
      options.witnessName === undefined ? undefined : { ...paths.witness, name: options.witnessName };
    this.#witness = witness && new Witness(ledger.id, witness);
    this.#comparisons = new Comparisons(this.#founding);
    this.#stopWhereFound();
  }

  /** The replica's ledger, to read. Ask for it each time: after a wrong block it is another object of the same file. */
  get ledger(): Ledger {
    return this.#ledger;
  }

  /** The witness, where the replica is one. */
  get witness(): Witness | undefined {
    return this.#witness;
  }

  /** The last checkpoint that the origin took with this replica's co-signature. */
  get cosignedNote(): string | undefined {
    return this.#cosigned?.note;
  }

  status(): FollowerStatus {
    const { size } = this.#ledger.head;
    return {
      state: this.#condition,
      size,
      originSize: Math.max(this.#originSize, this.#state.latest?.size ?? 0, size),
      lastSeenMs: this.#lastSeenMs,
      cosignedSize: this.#witness && (this.#cosigned?.size ?? 0),
      ...(this.#finding !== undefined && { finding: this.#finding }),
    };
  }

  /**
   * Goes as far as the origin's checkpoint. What the origin does wrong is in the status, not thrown.
   * @throws the signal's reason; Fault `ledger_*`, `disk_full`, `replica_disk`, `signature_worker_lost`: of this machine
   */
  async followOnce(signal: AbortSignal = new AbortController().signal): Promise<FollowerStatus> {
    assert(!this.#isBusy, 'one round ends before the next');
    if (this.#condition === 'stopped_on_evidence') return this.status();
    this.#isBusy = true;
    try {
      const origin = new Origin(this.#options.source, signal);
      const head = await this.#round(origin);
      // What was seen elsewhere meanwhile may have stopped it.
      if (this.#stopWhereFound()) return this.status();
      this.#condition = 'following';
      this.#finding = undefined;
      await this.#cosign(origin, head);
    } catch (error) {
      // What was found is kept, whatever else ends: it may not be shown again.
      if (!(error instanceof OriginFault)) signal.throwIfAborted();
      await this.#settle(error);
    } finally {
      this.#isBusy = false;
    }
    return this.status();
  }

  /**
   * Compares a checkpoint that someone else was shown with the replica's own log, now or as soon as it is as long.
   * @returns `same`, `kept` until then, or what was found
   * @throws as verifyCheckpoint where no node of the ledger signed it
   */
  compareWith(note: string): 'same' | 'kept' | Finding {
    const compared = this.#comparisons.note(this.#ledger, note);
    return this.#judged(compared);
  }

  /** As compareWith, for a receipt that someone holds, with the bytes of its entry. @throws as verifyReceipt */
  compareReceipt(leaf: Uint8Array, receipt: Uint8Array): 'same' | 'kept' | Finding {
    const compared = this.#comparisons.receipt(this.#ledger, leaf, receipt);
    return this.#judged(compared);
  }

  #judged(compared: Compared): 'same' | 'kept' | Finding {
    return typeof compared === 'string'
      ? compared
      : this.#tell(new OriginFault(compared.kind, '', { draft: compared }));
  }

  [Symbol.dispose](): void {
    this.#ledger[Symbol.dispose]();
  }

  async #round(origin: Origin): Promise<SignedHead> {
    const askedMs = this.#options.clock();
    const head = this.#read(await origin.checkpoint());
    this.#lastSeenMs = askedMs;
    this.#originSize = head.size;
    if (!(await this.#isOneLog(origin, head))) throw await conflict(origin, this.#ledger, head);
    const before = this.#state.latest;
    throwWhere(before && forkOf(before, head));
    this.#state.begin(head);
    if (head.size > this.#ledger.head.size) await this.#take(origin, head);
    if (head.size === this.#ledger.head.size) keepCheckpoint(this.#ledger, head.note);
    // A larger head from before a restart: now the log has come there, too.
    throwWhere(before && notOurs(this.#ledger, before));
    throwWhere(this.#comparisons.due(this.#ledger));
    if (before !== undefined && before.size > head.size) {
      const { height } = this.#ledger.head;
      const sentence = `the origin shows ${head.size} entries, and showed ${before.size} before (entry ${before.size - 1}; this replica has block ${height})`;
      throw new OriginFault('rolled_back', sentence);
    }
    this.#state.saw(head, askedMs);
    return head;
  }

  #read(note: string): SignedHead {
    try {
      return readSignedHead(note, this.#founding);
    } catch (cause) {
      if (!isFault(cause)) throw cause;
      throw new OriginFault('checkpoint_wrong', `the origin's checkpoint: ${cause.message}`, { cause });
    }
  }

  /** True where the smaller of the two logs is how the larger begins. */
  async #isOneLog(origin: Origin, head: SignedHead): Promise<boolean> {
    const { size, root } = this.#ledger.head;
    if (head.size <= size) return equalBytes(this.#ledger.tree.root(head.size), head.root);
    const path = await origin.consistency(size, head.size);
    return verifyConsistency({ size1: size, root1: root, size2: head.size, root2: head.root, path });
  }

  async #take(origin: Origin, head: SignedHead): Promise<void> {
    this.#condition = 'behind';
    const { pool, onProgress } = this.#options;
    const served = new ServedLog(origin, this.#ledger, head);
    try {
      await replay(this.#ledger, inTime(this.#ledger, served, { head, seen: this.#state.seen }), pool, (_leaf, index) =>
        onProgress?.(index + 1, head.size),
      );
    } catch (error) {
      if (!(error instanceof ReplayFault)) throw error;
      // The block that is wrong was executed: what is in the file is what was right.
      this.#ledger[Symbol.dispose]();
      this.#ledger = Ledger.open(replicaPaths(this.#options.home).ledger, { registry: this.#options.registry });
      throw wrongLog(this.#ledger, served, head, error);
    }
    assert(equalBytes(this.#ledger.head.root, head.root), 'what was shown to be of the signed log gives its root');
  }

  async #cosign(origin: Origin, head: SignedHead): Promise<void> {
    if (this.#witness === undefined || head.size === this.#cosigned?.size) return;
    const { timeMs, height, size } = this.#ledger.head;
    const nowMs = this.#options.clock();
    if (timeMs > nowMs + AHEAD_MS) {
      const sentence = `entry ${size - 1} (block ${height}) has the time ${timeMs} ms, it is ${nowMs} ms by this replica's clock: it does not co-sign that`;
      this.#finding = { kind: 'time_ahead', sentence };
      return;
    }
    try {
      const note = await this.#witness.cosign(this.#ledger, head, Math.floor(nowMs / 1000));
      await origin.cosign(note);
      this.#cosigned = { size: head.size, note };
    } catch (error) {
      if (isFault(error) && error.code.startsWith('witness_')) {
        this.#finding = { kind: 'not_cosigned', sentence: error.message };
      } else if (isUnreachable(error)) this.#finding = { kind: 'not_handed', sentence: error.message };
      else throw error;
    }
  }

  async #settle(error: unknown): Promise<void> {
    if (error instanceof OriginFault) {
      const { draft, log } = error;
      this.#tell(
        error,
        draft !== undefined && log !== undefined
          ? await this.#folder.writeExecuted(draft, this.#evidenceOf(), log, this.#options)
          : undefined,
      );
    } else if (!isUnreachable(error)) throw error;
    else if (!this.#stopWhereFound()) {
      this.#condition = 'unreachable';
      this.#finding = { kind: 'unreachable', sentence: error.message };
    }
  }

  /** Keeps what was found, durably where it can be shown; what shows a dishonest origin stops the replica. */
  #tell({ draft, kind, message }: OriginFault, kept?: Finding): Finding {
    const finding =
      kept ?? (draft === undefined ? { kind, sentence: message } : this.#folder.write(draft, this.#evidenceOf()));
    if (kind === 'back_dated') this.#state.forgetSeen();
    this.#finding = finding;
    if (!this.#stopWhereFound()) this.#condition = 'behind';
    return finding;
  }

  #evidenceOf(): Founding & { readonly genesisText: string } {
    const bytes = entryAt(this.#ledger.store, 0)?.bytes;
    assert(bytes !== undefined, 'a ledger has its genesis');
    return { ...this.#founding, genesisText: base64url(bytes) };
  }

  #stopWhereFound(): boolean {
    const stop = this.#folder.stop();
    if (stop === undefined) return false;
    this.#condition = 'stopped_on_evidence';
    this.#finding = stop;
    return true;
  }
}

function throwWhere(draft: EvidenceDraft | undefined): void {
  if (draft !== undefined) throw new OriginFault(draft.kind, '', { draft });
}
