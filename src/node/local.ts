// A node without HTTP: ledger, engine and vault of one home folder, open in this process, and the transport by which the
// SDK reaches them. Nothing here assumes that there is one ledger in a process.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from '#contracts/index.ts';
import { base64url, equalBytes } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { decodeStatement } from '#core/statement.ts';
import { EmbeddedEngine } from '#engines/embedded/embedded.ts';
import type { NodeSigner } from '#ledger/applied.ts';
import { backupLedger } from '#ledger/backup.ts';
import { entryAt } from '#ledger/entries.ts';
import { receiptOf } from '#ledger/evidence.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import type { Submitted, Transport } from '#sdk/transport.ts';
import { BlobStore } from '#vault/blob-store.ts';
import {
  ownFile,
  ownLiveFile,
  type Reader,
  type RecordPage,
  rightToRead,
  visiblePage,
  visibleRecord,
} from './access.ts';
import { Feed } from './feed.ts';
import { openNodeKey } from './node-key.ts';
import { findTransaction, knownOutcome, roleOf, visibleBundle, visibleOutcome, visibleStatement } from './reading.ts';

/** What a node is given from outside. */
export type LocalOptions = {
  /** Folder of the ledger, the node's key and the vault. */
  readonly home: string;
  /** ms since 1970, for block times. */
  readonly clock: () => number;
};

/** Where things lie in a home folder. */
export function homePaths(home: string) {
  return {
    ledger: join(home, 'ledger.db'),
    nodeKey: join(home, 'node-key.json'),
    vault: join(home, 'vault'),
    nodeDb: join(home, 'node.db'),
    about: join(home, 'about.db'),
    secret: join(home, 'cursor-secret'),
  };
}

/** A ledger, its engine and its vault, open in this process. */
export class LocalNode {
  readonly ledger: Ledger;
  readonly vault: BlobStore;
  readonly feed: Feed;
  readonly #engine: EmbeddedEngine;
  readonly #pool: SignaturePool;

  /** True where the folder holds a ledger. */
  static exists(home: string): boolean {
    return existsSync(homePaths(home).ledger);
  }

  /** Founds a ledger in an empty home folder. @param genesis given the node's public keys, the bytes of leaf 0 */
  static async create(
    options: LocalOptions,
    genesis: (node: { readonly checkpointKey: Uint8Array; readonly receiptKey: Uint8Array }) => Promise<Uint8Array>,
  ): Promise<LocalNode> {
    mkdirSync(options.home, { recursive: true, mode: 0o700 });
    const paths = homePaths(options.home);
    const signer = openNodeKey(paths.nodeKey);
    const bytes = await genesis({ checkpointKey: signer.checkpoint.publicKey, receiptKey: signer.receipt.publicKey });
    const ledger = Ledger.create(paths.ledger, bytes, { registry: createRegistry(), signer });
    return new LocalNode(ledger, await BlobStore.open(paths.vault), options);
  }

  /** Opens the ledger of a home folder. @throws Fault `node_key_missing`, `node_key_foreign`, and as Ledger.open */
  static async open(options: LocalOptions): Promise<LocalNode> {
    const paths = homePaths(options.home);
    if (!existsSync(paths.ledger)) throw new Fault('ledger_missing', `there is no ledger at ${paths.ledger}`);
    if (!existsSync(paths.nodeKey)) {
      const sentence = `${paths.nodeKey} is not there: this is a replica's or a restored home, which signs no heads`;
      throw new Fault('node_key_missing', sentence);
    }
    const signer = openNodeKey(paths.nodeKey);
    const ledger = Ledger.open(paths.ledger, { registry: createRegistry(), signer });
    if (!isNodeOf(ledger, signer)) {
      ledger[Symbol.dispose]();
      throw new Fault('node_key_foreign', `${paths.nodeKey} is not the key of a node that the ledger’s founders named`);
    }
    return new LocalNode(ledger, await BlobStore.open(paths.vault), options);
  }

  private constructor(ledger: Ledger, vault: BlobStore, { clock }: LocalOptions) {
    this.ledger = ledger;
    this.vault = vault;
    this.#pool = new SignaturePool();
    this.feed = new Feed(ledger);
    this.#engine = new EmbeddedEngine({ ledger, pool: this.#pool, clock, onBlock: () => this.feed.announce() });
  }

