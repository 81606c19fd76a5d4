// What a node says of itself and of its ledger to anyone: who it is, how it stands to its origin, who co-signs. It is the
// node's word; what it proves is checked by client.receipt and client.witnessed.

import { compile, oneOf, type Static, Type, text } from '#core/schema.ts';
import { HttpPort } from './http-port.ts';

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Ledger = Type.Object({
  // As ledgerIdOf makes it; people paste it into a terminal.
  ledgerId: Type.String({ pattern: '^[a-z2-7]{52}$' }),
  name: text(200),
  role: oneOf('origin', 'replica'),
  origin: Type.Optional(Type.String()),
  publicAddress: Type.Optional(Type.String({ pattern: '^https?://[\\x21-\\x7e]{1,2000}$' })),
  size: Count,
  height: Count,
  timeMs: Count,
  nowMs: Count,
});
const Replica = Type.Object({
  state: oneOf('origin', 'following', 'behind', 'unreachable', 'stopped_on_evidence'),
  size: Count,
  originSize: Count,
  lastSeenMs: Type.Optional(Count),
  finding: Type.Optional(Type.Object({ kind: Type.String(), sentence: Type.String() })),
});
const Cosignatures = Type.Object({
  witnessedSize: Count,
  checkpoint: Type.Optional(Type.String()),
  witnesses: Type.Array(
    Type.Object({
      name: Type.String(),
      member: Type.String(),
      publicKey: Type.String(),
      size: Type.Optional(Count),
    }),
  ),
});
const checks = { ledger: compile(Ledger), replica: compile(Replica), cosignatures: compile(Cosignatures) };

/** A node as it describes itself. */
export type NodeState = {
  readonly ledger: Static<typeof Ledger>;
  readonly replica: Static<typeof Replica>;
  readonly cosignatures: Static<typeof Cosignatures>;
};

/** Asks a node. @param url of it @throws HttpFault; Fault `answer_invalid`, `address_invalid` */
export async function readNodeState(url: string): Promise<NodeState> {
  const port = new HttpPort(url);
  const [ledger, replica, cosignatures] = await Promise.all([
    port.json({ method: 'GET', path: '/v1/ledger' }, checks.ledger),
    port.json({ method: 'GET', path: '/v1/replica' }, checks.replica),
    port.json({ method: 'GET', path: '/v1/cosignatures' }, checks.cosignatures),
  ]);
  return { ledger, replica, cosignatures };
}
