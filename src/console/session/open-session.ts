// From who acts to a session: the node of the pinned ledger, the client of the actor, and what the ledger says of it.

import {
  type ActorKeys,
  type Client,
  connect,
  Fault,
  HttpTransport,
  membershipInterface,
  type NodeState,
  openKeys,
  readNodeState,
} from '#sdk/index.ts';
import { openDemoKeys } from './demo-actors.ts';
import { type Identity, pinLedger, type Store } from './identity.ts';

/** The actor for whom the console speaks. */
export type Me = {
  readonly actor: string;
  readonly member: string;
  readonly memberName: string;
  readonly role: string;
  readonly kind: string;
  readonly client: Client<HttpTransport>;
  readonly keys: ActorKeys;
};

/** The console's connection to a ledger. */
export type Session = {
  readonly node: NodeState['ledger'];
  readonly transport: HttpTransport;
  /** Undefined for a visitor. */
  readonly me: Me | undefined;
};

/** False where browsers offer no WebCrypto: over plain http, but for the computer that runs the node. */
export function canSign(): boolean {
  // Typed as always there; it is not, in what is no secure context.
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto };
  return subtle !== undefined;
}

/** Opens a session. @throws Fault of whatever is in the way, with words in texts/problems.ts */
export async function openSession(identity: Identity, store: Store): Promise<Session> {
  const url = globalThis.location.origin;
  const { ledger } = await readNodeState(url);
  pinLedger(store, ledger.ledgerId);
  const { ledgerId } = ledger;
  if (identity.kind === 'visitor') {
    return { node: ledger, transport: await HttpTransport.connect(url, { ledgerId }), me: undefined };
  }
  // Whoever only reads needs none of it: the SDK verifies with a library.
  if (!canSign()) throw new Fault('no_webcrypto', 'this address is no secure context');
  const keys = identity.kind === 'demo' ? await openDemoKeys(identity.actor) : await openKeys(identity.actor);
  const client = await connect(url, { ledgerId, actor: keys.actor, signer: keys.signer });
  const { member } = client;
  const [actor, own] = await Promise.all([
    client.need(membershipInterface, 'actor', keys.actor),
    client.need(membershipInterface, 'member', member),
  ]);
  const me = { actor: keys.actor, member, memberName: own.name, role: actor.role, kind: actor.kind, client, keys };
  return { node: ledger, transport: client.transport, me };
}
