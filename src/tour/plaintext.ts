// Looks for pieces of secret files in all that a home folder holds: the vault has ciphertext, the ledger commitments.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a piece; a file that is shorter is one piece. */
const PIECE_BYTES = 64;
/** Different bytes of a piece that cannot be there by chance. */
const TELLING = 4;

/** The first file under a folder that holds a piece (start, middle, end) of one of the secrets, or undefined. */
export function findPlaintext(folder: string, secrets: readonly Uint8Array[]): string | undefined {
  const pieces = secrets.filter(({ length }) => length > 0).flatMap(piecesOf);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  return paths.find((path) => {
    const bytes = bytesOf(path);
    return pieces.some((piece) => bytes.includes(piece));
  });
}

/** Nodes that run write files beside the old ones and rename them: one that is gone meanwhile holds nothing. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function piecesOf(secret: Uint8Array): readonly Buffer[] {
  const last = secret.length > PIECE_BYTES ? secret.length - PIECE_BYTES : 0;
  return [0, Math.floor(last / 2), last].flatMap((start) => {
    // Zeros, as a binary STL begins with, stand in any file: take the next piece that tells something.
    for (let at = start; at <= last; at += PIECE_BYTES) {
      const piece = Buffer.from(secret.subarray(at, at + PIECE_BYTES));
      if (new Set(piece).size >= TELLING) return [piece];
    }
    return [];
  });
}
