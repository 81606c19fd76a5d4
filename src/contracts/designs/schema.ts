// Designs as clients see them: versions with their files, licences to build them, permits, royalties, deletions.

import { UnitCode } from '#contracts/shared/money.ts';
import { defineInterface, record } from '#core/contract.ts';
import {
  ActorId,
  Cents,
  Count,
  Decimal,
  Hash,
  integer,
  list,
  MemberId,
  object,
  oneOf,
  RecordId,
  type Static,
  TimeMs,
  Type,
  text,
} from '#core/schema.ts';

const FILES_PER_VERSION = 50;
const PARENTS_PER_VERSION = 8;
const READERS_PER_VERSION = 200;
const MACHINES_PER_LICENCE = 32;
const CREDENTIALS_PER_LICENCE = 4;
const ISSUERS_PER_CREDENTIAL = 8;
const BUILDS_PER_LICENCE = 1_000_000;

const FileName = text(100);
/** A file by what it is for; `model` to `buildFile` to `program` is the usual way of derivation. */
const DesignFile = object({
  name: FileName,
  role: oneOf('model', 'program', 'drawing', 'buildFile'),
  /** Salted commitment to the SHA-256 of the plaintext. */
  commitment: Hash,
  /** SHA-256 of the ciphertext in the vault. */
  blob: Type.Optional(Hash),
  sizeBytes: integer(0, Number.MAX_SAFE_INTEGER),
  mediaType: Type.String({ pattern: '^[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}$' }),
  /** Name of the file that it was made from: a parent's, or one named before it in this version. */
  derivedFrom: Type.Optional(FileName),
});
/** What was read from the model. */
const Facts = object({
  /** Of length, as the file states it or its reader was told. */
  unit: text(24),
  /** Width, depth and height of the box around it. */
  boxMicrometres: Type.Optional(list(Count, 3, 3)),
  volumeCubicMillimetres: Type.Optional(Decimal),
  watertight: oneOf('yes', 'no', 'unknown'),
});
/** A program that a machine may run under a licence: a file of the version. */
const Program = object({ name: FileName, commitment: Hash });

const Design = object({ id: RecordId, owner: MemberId, name: text(200), versions: Count });
/** Only its readers change after it is registered. */
const Version = object({
  id: RecordId,
  design: RecordId,
  owner: MemberId,
  number: Count,
  parents: list(RecordId, PARENTS_PER_VERSION),
  files: list(DesignFile, FILES_PER_VERSION, 1),
  facts: Facts,
  /** Members beside the owner that see this record; the files themselves need a grant of the vault. */
  readers: list(MemberId, READERS_PER_VERSION),
});

const terms = {
  version: RecordId,
  licensee: MemberId,
  builds: integer(1, BUILDS_PER_LICENCE),
  royaltyCents: Cents,
  unit: UnitCode,
  machines: list(ActorId, MACHINES_PER_LICENCE, 1),
  /** A machine holds a live credential of each of these kinds, by one of its issuers, or gets no permit. */
  credentials: list(
    object({ kind: text(100), issuers: list(MemberId, ISSUERS_PER_CREDENTIAL, 1) }),
    CREDENTIALS_PER_LICENCE,
  ),
  validFromMs: TimeMs,
  validUntilMs: TimeMs,
};
/** The terms; once offered they never change, so that a permit is asked for on what was signed. */
const Licence = object({
  id: RecordId,
  licensor: MemberId,
  ...terms,
  programs: list(Program, FILES_PER_VERSION, 1),
  state: oneOf('offered', 'live', 'ended'),
});
/** The counts of a licence, apart from its terms. Its id is the licence's. */
const Tally = object({
  id: RecordId,
  licensor: MemberId,
  licensee: MemberId,
  unit: UnitCode,
  /** Permits that count against the licence: all but those that the licensor gave back. */
  permitsUsed: Count,
  built: Count,
  owedCents: Cents,
  paidCents: Cents,
});
const Permit = object({
  id: RecordId,
  licence: RecordId,
  licensor: MemberId,
  licensee: MemberId,
  machine: ActorId,
  item: RecordId,
  /** The item again, until the permit is void: by this index no item has two. */
  builds: Type.Optional(RecordId),
  program: Program,
  state: oneOf('open', 'built', 'void'),
  atMs: TimeMs,
});
const Deletion = object({
  id: RecordId,
  licence: RecordId,
  licensor: MemberId,
  licensee: MemberId,
  blob: Hash,
  machine: ActorId,
  /** No ledger can see that a copy is gone. */
  label: oneOf('attested, not enforceable'),
  atMs: TimeMs,
});

