// Membership as clients see it: who takes part, with which keys, in which role, under which mandate.

import { defineInterface, record } from '#core/contract.ts';
import {
  ActorId,
  Cents,
  Count,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  PublicKey,
  RecordId,
  type Static,
  TimeMs,
  Type,
  text,
  WitnessName,
} from '#core/schema.ts';

/** The roles of actors. Roots only approve administrators; these manage actors; a node runs a replica: it reads all. */
const ROLES = [
  'root',
  'admin',
  'buyer',
  'sales',
  'designer',
  'engineer',
  'operator',
  'quality',
  'logistics',
  'finance',
  'auditor',
  'machine',
  'agent',
  'node',
] as const;

const Role = oneOf(...ROLES);
const Kind = oneOf('person', 'machine', 'agent');
/** 64 bytes in base64url. */
const Signature = Type.String({ pattern: '^[A-Za-z0-9_-]{85}[AQgw]$' });

const MandateLine = object({
  what: Type.String({ pattern: '^[a-z]{1,31}\\.[a-zA-Z]{1,63}$' }),
  unit: Type.String({ pattern: '^[A-Za-z]{1,16}$' }),
  mostEach: Cents,
  mostPerPeriod: Cents,
  periodMs: integer(1000, 366 * 86_400_000),
  untilMs: TimeMs,
});

const Member = object({
  id: MemberId,
  name: text(200),
  /** How many root actors must agree on an administrator. */
  rootsNeeded: integer(1, 16),
  state: oneOf('live', 'suspended'),
});
const Actor = object({
  id: ActorId,
  member: MemberId,
  kind: Kind,
  role: Role,
  state: oneOf('live', 'removed'),
  mandate: list(MandateLine, 32),
  /** For files that others seal for this actor (HPKE, P-256). */
  encryptionKey: Type.Optional(PublicKey),
});
const Key = object({
  kid: Hash,
  publicKey: PublicKey,
  actor: ActorId,
  member: MemberId,
  state: oneOf('live', 'revoked'),
  /** The actor, while the key is live: by this field an actor's live keys are found, however many it had. */
  liveOf: Type.Optional(ActorId),
  /** From this time on, what the key signed is suspect, although it stays in the log. */
  suspectFromMs: Type.Optional(TimeMs),
});
const Credential = object({
  id: RecordId,
  /** A member or an actor. */
  subject: Type.Union([MemberId, ActorId]),
  /** What it certifies, in the trade's words: `ISO 9001`, `AS9100D`, `operator of laser powder bed fusion`. */
  kind: text(100),
  issuer: MemberId,
  /** Names subject, kind and issuer together: others' credentials do not stand between. */
  topic: Hash,
  validFromMs: TimeMs,
  validUntilMs: TimeMs,
  /** SHA-256 of the certificate's file. */
  evidence: Hash,
  state: oneOf('live', 'revoked'),
});
/** Root actors' approvals of one change of administrators, or sponsors' of one newcomer, or governors' of a release. */
const Approval = object({ id: RecordId, by: list(Type.Union([MemberId, ActorId]), 64, 1) });
const MandateUse = object({ used: Cents });
const Release = object({ contract: Type.String({ pattern: '^[a-z]{1,31}$' }), version: Count });
/** Who co-signs checkpoints for a member: `publicKey` is 32 bytes of Ed25519. */
const Witness = object({
  name: WitnessName,
  member: MemberId,
  publicKey: Hash,
  state: oneOf('live', 'retired'),
  sinceMs: TimeMs,
});
const Rules = object({
  sponsorsNeeded: integer(1, 2),
  governors: list(MemberId, 64, 1),
  governorsNeeded: integer(1, 64),
});

/** A key that an actor brings, with the proof that it holds the private half (see proof-of-possession.ts). */
const NewKey = object({ publicKey: PublicKey, proof: Signature });
const NewActor = object({
  id: ActorId,
  kind: Kind,
  role: Role,
  key: NewKey,
  mandate: list(MandateLine, 32),
  encryptionKey: Type.Optional(PublicKey),
});

const input = {
  admitMember: object({ member: MemberId, name: text(200), rootsNeeded: integer(1, 16), actors: list(NewActor, 8, 1) }),
  enrolActor: NewActor,
  approveAdministrator: object({ change: oneOf('add', 'remove'), actor: ActorId, key: Type.Optional(NewKey) }),
  setMandate: object({ actor: ActorId, mandate: list(MandateLine, 32) }),
  rotateKey: object({ key: NewKey }),
  setEncryptionKey: object({ publicKey: PublicKey }),
  revokeKey: object({ kid: Hash, suspectFromMs: Type.Optional(TimeMs) }),
  removeActor: object({ actor: ActorId }),
  issueCredential: object({
    subject: Type.Union([MemberId, ActorId]),
    kind: text(100),
    validFromMs: TimeMs,
    validUntilMs: TimeMs,
    evidence: Hash,
  }),
  revokeCredential: object({ id: RecordId }),
  approveRelease: object({ contract: Type.String({ pattern: '^[a-z]{1,31}$' }), version: integer(1, 1_000_000) }),
  registerWitness: object({ name: WitnessName, publicKey: Hash }),
  retireWitness: object({ name: WitnessName }),
};

