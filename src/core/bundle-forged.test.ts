// Bundles by a dishonest node: everything in them is rightly signed, and what they say may not be. The verifier holds it
// against the rules that it can check without executing anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testKey } from '#test/keys.ts';
import { nodeSigner } from '#test/ledgers.ts';
import { genesisWith } from '#test/load.ts';
import { START_MS } from '#test/world.ts';
import { type BlockLeaf, EMPTY_ROOT, encodeBlockLeaf, encodeMemberLeaf, encodeResult, membersRootOf } from './block.ts';
import { verifyBundle } from './bundle.ts';
import { blockSubject, encodeBundle } from './bundle-format.ts';
import { base64url } from './bytes.ts';
import { originOf, signCheckpoint } from './checkpoint.ts';
import { keyThumbprint } from './cose-key.ts';
import { isFault } from './fault.ts';
import { ledgerIdOf } from './id.ts';
import { inclusionProof, leafHash, MerkleTree } from './merkle.ts';
import { createReceipt } from './receipt.ts';
import { decodeStatement, signStatement } from './statement.ts';

const DAY_MS = 86_400_000;
const NOT_AFTER_MS = START_MS + DAY_MS;

type Forgery = {
  readonly leaf?: Partial<BlockLeaf>;
  readonly key?: 'live' | 'gone';
  readonly note?: string;
  readonly times?: number;
};

const GENESIS = await genesisWith((body) => ({ ...body, limits: { ...body.limits, statementBytes: 1024 } }));
const LEDGER = ledgerIdOf(GENESIS);
const SIGNER = testKey('acme/admin');

/** A log of one statement after the genesis' block, signed by the node's real keys. */
async function forged({ leaf = {}, key = 'live', note = 'n', times = 1 }: Forgery = {}): Promise<Uint8Array> {
  const bytes = await signStatement(
    {
      issuer: 'acme',
      subject: 'subject',
      audience: LEDGER,
      action: {
        contract: 'membership',
        version: 1,
        action: 'any',
        input: { note },
        expects: {},
        nonce: base64url(new Uint8Array(16)),
        notAfterMs: NOT_AFTER_MS,
      },
    },
    SIGNER,
  );
  const { txId } = decodeStatement(bytes);
  const kid = base64url(keyThumbprint(SIGNER.publicKey));
  const binding = { kid, publicKey: SIGNER.publicKeyText, member: 'acme', actor: 'acme/admin', role: 'admin' };
  const member = encodeMemberLeaf({ ...binding, kind: 'person' }, key);
  const result = encodeResult({ txId, outcome: 'accepted', writesDigest: EMPTY_ROOT, eventsText: '[]' });
  const block = encodeBlockLeaf({
    protocol: 1,
    height: 1,
    timeMs: START_MS,
    firstIndex: 2,
    count: 1,
    resultsRoot: leafHash(result),
    stateDigest: EMPTY_ROOT,
    membersRoot: membersRootOf([member]),
    recordsRoot: EMPTY_ROOT,
    ...leaf,
  });
  const tree = new MerkleTree();
  for (const entry of [GENESIS, block, bytes, block]) tree.append(leafHash(entry));
  const root = tree.root();
  const receipt = async (index: number, entry: Uint8Array, subject: string): Promise<string> => {
    const proof = { leafHash: leafHash(entry), size: 4, index, path: inclusionProof(index, 4, tree.read), root };
    return base64url(await createReceipt({ ledgerId: LEDGER, subject, ...proof }, nodeSigner.receipt));
  };
  const origin = originOf(LEDGER);
  const entry = {
    index: 2,
    height: 1,
    statement: base64url(bytes),
    receipt: await receipt(2, bytes, 'subject'),
    result: { leaf: base64url(result), path: [] },
    signer: { height: 1, leaf: base64url(member), path: [] },
  };
  return encodeBundle({
    format: 'touchmark-bundle-1',
    genesis: base64url(GENESIS),
    checkpoint: await signCheckpoint({ origin, size: 4, root }, { ...nodeSigner.checkpoint, name: origin }),
    blocks: [{ index: 3, leaf: base64url(block), receipt: await receipt(3, block, blockSubject(1)) }],
    entries: Array.from({ length: times }, () => entry),
  });
}

const RIGHT: readonly (readonly [string, Forgery])[] = [
  ['as it is', {}],
  ['at the last moment of its window', { leaf: { timeMs: NOT_AFTER_MS } }],
  ['at the first moment of its window', { leaf: { timeMs: NOT_AFTER_MS - DAY_MS } }],
];
for (const [name, forgery] of RIGHT) {
  test(`a bundle made by hand is genuine ${name}`, async () => {
    assert.equal(verifyBundle(await forged(forgery), { ledgerId: LEDGER }).statements.length, 1);
  });
}

const WRONG: readonly (readonly [string, string, Forgery])[] = [
  ['a block after the statement’s window', 'bundle_entry', { leaf: { timeMs: NOT_AFTER_MS + 1 } }],
  ['a block before the statement’s window', 'bundle_entry', { leaf: { timeMs: NOT_AFTER_MS - DAY_MS - 1 } }],
  ['more bytes than the genesis allows', 'bundle_entry', { note: 'x'.repeat(1024) }],
  ['an entry that stands twice', 'bundle_entry', { times: 2 }],
  ['a key that was gone before the statement’s block', 'bundle_signer', { key: 'gone' }],
  ['a protocol that is not known', 'bundle_block', { leaf: { protocol: 2 } }],
  ['proofs of records that do not exist yet', 'bundle_block', { leaf: { recordsRoot: new Uint8Array(32) } }],
];
for (const [name, code, forgery] of WRONG) {
  test(`a bundle is refused for ${name}, whoever signed it`, async () => {
    const bundle = await forged(forgery);
    assert.throws(
      () => verifyBundle(bundle, { ledgerId: LEDGER }),
      (error) => isFault(error, code),
    );
  });
}
