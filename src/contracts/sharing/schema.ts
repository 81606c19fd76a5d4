// Sharing as clients see it: encrypted files by the hash of their ciphertext, and who may fetch them for what.

import { defineInterface, record } from '#core/contract.ts';
import { ActorId, Hash, integer, MemberId, object, oneOf, RecordId, type Static, TimeMs, Type } from '#core/schema.ts';

/** What a reader may use a file for. */
export const PURPOSES = ['quote', 'build', 'inspect', 'operate', 'maintain', 'audit', 'finance'] as const;

const Purpose = oneOf(...PURPOSES);
/** RFC 6838 section 4.2, in lower case and without parameters. */
const MediaType = Type.String({ pattern: '^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$' });

const content = {
  /** SHA-256 of the ciphertext: the blob's id. */
  hash: Hash,
  /** Of the ciphertext. */
  sizeBytes: integer(1, 1_000_000_000_000),
  mediaType: MediaType,
  /** Salted commitment to the SHA-256 of the plaintext. */
  contentCommitment: Hash,
};

const Blob = object({ ...content, owner: MemberId, state: oneOf('live', 'erased') });
/** What the reader sees of the blob stands in the grant, so that readers do not see each other. */
const Grant = object({
  /** `blob:reader:purpose`. */
  id: RecordId,
  ...content,
  owner: MemberId,
  reader: ActorId,
  readerMember: MemberId,
  purpose: Purpose,
  untilMs: TimeMs,
  /** What it was given for: it is in force as the occasion says. */
  occasion: Type.Optional(RecordId),
  state: oneOf('live', 'ended'),
  /** True once the reader has signed that it opened the file. */
  opened: Type.Boolean(),
});
/** What several grants are given for, and end with: a record of another contract, whose id it has. */
const Occasion = object({
  id: RecordId,
  owner: MemberId,
  /** From then on it is over, whether or not anyone said so. */
  untilMs: TimeMs,
  state: oneOf('running', 'over'),
  /** Readers of this member keep what they were granted when it was over. */
  keptFor: Type.Optional(MemberId),
});
/** The reader's word that it opened the file and that the plaintext is what the commitment says. */
const Opening = object({
  id: RecordId,
  grant: RecordId,
  hash: Hash,
  contentCommitment: Hash,
  owner: MemberId,
  reader: ActorId,
  readerMember: MemberId,
  timeMs: TimeMs,
});

/** The interface of the sharing contract. */
export const sharingInterface = defineInterface({
  name: 'sharing',
  version: 1,
  records: {
    blob: record(Blob, { index: ['owner', 'state'] }),
    grant: record(Grant, { index: ['hash', 'reader', 'readerMember', 'owner'] }),
    occasion: record(Occasion),
    opening: record(Opening, { index: ['grant', 'hash', 'reader'] }),
  },
  refusals: {
    blob_taken: 'A file with this ciphertext is registered already.',
    blob_unknown: 'No file with this ciphertext is registered.',
    blob_erased: 'The ciphertext of this file was erased.',
    not_owner: 'Only the owner of a file decides who reads it and when it is erased.',
    reader_unknown: 'The reader must be a live actor.',
    until_past: 'Access must end after it begins.',
    grant_unknown: 'No grant has this id.',
    grant_ended: 'The grant was ended.',
    grant_expired: 'The grant’s time is over, or what it was given for is.',
    not_reader: 'Only the reader whom a grant names says that it opened the file.',
    opened_already: 'The reader has signed for this grant already.',
  },
  events: ['blobRegistered', 'accessGranted', 'grantEnded', 'occasionEnded', 'openingAcknowledged', 'blobErased'],
  actions: {
    registerBlob: {
      input: object(content),
      says: 'Register an encrypted file of {sizeBytes} bytes as {mediaType}: {hash}',
      subject: ({ hash }) => hash,
      expects: { none: 'the file has no record yet' },
    },
    grantAccess: {
      input: object({ blob: Hash, reader: ActorId, purpose: Purpose, untilMs: TimeMs }),
      says: 'Let {reader} read the file {blob} to {purpose} until {untilMs}',
      subject: ({ blob }) => blob,
      expects: ({ blob, reader, purpose }) => [
        ['blob', blob],
        ['grant', `${blob}:${reader}:${purpose}`],
      ],
    },
    endGrant: {
      input: object({ grant: RecordId }),
      says: 'End the grant {grant}: it ends delivery, not knowledge',
      subject: ({ grant }) => grant,
      expects: { none: 'ending must not wait for another change of the same grant' },
    },
    acknowledgeOpening: {
      input: object({ grant: RecordId }),
      says: 'I opened the file of the grant {grant}, and it is what its commitment says',
      subject: ({ grant }) => grant,
      expects: ({ grant }) => [['grant', grant]],
    },
    eraseBlob: {
      input: object({ blob: Hash }),
      says: 'Erase the file {blob}: it ends delivery, not knowledge',
      subject: ({ blob }) => blob,
      expects: ({ blob }) => [['blob', blob]],
    },
  },
});

/** A registered file. */
export type Blob = Static<typeof Blob>;
/** Access that was given. */
export type Grant = Static<typeof Grant>;
/** What several grants are given for. */
export type Occasion = Static<typeof Occasion>;
/** A word of PURPOSES. */
export type Purpose = Static<typeof Purpose>;
