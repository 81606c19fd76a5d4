import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, fromHex, hex } from '#core/bytes.ts';
import { isFault } from '#core/fault.ts';
import { encrypt } from './aead.ts';
import { MAX_CHUNK_POWER, MAX_FILE_BYTES, MIN_CHUNK_POWER } from './limits.ts';
import { openFile, openToBytes } from './open.ts';
import { sealFile } from './seal.ts';
import { chunkNonce, HEADER_BYTES, newFileKey } from './sealed-file.ts';
import { collect, newHash, sealBytes, seededBytes } from './vault.fixture.ts';

const CHUNK = 1024;
const SEALED_CHUNK = CHUNK + 16;
const small = { chunkPower: 10 };
const contentKey = seededBytes(32, 7);

const {
  vectors,
  ...fixed
}: {
  readonly contentKey: string;
  readonly fileId: string;
  readonly chunkPower: number;
  readonly vectors: readonly {
    readonly plaintextBytes: number;
    readonly sizeBytes: number;
    readonly ciphertextHash: string;
    readonly sealed?: string;
  }[];
} = JSON.parse(readFileSync(new URL('../../vectors/sealed-file.json', import.meta.url), 'utf8'));

for (const vector of vectors) {
  test(`${vector.plaintextBytes} bytes seal to what another implementation makes of them`, async () => {
    const plaintext = Uint8Array.from({ length: vector.plaintextBytes }, (_, i) => (i * i + 7 * i) % 251);
    const { sealed, ...summary } = await sealBytes(plaintext, {
      contentKey: fromHex(fixed.contentKey),
      chunkPower: fixed.chunkPower,
      random: () => fromHex(fixed.fileId),
    });
    assert.equal(summary.ciphertextHash, vector.ciphertextHash);
    assert.equal(summary.sizeBytes, vector.sizeBytes);
    assert.equal(sealed.length, vector.sizeBytes);
    if (vector.sealed !== undefined) assert.equal(hex(sealed), vector.sealed);
    assert.deepEqual(await openToBytes([sealed], fromHex(fixed.contentKey)), plaintext);
  });
}

/**
 * Pieces cut at the given places; with empty ones between. The buffer of each is overwritten once the next is asked
 * for.
 */
function* pieces(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].sort((a, b) => a - b).concat(bytes.length)) {
    const piece = bytes.slice(from, Math.min(cut, bytes.length));
    from = Math.min(cut, bytes.length);
    yield piece;
    piece.fill(0xee);
    yield new Uint8Array(0);
  }
}

test('a file of any size comes back, however it is cut on the way in and on the way out', async () => {
  const size = fc.oneof(
    fc.integer({ min: 0, max: 6000 }),
    fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: -2, max: 2 }))
      .map(([chunks, by]) => Math.max(0, chunks * CHUNK + by)),
  );
  const cuts = fc.array(fc.integer({ min: 0, max: 7000 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(size, fc.integer(), cuts, cuts, async (length, seed, cutsIn, cutsOut) => {
      const plaintext = seededBytes(length, seed);
      const options = { ...small, contentKey, random: (count: number) => seededBytes(count, seed) };
      const sealing = sealFile(pieces(plaintext, cutsIn), options);
      const sealed = await collect(sealing.bytes);
      const whole = await sealBytes(plaintext, options);
      assert.deepEqual(sealed, whole.sealed);
      assert.deepEqual(sealing.summary().plaintextHash, newHash().update(plaintext).digest('hex'));
      assert.deepEqual(sealing.summary().ciphertextHash, newHash().update(sealed).digest('hex'));
      assert.equal(sealing.summary().plaintextBytes, length);
      assert.deepEqual(await collect(openFile(pieces(sealed, cutsOut), contentKey)), plaintext);
    }),
    { numRuns: 150, seed: 20260 },
  );
});

test('two sealings of one file share neither key nor bytes', async () => {
  const plaintext = seededBytes(3000, 1);
  const [a, b] = [await sealBytes(plaintext), await sealBytes(plaintext)];
  assert.notDeepEqual(a.contentKey, b.contentKey);
  assert.notEqual(a.ciphertextHash, b.ciphertextHash);
  assert.equal(a.plaintextHash, b.plaintextHash);
});

/** A sealed file of `chunks` chunks, the last one with one byte less; its header and chunks apart. */
async function parts(chunks: number, seed: number, bytesLess = 1) {
  const { sealed } = await sealBytes(seededBytes(chunks * CHUNK - bytesLess, seed), { ...small, contentKey });
  const header = sealed.subarray(0, HEADER_BYTES);
  const body: Uint8Array[] = [];
  for (let at = HEADER_BYTES; at < sealed.length; at += SEALED_CHUNK) body.push(sealed.subarray(at, at + SEALED_CHUNK));
  return { sealed, header, body };
}

async function refused(sealed: Uint8Array, code: string, chunk?: number): Promise<void> {
  await assert.rejects(openToBytes([sealed], contentKey), (error) => {
    assert.ok(isFault(error), String(error));
    assert.equal(error.code, code, error.message);
    if (chunk !== undefined) assert.match(error.message, new RegExp(`^chunk ${chunk}:`));
    return true;
  });
}

