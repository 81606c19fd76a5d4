// The genesis: leaf 0 of a ledger, which says who founded it, which keys its nodes have and by which rules it runs.
// Its SHA-256 is the ledger's id, so a ledger with the same names but another founding is another ledger.

import { base64url, fromBase64url } from './bytes.ts';
import { decodeJson, encodeJson, type Json } from './canonical-json.ts';
import { keyThumbprint } from './cose-key.ts';
import { verifyEs256 } from './es256.ts';
import { Fault } from './fault.ts';
import { ledgerIdOf } from './id.ts';
import {
  ActorId,
  compile,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  PublicKey,
  type Static,
  TimeMs,
  Type,
  text,
} from './schema.ts';

/** The audience of founders' signatures: the ledger has no id yet when they sign. */
export const GENESIS_AUDIENCE = 'touchmark-genesis';
/** As much as an entry bundle of C2SP tiles can say of one entry. */
const MAX_GENESIS_BYTES = 65_535;
/** Number of the runtime's own rules; it stands in every block leaf. */
export const PROTOCOL = 1;

const FoundingActor = object({
  id: ActorId,
  kind: oneOf('person', 'machine', 'agent'),
  role: Type.String({ pattern: '^[a-z][a-z-]{1,31}$' }),
  publicKey: PublicKey,
  encryptionKey: Type.Optional(PublicKey),
});
const Founder = object({
  member: MemberId,
  name: text(200),
  /** How many root actors must agree on an administrator. */
  rootsNeeded: integer(1, 16),
  actors: list(FoundingActor, 64, 1),
});
const NodeKeys = object({
  name: MemberId,
  /** Ed25519, for checkpoints: 32 bytes in base64url. */
  checkpointKey: Hash,
  /** P-256, for receipts. */
  receiptKey: PublicKey,
});
const LimitsSchema = object({
  statementBytes: integer(1024, 65_535),
  windowMs: integer(1000, 604_800_000),
  readsPerStatement: integer(1, 100_000),
  writesPerStatement: integer(1, 100_000),
  listRowsPerStatement: integer(1, 100_000),
  eventsPerStatement: integer(1, 100_000),
  callDepth: integer(1, 32),
  expectsPerStatement: integer(1, 1000),
});
const Body = object({
  audience: Type.Literal(GENESIS_AUDIENCE),
  protocol: integer(PROTOCOL, PROTOCOL),
  name: text(200),
  timeMs: TimeMs,
  founders: list(Founder, 64, 1),
  nodes: list(NodeKeys, 64, 1),
  governance: object({
    /** Members that must sponsor a newcomer. */
    sponsorsNeeded: integer(1, 2),
    /** Members whose approval puts a contract's version in force, and how many of them it takes. */
    governors: list(MemberId, 64, 1),
    governorsNeeded: integer(1, 64),
  }),
  /** Contract name and the version in force from the start, sorted by name. */
  contracts: list(object({ name: Type.String({ pattern: '^[a-z]{1,31}$' }), version: integer(1, 1_000_000) }), 64),
  limits: LimitsSchema,
});
const GenesisSchema = object({
  body: Body,
  /** By every founding actor, over the body. */
  signatures: list(
    object({
      kid: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
      signature: Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' }),
    }),
    1024,
  ),
});

/** What the founders sign. */
export type GenesisBody = Static<typeof Body>;
/** The founding document. */
export type Genesis = Static<typeof GenesisSchema>;

const check = compile(GenesisSchema);

/** The bytes that founders sign. */
export function genesisSigningBytes(body: GenesisBody): Uint8Array {
  return encodeJson(body as Json);
}

/** The genesis as leaf 0. */
export function encodeGenesis(genesis: Genesis): Uint8Array {
  return encodeJson(genesis as Json);
}

/**
 * Reads and verifies a genesis.
 * @throws Fault `genesis_invalid` naming the place, `genesis_signature_invalid` naming the actor; or canonical JSON's
 */
export function decodeGenesis(bytes: Uint8Array): { readonly genesis: Genesis; readonly ledgerId: string } {
  if (bytes.length > MAX_GENESIS_BYTES) {
    throw new Fault('genesis_invalid', `genesis: it has at most ${MAX_GENESIS_BYTES} bytes, this has ${bytes.length}`);
  }
  const value = decodeJson(bytes);
  const fault = check.firstError(value);
  if (fault !== undefined) throw new Fault('genesis_invalid', `genesis: ${fault}`);
  // The schema was checked in the line above.
  const genesis = value as Genesis;
  checkBody(genesis.body);
  checkFounders(genesis);
  return { genesis, ledgerId: ledgerIdOf(bytes) };
}

/** What a schema cannot say: nothing twice, and governance that can act. */
function checkBody({ founders, nodes, governance, contracts }: GenesisBody): void {
  const members = founders.map(({ member }) => member);
  const keys = nodes.flatMap(({ checkpointKey, receiptKey }) => [checkpointKey, receiptKey]);
  const twice = [members, nodes.map(({ name }) => name), keys, governance.governors].flatMap(repeated)[0];
  if (twice !== undefined) throw new Fault('genesis_invalid', `genesis: ${twice} stands twice`);
  const stranger = governance.governors.find((governor) => !members.includes(governor));
  if (stranger !== undefined) throw new Fault('genesis_invalid', `genesis: the governor ${stranger} is not a founder`);
  const { governors, governorsNeeded } = governance;
  if (governorsNeeded > governors.length) {
    throw new Fault(
      'genesis_invalid',
      `genesis: ${governorsNeeded} governors are needed, ${governors.length} are named`,
    );
  }
  const unsorted = contracts.find(({ name }, i) => i > 0 && (contracts[i - 1]?.name ?? '') >= name);
  if (unsorted !== undefined) {
    throw new Fault('genesis_invalid', `genesis: the contract ${unsorted.name} stands twice or out of order`);
  }
}

function repeated(names: readonly string[]): readonly string[] {
  return names.filter((name, i) => names.indexOf(name) !== i);
}

function checkFounders({ body, signatures }: Genesis): void {
  const message = genesisSigningBytes(body);
  const byKid = new Map(signatures.map(({ kid, signature }) => [kid, signature]));
  const seen = new Set<string>();
  for (const founder of body.founders) {
    const roots = founder.actors.filter((actor) => actor.role === 'root');
    if (roots.length < founder.rootsNeeded) {
      throw new Fault(
        'genesis_invalid',
        `genesis: ${founder.member} needs ${founder.rootsNeeded} root actors, has ${roots.length}`,
      );
    }
    for (const actor of founder.actors) {
      if (!actor.id.startsWith(`${founder.member}/`)) {
        throw new Fault('genesis_invalid', `genesis: actor ${actor.id} is not of member ${founder.member}`);
      }
      for (const name of [actor.id, actor.publicKey]) {
        if (seen.has(name)) throw new Fault('genesis_invalid', `genesis: ${name} stands twice`);
        seen.add(name);
      }
      const publicKey = fromBase64url(actor.publicKey);
      const signature = byKid.get(base64url(keyThumbprint(publicKey)));
      if (signature === undefined || !verifyEs256(publicKey, message, fromBase64url(signature))) {
        throw new Fault('genesis_signature_invalid', `genesis: the signature of ${actor.id} is absent or wrong`);
      }
    }
  }
  const actors = body.founders.reduce((count, founder) => count + founder.actors.length, 0);
  if (signatures.length !== actors) {
    throw new Fault(
      'genesis_signature_invalid',
      `genesis: ${actors} actors sign, there are ${signatures.length} signatures`,
    );
  }
}
