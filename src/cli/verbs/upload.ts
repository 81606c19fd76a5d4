// `touchmark upload`: seals a file on this side, registers it, stores its ciphertext at the node, and lets others read it.

import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Purpose } from '#contracts/sharing/schema.ts';
import { ActorId, compile } from '#core/schema.ts';
import { grantFile, sealForSharing } from '#sdk/files.ts';
import type { Progress } from '#sdk/transport.ts';
import { needed, parseVerb, usage, wholeNumber } from '../arguments.ts';
import { connectToSign } from '../connection.ts';
import { columns } from '../describe.ts';
import { assertFile } from '../files.ts';
import { EXIT, type Io } from '../io.ts';
import { SHARE_DAYS_MOST } from '../limits.ts';
import { jsonLine } from '../print.ts';
import { PURPOSES } from '../roles.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;
const actorCheck = compile(ActorId);

/** Uploads a file. @returns 0 */
export async function runUpload(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = parseVerb('upload', args);
  const path = resolve(io.cwd, needed(positionals[0], 'the file'));
  const purpose = purposeOf(values.purpose);
  const readers = values.reader ?? [];
  const wrong = readers.find((reader) => actorCheck.firstError(reader) !== undefined);
  if (wrong !== undefined) throw usage(`--reader takes an actor’s id, member/name, not ${wrong}`);
  const days = wholeNumber(values.days, 'days', DAYS, SHARE_DAYS_MOST);
  assertFile(io.cwd, path);
  await using signing = await connectToSign(values, io, { confirm: values.yes === true ? 'given' : 'asked' });
  const { client } = signing;
  const onItsWay = await sealForSharing(client, {
    name: basename(path),
    mediaType: values['media-type'] ?? 'application/octet-stream',
    bytes: () => createReadStream(path),
  });
  await onItsWay.share({ onProgress: (progress) => io.progress(bar('sent', progress)), signal: io.stop });
  io.progress('');
  const untilMs = client.transport.nowMs() + days * DAY_MS;
  const grants: string[] = [];
  for (const reader of readers) grants.push(await grantFile(client, onItsWay.file, { reader, purpose, untilMs }));
  const { blob, sizeBytes, name } = onItsWay.file;
  if (values.json === true) io.out(jsonLine({ blob, name, sizeBytes, plaintextHash: onItsWay.plaintextHash, grants }));
  else {
    io.out(`${name} is stored, encrypted`);
    const rows = [['blob', blob], ['bytes', String(sizeBytes)], ...readers.map((reader) => ['may be read by', reader])];
    for (const line of columns(rows.map(([label = '', value = '']) => [label, value]))) io.out(line);
  }
  return EXIT.ok;
}

/** A bar of how far a transfer is. */
export function bar(what: string, { doneBytes, ofBytes }: Progress): string {
  const width = 30;
  const part = ofBytes === 0 ? 1 : Math.min(1, doneBytes / ofBytes);
  const done = Math.floor(part * width);
  return `[${'#'.repeat(done)}${'.'.repeat(width - done)}] ${Math.floor(part * 100)} %, ${doneBytes} of ${ofBytes} bytes ${what}`;
}

function purposeOf(word = PURPOSES[0] ?? ''): Purpose {
  if (!PURPOSES.includes(word)) throw usage(`--purpose takes ${PURPOSES.join(', ')}, not ${word}`);
  // It is one of the schema's words.
  return word as Purpose;
}
