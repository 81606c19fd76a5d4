// What a client holds against a node: that a statement is in the ledger's log, and whether others than this node vouch
// for it. The node gives bytes; everything is verified here, from the genesis on, whose hash is the pinned ledger id.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url, equalBytes, fromBase64url } from '#core/bytes.ts';
import { originOf, verifyCheckpoint } from '#core/checkpoint.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import type { CosignatureKey } from '#core/cosignature.ts';
import { Fault } from '#core/fault.ts';
import { decodeGenesis, type GenesisBody } from '#core/genesis.ts';
import { leafHash, verifyConsistency } from '#core/merkle.ts';
import { decodeReceipt, verifyReceipt } from '#core/receipt.ts';
import { compile, type Static } from '#core/schema.ts';
import { decodeStatement } from '#core/statement.ts';
import { isWitnessed } from '#core/witnessed.ts';
import type { Transport } from './transport.ts';

/** A statement with the proof that it is in the log: both can be kept, and verified by anyone. */
export type VerifiedReceipt = {
  readonly index: number;
  /** Of the log that the receipt is of; `root` is its root, 32 bytes. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly statement: Uint8Array;
  /** base64url */
  readonly txId: string;
  readonly receipt: Uint8Array;
};

/** Which witnesses count, and how many must have co-signed: pinned by who asks, so that the node has no say in it. */
export type WitnessPolicy = { readonly needed: number; readonly witnesses: readonly CosignatureKey[] };

/** How well a statement is vouched for. */
export type Witnessed = {
  /** `durable`: the node signed that it has it. `witnessed`: enough witnesses co-signed a checkpoint that has it. */
  readonly state: 'durable' | 'witnessed';
  /** Names of the witnesses that co-signed the checkpoint looked at. */
  readonly by: readonly string[];
  /** Its size. */
  readonly size: number;
};

type Witness = Static<(typeof membershipInterface)['records']['witness']['schema']>;
const checkWitness = compile(membershipInterface.records.witness.schema);

/** Rows of one page, and pages. */
const WITNESSES_AT_ONCE = 100;
const WITNESS_PAGES = 100;
const bodies = new WeakMap<Transport, Promise<GenesisBody>>();

/**
 * Fetches a statement with its receipt, and verifies it.
 * @throws Fault `entry_unknown`, `ledger_wrong` where the genesis is not that of the pinned ledger id, and those of
 * verifyReceipt
 */
export async function receiptOf(source: Transport, index: number): Promise<VerifiedReceipt> {
  const { nodes } = await genesisOf(source);
  const [statement, receipt] = await Promise.all([source.statement(index), source.receipt(index)]);
  const { subject, txId } = decodeStatement(statement);
  const { kid } = decodeReceipt(receipt);
  const publicKey = nodes
    .map(({ receiptKey }) => fromBase64url(receiptKey))
    .find((key) => equalBytes(keyThumbprint(key), kid));
  if (publicKey === undefined) {
    throw new Fault('receipt_key', `the receipt of entry ${index} is by a key that is no node's of the genesis`);
  }
  const expected = { ledgerId: source.ledgerId, subject, leafHash: leafHash(statement), publicKey, index };
  return { ...verifyReceipt(receipt, expected), statement, txId: base64url(txId), receipt };
}

/**
 * Looks at the last checkpoint with co-signatures. Without a policy, more than half of the members that have a live
 * witness on the ledger must have co-signed: the list of these is the node's word. A policy takes no word of the node's.
 * @throws Fault `log_forked` where receipt and checkpoint are of two histories; those of receiptOf and verifyCheckpoint
 */
export async function witnessOf(source: Transport, index: number, policy?: WitnessPolicy): Promise<Witnessed> {
  const { nodes } = await genesisOf(source);
  const proven = await receiptOf(source, index);
  const live = policy === undefined ? await liveWitnesses(source) : [];
  const witnesses =
    policy?.witnesses ?? live.map(({ name, publicKey }) => ({ name, publicKey: fromBase64url(publicKey) }));
  const origin = originOf(source.ledgerId);
  const keys = nodes.map(({ checkpointKey }) => ({ name: origin, publicKey: fromBase64url(checkpointKey) }));
  const { checkpoint, cosigners } = verifyCheckpoint(await source.checkpoint('witnessed'), { origin, keys, witnesses });
  await assertOneHistory(source, proven, checkpoint);
  const by = cosigners.map(({ name }) => name);
  // One key counts once, under however many names a policy has it.
  const voices = new Set(cosigners.map(({ publicKey }) => base64url(publicKey))).size;
  const isEnough = policy === undefined ? isWitnessed(live, by) : voices >= policy.needed;
  const isThere = index < checkpoint.size;
  return { state: isThere && isEnough ? 'witnessed' : 'durable', by: isThere ? by : [], size: checkpoint.size };
}

/** Those that the ledger has; anyone may read them. */
async function liveWitnesses(source: Transport): Promise<readonly Witness[]> {
  const found: Witness[] = [];
  for (let [after, pages]: [string | undefined, number] = [undefined, 0]; pages < WITNESS_PAGES; pages++) {
    const page = after === undefined ? { limit: WITNESSES_AT_ONCE } : { after, limit: WITNESSES_AT_ONCE };
    const { rows, next } = await source.list('membership/witness', 'state', 'live', page);
    for (const [id, text] of rows) found.push(witnessFrom(id, text));
    if (next === undefined) return found;
    after = next;
  }
  throw new Fault('answer_invalid', `expected at most ${WITNESS_PAGES} pages of witnesses, got more`);
}

function witnessFrom(id: string, text: string): Witness {
  const value: unknown = JSON.parse(text);
  if (checkWitness.firstError(value) !== undefined) throw new Fault('answer_invalid', `${id}: expected a witness`);
  // The schema was checked in the line above.
  return value as Witness;
}

/** The ledger's founding, held against the pinned id. @throws Fault `ledger_wrong` */
function genesisOf(source: Transport): Promise<GenesisBody> {
  const known = bodies.get(source);
  if (known !== undefined) return known;
  const body = source.genesis().then((bytes) => {
    const { genesis, ledgerId } = decodeGenesis(bytes);
    if (ledgerId === source.ledgerId) return genesis.body;
    throw new Fault('ledger_wrong', `expected the genesis of ledger ${source.ledgerId}, got that of ${ledgerId}`);
  });
  bodies.set(source, body);
  // One that failed is asked for again.
  body.catch(() => bodies.delete(source));
  return body;
}

type Tree = { readonly size: number; readonly root: Uint8Array };

/** Of two trees of one log the smaller is the beginning of the larger, so an entry of both is the same in both. */
async function assertOneHistory(source: Transport, a: Tree, b: Tree): Promise<void> {
  const [first, second] = a.size <= b.size ? [a, b] : [b, a];
  const path = first.size === second.size ? [] : await source.consistency(first.size, second.size);
  const trees = { size1: first.size, root1: first.root, size2: second.size, root2: second.root };
  if (verifyConsistency({ ...trees, path })) return;
  throw new Fault(
    'log_forked',
    `the node signed two histories: its log of ${first.size} entries is not the beginning of that of ${second.size}`,
  );
}
