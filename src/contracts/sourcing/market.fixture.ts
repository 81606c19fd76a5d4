// A small market: acme asks for plates, borealis and carter are shops that qualify, delta issues the euro and a unit of
// credits and certifies shops. Bids are sealed as the SDK seals them.

import type { Later } from '#contracts/items/items.fixture.ts';
import { registerType, typeId } from '#contracts/items/items.fixture.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { encodeJson, type JsonObject } from '#core/canonical-json.ts';
import { sha256 } from '#core/crypto.ts';
import { START_MS, type Step, WORLD_ID, type World } from '#test/world.ts';
import { sealedContent } from './match.ts';
import type { BidContent } from './records.ts';

export const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** When the usual request ends sealing, opening and awarding, and when the plates are needed. */
export const SEAL_UNTIL_MS = START_MS + 60 * MINUTE_MS;
export const OPEN_UNTIL_MS = START_MS + 120 * MINUTE_MS;
export const AWARD_UNTIL_MS = START_MS + 240 * MINUTE_MS;
export const NEEDED_BY_MS = START_MS + 20 * DAY_MS;
/** A commitment that nobody opens. */
export const HASH = 'A'.repeat(43);

const account = (member: string, unit: string): Step => ({
  by: `${member}/finance`,
  action: 'accounts.openAccount',
  input: { unit },
});
const issue = (to: string, amountCents: number): Step => ({
  by: 'delta/finance',
  action: 'accounts.issue',
  input: { to, amountCents, reference: 'funds' },
});

/** delta certifies a shop. */
export const certify = (member: string, untilMs = NEEDED_BY_MS + DAY_MS): Step => ({
  by: 'delta/quality',
  action: 'membership.issueCredential',
  input: { subject: member, kind: 'ISO 9001', validFromMs: START_MS, validUntilMs: untilMs, evidence: HASH },
});

/** A shop with a mill that has thirty free hours. */
export function shop(member: string, toleranceMicrometres = 10): readonly Step[] {
  const machine = `${member}/machine`;
  const mill = { process: 'separating', name: 'Mill', materials: ['EN AW-6082'], toleranceMicrometres };
  const hours = [{ fromMs: START_MS + DAY_MS, untilMs: START_MS + DAY_MS + 1800 * MINUTE_MS }];
  return [
    {
      by: `${member}/sales`,
      action: 'capacity.setProfile',
      input: { country: 'DE', exportZones: ['EU'], takesOrders: true },
    },
    { by: `${member}/engineer`, action: 'capacity.registerMachine', input: { actor: machine, ...mill } },
    { by: `${member}/engineer`, action: 'capacity.publishHours', input: { machine, hours } },
    certify(member),
  ];
}

/** acme has 10,000.00 euros and 1,000 credits, each shop 100.00 euros and 100 credits. */
export const funded: readonly Step[] = [
  registerType('acme', 'PLATE-1'),
  ...['EUR', 'CREDIT'].map((code): Step => ({ by: 'delta/finance', action: 'accounts.createUnit', input: { code } })),
  ...['acme', 'borealis', 'carter'].flatMap((member) => [account(member, 'EUR'), account(member, 'CREDIT')]),
  issue('acme/EUR', 1_000_000),
  issue('acme/CREDIT', 1_000),
  ...['borealis', 'carter'].flatMap((member) => [issue(`${member}/EUR`, 10_000), issue(`${member}/CREDIT`, 100)]),
];
export const market: readonly Step[] = [...funded, ...shop('borealis'), ...shop('carter')];

/** What acme asks for; `changes` say what is other. */
export function rfqInput(world: World, changes: JsonObject = {}): JsonObject {
  return {
    order: {
      itemType: typeId(world, 'PLATE-1'),
      quantity: 4,
      unit: 'EUR',
      neededByMs: NEEDED_BY_MS,
      deliveryPlace: HASH,
      terms: [],
      assumed: [],
      payment: 'hold',
    },
    requirement: {
      process: 'separating',
      material: 'EN AW-6082',
      toleranceMicrometres: 20,
      certificates: [{ kind: 'ISO 9001', issuers: ['delta'] }],
      exportZones: ['EU'],
      machineMinutes: 600,
      neededByMs: NEEDED_BY_MS,
    },
    reserveUnitPriceCents: 20_000,
    weights: { price: 6000, time: 2000, shop: 2000 },
    sealUntilMs: SEAL_UNTIL_MS,
    openUntilMs: OPEN_UNTIL_MS,
    awardUntilMs: AWARD_UNTIL_MS,
    bondCents: 5_000,
    invited: [],
    counterOffers: { rounds: 1, mostBasisPoints: 500 },
    ...changes,
  };
}

