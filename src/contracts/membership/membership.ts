// Who takes part. A member is an organisation; its root actors (k of n, kept offline) together add and remove its
// administrators; an administrator manages the other actors, their keys and mandates. A newcomer is admitted by as many
// sponsors as the genesis says. Credentials are what one member certifies of another.
//
//   key:  (enrolled) live ──revokeKey / rotateKey / removeActor──▶ revoked, for ever
//   What a key signed before its revocation was logged stays valid.
//   witness:  (registered) live ──retireWitness──▶ retired, for ever; it co-signs checkpoints for its member. No proof of
//   possession: it signs with Ed25519, whose edge cases platforms judge differently (core/crypto.test.ts).

import { base64url, fromBase64url } from '#core/bytes.ts';
import { type Context, defineContract } from '#core/contract.ts';
import { keyThumbprint } from '#core/cose-key.ts';
import { possesses } from './proof-of-possession.ts';
import { type Key, membershipInterface, type NewActorInput } from './schema.ts';

type Ctx = Context<typeof membershipInterface>;

/** The membership contract. */
export const membership = defineContract(membershipInterface, {
  visibleTo: {
    member: 'public',
    actor: 'members',
    key: 'public',
    credential: 'members',
    approval: 'members',
    // What an agent has spent is nobody's to read: not a competitor's above all.
    mandateUse: () => [],
    release: 'public',
    rules: 'public',
    witness: 'public',
  },
  actions: {
    admitMember: {
      run(ctx, { member, name, rootsNeeded, actors }) {
        if (ctx.get('member', member) !== undefined) return ctx.refuse('member_taken', { member });
        if (actors.filter(({ role }) => role === 'root').length < rootsNeeded) {
          return ctx.refuse('roots_missing', { rootsNeeded });
        }
        const content = ctx.contentId({ member, name, rootsNeeded, actors });
        const needed = ctx.get('rules', 'rules')?.sponsorsNeeded ?? 1;
        if (!approved(ctx, content, { by: ctx.caller.member, needed, already: 'sponsored_already' })) return;
        ctx.put('member', member, { id: member, name, rootsNeeded, state: 'live' });
        for (const actor of actors) enrol(ctx, member, actor);
        ctx.emit('memberAdmitted', { member });
      },
    },
    enrolActor: {
      run(ctx, actor) {
        if (actor.role === 'root' || actor.role === 'admin')
          return ctx.refuse('role_needs_roots', { role: actor.role });
        enrol(ctx, ctx.caller.member, actor);
      },
    },
    approveAdministrator: {
      run(ctx, { change, actor, key }) {
        const { member } = ctx.caller;
        if (memberOf(actor) !== member) return ctx.refuse('actor_foreign', { actor });
        if (change === 'add' && key === undefined) return ctx.refuse('key_missing', { actor });
        const content = ctx.contentId({
          change,
          actor,
          key: key?.publicKey ?? '',
          now: ctx.get('actor', actor)?.state ?? 'none',
        });
        const needed = ctx.get('member', member)?.rootsNeeded ?? 1;
        if (!approved(ctx, content, { by: ctx.caller.actor, needed, already: 'approved_already' })) return;
        if (change === 'remove') return remove(ctx, actor);
        if (key !== undefined) enrol(ctx, member, { id: actor, kind: 'person', role: 'admin', key, mandate: [] });
      },
    },
    setMandate: {
      run(ctx, { actor, mandate }) {
        const record = ownActor(ctx, actor);
        if (record.kind === 'person') return ctx.refuse('mandate_for_person', { actor });
        ctx.put('actor', actor, { ...record, mandate });
        ctx.emit('mandateSet', { actor });
      },
    },
    rotateKey: {
      free: 'whoever holds a key may replace it by another of their own',
      run(ctx, { key }) {
        const { actor, member } = ctx.caller;
        revokeKeys(ctx, actor);
        addKey(ctx, member, actor, key);
        ctx.emit('keyRotated', { actor });
      },
    },
    setEncryptionKey: {
      free: 'whoever holds a key may say how files are sealed for them',
      run(ctx, { publicKey }) {
        const { actor } = ctx.caller;
        ctx.put('actor', actor, { ...ownActor(ctx, actor), encryptionKey: publicKey });
        ctx.emit('encryptionKeySet', { actor });
      },
    },
    revokeKey: {
      free: 'a machine that knows its key is lost must be able to say so',
      run(ctx, { kid, suspectFromMs }) {
        const key = ctx.get('key', kid);
        if (key?.state !== 'live') return ctx.refuse('key_unknown', { kid });
        const { member, actor, role } = ctx.caller;
        const isOwn = key.actor === actor;
        if (!isOwn && (key.member !== member || role !== 'admin')) return ctx.refuse('key_foreign', { kid });
        const holder = ctx.get('actor', key.actor)?.role;
        if (!isOwn && (holder === 'root' || holder === 'admin'))
          return ctx.refuse('role_needs_roots', { role: holder });
        ctx.put('key', kid, { ...revoked(key), ...(suspectFromMs === undefined ? {} : { suspectFromMs }) });
        ctx.emit('keyRevoked', { kid, actor: key.actor });
      },
    },
    removeActor: {
      run(ctx, { actor }) {
        const { role } = ownActor(ctx, actor);
        if (role === 'root' || role === 'admin') return ctx.refuse('role_needs_roots', { role });
        remove(ctx, actor);
      },
    },
    issueCredential: {
      run(ctx, { subject, kind, validFromMs, validUntilMs, evidence }) {
        const known = subject.includes('/') ? ctx.get('actor', subject) : ctx.get('member', subject);
        if (known === undefined) return ctx.refuse('subject_unknown', { subject });
        if (validUntilMs <= validFromMs) return ctx.refuse('validity_empty', { validFromMs, validUntilMs });
        const id = ctx.newId('credential');
        const issuer = ctx.caller.member;
        const topic = ctx.contentId({ issuer, kind, subject });
        ctx.put('credential', id, {
          id,
          subject,
          kind,
          issuer,
          topic,
          validFromMs,
          validUntilMs,
          evidence,
          state: 'live',
        });
        ctx.emit('credentialIssued', { id, subject });
      },
    },
    revokeCredential: {
      run(ctx, { id }) {
        const credential = ctx.get('credential', id);
        if (credential === undefined) return ctx.refuse('credential_unknown', { id });
        if (credential.issuer !== ctx.caller.member)
          return ctx.refuse('credential_foreign', { issuer: credential.issuer });
        if (credential.state === 'revoked') return ctx.refuse('credential_revoked', { id });
        ctx.put('credential', id, { ...credential, state: 'revoked' });
        ctx.emit('credentialRevoked', { id });
      },
    },
    approveRelease: {
      run(ctx, { contract, version }) {
        const rules = ctx.get('rules', 'rules');
        if (!rules?.governors.includes(ctx.caller.member))
          return ctx.refuse('not_governor', { member: ctx.caller.member });
        const from = ctx.get('release', contract)?.version ?? 0;
        const content = ctx.contentId({ contract, from, version });
        const needed = rules.governorsNeeded;
        if (!approved(ctx, content, { by: ctx.caller.member, needed, already: 'approved_already' })) return;
        ctx.put('release', contract, { contract, version });
        ctx.emit('releaseActivated', { contract, version });
      },
    },
    registerWitness: {
      free: 'a replica may say with which key it co-signs: that binds nobody',
      run(ctx, { name, publicKey }) {
        if (ctx.get('witness', name) !== undefined) return ctx.refuse('witness_taken', { name });
        if (ctx.list('witness', 'publicKey', publicKey).length > 0)
          return ctx.refuse('witness_key_used', { publicKey });
        const { member } = ctx.caller;
        ctx.put('witness', name, { name, member, publicKey, state: 'live', sinceMs: ctx.timeMs });
        ctx.emit('witnessRegistered', { name, member });
      },
    },
    retireWitness: {
      free: 'a replica whose key is lost must be able to say so',
      run(ctx, { name }) {
        const witness = ctx.get('witness', name);
        if (witness === undefined) return ctx.refuse('witness_unknown', { name });
        if (witness.member !== ctx.caller.member) return ctx.refuse('witness_foreign', { member: witness.member });
        if (witness.state === 'retired') return ctx.refuse('witness_retired', { name });
        ctx.put('witness', name, { ...witness, state: 'retired' });
        ctx.emit('witnessRetired', { name, member: witness.member });
      },
    },
  },
});

