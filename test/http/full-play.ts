// What happens on the full ledger: a shop makes licensed plates that two laboratories measure, a bar becomes part of one,
// money is paid and set aside, files are shared, ended, expired and erased; and some statements are refused.

import {
  APPOINTED,
  BUYER_CHARACTERISTICS,
  decide,
  mapping,
  ORDER as PLATES_ORDER,
  programme,
  results,
  reviewItem,
  SELLER_CHARACTERISTICS,
  SELLER_VALUES,
} from '#contracts/inspection/plates.fixture.ts';
import {
  answer,
  attach,
  changeState,
  consume,
  offer,
  passport,
  printedCode,
  registerItem,
  registerLot,
  registerType,
} from '#contracts/items/items.fixture.ts';
import { isDown, isReady, publishHours, slotAt } from '#contracts/production/mills.fixture.ts';
import {
  decideBuild,
  hash,
  LICENCE,
  MACHINE,
  ORDER,
  PLAN,
  placeOrder,
  planJob,
  planUnlicensedJob,
  recordBuild,
  registerVersion,
  requestPermit,
  the,
} from '#contracts/production/workshop.fixture.ts';
import { base64url, hex, utf8 } from '#core/bytes.ts';
import type { JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import type { Signing } from '#test/ledgers.ts';
import { START_MS, type Step, type World } from '#test/world.ts';
import type { FullLedger } from './full-ledger.ts';
import { playMarket } from './full-market.ts';

/** A file of the full ledger: its ciphertext, here any bytes. */
export type FullFile = { readonly bytes: Uint8Array; readonly hash: string; readonly id: string };

/** acme's file that is live, and acme's that was erased. */
export const SHARED: FullFile = file('shared', 3000);
export const ERASED: FullFile = file('erased', 40);
/** Who holds which grant of the shared file. */
export const GRANTED = { live: 'borealis/engineer', expired: 'carter/engineer', ended: 'delta/engineer' } as const;

/** The program's ciphertext. */
const BLOB = hash('program, sealed');
const DAY_MS = 86_400_000;
const FAR_MS = START_MS + 30 * DAY_MS;

const build: readonly (Step | ((world: World) => Step))[] = [
  ...ORDER,
  ...LICENCE.slice(0, 1),
  (world) => withBlob(registerVersion(world, 'carter')),
  ...LICENCE.slice(2),
  ...PLAN,
  requestPermit('1'),
  planJob('1'),
  recordBuild('1'),
  planUnlicensedJob('2'),
  recordBuild('2'),
  decideBuild('2', 'accept'),
  (world) => ({
    by: MACHINE,
    action: 'designs.attestDeletion',
    input: { licence: the(world, 'designs/licence'), blob: BLOB },
  }),
  (world) => ({
    by: 'carter/sales',
    action: 'designs.showVersion',
    input: { version: the(world, 'designs/version'), to: 'acme' },
  }),
];

const shop: readonly (Step | ((world: World) => Step))[] = [
  {
    by: 'borealis/sales',
    action: 'capacity.setProfile',
    input: { country: 'FI', exportZones: ['EU'], takesOrders: true },
  },
  publishHours(MACHINE, 1, 9),
  planUnlicensedJob('3', { slot: slotAt(2, 4) }),
  isDown(),
  isReady(),
];

const inspection: readonly (Step | ((world: World) => Step))[] = [
  ...APPOINTED.slice(PLATES_ORDER.length),
  programme('carter', SELLER_CHARACTERISTICS),
  programme('delta', BUYER_CHARACTERISTICS),
  mapping(),
  results('carter', SELLER_VALUES),
  reviewItem(),
  decide('accept', [{ code: 'unit_missing', laboratory: 'delta' }]),
];

const things: readonly (Step | ((world: World) => Step))[] = [
  registerType('delta', 'ROD-1'),
  registerType('delta', 'BAR-1', 'lot'),
  registerItem('delta', 'ROD-1', 'R1'),
  registerLot('delta', 'BAR-1', 'L1', 1000),
  changeState('delta/quality', 'L1', 'released'),
  consume('delta/operator', 'L1', 'R1', 100),
  attach('delta/quality', 'R1', printedCode('R1-CODE')),
  changeState('delta/quality', 'R1', 'released'),
  passport('delta/quality', 'publishPassport', 'R1'),
  offer('delta/logistics', ['R1'], 'acme'),
  answer('acme/logistics', 'acceptHandover', ['R1']),
  registerItem('delta', 'ROD-1', 'R2'),
  changeState('delta/quality', 'R2', 'released'),
  passport('delta/quality', 'publishPassport', 'R2'),
  passport('delta/quality', 'withdrawPassport', 'R2'),
];

const money: readonly (Step | ((world: World) => Step))[] = [
  { by: 'carter/finance', action: 'accounts.createUnit', input: { code: 'EUR' } },
  ...(['acme', 'borealis', 'delta'] as const).map((member) => ({
    by: `${member}/finance`,
    action: 'accounts.openAccount',
    input: { unit: 'EUR' },
  })),
  {
    by: 'carter/finance',
    action: 'accounts.issue',
    input: { to: 'acme/EUR', amountCents: 5_000_000, reference: 'deposit-1' },
  },
  {
    by: 'acme/finance',
    action: 'accounts.transfer',
    input: { from: 'acme/EUR', to: 'delta/EUR', amountCents: 100, reference: 'rod' },
  },
  (world) => {
    const { by, action, input } = placeOrder(world, 2);
    return { by, action, input: { ...input, payment: 'hold' } };
  },
];

const membership: readonly Step[] = [
  {
    by: 'acme/quality',
    action: 'membership.issueCredential',
    input: {
      subject: 'borealis',
      kind: 'ISO 9001',
      validFromMs: START_MS,
      validUntilMs: FAR_MS,
      evidence: hash('iso'),
    },
  },
  { by: 'acme/admin', action: 'membership.approveRelease', input: { contract: 'accounts', version: 1 } },
  {
    by: 'borealis/node',
    action: 'membership.registerWitness',
    input: { name: 'borealis.example/witness', publicKey: base64url(sha256(utf8('a witness'))) },
  },
];

const sharing: readonly Step[] = [
  registerBlob(SHARED),
  registerBlob(ERASED),
  grant(SHARED, GRANTED.live, FAR_MS),
  grant(SHARED, GRANTED.ended, FAR_MS),
  grant(ERASED, GRANTED.live, FAR_MS),
  { by: 'acme/engineer', action: 'sharing.endGrant', input: { grant: `${SHARED.id}:${GRANTED.ended}:build` } },
  {
    by: GRANTED.live,
    action: 'sharing.acknowledgeOpening',
    input: { grant: `${SHARED.id}:${GRANTED.live}:build` },
  },
  { by: 'acme/engineer', action: 'sharing.eraseBlob', input: { blob: ERASED.id } },
];

const refused: readonly Signing[] = [
  { by: 'acme/buyer', action: 'procurement.acceptOrder', input: { id: 'order-none' } },
  { by: 'carter/finance', action: 'accounts.createUnit', input: { code: 'EUR' } },
];

/** Tells the whole story. The last grant expires while it is told. */
export async function playAll(full: FullLedger): Promise<void> {
  await full.play([...build, ...shop, ...inspection, ...things, ...money, ...membership, ...sharing]);
  await playMarket(full);
  await full.play([grant(SHARED, GRANTED.expired, full.clock.nowMs + 1500)]);
  for (const signing of refused) await full.submit(signing);
}

/** The id of the item whose passport is public. */
export function publicItem(full: FullLedger): string {
  return full.idsOf('items/passport')[0] ?? '';
}

/** The program's file, with the hash of its ciphertext. */
function withBlob({ by, action, input }: Step): Step {
  const files = (input.files as readonly JsonObject[]).map((one) => ({ ...one, blob: BLOB }));
  return { by, action, input: { ...input, files } };
}

function file(word: string, sizeBytes: number): FullFile {
  const bytes = new Uint8Array(sizeBytes).fill(word.length);
  const digest = sha256(bytes);
  return { bytes, hash: hex(digest), id: base64url(digest) };
}

function registerBlob({ id, bytes }: FullFile): Step {
  const input = { hash: id, sizeBytes: bytes.length, mediaType: 'model/step', contentCommitment: hash(id) };
  return { by: 'acme/engineer', action: 'sharing.registerBlob', input };
}

function grant({ id }: FullFile, reader: string, untilMs: number): Step {
  return { by: 'acme/engineer', action: 'sharing.grantAccess', input: { blob: id, reader, purpose: 'build', untilMs } };
}
