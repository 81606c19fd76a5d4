// From a request for quotation to a paid order, many at once: what each party signs goes through its own client, in
// process, with the records read and hashed that it relies on. And what it costs to hold a thousand opened bids against
// their commitments and to rank them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountsInterface } from '#contracts/accounts/schema.ts';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { contractInterfaces } from '#contracts/interfaces.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { procurementInterface } from '#contracts/procurement/schema.ts';
import { bidFaults, compareBids, scoreBid, sealedContent } from '#contracts/sourcing/match.ts';
import type { Rfq } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { base64url, utf8 } from '#core/bytes.ts';
import { encodeJson } from '#core/canonical-json.ts';
import type { Signer } from '#core/cose-sign1.ts';
import { sha256 } from '#core/crypto.ts';
import { LocalNode } from '#node/local.ts';
import { sealBid } from '#sdk/bids.ts';
import { Client } from '#sdk/client.ts';
import { makeGenesis } from '#sdk/founding.ts';
import { START_MS } from './bench-ledger.ts';
import { p256 } from './keys.ts';
import { quantile } from './served.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NEEDED_BY_MS = START_MS + 20 * DAY_MS;
const FUNDS_CENTS = 1_000_000_000_000;
const SHOPS = ['shop0', 'shop1', 'shop2'] as const;
const ROUNDS = 20;
/** The shop whose bid is the best. */
export const WINNER = SHOPS[0];
/** Signed by someone from the request to the award, and to the paid order where nothing is made. */
export const STATEMENTS_TO_AWARD = 1 + 2 * SHOPS.length + 1;
export const STATEMENTS_PER_DEAL = STATEMENTS_TO_AWARD + 1 + 1;

