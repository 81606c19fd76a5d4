// A bid from its bidder to its buyer over HTTP: who can read it when, that what cannot be read is said to be so, and that
// the bidder finds its own again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { itemsInterface } from '#contracts/items/schema.ts';
import { membershipInterface } from '#contracts/membership/schema.ts';
import type { BidContent } from '#contracts/sourcing/records.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { utf8 } from '#core/bytes.ts';
import { encodeJson } from '#core/canonical-json.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { testKey } from '#test/keys.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { sealBid } from './bids.ts';
import type { Client } from './client.ts';
import { shareFile } from './files.ts';
import { handOverBid, readBid, sealForBuyer } from './handed-over-bids.ts';
import { httpClient, readerKeyOf } from './http.fixture.ts';
import { enrolmentOf } from './new-key.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const folder = temporaryFolder();
let server: TestServer;

before(async () => {
  server = await newServer(folder.file('home'));
  const actor = 'borealis/sales';
  const readerKey = await readerKeyOf(actor);
  const encryptionKey = testKey(`${actor} reads`).publicKey;
  const keys = await enrolmentOf({ actor, signer: testKey(actor), readerKey, encryptionKey }, server.node.ledger.id);
  const admin = server.client('borealis/admin');
  await admin.do(membershipInterface, 'enrolActor', { id: actor, kind: 'person', role: 'sales', mandate: [], ...keys });
  const plate = { partNumber: 'PLATE-1', name: 'Plate', tracking: 'serial', unit: 'piece' } as const;
  itemType = (await server.client('acme/designer').do(itemsInterface, 'registerType', plate)).id('type');
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

let itemType = '';
const content = (): BidContent => ({
  unitPriceCents: 1_234_567,
  deliverByMs: server.clock.nowMs + DAY_MS,
  validUntilMs: server.clock.nowMs + DAY_MS,
});
const bidder = () => httpClient(server, 'borealis/sales');
const buyer = () => httpClient(server, 'acme/buyer');

/** acme asks for plates: sealed for a minute, handed over for one, contested for two. */
async function published(): Promise<string> {
  const nowMs = server.clock.nowMs;
  const neededByMs = nowMs + 30 * DAY_MS;
  const open = { terms: [], assumed: [], payment: 'invoice', deliveryPlace: 'A'.repeat(43) } as const;
  const asked = await (await buyer()).do(sourcingInterface, 'publishRfq', {
    order: { itemType, quantity: 4, unit: 'EUR', neededByMs, ...open, terms: [], assumed: [] },
    requirement: { process: 'separating', certificates: [], exportZones: [], machineMinutes: 1, neededByMs },
    reserveUnitPriceCents: 2_000_000,
    weights: { price: 10_000, time: 0, shop: 0 },
    ...{ sealUntilMs: nowMs + MINUTE_MS, openUntilMs: nowMs + 2 * MINUTE_MS, awardUntilMs: nowMs + 5 * MINUTE_MS },
    toBuyer: { contestUntilMs: nowMs + 4 * MINUTE_MS, reader: 'acme/buyer' },
    bondCents: 0,
    invited: [],
    counterOffers: { rounds: 0, mostBasisPoints: 0 },
  });
  return asked.id('rfq');
}

async function seal(client: Client, rfq: string, { commitment, file }: { commitment: string; file: string }) {
  await client.do(sourcingInterface, 'sealBid', { rfq, commitment, file, acknowledged: 0 });
  return client.need(sourcingInterface, 'bid', `${rfq}:borealis`);
}

test('a bid is its bidder’s alone until it is handed over, and then the buyer’s', async () => {
  const [own, client] = [await bidder(), await buyer()];
  const rfq = await published();
  const bid = await seal(own, rfq, await sealForBuyer(own, rfq, content()));
  const key = await readerKeyOf('acme/buyer');
  await assert.rejects(readBid(client, key, bid), { code: 'bid_unreadable' });
  const early = handOverBid(own, await readerKeyOf('borealis/sales'), bid, 'acme/buyer');
  await assert.rejects(early, { code: 'sourcing.sealing_runs' });
  // The key may lie there already: without a grant the node gives the file to nobody.
  await assert.rejects(readBid(client, key, bid), { code: 'bid_unreadable' });

  server.clock.nowMs += MINUTE_MS;
  // Found again with nothing but the actor's own key.
  await handOverBid(await bidder(), await readerKeyOf('borealis/sales'), bid);
  const { salt, content: read } = await readBid(client, key, bid);
  assert.equal(read.unitPriceCents, 1_234_567);
  assert.deepEqual(await readBid(own, await readerKeyOf('borealis/sales'), bid), { salt, content: read });
  const other = await httpClient(server, 'acme/finance');
  await assert.rejects(readBid(other, await readerKeyOf('acme/finance'), bid), { code: 'bid_unreadable' });

  server.clock.nowMs += MINUTE_MS;
  await client.do(sourcingInterface, 'openReceived', { bid: bid.id, salt, content: read });
  assert.deepEqual((await client.need(sourcingInterface, 'bid', bid.id)).content, read);
});

test('a file with another bid, with no bid, or too large for one is unreadable, and says why', async () => {
  const own = await bidder();
  const rfq = await published();
  const { commitment, sealed } = sealBid(own, rfq, content());
  const lie = encodeJson({ content: { ...content(), unitPriceCents: 1 }, salt: sealed.salt });
  const files: readonly (readonly [Uint8Array, RegExp])[] = [
    [lie, /its file holds another bid than the one that was sealed/],
    [encodeJson({ content: {}, salt: sealed.salt }), /its file holds no bid: /],
    [utf8('{"content":'), /\(json_/],
    [new Uint8Array(100_000), /vault_/],
  ];
  for (const [bytes, reason] of files) {
    const { blob } = await shareFile(own, { name: 'bid.json', mediaType: 'application/json', bytes });
    const bid = await seal(own, rfq, { commitment, file: blob });
    await assert.rejects(readBid(own, await readerKeyOf('borealis/sales'), bid), {
      code: 'bid_unreadable',
      message: reason,
    });
  }
});

test('a node that does not answer does not make a bid unreadable', async () => {
  const other = await newServer(folder.file('other'));
  const client = await httpClient(other, 'acme/buyer');
  await other[Symbol.asyncDispose]();
  const bid = {
    id: 'rfq-1:borealis',
    rfq: 'rfq-1',
    bidder: 'borealis',
    commitment: 'A'.repeat(43),
    file: 'A'.repeat(43),
  };
  await assert.rejects(readBid(client, await readerKeyOf('acme/buyer'), bid), { code: 'node_unreachable' });
});

test('a bid that was sealed without a file is not handed over', async () => {
  const bid = { id: 'rfq-1:borealis', rfq: 'rfq-1', bidder: 'borealis', commitment: 'A'.repeat(43) };
  const handed = handOverBid(await bidder(), await readerKeyOf('borealis/sales'), bid, 'acme/buyer');
  await assert.rejects(handed, { code: 'bid_file_missing' });
});
