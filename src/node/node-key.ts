// The node's own log keys in its home folder: Ed25519 for checkpoints, P-256 for receipts. They sign what the log holds,
// never a statement. The file is not encrypted, since a node starts without anyone at hand: its folder is the protection.

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Fault } from '#core/fault.ts';
import type { NodeSigner } from '#ledger/applied.ts';

/** Opens the node's keys, making them where there are none. @throws Fault `node_key_invalid` */
export function openNodeKey(path: string): NodeSigner {
  if (!existsSync(path)) writeNewKey(path);
  try {
    const { checkpoint, receipt } = JSON.parse(readFileSync(path, 'utf8'));
    return nodeSigner(createPrivateKey(checkpoint), createPrivateKey(receipt));
  } catch (cause) {
    throw new Fault('node_key_invalid', `${path} does not hold the node’s two private keys`, { cause });
  }
}

function writeNewKey(path: string): void {
  const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const checkpoint = pem(generateKeyPairSync('ed25519').privateKey);
  const receipt = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  writeFileSync(path, JSON.stringify({ checkpoint, receipt }, undefined, 2), { flag: 'wx', mode: 0o600 });
}

function nodeSigner(checkpoint: KeyObject, receipt: KeyObject): NodeSigner {
  if (checkpoint.asymmetricKeyType !== 'ed25519')
    throw new Fault('node_key_invalid', 'checkpoint: expected an Ed25519 key');
  const curve = receipt.asymmetricKeyDetails?.namedCurve;
  if (curve !== 'prime256v1') throw new Fault('node_key_invalid', 'receipt: expected a P-256 key');
  return {
    checkpoint: {
      publicKey: spki(checkpoint).subarray(-32),
      sign: (message) => new Uint8Array(sign(null, message, checkpoint)),
    },
    receipt: {
      publicKey: spki(receipt).subarray(-65),
      sign: async (message) => new Uint8Array(sign('sha256', message, { key: receipt, dsaEncoding: 'ieee-p1363' })),
    },
  };
}

function spki(key: KeyObject): Uint8Array {
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }));
}