/**
 * Notes one more approval of exactly this content. Only those count whose approver still takes part. What is approved is
 * done at once, so the approvals are then forgotten: the same may be proposed again.
 * @returns true where it is approved now
 */
function approved(
  ctx: Ctx,
  content: string,
  {
    by,
    needed,
    already,
  }: { readonly by: string; readonly needed: number; readonly already: 'sponsored_already' | 'approved_already' },
): boolean {
  const earlier = (ctx.get('approval', content)?.by ?? []).filter((approver) => takesPart(ctx, approver));
  if (earlier.includes(by)) return ctx.refuse(already, { by });
  const all = [...earlier, by];
  if (all.length >= needed) ctx.delete('approval', content);
  else ctx.put('approval', content, { id: content, by: all });
  return all.length >= needed;
}

function takesPart(ctx: Ctx, approver: string): boolean {
  return ctx.get(approver.includes('/') ? 'actor' : 'member', approver)?.state === 'live';
}

function enrol(ctx: Ctx, member: string, { key, ...actor }: NewActorInput) {
  const { id, kind, role, mandate } = actor;
  if (memberOf(id) !== member) return ctx.refuse('actor_foreign', { actor: id });
  if (ctx.get('actor', id) !== undefined) return ctx.refuse('actor_taken', { actor: id });
  if (kind === 'person' && mandate.length > 0) return ctx.refuse('mandate_for_person', { actor: id });
  ctx.put('actor', id, { ...actor, member, state: 'live' });
  addKey(ctx, member, id, key);
  ctx.emit('actorEnrolled', { actor: id, kind, role });
}

