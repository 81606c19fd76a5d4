// A replica over HTTP for tests: its member's node is enrolled on the ledger, and it listens on a free port.

import { membershipInterface } from '#contracts/membership/schema.ts';
import { base64url } from '#core/bytes.ts';
import { possessionBytes } from '#core/possession.ts';
import { testKey } from '#test/keys.ts';
import { readConfig } from './config.ts';
import type { TestHome } from './home.fixture.ts';
import type { TestServer } from './http/server.fixture.ts';
import { type RunningReplica, serveReplica } from './replica-server.ts';

/** Enrols the actor of a member's node. */
export async function enrolNode(home: Pick<TestHome, 'node' | 'client'>, actor: string): Promise<void> {
  const { publicKeyText, signNow } = testKey(actor);
  const proof = base64url(signNow(possessionBytes(home.node.ledger.id, actor)));
  await home.client(`${actor.split('/')[0]}/admin`).do(membershipInterface, 'enrolActor', {
    id: actor,
    kind: 'machine',
    role: 'node',
    key: { publicKey: publicKeyText, proof },
    mandate: [],
  });
}

/** A replica of a served ledger. @param witnessName makes it a witness, which still has to be registered */
export async function newReplica(
  server: Pick<TestServer, 'node' | 'clock'>,
  options: {
    readonly origin: string;
    readonly home: string;
    readonly actor: string;
    readonly witnessName?: string;
    readonly peers?: readonly string[];
  },
): Promise<RunningReplica> {
  const { home, origin, actor, witnessName, peers = [] } = options;
  const config = readConfig({ env: {}, cwd: home, options: { home, port: 0, origin, peers: [...peers] } });
  return serveReplica(config, {
    clock: () => server.clock.nowMs,
    ledgerId: server.node.ledger.id,
    identity: { actor, signer: testKey(actor) },
    ...(witnessName === undefined ? {} : { witnessName }),
    onFatal: (error) => {
      throw error;
    },
  });
}

/** Registers a replica's key as its member's witness. */
export async function registerWitness(
  server: TestServer,
  replica: RunningReplica,
  { member, name }: { readonly member: string; readonly name: string },
): Promise<void> {
  const publicKey = base64url(replica.witnessKey ?? new Uint8Array(0));
  await server.client(`${member}/admin`).do(membershipInterface, 'registerWitness', { name, publicKey });
}