test('a file cut behind any chunk is refused, and the last chunk that is left named', async () => {
  const { sealed } = await parts(6, 1);
  for (let left = 1; left < 6; left++) {
    await refused(sealed.subarray(0, HEADER_BYTES + left * SEALED_CHUNK), 'vault_file_truncated', left - 1);
  }
  await refused(sealed.subarray(0, HEADER_BYTES), 'vault_file_truncated', 0);
});

test('a file cut anywhere else is refused, and the chunk of the cut named', async () => {
  const { sealed } = await parts(2, 2);
  for (let length = 0; length < HEADER_BYTES; length++)
    await refused(sealed.subarray(0, length), 'vault_header_invalid');
  for (let inBody = 1; HEADER_BYTES + inBody < sealed.length; inBody++) {
    const inChunk = inBody % SEALED_CHUNK;
    // Every place around the chunk's ends, and some between.
    if (inChunk === 0 || (inChunk > 40 && inChunk < CHUNK && inChunk % 37 > 0)) continue;
    const code = inChunk < 16 ? 'vault_file_truncated' : 'vault_chunk_invalid';
    await refused(sealed.subarray(0, HEADER_BYTES + inBody), code, Math.floor(inBody / SEALED_CHUNK));
  }
});

test('a header with any one bit changed is refused', async () => {
  const { sealed } = await parts(2, 3);
  for (let bit = 0; bit < 8 * HEADER_BYTES; bit++) {
    const changed = sealed.slice();
    const at = Math.floor(bit / 8);
    changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8));
    await assert.rejects(
      openToBytes([changed], contentKey),
      (error) => isFault(error, 'vault_header_invalid') || isFault(error, 'vault_key_wrong'),
      `bit ${bit}`,
    );
  }
});

const headers: Record<string, readonly [at: number, byte: number, code: string]> = {
  'another first letter': [0, 0x53, 'vault_header_invalid'],
  'version 0': [7, 0, 'vault_header_invalid'],
  'version 2': [7, 2, 'vault_header_invalid'],
  'chunks below the limit': [8, 9, 'vault_header_invalid'],
  'chunks above the limit': [8, 23, 'vault_header_invalid'],
  'the largest chunks, which it was not sealed with': [8, 22, 'vault_key_wrong'],
  'another file id': [9, 0xff, 'vault_key_wrong'],
  'another key check': [56, 0xff, 'vault_key_wrong'],
};
for (const [name, [at, byte, code]] of Object.entries(headers)) {
  test(`a header with ${name} is refused`, async () => {
    const { sealed } = await sealBytes(seededBytes(10, 3), { ...small, contentKey, random: (n) => seededBytes(n, 3) });
    assert.notEqual(sealed[at], byte);
    await refused(sealed.with(at, byte), code);
  });
}

test('a chunk with any one byte changed is refused and named', async () => {
  const { sealed } = await parts(3, 4);
  for (let at = HEADER_BYTES; at < sealed.length; at += 13) {
    const changed = sealed.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x80;
    await refused(changed, 'vault_chunk_invalid', Math.floor((at - HEADER_BYTES) / SEALED_CHUNK));
  }
});

test('chunks that were moved, repeated, dropped or taken from another file are refused', async () => {
  const a = await parts(4, 5);
  const b = await parts(4, 6);
  const [a0, a1, a2, a3] = a.body;
  const [b0, b1] = b.body;
  assert.ok(a0 && a1 && a2 && a3 && b0 && b1);
  const table: readonly (readonly [name: string, chunks: readonly Uint8Array[], code: string, chunk: number])[] = [
    ['two swapped', [a1, a0, a2, a3], 'vault_chunk_invalid', 0],
    ['two swapped inside', [a0, a2, a1, a3], 'vault_chunk_invalid', 1],
    ['one repeated', [a0, a0, a1, a2, a3], 'vault_chunk_invalid', 1],
    ['one dropped', [a0, a2, a3], 'vault_chunk_invalid', 1],
    ['the last one first', [a3, a0, a1, a2], 'vault_chunk_invalid', 0],
    ['the last one twice', [a0, a1, a2, a3, a3], 'vault_chunk_invalid', 3],
    ['one of another file under the same key', [a0, b1, a2, a3], 'vault_chunk_invalid', 1],
    ['all of another file', b.body, 'vault_chunk_invalid', 0],
    ['one byte appended', [a0, a1, a2, a3, Uint8Array.of(0)], 'vault_chunk_invalid', 3],
  ];
  for (const [name, chunks, code, chunk] of table) {
    await refused(concat(a.header, ...chunks), code, chunk).catch((error) => {
      throw new Error(name, { cause: error });
    });
  }
});

test('bytes after a full last chunk are refused and the chunk named', async () => {
  const { sealed } = await parts(3, 7, 0);
  await refused(concat(sealed, Uint8Array.of(0)), 'vault_file_extended', 2);
  await refused(concat(sealed, sealed), 'vault_file_extended', 2);
});