  /**
   * Takes a statement. One that is in the log already has its first outcome, and is marked.
   * @throws as Engine.submit
   */
  async submit(statement: Uint8Array): Promise<Submitted> {
    const applied = await this.#engine.submit(statement);
    const { txId, outcome } = applied;
    if (outcome !== 'statement_known' && outcome !== 'statement_expired') return applied;
    const transaction = { txId, notAfterMs: decodeStatement(statement).action.notAfterMs };
    if (outcome === 'statement_known') return knownOutcome(this.ledger, transaction);
    // Too late to be applied, but it may have been in time: its answer was lost. Only these very bytes were checked then.
    const index = findTransaction(this.ledger, transaction);
    const isThere = index !== undefined && equalBytes(this.entryBytes(index), statement);
    return isThere ? knownOutcome(this.ledger, transaction) : applied;
  }

  /** Statements that are taken and not durable yet. */
  get waiting(): number {
    return this.#engine.waiting;
  }

  /** The way of one actor to this node. Records and files that are not for its member, it does not give. */
  transportFor(actor: string): Transport {
    const member = actor.split('/')[0] ?? '';
    const { ledger, vault } = this;
    const reader = (): Reader => ({ actor, member, role: roleOf(ledger, actor) });
    return {
      ledgerId: ledger.id,
      submit: (statement) => this.submit(statement),
      record: async (kind, id) => visibleRecord(ledger, reader(), kind, id)?.text,
      list: async (kind, index, value, page) =>
        asPage(visiblePage(ledger, reader(), { kind, filters: { [index]: value }, after: '', ...page })),
      bundle: (indexes) => visibleBundle(ledger, reader(), indexes),
      checkpoint: () => ledger.checkpoint(),
      genesis: async () => this.entryBytes(0),
      statement: async (index) => visibleStatement(ledger, reader(), index),
      receipt: async (index) => {
        visibleStatement(ledger, reader(), index);
        return receiptOf(ledger, index);
      },
      consistency: async (from, to) => ledger.tree.consistency(from, to),
      outcome: async (transaction) => visibleOutcome(ledger, reader(), transaction),
      putBlob: async (hash, body) => {
        ownLiveFile(ledger, hash, member);
        await vault.put(body.read(), hash);
      },
      getBlob: (hash) => {
        rightToRead(ledger, hash, actor);
        return vault.get(hash);
      },
      putKey: async (blob, to, wrapped) => {
        ownLiveFile(ledger, blob, member);
        await vault.putKey(blob, to, wrapped);
      },
      getKey: async (blob, of) => {
        if (of !== actor) ownFile(ledger, blob, member);
        return vault.getKey(blob, of);
      },
      eraseKey: async (blob, of) => {
        if (of !== actor) ownFile(ledger, blob, member);
        await vault.eraseKey(blob, of);
      },
    };
  }

  /** Copies the ledger file as it is now; the copy can be read and audited. @throws as backupLedger */
  async copyTo(path: string): Promise<void> {
    await backupLedger(this.ledger, path);
  }

  /** The bytes of a log entry. @throws Fault `entry_unknown` */
  entryBytes(index: number): Uint8Array {
    const entry = entryAt(this.ledger.store, index);
    if (entry === undefined) throw new Fault('entry_unknown', `there is no entry ${index}`);
    return entry.bytes;
  }

  /** Finishes what was submitted and closes everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine[Symbol.asyncDispose]();
    await this.#pool[Symbol.asyncDispose]();
  }
}

/** What another key signs, nobody can hold against the ledger. */
function isNodeOf({ genesis }: Ledger, { checkpoint, receipt }: NodeSigner): boolean {
  const [checkpointKey, receiptKey] = [base64url(checkpoint.publicKey), base64url(receipt.publicKey)];
  return genesis.body.nodes.some((node) => node.checkpointKey === checkpointKey && node.receiptKey === receiptKey);
}

function asPage({ rows, next }: RecordPage) {
  const texts = rows.map(({ id, text }) => [id, text] as const);
  return next === undefined ? { rows: texts } : { rows: texts, next };
}
