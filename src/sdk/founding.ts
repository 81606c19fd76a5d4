// Founding a ledger: the founders' keys sign the genesis body, and the signed genesis is leaf 0.

import { base64url } from '#core/bytes.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import type { Signer } from '#core/cose-sign1.ts';
import { lowS } from '#core/es256.ts';
import { encodeGenesis, GENESIS_AUDIENCE, type GenesisBody, genesisSigningBytes, PROTOCOL } from '#core/genesis.ts';
import { DEFAULT_LIMITS } from '#core/limits.ts';

/** An actor of a founder with its key at hand. */
export type FoundingActor = {
  /** `member/name` */
  readonly id: string;
  readonly kind: 'person' | 'machine' | 'agent';
  readonly role: string;
  readonly signer: Signer;
  /** P-256, 65 bytes: for files that others seal for this actor. */
  readonly encryptionKey?: Uint8Array;
};

/** A founder. At least `rootsNeeded` of its actors have the role root. */
export type Founder = {
  readonly member: string;
  readonly name: string;
  readonly rootsNeeded: number;
  readonly actors: readonly FoundingActor[];
};

/** What a genesis is made of; what is left out has the usual value. */
export type Founding = {
  readonly name: string;
  readonly timeMs: number;
  readonly founders: readonly Founder[];
  /** The first node's keys: Ed25519 for checkpoints, 32 bytes; P-256 for receipts, 65 bytes. */
  readonly node: { readonly name: string; readonly checkpointKey: Uint8Array; readonly receiptKey: Uint8Array };
  readonly contracts: readonly { readonly name: string; readonly version: number }[];
};

/** The signed genesis as leaf 0. */
export async function makeGenesis({ name, timeMs, founders, node, contracts }: Founding): Promise<Uint8Array> {
  const body: GenesisBody = {
    audience: GENESIS_AUDIENCE,
    protocol: PROTOCOL,
    name,
    timeMs,
    founders: founders.map((founder) => ({
      ...founder,
      actors: founder.actors.map(({ id, kind, role, signer, encryptionKey }) => ({
        id,
        kind,
        role,
        publicKey: base64url(signer.publicKey),
        ...(encryptionKey === undefined ? {} : { encryptionKey: base64url(encryptionKey) }),
      })),
    })),
    nodes: [{ name: node.name, checkpointKey: base64url(node.checkpointKey), receiptKey: base64url(node.receiptKey) }],
    governance: {
      sponsorsNeeded: founders.length > 1 ? 2 : 1,
      governors: founders.map(({ member }) => member),
      governorsNeeded: Math.floor(founders.length / 2) + 1,
    },
    contracts: contracts.map(({ name, version }) => ({ name, version })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    limits: DEFAULT_LIMITS,
  };
  const message = genesisSigningBytes(body);
  const signatures: { kid: string; signature: string }[] = [];
  for (const { signer } of founders.flatMap(({ actors }) => actors)) {
    const signature = base64url(lowS(await signer.sign(message)));
    signatures.push({ kid: base64url(keyThumbprint(signer.publicKey)), signature });
  }
  return encodeGenesis({ body, signatures });
}
