// Who is who, read from membership's records: what the runtime and the ledger ask before they execute a statement.

import { base64url, fromBase64url } from '#core/bytes.ts';
import { canonicalJson, type Json } from '#core/canonical-json.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import type { Genesis } from '#core/genesis.ts';
import type { Identity, KeyBinding } from '#core/identity.ts';
import type { Static } from '#core/schema.ts';
import type { StateReader, Write } from '#core/state.ts';
import type { membershipInterface } from './schema.ts';

type Records = typeof membershipInterface.records;
type RecordOf<R extends keyof Records> = Static<Records[R]['schema']>;

const PAGE = 500;

/** Identity as the membership contract keeps it. */
export const identity: Identity = {
  key(state, kid) {
    const key = read(state, 'key', kid);
    return key === undefined ? undefined : binding(state, key);
  },
  liveKeys(state) {
    const keys: KeyBinding[] = [];
    for (let after = ''; ; ) {
      const kids = state.list('membership/key', 'state', 'live', after, PAGE);
      for (const kid of kids) {
        const key = read(state, 'key', kid);
        const live = key === undefined ? undefined : binding(state, key);
        if (live !== undefined) keys.push(live);
      }
      const last = kids.at(-1);
      if (last === undefined || kids.length < PAGE) return keys;
      after = last;
    }
  },
  mandate: (state, actor) => read(state, 'actor', actor)?.mandate ?? [],
  activeVersion: (state, contract) => read(state, 'release', contract)?.version,
  usedOf: (state, name) => read(state, 'mandateUse', name)?.used ?? 0,
  useRecord: (name, used) => ({ kind: 'membership/mandateUse', id: name, value: canonicalJson({ used }) }),
  releaseOf({ contract, action, input }) {
    if (contract !== 'membership' || action !== 'approveRelease') return undefined;
    const { contract: name, version } = input;
    return typeof name === 'string' && typeof version === 'number' ? { contract: name, version } : undefined;
  },
  isKeyRecord: (kind) => kind === 'membership/key' || kind === 'membership/actor' || kind === 'membership/member',
};

/** The records that a ledger starts with. */
export function foundingWrites({ body }: Genesis): readonly Write[] {
  const writes: Write[] = [];
  const write = <R extends keyof Records & string>(name: R, id: string, value: RecordOf<R>): void => {
    writes.push({ kind: `membership/${name}`, id, before: undefined, after: canonicalJson(value as Json) });
  };
  for (const { member, name, rootsNeeded, actors } of body.founders) {
    write('member', member, { id: member, name, rootsNeeded, state: 'live' });
    for (const { id, kind, role, publicKey, encryptionKey } of actors) {
      // A genesis may name a role of a later release: it then has the rights of none.
      write('actor', id, {
        id,
        member,
        kind,
        role: role as RecordOf<'actor'>['role'],
        state: 'live',
        mandate: [],
        ...(encryptionKey === undefined ? {} : { encryptionKey }),
      });
      const kid = base64url(keyThumbprint(fromBase64url(publicKey)));
      write('key', kid, { kid, publicKey, actor: id, member, state: 'live', liveOf: id });
    }
  }
  for (const { name, version } of body.contracts) write('release', name, { contract: name, version });
  write('rules', 'rules', body.governance);
  return writes.sort((a, b) => (a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1));
}

function binding(state: StateReader, key: RecordOf<'key'>): KeyBinding | undefined {
  if (key.state !== 'live') return undefined;
  const actor = read(state, 'actor', key.actor);
  if (actor?.state !== 'live' || read(state, 'member', key.member)?.state !== 'live') return undefined;
  const { kid, publicKey, member } = key;
  return { kid, publicKey, member, actor: actor.id, role: actor.role, kind: actor.kind };
}

function read<R extends keyof Records & string>(state: StateReader, name: R, id: string): RecordOf<R> | undefined {
  const text = state.get(`membership/${name}`, id);
  // Written through the same schema.
  return text === undefined ? undefined : (JSON.parse(text) as RecordOf<R>);
}
