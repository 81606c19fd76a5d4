// Files up to a node and down again, beside a plain copy of the same file on the same disk.

import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { base64url } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import type { SignaturePool } from '#ledger/signature-pool.ts';
import { benchLedger } from './bench-ledger.ts';
import { Served } from './served.ts';

const MIB = 2 ** 20;

/** MiB a second. */
export type BlobRates = {
  readonly up: number;
  readonly down: number;
  /** The reference: read, written and made durable by one process. */
  readonly copy: number;
  /** What hashing alone takes on one thread: the node hashes what comes. */
  readonly hash: number;
};

/** Uploads and downloads one file of so many MiB. */
export async function blobRates(pool: SignaturePool, sizeMib: number): Promise<BlobRates> {
  const bench = await benchLedger(pool);
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-bench-'));
  try {
    const file = join(folder, 'file');
    const bytes = randomBytes(sizeMib * MIB);
    writeFileSync(file, bytes);
    const perSecond = async (work: () => Promise<void>): Promise<number> => {
      const started = performance.now();
      await work();
      return (sizeMib / (performance.now() - started)) * 1000;
    };
    const hash = await perSecond(async () => void createHash('sha256').update(bytes).digest());
    const id = sha256(new Uint8Array(bytes));
    const input = {
      hash: base64url(id),
      sizeBytes: bytes.length,
      mediaType: 'application/octet-stream',
      contentCommitment: base64url(id),
    };
    const registered = await bench.sign(0, {
      contract: 'sharing',
      action: 'registerBlob',
      input,
      subject: input.hash,
    });
    await using served = await Served.start(bench);
    await served.submit([registered], 1);
    await using transport = await served.transport(0);
    const name = Buffer.from(id).toString('hex');
    const body = { sizeBytes: bytes.length, read: () => createReadStream(file) };
    const copy = await perSecond(() => durableCopy(file, join(folder, 'copy')));
    const up = await perSecond(() => transport.putBlob(name, body));
    const down = await perSecond(async () => {
      await pipeline(transport.getBlob(name), createWriteStream(join(folder, 'down')));
    });
    return { up, down, copy, hash };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    bench.remove();
  }
}

async function durableCopy(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to));
  await using file = await open(to, 'r+');
  await file.sync();
}