/** acme's sealed drawing. */
export const DRAWING = base64url(sha256(utf8('drawing, sealed')));
/** acme registers it. */
export const registerDrawing: Step = {
  by: 'acme/engineer',
  action: 'sharing.registerBlob',
  input: { hash: DRAWING, sizeBytes: 5_000, mediaType: 'model/step', contentCommitment: HASH },
};
/** acme lets an actor read the files of the first request for a day. */
export function give(reader: string, by = 'acme/buyer'): Later {
  return onRfq(by, 'giveFiles', { reader, untilMs: START_MS + DAY_MS });
}

/** acme publishes the usual request. */
export function publish(changes: JsonObject = {}, by = 'acme/buyer'): Later {
  return (world) => ({ by, action: 'sourcing.publishRfq', input: rfqInput(world, changes) });
}

/** acme publishes it with other terms of the order. */
export function askWith(order: JsonObject, changes: JsonObject = {}): Later {
  return (world) => publish({ ...changes, order: { ...Object(rfqInput(world).order), ...order } })(world);
}

/** The id of the first request, or of the one at a place. */
export function rfqId(world: World, at = 0): string {
  return String(world.all('sourcing/rfq')[at]?.id ?? 'rfq-none');
}

/** The id of a member's bid on the first request. */
export function bidId(world: World, member: string): string {
  return `${rfqId(world)}:${member}`;
}

/** A bid at a price for delivery in ten days. */
export function priced(unitPriceCents: number, more: Partial<BidContent> = {}): BidContent {
  return { unitPriceCents, deliverByMs: START_MS + 10 * DAY_MS, validUntilMs: AWARD_UNTIL_MS, ...more };
}

/** The salt of a member's bid in tests. */
export function saltOf(member: string): string {
  return base64url(sha256(utf8(`salt of ${member}`)));
}

/** The commitment of a member to a bid on a request, made outside the contract. */
export function commitmentOf(rfq: string, bidder: string, content: BidContent, salt = saltOf(bidder)): string {
  return base64url(sha256(encodeJson(sealedContent({ ledger: WORLD_ID, rfq, bidder }, salt, content))));
}

/** A member seals a bid on the first request. */
export function seal(member: string, content: BidContent, by = `${member}/sales`, acknowledged = 0): Later {
  return (world) => ({
    by,
    action: 'sourcing.sealBid',
    input: { rfq: rfqId(world), commitment: commitmentOf(rfqId(world), member, content), acknowledged },
  });
}

/** A member opens its bid. */
export function open(member: string, content: BidContent, salt = saltOf(member)): Later {
  return (world) => ({
    by: `${member}/sales`,
    action: 'sourcing.openBid',
    input: { bid: bidId(world, member), salt, content: { ...content } },
  });
}

/** A step on the first request. */
export function onRfq(by: string, action: string, more: JsonObject = {}): Later {
  return (world) => ({ by, action: `sourcing.${action}`, input: { rfq: rfqId(world), ...more } });
}

/** A step on a member's bid on the first request. */
export function onBid(by: string, action: string, member: string): Later {
  return (world) => ({ by, action: `sourcing.${action}`, input: { bid: bidId(world, member) } });
}

/** acme awards the first request to a member's bid. */
export function award(member: string, by = 'acme/buyer'): Later {
  return (world) => ({
    by,
    action: 'sourcing.award',
    input: { rfq: rfqId(world), bid: bidId(world, member) },
  });
}

/** The same step, at a time. */
export function at(timeMs: number, step: Later): Later {
  return (world) => ({ ...step(world), afterMs: Math.max(0, timeMs - world.timeMs) });
}
