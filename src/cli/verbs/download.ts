// `touchmark download`: fetches a file's ciphertext, opens it here, and gives it its name only when all of it was what its
// owner committed to.

import { basename, resolve } from 'node:path';
import { base64url, fromHex } from '#core/bytes.ts';
import { openStream } from '#sdk/files.ts';
import { quoted } from '#sdk/plain-text.ts';
import { needed, parseVerb, usage } from '../arguments.ts';
import { connectToSign } from '../connection.ts';
import { EXIT, type Io } from '../io.ts';
import { assertNew, writeNewFile } from '../new-file.ts';
import { jsonLine } from '../print.ts';
import { bar } from './upload.ts';

/** Downloads a file. @returns 0 */
export async function runDownload(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('download', args);
  const blob = blobOf(needed(positionals[0], 'the blob'));
  if (values.out !== undefined) assertNew(resolve(io.cwd, values.out));
  await using reading = await connectToSign(values, io, { confirm: 'never' });
  const { client, keys } = reading;
  const opened = await openStream(client, keys.readerKey, blob, {
    onProgress: (progress) => io.progress(bar('fetched', progress)),
    signal: io.stop,
  });
  const path = resolve(io.cwd, values.out ?? ownName(opened.name));
  let length = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of opened.bytes) {
      length += piece.length;
      yield piece;
    }
  };
  await writeNewFile(path, counted());
  io.progress('');
  const { name, mediaType } = opened;
  if (values.json === true) io.out(jsonLine({ blob, name, mediaType, bytes: length, path }));
  else io.out(`${quoted(name)}, ${length} bytes, is in ${path}: it is what its owner committed to`);
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
  const isPlain = !['', '.', '..'].includes(own) && !/[\p{Cc}\p{Cf}:]/u.test(own);
  if (isPlain) return own;
  throw usage(`the file’s own name, ${quoted(name)}, cannot be one here: say --out <file>`);
}