const input = {
  registerDesign: object({ name: text(200) }),
  registerVersion: object({
    design: RecordId,
    parents: list(RecordId, PARENTS_PER_VERSION),
    files: list(DesignFile, FILES_PER_VERSION, 1),
    facts: Facts,
  }),
  showVersion: object({ version: RecordId, to: MemberId }),
  /** `programs`: names of files of the version whose role is program or buildFile. */
  offerLicence: object({ ...terms, programs: list(FileName, FILES_PER_VERSION, 1) }),
  licenceId: object({ licence: RecordId }),
  requestPermit: object({ licence: RecordId, item: RecordId, program: FileName }),
  voidPermit: object({ permit: RecordId }),
  attestDeletion: object({ licence: RecordId, blob: Hash }),
  payRoyalty: object({ licence: RecordId, amountCents: integer(1, 1_000_000_000_000_000) }),
};

/** The interface of the designs contract. */
export const designsInterface = defineInterface({
  name: 'designs',
  version: 1,
  records: {
    design: record(Design, { index: ['owner'] }),
    version: record(Version, { index: ['design', 'owner'] }),
    licence: record(Licence, { index: ['version', 'licensor', 'licensee', 'state'] }),
    tally: record(Tally, { index: ['licensor', 'licensee'] }),
    permit: record(Permit, { index: ['licence', 'item', 'builds', 'machine', 'state'] }),
    deletion: record(Deletion, { index: ['licence'] }),
  },
  refusals: {
    design_unknown: 'No design has this id.',
    not_owner: 'Only the owner of the design does this.',
    parent_unknown: 'No version has the id of this parent.',
    parent_foreign: 'A version derives from versions of the same owner.',
    file_twice: 'Each file of a version has a name of its own.',
    derived_from_unknown: 'A file is derived from a file of a parent, or from one named before it.',
    version_unknown: 'No version has this id.',
    member_unknown: 'This is not a member that takes part now.',
    licensee_same: 'The owner of a design needs no licence for it.',
    validity_empty: 'The licence ends before it begins, or has ended by now.',
    machine_foreign: 'The machines of a licence are the licensee’s.',
    program_unknown: 'A licensed program is a file of the version with the role program or buildFile.',
    royalty_too_large: 'Builds times royalty is more than an amount may be.',
    licence_unknown: 'No licence has this id.',
    not_licensee: 'Only the licensee does this.',
    not_party: 'Only the licensor or the licensee does this.',
    not_offered: 'The licence is not on offer: it is live or has ended.',
    not_live: 'The licence is not live: it was not accepted, or it has ended.',
    ended_already: 'The licence has ended already.',
    licensee_decides: 'A live licence is ended by its licensee, not by its licensor.',
    not_valid_now: 'The licence is not valid at this time.',
    machine_not_licensed: 'The licence names other machines.',
    credential_missing: 'The machine holds no live credential of a kind that the licence asks for.',
    program_not_licensed: 'The licence names other programs.',
    item_unknown: 'No item has this id.',
    item_not_planned: 'A permit is for an item that is planned.',
    item_not_held: 'A permit is for an item in the licensee’s custody.',
    permit_exists: 'The item has a permit that is open or built.',
    licence_used_up: 'The licence has no build left.',
    permit_unknown: 'No permit has this id.',
    not_permit_holder: 'Only the machine that asked for a permit builds under it.',
    permit_not_open: 'The permit is built or void.',
    blob_unknown: 'No file of the licensed version has this ciphertext.',
    attested_already: 'This machine has attested this deletion already.',
    royalty_not_owed: 'No more royalty is paid than is owed.',
    account_missing: 'The member has no account in the unit of the royalty.',
  },
  events: [
    'designRegistered',
    'versionRegistered',
    'versionShown',
    'licenceOffered',
    'licenceAccepted',
    'licenceEnded',
    'permitOpened',
    'permitVoided',
    'permitBuilt',
    'deletionAttested',
    'royaltyPaid',
  ],
  actions: {
    registerDesign: {
      input: input.registerDesign,
      says: 'Register the design {name} as ours',
      subject: () => 'design',
      expects: { none: 'the design has no record yet' },
      roles: ['designer', 'engineer'],
    },
    registerVersion: {
      input: input.registerVersion,
      says: 'Register a version of {design} by the commitments to its files',
      subject: ({ design }) => design,
      expects: ({ design, parents }) => [
        ['design', design],
        ...parents.map((parent): [string, string] => ['version', parent]),
      ],
      roles: ['designer', 'engineer'],
    },
    showVersion: {
      input: input.showVersion,
      says: 'Let {to} see the record of version {version}, not its files',
      subject: ({ version }) => version,
      expects: ({ version }) => [['version', version]],
      roles: ['designer', 'engineer', 'sales'],
    },
    offerLicence: {
      input: input.offerLicence,
      says: 'Offer {licensee} a licence for {builds} builds of {version} at {royaltyCents} {unit} cents each until {validUntilMs}',
      subject: ({ version }) => version,
      expects: ({ version }) => [['version', version]],
      roles: ['designer', 'sales', 'agent'],
    },
    acceptLicence: {
      input: input.licenceId,
      says: 'Accept the licence {licence} with its terms and royalty',
      subject: ({ licence }) => licence,
      expects: ({ licence }) => [['licence', licence]],
      roles: ['buyer', 'engineer', 'sales', 'agent'],
    },
    withdrawLicence: {
      input: input.licenceId,
      says: 'End the licence {licence}: withdraw or decline the offer, or give a live one back',
      subject: ({ licence }) => licence,
      expects: ({ licence }) => [['licence', licence]],
      roles: ['designer', 'sales', 'buyer', 'engineer'],
    },
    requestPermit: {
      input: input.requestPermit,
      says: 'Ask for the permit to build {item} with {program} under licence {licence}',
      subject: ({ item }) => item,
      expects: ({ licence }) => [['licence', licence]],
      roles: ['machine'],
    },
    voidPermit: {
      input: input.voidPermit,
      says: 'Void the permit {permit}; only the licensor gives its build back',
      subject: ({ permit }) => permit,
      expects: ({ permit }) => [['permit', permit]],
      roles: ['designer', 'sales', 'engineer', 'operator', 'machine'],
    },
    attestDeletion: {
      input: input.attestDeletion,
      says: 'Attest that this machine deleted the key and copies of {blob}',
      subject: ({ licence }) => licence,
      expects: ({ licence }) => [['licence', licence]],
      roles: ['machine'],
    },
    payRoyalty: {
      input: input.payRoyalty,
      says: 'Pay {amountCents} cents of the royalty owed under {licence}',
      subject: ({ licence }) => licence,
      expects: ({ licence }) => [['licence', licence]],
      roles: ['finance', 'agent'],
    },
  },
});

/** A version of a design. */
export type Version = Static<typeof Version>;
/** A licence's terms. */
export type Licence = Static<typeof Licence>;
/** A licence's counts. */
export type Tally = Static<typeof Tally>;
/** The permit to build one item. */
export type Permit = Static<typeof Permit>;
