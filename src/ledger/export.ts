// A whole ledger as one file: a CBOR sequence (RFC 8742) of the format's name, each leaf of the log as a byte string in
// order, and the last checkpoint as a text. Nothing else is needed to build the ledger again, and nothing else is in it.

import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { concat, equalBytes, fromBase64url } from '#core/bytes.ts';
import { decodeCbor, encodeCbor } from '#core/cbor.ts';
import { originOf, verifyWholeCheckpoint } from '#core/checkpoint.ts';
import { Fault, isFault } from '#core/fault.ts';
import { decodeGenesis } from '#core/genesis.ts';
import type { Registry } from '#core/registry.ts';
import type { NodeSigner } from './applied.ts';
import { entriesFrom } from './entries.ts';
import { markPath, syncFolder } from './high-water-mark.ts';
import { Ledger } from './ledger.ts';
import { EXPORT_CHUNK_BYTES, EXPORT_LEAF_BYTES } from './limits.ts';
import { replay } from './replay.ts';
import type { SignaturePool } from './signature-pool.ts';
import { diskFault } from './store.ts';

const FORMAT = 'touchmark-export-1';

/** Writes a ledger's export. An unfinished file is removed. @returns leaves written @throws Fault `export_failed` */
export async function exportLedger(ledger: Ledger, path: string): Promise<number> {
  const checkpoint = ledger.signer === undefined ? ledger.storedCheckpoint() : await ledger.checkpoint();
  if (checkpoint === undefined) throw new Fault('export_failed', `${ledger.store.path} has no checkpoint to export`);
  const { size } = verifyHead(checkpoint, ledger);
  writeLog(path, leavesOfStore(ledger, size), checkpoint);
  return size;
}

