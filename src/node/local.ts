// A node without HTTP: ledger, engine and vault of one home folder, open in this process, and the transport by which the
// SDK reaches them. Nothing here assumes that there is one ledger in a process.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from '#contracts/index.ts';
import { base64url, fromHex } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { EmbeddedEngine } from '#engines/embedded/embedded.ts';
import type { NodeSigner } from '#ledger/applied.ts';
import { backupLedger } from '#ledger/backup.ts';
import { entryAt } from '#ledger/entries.ts';
import { bundleOf } from '#ledger/evidence.ts';
import { Ledger } from '#ledger/ledger.ts';
import { SignaturePool } from '#ledger/signature-pool.ts';
import type { Transport } from '#sdk/transport.ts';
import { BlobStore } from '#vault/blob-store.ts';
import { openNodeKey } from './node-key.ts';

/** What a node is given from outside. */
export type LocalOptions = {
  /** Folder of the ledger, the node's key and the vault. */
  readonly home: string;
  /** ms since 1970, for block times. */
  readonly clock: () => number;
};

/** Where things lie in a home folder. */
export function homePaths(home: string) {
  return { ledger: join(home, 'ledger.db'), nodeKey: join(home, 'node-key.json'), vault: join(home, 'vault') };
}

/** A ledger, its engine and its vault, open in this process. */
export class LocalNode {
  readonly ledger: Ledger;
  readonly vault: BlobStore;
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

  /** Opens the ledger of a home folder. @throws Fault `node_key_foreign`, and as Ledger.open */
  static async open(options: LocalOptions): Promise<LocalNode> {
    const paths = homePaths(options.home);
    if (!existsSync(paths.ledger)) throw new Fault('ledger_missing', `there is no ledger at ${paths.ledger}`);
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
    this.#engine = new EmbeddedEngine({ ledger, pool: this.#pool, clock });
  }

  /** The way of one actor to this node. Records and files that are not for its member, it does not give. */
  transportFor(actor: string): Transport {
    const member = actor.split('/')[0] ?? '';
    const { ledger, vault } = this;
    const visible = (kind: string, id: string): string | undefined => {
      const text = ledger.registry.indexesOf(kind) === undefined ? undefined : ledger.state.get(kind, id);
      return text !== undefined && maySee(ledger, kind, text, member) ? text : undefined;
    };
    return {
      ledgerId: ledger.id,
      submit: (statement) => this.#engine.submit(statement),
      record: async (kind, id) => visible(kind, id),
      list: async (kind, index, value, page) => visiblePage(ledger, visible, { kind, index, value, ...page }),
      bundle: (indexes) => bundleOf(ledger, indexes),
      checkpoint: () => ledger.checkpoint(),
      putBlob: async (hash, ciphertext) => {
        await vault.put(ciphertext, hash);
      },
      getBlob: (hash) => {
        assertReader(ledger, hash, actor);
        return vault.get(hash);
      },
      putKey: async (blob, reader, wrapped) => {
        assertOwner(ledger, blob, member);
        await vault.putKey(blob, reader, wrapped);
      },
      getKey: (blob, reader) => vault.getKey(blob, reader),
      eraseKey: async (blob, reader) => {
        if (reader !== actor) assertOwner(ledger, blob, member);
        await vault.eraseKey(blob, reader);
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

function maySee(ledger: Ledger, kind: string, text: string, member: string): boolean {
  const readers = ledger.registry.readers(kind, text);
  return readers === 'public' || readers === 'members' || readers.includes(member);
}

type Page = {
  readonly kind: string;
  readonly index: string;
  readonly value: string;
  readonly after: string;
  readonly limit: number;
};

/** A page filled with what the reader may see: what it may not see takes no place in it. */
function visiblePage(
  { state }: Ledger,
  visible: (kind: string, id: string) => string | undefined,
  { kind, index, value, after, limit }: Page,
): readonly (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [];
  for (let from = after; ; ) {
    const ids = state.list(kind, index, value, from, limit);
    for (const id of ids) {
      const text = visible(kind, id);
      if (text !== undefined && rows.length < limit) rows.push([id, text]);
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < limit || rows.length === limit) return rows;
    from = last;
  }
}

/** @throws Fault `blob_not_granted` unless the member owns the file */
function assertOwner({ state }: Ledger, hash: string, member: string): void {
  if (parse(state.get('sharing/blob', base64url(fromHex(hash))))?.owner === member) return;
  throw new Fault('blob_not_granted', `${member} does not own the file ${hash}`);
}

/** @throws Fault `blob_not_granted` unless the actor's member owns the file or a live grant names the actor */
function assertReader({ state, head }: Ledger, hash: string, actor: string): void {
  const id = base64url(fromHex(hash));
  const blob = parse(state.get('sharing/blob', id));
  if (blob?.owner === actor.split('/')[0]) return;
  for (const grantId of state.list('sharing/grant', 'hash', id, '', 1000)) {
    const grant = parse(state.get('sharing/grant', grantId));
    const live = grant?.state === 'live' && typeof grant.untilMs === 'number' && grant.untilMs > head.timeMs;
    if (live && grant.reader === actor) return;
  }
  throw new Fault('blob_not_granted', `${actor} has no live grant for the file ${hash}`);
}

function parse(text: string | undefined): { readonly [field: string]: unknown } | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}