test('an empty last chunk behind a full one is refused', async () => {
  // Sealing never makes one, so it is made by hand: the same bytes must have one sealed form per key and file id.
  const file = await newFileKey(contentKey, seededBytes(16, 8), 10);
  const full = await encrypt(file.key, chunkNonce(file, 0, 'inner'), file.header, seededBytes(CHUNK, 9));
  const empty = await encrypt(file.key, chunkNonce(file, 1, 'last'), file.header, new Uint8Array(0));
  await refused(concat(file.header, full, empty), 'vault_chunk_invalid', 1);
});

test('a file does not open with another content key, nor with one that is no key', async () => {
  const { sealed } = await parts(2, 10);
  await assert.rejects(openToBytes([sealed], seededBytes(32, 8)), (error) => isFault(error, 'vault_key_wrong'));
  await assert.rejects(openToBytes([sealed], seededBytes(31, 7)), (error) => isFault(error, 'vault_key_invalid'));
  await assert.rejects(sealBytes(sealed, { contentKey: new Uint8Array(16) }), (error) =>
    isFault(error, 'vault_key_invalid'),
  );
});

test('a chunk that fails stops the stream after the good chunks before it', async () => {
  const { sealed } = await parts(8, 11);
  const changed = sealed.slice();
  changed[HEADER_BYTES + 5 * SEALED_CHUNK] = (changed[HEADER_BYTES + 5 * SEALED_CHUNK] ?? 0) ^ 1;
  let bytes = 0;
  await assert.rejects(async () => {
    for await (const chunk of openFile([changed], contentKey)) bytes += chunk.length;
  }, /^Fault: chunk 5:/);
  assert.equal(bytes, 5 * CHUNK);
});

test('sealing and opening stop at their limit of bytes', async () => {
  const bytes = seededBytes(3 * CHUNK, 12);
  const tooLarge = (error: unknown) => isFault(error, 'vault_file_too_large');
  await assert.rejects(sealBytes(bytes, { ...small, maxBytes: 3 * CHUNK - 1 }), tooLarge);
  const { sealed } = await sealBytes(bytes, { ...small, contentKey, maxBytes: 3 * CHUNK });
  await assert.rejects(openToBytes([sealed], contentKey, { maxBytes: 3 * CHUNK - 1 }), tooLarge);
  assert.deepEqual(await openToBytes([sealed], contentKey, { maxBytes: 3 * CHUNK }), bytes);
});

test('a file within the limits never runs out of chunk numbers', () => {
  assert.ok(MAX_FILE_BYTES / 2 ** MIN_CHUNK_POWER < 2 ** 32);
  assert.ok(MIN_CHUNK_POWER < MAX_CHUNK_POWER);
});

/** Twenty pieces, or fewer and then a failure; counts how often it was closed. */
class Source implements AsyncIterableIterator<Uint8Array> {
  closed = 0;
  #at = 0;
  readonly #failAt: number;

  constructor(failAt: number) {
    this.#failAt = failAt;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#at === this.#failAt) throw new Error('the cable was pulled');
    return this.#at++ < 20 ? { done: false, value: seededBytes(CHUNK, this.#at) } : { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.closed++;
    return { done: true, value: undefined };
  }
}

test('a source that fails, and a reader that stops, both end the whole chain', async () => {
  const failing = new Source(9);
  const sealing = sealFile(failing, small);
  await assert.rejects(collect(sealing.bytes), /the cable was pulled/);
  assert.throws(() => sealing.summary(), /assertion failed/);
  const [stoppedEarly, stoppedLate, badKey] = [new Source(99), new Source(99), new Source(99)];
  for await (const _ of sealFile(stoppedEarly, small).bytes) break;
  for await (const piece of openFile(sealFile(stoppedLate, { ...small, contentKey }).bytes, contentKey)) {
    if (piece.length > 0) break;
  }
  await assert.rejects(collect(sealFile(badKey, { contentKey: new Uint8Array(1) }).bytes), /content key/);
  for (const source of [failing, stoppedEarly, stoppedLate, badKey]) assert.equal(source.closed, 1);
});

test('64 MiB stream through sealing and opening with a few chunks in memory', async () => {
  const piece = seededBytes(2 ** 18, 13);
  const total = 64 * 2 ** 20;
  let pulled = 0;
  let opened = 0;
  let most = 0;
  function* source(): Generator<Uint8Array> {
    while (pulled < total) {
      pulled += piece.length;
      most = Math.max(most, pulled - opened);
      yield piece;
    }
  }
  const sealing = sealFile(source(), { contentKey });
  const hash = newHash();
  for await (const chunk of openFile(sealing.bytes, contentKey)) {
    opened += chunk.length;
    hash.update(chunk);
  }
  assert.equal(opened, total);
  assert.equal(hash.digest('hex'), sealing.summary().plaintextHash);
  assert.ok(most <= 12 * 2 ** 20, `${most} bytes were on their way at once`);
});