/** Writes leaves and a checkpoint as an export does. An unfinished file is removed. @throws Fault `export_failed` */
export function writeLog(path: string, leaves: Iterable<Uint8Array>, checkpoint: string): void {
  if (existsSync(path)) throw new Fault('export_failed', `${path} exists already: name a new file`);
  const file = openFor(path);
  try {
    // writeFileSync goes on after a short write.
    writeFileSync(file, encodeCbor(FORMAT));
    for (const bytes of leaves) writeFileSync(file, concat(byteStringHead(bytes.length), bytes));
    writeFileSync(file, encodeCbor(checkpoint));
    fsyncSync(file);
  } catch (cause) {
    rmSync(path, { force: true });
    throw new Fault(
      'export_failed',
      `${path} could not be written: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  } finally {
    closeSync(file);
  }
}

function* leavesOfStore({ store }: Ledger, size: number): Generator<Uint8Array> {
  for (const { bytes } of entriesFrom(store, 0, size)) yield bytes;
}

function openFor(path: string): number {
  try {
    return openSync(path, 'wx');
  } catch (cause) {
    throw new Fault('export_failed', `${path} could not be made: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** How an import runs. */
export type ImportOptions = { readonly registry: Registry; readonly pool: SignaturePool; readonly signer?: NodeSigner };

/**
 * Builds a ledger from an export, executing every statement anew. It is built in a folder of its own and takes its name
 * only when it is whole: what an import that failed or was killed leaves behind cannot be mistaken for the ledger.
 * @param path of the new ledger file
 * @throws Fault `export_malformed`, `export_checkpoint`, `ledger_exists`, and those of replay, naming the entry
 */
export async function importLedger(exportPath: string, path: string, options: ImportOptions): Promise<Ledger> {
  const absent = (): void => {
    const there = [path, markPath(path)].find((file) => existsSync(file));
    if (there !== undefined) throw new Fault('ledger_exists', `${there} exists already: an import needs a new place`);
  };
  absent();
  const folder = temporaryFolderBeside(path);
  try {
    const built = join(folder, 'ledger.db');
    (await build(exportPath, built, options))[Symbol.dispose]();
    absent();
    // The mark first: without the ledger it does nothing, but a ledger without its mark would be taken for a copy.
    renameSync(markPath(built), markPath(path));
    renameSync(built, path);
    syncFolder(dirname(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Ledger.open(path, options);
}

function temporaryFolderBeside(path: string): string {
  try {
    return mkdtempSync(`${path}.import-`);
  } catch (cause) {
    throw diskFault(path, cause);
  }
}

async function build(exportPath: string, path: string, options: ImportOptions): Promise<Ledger> {
  const items = readLog(exportPath);
  const genesis = await items.next();
  if (!(genesis.value instanceof Uint8Array)) throw new Fault('export_malformed', `${exportPath} has no genesis`);
  decodeGenesis(genesis.value);
  const ledger = Ledger.create(path, genesis.value, options);
  try {
    const end: { checkpoint?: string } = {};
    await replay(ledger, leavesOf(items, ledger, end), options.pool);
    if (end.checkpoint === undefined) throw new Fault('export_malformed', `${exportPath} ends without a checkpoint`);
    const head = verifyHead(end.checkpoint, ledger);
    if (head.size !== ledger.head.size || !equalBytes(head.root, ledger.head.root)) {
      throw new Fault(
        'export_checkpoint',
        `the checkpoint is of ${head.size} entries, the export has ${ledger.head.size} or others`,
      );
    }
    return ledger;
  } catch (error) {
    ledger[Symbol.dispose]();
    throw error;
  }
}

/** The leaves after the genesis' block, whose own leaf must be the one that the genesis gives. */
async function* leavesOf(
  items: AsyncGenerator<unknown>,
  ledger: Ledger,
  end: { checkpoint?: string },
): AsyncGenerator<Uint8Array> {
  const own = [...entriesFrom(ledger.store, 1, 1)][0]?.bytes;
  const second = (await items.next()).value;
  if (!(second instanceof Uint8Array) || own === undefined || !equalBytes(second, own)) {
    throw new Fault('replay_block_differs', 'entry 1 (block 0): the leaf is not what the genesis gives');
  }
  for await (const item of items) {
    if (end.checkpoint !== undefined) throw new Fault('export_malformed', 'the export goes on after its checkpoint');
    if (item instanceof Uint8Array) yield item;
    else if (typeof item === 'string') end.checkpoint = item;
    else throw new Fault('export_malformed', 'the export holds something that is neither a leaf nor a checkpoint');
  }
}

function verifyHead(note: string, ledger: Ledger) {
  const origin = originOf(ledger.id);
  const keys = ledger.genesis.body.nodes.map((node) => ({
    name: origin,
    publicKey: fromBase64url(node.checkpointKey),
  }));
  try {
    return verifyWholeCheckpoint(note, { origin, keys }).checkpoint;
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    throw new Fault('export_checkpoint', `the checkpoint: ${cause.message}`, { cause });
  }
}

/** The items of an export after its name, one at a time: leaves, and a text. @throws Fault `export_malformed`, CBOR's codes */
export async function* readLog(path: string): AsyncGenerator<unknown> {
  const items = readSequence(path);
  const format = await items.next();
  if (format.value !== FORMAT) throw new Fault('export_malformed', `${path} does not begin with ${FORMAT}`);
  yield* items;
}

/** Items of a CBOR sequence: texts and byte strings, one at a time. */
async function* readSequence(path: string): AsyncGenerator<unknown> {
  let pending: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunksOf(path)) {
    pending = concat(pending, chunk);
    for (
      let length = itemLength(pending);
      length !== undefined && length <= pending.length;
      length = itemLength(pending)
    ) {
      const item = pending.subarray(0, length);
      pending = pending.subarray(length);
      yield decodeItem(item);
    }
  }
  if (pending.length > 0) throw new Fault('export_malformed', `${path} ends within an item`);
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: EXPORT_CHUNK_BYTES });
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new Fault('export_malformed', `${path} could not be read: ${cause.message}`, { cause });
  }
}

function decodeItem(item: Uint8Array): unknown {
  const [initial = 0] = item;
  if (initial >> 5 !== 2) return decodeCbor(item);
  const header = headerBytes(initial & 31);
  const bytes = item.slice(header);
  if (!equalBytes(byteStringHead(bytes.length), item.subarray(0, header))) {
    throw new Fault('export_malformed', 'a leaf’s length is not in its short form');
  }
  return bytes;
}

/** Head of a CBOR byte string (RFC 8949 section 3): a genesis may have more bytes than we else read as CBOR. */
function byteStringHead(length: number): Uint8Array {
  if (length < 24) return Uint8Array.of(0x40 | length);
  if (length < 0x100) return Uint8Array.of(0x58, length);
  if (length < 0x1_0000) return Uint8Array.of(0x59, length >> 8, length & 255);
  return Uint8Array.of(0x5a, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255);
}

/** Bytes of the first item, as its head says; undefined where even the head is not there yet. */
function itemLength(bytes: Uint8Array): number | undefined {
  const initial = bytes[0];
  if (initial === undefined) return undefined;
  const major = initial >> 5;
  const argument = initial & 31;
  if ((major !== 2 && major !== 3) || argument > 26)
    throw new Fault('export_malformed', 'an item is neither a byte string nor a text');
  const header = headerBytes(argument);
  if (bytes.length < header) return undefined;
  let length = argument < 24 ? argument : 0;
  for (let i = 1; i < header; i++) length = length * 256 + (bytes[i] ?? 0);
  if (length > EXPORT_LEAF_BYTES) throw new Fault('export_malformed', `an item says it has ${length} bytes`);
  return header + length;
}

function headerBytes(argument: number): number {
  return argument < 24 ? 1 : 1 + 2 ** (argument - 24);
}