/** The interface of the membership contract. */
export const membershipInterface = defineInterface({
  name: 'membership',
  version: 1,
  records: {
    member: record(Member, { index: ['state'] }),
    actor: record(Actor, { index: ['member', 'role'] }),
    key: record(Key, { index: ['actor', 'member', 'state', 'liveOf'] }),
    credential: record(Credential, { index: ['subject', 'issuer', 'topic'] }),
    approval: record(Approval),
    mandateUse: record(MandateUse),
    release: record(Release),
    rules: record(Rules),
    witness: record(Witness, { index: ['member', 'state', 'publicKey'] }),
  },
  refusals: {
    member_taken: 'A member with this id exists.',
    sponsored_already: 'This member has sponsored this newcomer already.',
    roots_missing: 'A member needs as many root actors as must agree.',
    actor_taken: 'An actor with this id exists.',
    actor_unknown: 'No live actor has this id.',
    actor_foreign: 'An administrator manages the actors of their own member only.',
    role_needs_roots: 'Only the root actors together add or remove roots and administrators and their keys.',
    key_used: 'A key serves one actor, once: this one was enrolled before.',
    key_unknown: 'No live key has this thumbprint.',
    key_foreign: 'This key belongs to another actor.',
    proof_wrong: 'The proof that the actor holds the private key does not verify.',
    approved_already: 'This root actor or governor has approved this already.',
    key_missing: 'To add an administrator, bring the key.',
    credential_unknown: 'No credential has this id.',
    credential_foreign: 'Only the issuer revokes a credential.',
    credential_revoked: 'The credential is revoked already.',
    validity_empty: 'The validity ends before it begins.',
    subject_unknown: 'No member or actor has this id.',
    not_governor: 'Only a governor approves which version of a contract is in force.',
    mandate_for_person: 'A person needs no mandate: only agents and machines have one.',
    witness_taken: 'A witness with this name was registered before.',
    witness_key_used: 'A key serves one witness, once: this one was registered before.',
    witness_unknown: 'No witness has this name.',
    witness_foreign: 'This witness belongs to another member.',
    witness_retired: 'The witness is retired already.',
  },
  events: [
    'memberAdmitted',
    'actorEnrolled',
    'actorRemoved',
    'mandateSet',
    'keyRotated',
    'encryptionKeySet',
    'keyRevoked',
    'credentialIssued',
    'credentialRevoked',
    'releaseActivated',
    'witnessRegistered',
    'witnessRetired',
  ],
  actions: {
    admitMember: {
      input: input.admitMember,
      says: 'Sponsor {member} ({name}) as a new member',
      subject: ({ member }) => member,
      expects: { none: 'the newcomer has no record yet' },
      roles: ['admin'],
    },
    enrolActor: {
      input: input.enrolActor,
      says: 'Enrol {id} as {kind} in the role {role}',
      subject: ({ id }) => id,
      expects: { none: 'the actor has no record yet' },
      roles: ['admin'],
    },
    approveAdministrator: {
      input: input.approveAdministrator,
      says: 'As a root actor: {change} the administrator {actor}',
      subject: ({ actor }) => actor,
      expects: ({ actor }) => [['actor', actor]],
      roles: ['root'],
    },
    setMandate: {
      input: input.setMandate,
      says: 'Let {actor} act alone within this mandate',
      subject: ({ actor }) => actor,
      expects: ({ actor }) => [['actor', actor]],
      roles: ['admin'],
    },
    rotateKey: {
      input: input.rotateKey,
      says: 'Replace my key by a new one',
      subject: ({ key }) => key.publicKey,
      expects: { none: 'the signature itself names the key that is replaced' },
    },
    setEncryptionKey: {
      input: input.setEncryptionKey,
      says: 'Seal files for me to the key {publicKey}',
      subject: ({ publicKey }) => publicKey,
      expects: { none: 'the new key replaces whatever there was' },
    },
    revokeKey: {
      input: input.revokeKey,
      says: 'Revoke the key {kid}',
      subject: ({ kid }) => kid,
      expects: { none: 'revoking must not wait for another change of the same key' },
    },
    removeActor: {
      input: input.removeActor,
      says: 'Remove {actor} and revoke their keys',
      subject: ({ actor }) => actor,
      expects: { none: 'removing must not wait for another change of the same actor' },
      roles: ['admin'],
    },
    issueCredential: {
      input: input.issueCredential,
      says: 'Certify {kind} for {subject} until {validUntilMs}',
      subject: ({ subject }) => subject,
      expects: { none: 'a credential is about its subject, not on its terms' },
      roles: ['admin', 'quality', 'auditor'],
    },
    revokeCredential: {
      input: input.revokeCredential,
      says: 'Revoke the credential {id}',
      subject: ({ id }) => id,
      expects: ({ id }) => [['credential', id]],
      roles: ['admin', 'quality', 'auditor'],
    },
    approveRelease: {
      input: input.approveRelease,
      says: 'Put version {version} of the contract {contract} in force',
      subject: ({ contract }) => contract,
      expects: ({ contract }) => [['release', contract]],
      roles: ['admin'],
    },
    registerWitness: {
      input: input.registerWitness,
      says: 'Register {name} as our witness, which co-signs with the key {publicKey}',
      subject: ({ name }) => name,
      expects: { none: 'the witness has no record yet' },
      roles: ['admin', 'node'],
    },
    retireWitness: {
      input: input.retireWitness,
      says: 'Retire our witness {name}',
      subject: ({ name }) => name,
      expects: ({ name }) => [['witness', name]],
      roles: ['admin', 'node'],
    },
  },
});

/** What an actor brings to be enrolled. */
export type NewActorInput = Static<typeof NewActor>;
/** A key as it is kept. */
export type Key = Static<typeof Key>;
