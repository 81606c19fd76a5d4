// Ledgers for tests: founded with test keys, on a clock that the test steps, in a folder that goes with the test.

import { createPrivateKey, createPublicKey, sign as ed25519Sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts, createRegistry } from '#contracts/index.ts';
import { base64url, concat, fromHex, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import type { Registry } from '#core/registry.ts';
import { recordHash, referenceKey } from '#core/runtime.ts';
import { signStatement } from '#core/statement.ts';
import type { NodeSigner } from '#ledger/applied.ts';
import { Ledger } from '#ledger/ledger.ts';
import { makeGenesis } from '#sdk/founding.ts';
import { testKey } from '#test/keys.ts';
import { actorOf, START_MS } from '#test/world.ts';

/** Members of test ledgers. */
export const LEDGER_MEMBERS = ['acme', 'borealis'] as const;
const ROLES = [
  'root',
  'admin',
  'buyer',
  'sales',
  'designer',
  'engineer',
  'operator',
  'quality',
  'logistics',
  'finance',
];

const ed25519 = createPrivateKey({
  key: Buffer.from(concat(fromHex('302e020100300506032b657004220420'), sha256(utf8('touchmark test node')))),
  format: 'der',
  type: 'pkcs8',
});

/** The node's keys of every test ledger. */
export const nodeSigner: NodeSigner = {
  checkpoint: {
    publicKey: new Uint8Array(createPublicKey(ed25519).export({ format: 'der', type: 'spki' }).subarray(12)),
    sign: (message) => new Uint8Array(ed25519Sign(null, message, ed25519)),
  },
  receipt: testKey('node'),
};

/** The genesis of test ledgers; another name gives another ledger. */
export function testGenesis(name = 'Test ledger'): Promise<Uint8Array> {
  return makeGenesis({
    name,
    timeMs: START_MS,
    founders: LEDGER_MEMBERS.map((member) => ({
      member,
      name: `${member} Ltd`,
      rootsNeeded: 1,
      actors: [
        ...ROLES.map((role) => ({
          id: actorOf(member, role),
          kind: 'person' as const,
          role,
          signer: testKey(actorOf(member, role)),
        })),
        {
          id: actorOf(member, 'machine'),
          kind: 'machine' as const,
          role: 'machine',
          signer: testKey(actorOf(member, 'machine')),
        },
      ],
    })),
    node: { name: 'origin', checkpointKey: nodeSigner.checkpoint.publicKey, receiptKey: nodeSigner.receipt.publicKey },
    contracts,
  });
}

/** A temporary folder, removed at the end of its `using` scope. */
export function temporaryFolder(): { readonly path: string; file(name: string): string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'touchmark-'));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A new test ledger in a file. */
export async function newLedger(path: string, registry: Registry = createRegistry(), name?: string): Promise<Ledger> {
  return Ledger.create(path, await testGenesis(name), { registry, signer: nodeSigner });
}

let nonces = 0;

/** What a test signs. */
export type Signing = {
  readonly by: string;
  readonly action: string;
  readonly input: JsonObject;
  readonly notAfterMs?: number;
  readonly audience?: string;
  /** The word of the key that signs, where it is not the actor's first. */
  readonly key?: string;
};

/** A signed statement for a ledger, with `expects` from its state. */
export async function signedFor(
  ledger: Ledger,
  { by, action: name, input, notAfterMs, audience, key: word = by }: Signing,
): Promise<Uint8Array> {
  const [contractName = '', actionName = ''] = name.split('.');
  const contract = ledger.registry.contract(contractName);
  const definition = contract?.actions[actionName];
  const expects: Record<string, string> = {};
  if (typeof definition?.expects === 'function') {
    for (const reference of definition.expects(input)) {
      const key = referenceKey(contractName, reference);
      const [c, r, ...id] = key.split('/');
      const text = ledger.state.get(`${c}/${r}`, id.join('/'));
      if (text !== undefined) expects[key] = recordHash(text);
    }
  }
  const nonce = base64url(sha256(utf8(`nonce ${nonces++}`)).subarray(0, 16));
  const at = notAfterMs ?? Math.max(START_MS, ledger.head.timeMs) + 60_000;
  const content = {
    contract: contractName,
    version: contract?.version ?? 1,
    action: actionName,
    input,
    expects,
    nonce,
    notAfterMs: at,
  };
  const subject = definition?.subject(input) ?? '';
  return signStatement(
    { issuer: by.split('/')[0] ?? '', subject, audience: audience ?? ledger.id, action: content },
    testKey(word),
  );
}
