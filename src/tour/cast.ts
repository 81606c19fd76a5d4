// Who takes part in the tour: members with their people and machines, each with keys of their own in an encrypted file.
// All of them are played by this one process.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#core/fault.ts';
import type { LocalNode } from '#node/local.ts';
import { Client } from '#sdk/client.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';

/** The passphrase of the demo's key files: they guard nothing but a demo. */
export const DEMO_PASSPHRASE = 'touchmark demo';

type CastMember = {
  readonly member: string;
  readonly name: string;
  readonly does: string;
  readonly roles: readonly string[];
};

/** The members, each also with a root and an administrator. */
export const MEMBERS: readonly CastMember[] = [
  { member: 'northwind', name: 'Northwind Aircraft', does: 'buys', roles: ['buyer', 'engineer', 'quality', 'finance'] },
  { member: 'lindqvist', name: 'Lindqvist Design', does: 'licenses designs', roles: ['designer'] },
  {
    member: 'harbour',
    name: 'Harbour Machining',
    does: 'makes',
    roles: ['sales', 'engineer', 'quality', 'finance', 'machine'],
  },
  { member: 'metrica', name: 'Metrica Laboratory', does: 'measures for the maker', roles: ['quality'] },
  { member: 'calibra', name: 'Calibra Laboratory', does: 'measures for the buyer', roles: ['quality'] },
  { member: 'ledgerbank', name: 'Ledger Bank (simulated)', does: 'issues simulated money', roles: ['finance'] },
  { member: 'watchful', name: 'Watchful Audit', does: 'trusts nobody', roles: ['auditor'] },
];

/** Who measures, for whom; the order in which an input has its results. */
export const LABORATORIES = [
  { side: 'seller', laboratory: 'metrica', party: 'harbour', name: 'maker’s laboratory' },
  { side: 'buyer', laboratory: 'calibra', party: 'northwind', name: 'buyer’s laboratory' },
] as const;

/** The keys of an actor of the cast. */
export type CastKeys = ActorKeys & { readonly member: string; readonly role: string };

/** Makes key files for the whole cast in a new folder. @param onKey told how many are made */
export async function makeKeys(
  folder: string,
  onKey: (done: number, of: number) => void,
): Promise<readonly CastKeys[]> {
  mkdirSync(folder, { mode: 0o700 });
  const actors = MEMBERS.flatMap(({ member, roles }) => ['root', 'admin', ...roles].map((role) => ({ member, role })));
  let done = 0;
  return Promise.all(
    actors.map(async ({ member, role }) => {
      const keys = await createKeyFile(join(folder, `${member}-${role}.json`), `${member}/${role}`, DEMO_PASSPHRASE);
      done++;
      onKey(done, actors.length);
      return { ...keys, member, role };
    }),
  );
}

/** The cast with a client each. */
export class Cast {
  readonly #clients: ReadonlyMap<string, Client>;
  readonly #keys: ReadonlyMap<string, CastKeys>;

  constructor(keys: readonly CastKeys[], node: LocalNode, clock: () => number) {
    this.#keys = new Map(keys.map((key) => [key.actor, key]));
    this.#clients = new Map(
      keys.map(({ actor, signer }) => {
        const transport = node.transportFor(actor);
        return [actor, new Client({ transport, actor, signer, clock, random })];
      }),
    );
  }

  /** The client of `member/role`. */
  as(actor: string): Client {
    return found(this.#clients.get(actor), actor);
  }

  /** The keys of `member/role`. */
  keys(actor: string): CastKeys {
    return found(this.#keys.get(actor), actor);
  }
}

function found<T>(value: T | undefined, actor: string): T {
  if (value === undefined) throw new Fault('tour_actor_unknown', `the cast has no actor ${actor}`);
  return value;
}

function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
