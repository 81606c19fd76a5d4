// `touchmark download`: fetches a file's ciphertext, opens it here, and gives it its name only when all of it was what its
// owner committed to.

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fromHex, base64url, hex } from '#core/bytes.ts';
import { Fault } from '#core/fault.ts';
import { openStream } from '#sdk/files.ts';
import { quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb, usage } from '../arguments.ts';
import { clientOf, connectToRead } from '../connection.ts';
import { EXIT, type Io } from '../io.ts';
import { jsonLine } from '../print.ts';
import { bar } from './upload.ts';

/** Downloads a file. @returns 0 */
export async function runDownload(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('download', args);
  const blob = blobOf(needed(positionals[0], 'the blob'));
  await using reading = await connectToRead(values, io);
  const { keys, transport } = reading;
  if (keys === undefined) throw usage('--as <key file> is missing: who reads?');
  const client = clientOf(transport, keys, async () => false);
  const opened = await openStream(client, keys.readerKey, blob, {
    onProgress: (progress) => io.progress(bar('fetched', progress)),
    signal: io.stop,
  });
  const path = resolve(io.cwd, values.out ?? ownName(opened.name));
  const bytes = await writeWhole(path, opened.bytes);
  io.progress('');
  const { name, mediaType } = opened;
  if (values.json === true) io.out(jsonLine({ blob, name, mediaType, bytes, path }));
  else io.out(`${quoted(name)}, ${bytes} bytes, is in ${path}: it is what its owner committed to`);
  return EXIT.ok;
}

/** As on the ledger, base64url; the hexadecimal name of the stored file is taken as well. */
function blobOf(word: string): string {
  if (/^[0-9a-f]{64}$/.test(word)) return base64url(fromHex(word));
  if (/^[A-Za-z0-9_-]{43}$/.test(word)) return word;
  throw usage(`${word} is not a blob’s id: 43 characters of base64url, or 64 hexadecimal digits`);
}

/** The owner chose the name: it may not choose the folder. */
function ownName(name: string): string {
  const own = basename(name.replaceAll('\\', '/'));
  const isPlain = own !== '' && own !== '.' && own !== '..' && !/[\p{Cc}\p{Cf}:]/u.test(own);
  if (isPlain) return own;
  throw usage(`the file’s own name, ${quoted(name)}, cannot be one here: say --out <file>`);
}

async function writeWhole(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  assertNew(path);
  const part = join(resolve(path, '..'), `.${basename(path)}.${hex(new Uint8Array(randomBytes(6)))}.part`);
  let length = 0;
  try {
    {
      await using file = await onDisk(path, () => open(part, 'wx', 0o600));
      for await (const piece of bytes) {
        await onDisk(path, () => file.writeFile(piece));
        length += piece.length;
      }
      await onDisk(path, () => file.sync());
    }
    assertNew(path);
    await onDisk(path, () => rename(part, path));
    return length;
  } finally {
    await rm(part, { force: true });
  }
}

function assertNew(path: string): void {
  if (existsSync(path)) throw new Fault('file_exists', `${path} exists already: name a new file with --out`);
}

async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new Fault('file_unwritable', `${path} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
