// A node's home folder for tests: a ledger founded with test keys, in this process, on a clock that the test steps.

import { contractInterfaces } from '#contracts/interfaces.ts';
import { concat, utf8 } from '#core/bytes.ts';
import { sha256 } from '#core/crypto.ts';
import { Client } from '#sdk/client.ts';
import { makeGenesis } from '#sdk/founding.ts';
import type { Transport } from '#sdk/transport.ts';
import { testKey } from '#test/keys.ts';
import { LEDGER_MEMBERS } from '#test/ledgers.ts';
import { actorOf, START_MS } from '#test/world.ts';
import { LocalNode } from './local.ts';

const ROLES = ['root', 'admin', 'buyer', 'designer', 'finance'];
/** Bytes that the test's random source gives at once. */
const RANDOM_BYTES = 32;

/** A node in a home folder, with clients of its founders' actors. */
export type TestHome = {
  readonly home: string;
  readonly clock: { nowMs: number };
  node: LocalNode;
  /** @param transport in place of the actor's own */
  client(actor: string, transport?: Transport): Client;
  /** Closes the node and opens the same folder again. */
  reopen(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Founds a ledger of acme and borealis, or of other members, in an empty folder. */
export async function newHome(home: string, members: readonly string[] = LEDGER_MEMBERS): Promise<TestHome> {
  const clock = { nowMs: START_MS };
  const options = { home, clock: () => clock.nowMs };
  const node = await LocalNode.create(options, (keys) =>
    makeGenesis({
      name: 'Test ledger',
      timeMs: START_MS,
      founders: members.map(founder),
      node: { name: 'origin', ...keys },
      contracts: contractInterfaces,
    }),
  );
  const test: TestHome = {
    home,
    clock,
    node,
    client: (actor, transport = test.node.transportFor(actor)) =>
      new Client({
        transport,
        actor,
        signer: testKey(actor),
        clock: () => clock.nowMs,
        random: seededRandom(actor),
      }),
    reopen: async () => {
      await test.node[Symbol.asyncDispose]();
      test.node = await LocalNode.open(options);
    },
    [Symbol.asyncDispose]: () => test.node[Symbol.asyncDispose](),
  };
  return test;
}

function founder(member: string) {
  const actors = ROLES.map((role) => ({
    id: actorOf(member, role),
    kind: 'person' as const,
    role,
    signer: testKey(actorOf(member, role)),
    encryptionKey: testKey(`${actorOf(member, role)} reads`).publicKey,
  }));
  return { member, name: `${member} Ltd`, rootsNeeded: 1, actors };
}

let drawn = 0;

/** Bytes that differ from call to call, and are the same in every run. */
function seededRandom(seed: string): (length: number) => Uint8Array {
  return (length) => {
    let bytes = new Uint8Array(0);
    while (bytes.length < length)
      bytes = new Uint8Array(concat(bytes, sha256(utf8(`${seed} ${drawn++}`)).subarray(0, RANDOM_BYTES)));
    return bytes.subarray(0, length);
  };
}