/** Deals a second, all of them on their way at once. */
export async function dealsPerSecond(count: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'touchmark-deals-'));
  const clock = { nowMs: START_MS };
  try {
    await using market = await openMarket(folder, clock);
    const started = performance.now();
    const orders = await market.award(count);
    await Promise.all(orders.map((order, i) => close(market.as, order, `S${i}`)));
    return (count / (performance.now() - started)) * 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Sealed = ReturnType<typeof sealBid>['sealed'] & { readonly shop: string };

/** A ledger with shops that bid; `award` brings so many requests to their orders, all of them at once. */
export async function openMarket(home: string, clock: { nowMs: number }, terms: MoreTerms = {}) {
  const { node, as } = await found(home, clock);
  const itemType = await prepare(as);
  const buyer = as('buyer/buyer');
  return {
    as,
    award: async (count: number): Promise<readonly string[]> => {
      const { order, ...asked } = requestOf(itemType);
      const input = { ...asked, order: { ...order, ...terms } };
      const publish = async () => (await buyer.do(sourcingInterface, 'publishRfq', input)).id('rfq');
      const rfqs = await Promise.all(Array.from({ length: count }, publish));
      const sealed = await Promise.all(rfqs.flatMap((rfq) => SHOPS.map((shop, i) => seal(as, rfq, { shop, i }))));
      clock.nowMs += HOUR_MS;
      await Promise.all(
        sealed.map(({ shop, bid, salt, content }) =>
          as(`${shop}/sales`).do(sourcingInterface, 'openBid', { bid, salt, content }),
        ),
      );
      return Promise.all(
        rfqs.map(async (rfq) => {
          await buyer.do(sourcingInterface, 'award', { rfq, bid: `${rfq}:${WINNER}` });
          return (await buyer.need(sourcingInterface, 'rfq', rfq)).orderId ?? '';
        }),
      );
    },
    [Symbol.asyncDispose]: () => node[Symbol.asyncDispose](),
  };
}

type As = (actor: string) => Client;
type MoreTerms = Partial<Pick<Rfq['order'], 'milestones'>>;

async function seal(as: As, rfq: string, { shop, i }: { readonly shop: string; readonly i: number }): Promise<Sealed> {
  const sales = as(`${shop}/sales`);
  const content = {
    unitPriceCents: 15_000 + i,
    deliverByMs: NEEDED_BY_MS - DAY_MS,
    validUntilMs: START_MS + 3 * HOUR_MS,
  };
  const { commitment, sealed } = sealBid(sales, rfq, content);
  await sales.do(sourcingInterface, 'sealBid', { rfq, commitment, acknowledged: 0 });
  return { ...sealed, shop };
}

async function close(as: As, id: string, serial: string): Promise<void> {
  await as(`${WINNER}/sales`).do(procurementInterface, 'registerUnits', { order: id, serials: [serial] });
  await as('buyer/buyer').do(procurementInterface, 'closeOrder', { id, acceptedQuantity: 1 });
}

/** A ledger of a buyer, the shops and a bank, each with an actor of every role that a deal needs. */
async function found(home: string, clock: { readonly nowMs: number }) {
  const members = ['buyer', ...SHOPS, 'bank'];
  const roles = ['root', 'admin', 'buyer', 'sales', 'engineer', 'quality', 'logistics', 'finance', 'machine'] as const;
  const keys = new Map<string, Signer>(
    members.flatMap((member) => roles.map((role) => [`${member}/${role}`, p256()] as const)),
  );
  const keyOf = (actor: string) => {
    const key = keys.get(actor);
    if (key === undefined) throw new Error(`no key of ${actor}`);
    return key;
  };
  const node = await LocalNode.create({ home, clock: () => clock.nowMs }, (nodeKeys) =>
    makeGenesis({
      name: 'Deals',
      timeMs: START_MS,
      founders: members.map((member) => ({
        member,
        name: member,
        rootsNeeded: 1,
        actors: roles.map((role) => {
          const kind = role === 'machine' ? ('machine' as const) : ('person' as const);
          return { id: `${member}/${role}`, kind, role, signer: keyOf(`${member}/${role}`) };
        }),
      })),
      node: { name: 'origin', ...nodeKeys },
      contracts: contractInterfaces,
    }),
  );
  let drawn = 0;
  const random = (length: number): Uint8Array => sha256(utf8(`nonce ${drawn++}`)).subarray(0, length);
  const as = (actor: string): Client =>
    new Client({ transport: node.transportFor(actor), actor, signer: keyOf(actor), clock: () => clock.nowMs, random });
  return { node, as };
}

/** Money, a part number, and shops with a machine each. @returns the item type */
async function prepare(as: (actor: string) => Client): Promise<string> {
  const bank = as('bank/finance');
  await bank.do(accountsInterface, 'createUnit', { code: 'EUR' });
  for (const member of ['buyer', ...SHOPS])
    await as(`${member}/finance`).do(accountsInterface, 'openAccount', { unit: 'EUR' });
  await bank.do(accountsInterface, 'issue', { to: 'buyer/EUR', amountCents: FUNDS_CENTS, reference: 'funds' });
  for (const shop of SHOPS) {
    const machine = `${shop}/machine`;
    const hours = [{ fromMs: START_MS + DAY_MS, untilMs: START_MS + 10 * DAY_MS }];
    await as(`${shop}/sales`).do(capacityInterface, 'setProfile', {
      country: 'DE',
      exportZones: ['EU'],
      takesOrders: true,
    });
    const mill = { actor: machine, process: 'separating', name: 'Mill', materials: [] } as const;
    await as(`${shop}/admin`).do(capacityInterface, 'registerMachine', { ...mill, materials: [] });
    await as(`${shop}/sales`).do(capacityInterface, 'publishHours', { machine, hours });
  }
  const type = { partNumber: 'PLATE', name: 'Plate', tracking: 'serial', unit: 'piece' } as const;
  return (await as('buyer/engineer').do(itemsInterface, 'registerType', type)).id('type');
}

function requestOf(itemType: string) {
  return {
    order: {
      ...{
        itemType,
        quantity: 1,
        unit: 'EUR',
        neededByMs: NEEDED_BY_MS,
        deliveryPlace: base64url(sha256(utf8('place'))),
      },
      terms: [],
      assumed: [],
      payment: 'hold' as const,
    },
    requirement: {
      process: 'separating' as const,
      certificates: [],
      exportZones: ['EU'],
      machineMinutes: 60,
      neededByMs: NEEDED_BY_MS,
    },
    reserveUnitPriceCents: 20_000,
    weights: { price: 6000, time: 2000, shop: 2000 },
    ...{ sealUntilMs: START_MS + HOUR_MS, openUntilMs: START_MS + 2 * HOUR_MS, awardUntilMs: START_MS + 3 * HOUR_MS },
    bondCents: 0,
    invited: [],
    counterOffers: { rounds: 0, mostBasisPoints: 0 },
  };
}

/** Opening so many bids (the hash over each against its commitment), judging, scoring and ranking them; medians in ms. */
export function bidTimes(count: number): { readonly openMs: number; readonly hashMs: number } {
  const rfq: Rfq = {
    id: 'rfq',
    buyer: 'buyer',
    ...requestOf('type'),
    addenda: 0,
    publishedAtMs: START_MS,
    state: 'open',
  };
  const salt = base64url(sha256(utf8('salt')));
  const bids = Array.from({ length: count }, (_, i) => {
    const content = {
      unitPriceCents: 10_000 + ((i * 7919) % 10_001),
      deliverByMs: NEEDED_BY_MS - (i % 15) * DAY_MS,
      validUntilMs: rfq.awardUntilMs,
    };
    const bytes = encodeJson(sealedContent({ ledger: 'ledger', rfq: rfq.id, bidder: `shop${i}` }, salt, content));
    return { bidder: `shop${i}`, content, place: i + 1, bytes, commitment: base64url(sha256(bytes)) };
  });
  const open = () =>
    bids
      .map(({ bidder, content, place, commitment }) => {
        const said = sealedContent({ ledger: 'ledger', rfq: rfq.id, bidder }, salt, content);
        if (base64url(sha256(encodeJson(said))) !== commitment) throw new Error('a measured bid opens to another');
        if (bidFaults(rfq, content, 0).length > 0) throw new Error('a measured bid has a fault');
        return { place, points: scoreBid(rfq, content, 8000).points };
      })
      .sort(compareBids);
  return { openMs: median(open), hashMs: median(() => bids.map(({ bytes }) => base64url(sha256(bytes)))) };
}

function median(work: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return quantile(times, 0.5);
}
