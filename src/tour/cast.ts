// Who takes part in the tour: members with their people, machines and nodes, each with keys of their own in an encrypted
// file. All of them but the nodes are played by this one process, each with a client of its own over HTTP.

import { mkdirSync } from 'node:fs';
import { Fault } from '#core/fault.ts';
import type { Client } from '#sdk/client.ts';
import { connect } from '#sdk/connect.ts';
import type { HttpTransport, HttpTransportOptions } from '#sdk/http-transport.ts';
import { createKeyFile } from '#sdk/key-file.ts';
import type { ActorKeys } from '#sdk/web-keys.ts';
import { keyPath, type Nodes, REPLICA_MEMBER, tourPaths } from './nodes.ts';

/** The passphrase of the demo's key files: they guard nothing but a demo. */
export const DEMO_PASSPHRASE = 'touchmark demo';

type CastMember = {
  readonly member: string;
  readonly name: string;
  readonly does: string;
  readonly roles: readonly string[];
};

/** A shop that does not qualify needs nobody to bid. */
const SHOP = ['sales', 'machine'] as const;
const SHOP_THAT_BIDS = [...SHOP, 'finance'] as const;

/** The members, each also with a root and an administrator. */
export const MEMBERS: readonly CastMember[] = [
  {
    member: 'northwind',
    name: 'Northwind Aircraft',
    does: 'buys',
    roles: ['buyer', 'engineer', 'quality', 'finance', 'logistics', 'agent'],
  },
  { member: 'lindqvist', name: 'Lindqvist Design', does: 'licenses designs', roles: ['designer'] },
  {
    member: 'harbour',
    name: 'Harbour Machining',
    does: 'makes',
    roles: ['buyer', 'sales', 'engineer', 'quality', 'finance', 'logistics', 'machine', 'agent'],
  },
  { member: 'alpen', name: 'Alpen Fräswerk', does: 'could make', roles: SHOP_THAT_BIDS },
  { member: 'baltic', name: 'Baltic Parts', does: 'could make', roles: SHOP_THAT_BIDS },
  { member: 'corvin', name: 'Corvin Additive', does: 'could make', roles: SHOP },
  { member: 'dunmore', name: 'Dunmore Small Parts', does: 'could make', roles: SHOP },
  { member: 'elbe', name: 'Elbe Metallbau', does: 'could make', roles: SHOP },
  { member: 'fjord', name: 'Fjord Machining', does: 'could make', roles: SHOP },
  {
    member: 'millbrook',
    name: 'Millbrook Metals',
    does: 'supplies metal',
    roles: ['sales', 'quality', 'logistics', 'finance'],
  },
  { member: 'transit', name: 'Transit Couriers', does: 'carries', roles: ['logistics'] },
  { member: 'metrica', name: 'Metrica Laboratory', does: 'measures for the maker', roles: ['quality'] },
  { member: 'calibra', name: 'Calibra Laboratory', does: 'measures for the buyer', roles: ['quality'] },
  { member: 'ledgerbank', name: 'Ledger Bank (simulated)', does: 'issues simulated money', roles: ['finance'] },
  { member: REPLICA_MEMBER, name: 'Watchful Audit', does: 'trusts nobody', roles: ['auditor', 'node'] },
];

/** Who measures, for whom; the order in which an input has its results. */
export const LABORATORIES = [
  { side: 'seller', laboratory: 'metrica', party: 'harbour', name: 'maker’s laboratory' },
  { side: 'buyer', laboratory: 'calibra', party: 'northwind', name: 'buyer’s laboratory' },
] as const;

const AUDITOR = `${REPLICA_MEMBER}/auditor`;

/** The keys of an actor of the cast. */
export type CastKeys = ActorKeys & { readonly member: string; readonly role: string };

/** Makes key files for the whole cast in a new folder of the home. @param onKey told how many are made */
export async function makeKeys(home: string, onKey: (done: number, of: number) => void): Promise<readonly CastKeys[]> {
  mkdirSync(tourPaths(home).keys, { mode: 0o700 });
  const actors = MEMBERS.flatMap(({ member, roles }) => ['root', 'admin', ...roles].map((role) => ({ member, role })));
  let done = 0;
  return Promise.all(
    actors.map(async ({ member, role }) => {
      const actor = `${member}/${role}`;
      const keys = await createKeyFile(keyPath(home, actor), actor, DEMO_PASSPHRASE);
      done++;
      onKey(done, actors.length);
      return { ...keys, member, role };
    }),
  );
}

/** The cast with a client each. */
export class Cast {
  /** The auditor at the replica of its own member: it reads there, and takes no word of the origin's. */
  readonly auditor: Client<HttpTransport>;
  readonly #clients: ReadonlyMap<string, Client<HttpTransport>>;
  readonly #keys: ReadonlyMap<string, CastKeys>;

  /** Connects everyone to the origin. @throws as connect */
  static async connect(
    keys: readonly CastKeys[],
    { origin, replica }: Pick<Nodes, 'origin' | 'replica'>,
    options: Pick<HttpTransportOptions, 'ledgerId'> & { readonly clock: () => number; readonly fetch: typeof fetch },
  ): Promise<Cast> {
    const as = ({ actor, signer }: CastKeys, url: string) => connect(url, { ...options, actor, signer });
    const clients = await Promise.all(keys.map(async (key) => [key.actor, await as(key, origin)] as const));
    const known = new Map(keys.map((key) => [key.actor, key]));
    return new Cast(new Map(clients), known, await as(found(known.get(AUDITOR), AUDITOR), replica));
  }

  private constructor(
    clients: ReadonlyMap<string, Client<HttpTransport>>,
    keys: ReadonlyMap<string, CastKeys>,
    auditor: Client<HttpTransport>,
  ) {
    this.#clients = clients;
    this.#keys = keys;
    this.auditor = auditor;
  }

  /** The client of `member/role`. */
  as(actor: string): Client<HttpTransport> {
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
