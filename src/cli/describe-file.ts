// What a file is, told by its content, never by its name: a statement, a receipt, a bundle, an export, a checkpoint, a
// key file or a founding document.

import { resolve } from 'node:path';
import { base64url, fromBase64url, fromUtf8 } from '#core/bytes.ts';
import { decodeJson, isObject, type Json } from '#core/canonical-json.ts';
import { decodeCbor } from '#core/cbor.ts';
import { originOf, parseCheckpointText, verifyCheckpoint } from '#core/checkpoint.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { Fault } from '#core/fault.ts';
import { decodeGenesis } from '#core/genesis.ts';
import { decodeReceipt } from '#core/receipt.ts';
import { decodeNote } from '#core/signed-note.ts';
import { readKeyFile } from '#sdk/key-file.ts';
import { plainWord, quoted } from '#sdk/plain-text.ts';
import { columns, type Description, describeAnyStatement, describeGenesis, describeStatement } from './describe.ts';
import { readEnds, readWhole } from './files.ts';
import { EXPORT_END_BYTES, FILE_BYTES } from './limits.ts';

/** Tag 18 (RFC 9052 section 4.2): COSE_Sign1. */
const COSE_SIGN1 = 0xd2;
const EXPORT_START = '\u0072touchmark-export-1';
const SQLITE_START = 'SQLite format 3\u0000';

/** Describes a file. @throws Fault `file_unknown` where it is none of these, and the codes of what it looks like */
export function describeFile(cwd: string, path: string): Description {
  const { start, end, size } = readEnds(cwd, path, EXPORT_END_BYTES);
  const text = new TextDecoder('latin1').decode(start.subarray(0, 32));
  if (text.startsWith(EXPORT_START)) return describeExport({ start, end, size });
  if (text.startsWith(SQLITE_START)) {
    throw new Fault(
      'file_is_database',
      `${path} is a database: touchmark audit checks a ledger, touchmark show --ledger looks into one`,
    );
  }
  const bytes = readWhole(cwd, path, FILE_BYTES);
  if (bytes[0] === COSE_SIGN1) return describeCose(bytes);
  if (text.startsWith('touchmark/')) return describeCheckpoint(fromUtf8(bytes));
  if (!text.startsWith('{'))
    throw new Fault(
      'file_unknown',
      `${path} is nothing that touchmark writes: it begins with ${quoted(text.slice(0, 16))}`,
    );
  const value = decodeJson(bytes);
  if (isObject(value) && value.format === 'touchmark-bundle-1') return describeBundle(value.entries);
  if (isObject(value) && value.format === 'touchmark-key-1') return describeKeys(resolve(cwd, path));
  if (isObject(value) && 'body' in value && 'signatures' in value) return describeGenesis(bytes);
  throw new Fault('file_unknown', `${path} is JSON, but neither a bundle nor a key file nor a founding document`);
}

function describeCose(bytes: Uint8Array): Description {
  let receipt: ReturnType<typeof decodeReceipt>;
  try {
    receipt = decodeReceipt(bytes);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return describeStatement(bytes);
  }
  const { issuer, subject, index, size } = receipt;
  const lines = [
    `A receipt, unchecked: entry ${index} of a log of ${size}`,
    ...columns([
      ['log', plainWord(issuer)],
      ['about', plainWord(subject)],
    ]),
  ];
  return { lines, json: { kind: 'receipt', issuer, subject, index, size } };
}

function describeCheckpoint(note: string): Description {
  const { text, signatures } = decodeNote(note);
  const { origin, size, root } = parseCheckpointText(text);
  const rows = [
    ['log', plainWord(origin)],
    ['root', base64url(root)],
    ...signatures.map(({ name, keyId }) => ['signature', `of ${plainWord(name)}, key id ${base64url(keyId)}`] as const),
  ] as const;
  return {
    lines: [`A checkpoint, unchecked: a log of ${size} entries`, ...columns(rows)],
    json: { kind: 'checkpoint', origin, size, root: base64url(root), signatures: signatures.length },
  };
}

function describeBundle(entries: Json | undefined): Description {
  if (!Array.isArray(entries)) throw new Fault('bundle_malformed', 'bundle: it has no entries');
  const parts = entries.map((entry: Json, i) => {
    const statement = isObject(entry) ? entry.statement : undefined;
    if (typeof statement !== 'string') throw new Fault('bundle_malformed', `entries[${i}]: it has no statement`);
    return describeAnyStatement(fromBase64url(statement));
  });
  return {
    lines: [
      `An evidence bundle of ${parts.length} statements, unchecked: touchmark verify says what it proves`,
      ...parts.flatMap(({ lines }) => ['', ...lines]),
    ],
    json: { kind: 'bundle', statements: parts.map(({ json }) => json) },
  };
}

function describeKeys(path: string): Description {
  const { actor, publicKey } = readKeyFile(path);
  const kid = base64url(keyThumbprint(fromBase64url(publicKey)));
  return {
    lines: [
      `The keys of ${actor}, encrypted`,
      ...columns([
        ['thumbprint', kid],
        ['signing key', publicKey],
      ]),
    ],
    json: { kind: 'keys', actor, kid, publicKey },
  };
}

/** An export by its two ends: the genesis is its second item, the checkpoint its last. Importing it executes it anew. */
function describeExport({
  start,
  end,
  size: bytes,
}: {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  readonly size: number;
}): Description {
  const genesisBytes = firstLeaf(start.subarray(EXPORT_START.length));
  const { genesis, ledgerId } = decodeGenesis(genesisBytes);
  const origin = originOf(ledgerId);
  const keys = genesis.body.nodes.map((node) => ({ name: origin, publicKey: fromBase64url(node.checkpointKey) }));
  const { checkpoint, signers } = verifyCheckpoint(lastNote(end, origin), { origin, keys });
  const { lines } = describeGenesis(genesisBytes);
  const title = `An export of ${checkpoint.size} entries, ${bytes} bytes; its checkpoint is signed by ${signers.length} of ${keys.length} nodes, its entries are unchecked`;
  return {
    lines: [title, ...lines],
    json: { kind: 'export', ledgerId, name: genesis.body.name, size: checkpoint.size, bytes },
  };
}

function firstLeaf(items: Uint8Array): Uint8Array {
  const initial = items[0] ?? 0;
  const lengthBytes = [0, 1, 2, 4][(initial & 31) - 23] ?? (initial < 0x58 ? 0 : -1);
  if (initial >> 5 !== 2 || lengthBytes < 0)
    throw new Fault('export_malformed', 'the export does not go on with a genesis');
  let length = lengthBytes === 0 ? initial & 31 : 0;
  for (let i = 1; i <= lengthBytes; i++) length = length * 256 + (items[i] ?? 0);
  return items.subarray(1 + lengthBytes, 1 + lengthBytes + length);
}

/** The checkpoint is a text of the origin's line first, and ends the file. */
function lastNote(end: Uint8Array, origin: string): string {
  const at = new TextDecoder('latin1').decode(end).lastIndexOf(`${origin}\n`);
  // The head of a text of 24 to 65,535 bytes has two or three bytes.
  for (const head of [2, 3]) {
    if (at < head || (end[at - head] ?? 0) >> 5 !== 3) continue;
    const note = decodeCbor(end.subarray(at - head));
    if (typeof note === 'string') return note;
  }
  throw new Fault('export_malformed', 'the export does not end with a checkpoint of its ledger');
}