function addKey(ctx: Ctx, member: string, actor: string, key: NewActorInput['key']) {
  const kid = base64url(keyThumbprint(fromBase64url(key.publicKey)));
  if (ctx.get('key', kid) !== undefined) return ctx.refuse('key_used', { kid });
  if (!possesses(ctx.ledgerId, actor, key)) return ctx.refuse('proof_wrong', { actor });
  ctx.put('key', kid, { kid, publicKey: key.publicKey, actor, member, state: 'live', liveOf: actor });
}

function revokeKeys(ctx: Ctx, actor: string): void {
  for (const [kid, key] of ctx.list('key', 'liveOf', actor)) ctx.put('key', kid, revoked(key));
}

function revoked({ kid, publicKey, actor, member }: Key): Key {
  return { kid, publicKey, actor, member, state: 'revoked' };
}

function ownActor(ctx: Ctx, actor: string) {
  const record = ctx.get('actor', actor);
  if (record?.state !== 'live') return ctx.refuse('actor_unknown', { actor });
  if (record.member !== ctx.caller.member) return ctx.refuse('actor_foreign', { actor });
  return record;
}

function remove(ctx: Ctx, actor: string): void {
  const record = ownActor(ctx, actor);
  ctx.put('actor', actor, { ...record, state: 'removed' });
  revokeKeys(ctx, actor);
  ctx.emit('actorRemoved', { actor });
}

function memberOf(actor: string): string {
  return actor.split('/')[0] ?? '';
}
