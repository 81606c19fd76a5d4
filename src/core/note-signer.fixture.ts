// Ed25519 keys of nodes and witnesses for tests, each derived from a word, so that a run can be repeated.

import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { concat, fromHex, utf8 } from './bytes.ts';
import { sha256 } from './crypto.node.ts';
import type { NoteSigner } from './signed-note.ts';

/** A signer of this name, with the key whose seed is the SHA-256 of the word. */
export function noteSigner(name: string, word = name): NoteSigner {
  const der = concat(fromHex('302e020100300506032b657004220420'), sha256(utf8(word)));
  const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  const publicKey = Uint8Array.from(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
  return { name, publicKey, sign: (message) => Uint8Array.from(sign(null, message, key)) };
}
