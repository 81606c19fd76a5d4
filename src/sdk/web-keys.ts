// An actor's keys, and signing keys by WebCrypto, in browsers and in Node: not extractable unless they must go into a key
// file.

import type { Signer } from '#core/cose-sign1.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** An actor's keys, ready for use. */
export type ActorKeys = {
  /** `member/name` */
  readonly actor: string;
  readonly signer: Signer;
  /** For files sealed for this actor. */
  readonly readerKey: CryptoKeyPair;
  /** P-256, 65 bytes. */
  readonly encryptionKey: Uint8Array;
};

/** A signer over a WebCrypto key pair (ECDSA, P-256). */
export async function signerOf(pair: CryptoKeyPair): Promise<Signer> {
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  return {
    publicKey,
    sign: async (message) =>
      new Uint8Array(
        await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new Uint8Array(message)),
      ),
  };
}

/** A new signing key pair. @param use `file` where its private half must be stored in an encrypted key file */
export async function newSigningKey(use: 'memory' | 'file' = 'memory'): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, use === 'file', ['sign', 'verify']);
}
