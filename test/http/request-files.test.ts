// Files of a request for quotation over HTTP: sealed by the buyer, given to who signed the agreement, and after the award
// the winner's alone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { capacityInterface } from '#contracts/capacity/schema.ts';
import { itemsInterface } from '#contracts/items/schema.ts';
import { hash } from '#contracts/production/workshop.fixture.ts';
import { sourcingInterface } from '#contracts/sourcing/schema.ts';
import { base64url, fromBase64url, hex, utf8 } from '#core/bytes.ts';
import { sealBid } from '#sdk/bids.ts';
import { connect } from '#sdk/connect.ts';
import { openGranted, type SharedFile, shareFile } from '#sdk/files.ts';
import { readerKeyOf } from '#sdk/http.fixture.ts';
import { giveFiles, giveFilesToSigners } from '#sdk/request-files.ts';
import { testKey } from '#test/keys.ts';
import { ServedLedger } from './served.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
const REST = { deliveryPlace: hash('place'), terms: [], assumed: [], payment: 'invoice' as const };
const DRAWING = utf8('a bracket of sixty by forty by eight, drawn at length. '.repeat(40));
const BIDDERS = ['borealis', 'delta'] as const;

describe('the files of a request, over HTTP', () => {
  let served: ServedLedger;
  let files: readonly SharedFile[];
  let rfq = '';
  let untilMs = 0;
  const as = (actor: string) => {
    const clock = () => served.full.clock.nowMs;
    const ledgerId = served.full.node.ledger.id;
    return connect(served.url, { ledgerId, actor, signer: testKey(actor), clock });
  };
  const read = async (actor: string) =>
    (await openGranted(await as(actor), await readerKeyOf(actor), files[0]?.blob ?? '')).bytes;
  const passTo = (timeMs: number) => {
    served.full.clock.nowMs = timeMs;
  };

  before(async () => {
    served = await ServedLedger.create();
    const buyer = await as('acme/buyer');
    files = [await shareFile(buyer, { name: 'bracket.step', mediaType: 'model/step', bytes: DRAWING })];
    const nowMs = served.full.clock.nowMs;
    const neededByMs = nowMs + 20 * DAY_MS;
    untilMs = nowMs + 30 * DAY_MS;
    const fromMs = (Math.floor(nowMs / MINUTE_MS) + 1) * MINUTE_MS + DAY_MS;
    for (const member of BIDDERS) {
      const hours = [{ fromMs, untilMs: fromMs + DAY_MS }];
      await (await as(`${member}/engineer`)).do(capacityInterface, 'publishHours', {
        machine: `${member}/machine`,
        hours,
      });
    }
    const [itemType] = await buyer.list(itemsInterface, 'type', 'maker', 'acme');
    const published = await buyer.do(sourcingInterface, 'publishRfq', {
      order: { itemType: itemType?.id ?? '', quantity: 4, unit: 'EUR', neededByMs, ...REST },
      requirement: { process: 'separating', certificates: [], exportZones: [], machineMinutes: 60, neededByMs },
      reserveUnitPriceCents: 20_000,
      weights: { price: 10_000, time: 0, shop: 0 },
      sealUntilMs: nowMs + HOUR_MS,
      openUntilMs: nowMs + 2 * HOUR_MS,
      awardUntilMs: nowMs + 3 * HOUR_MS,
      bondCents: 0,
      invited: [],
      nda: hash('nda'),
      files: files.map(({ blob }) => blob),
      counterOffers: { rounds: 0, mostBasisPoints: 0 },
    });
    rfq = published.id('rfq');
  });
  after(() => served[Symbol.asyncDispose]());

  test('a shop sees what is asked, and neither a file nor a word of one, before it signs', async () => {
    const shop = await as('borealis/sales');
    const { order, requirement } = await shop.need(sourcingInterface, 'rfq', rfq);
    assert.deepEqual([order.quantity, requirement.process], [4, 'separating']);
    await assert.rejects(read('borealis/sales'), { code: 'blob_not_granted' });
    const buyer = await as('acme/buyer');
    assert.deepEqual(await giveFilesToSigners(buyer, files, { rfq, untilMs }), { given: [], withoutKey: [] });
    const give = giveFiles(buyer, files, { rfq, reader: 'borealis/sales', untilMs });
    await assert.rejects(give, { code: 'sourcing.nda_missing' });
    await assert.rejects(giveFiles(buyer, [], { rfq, reader: 'borealis/sales', untilMs }), { code: 'files_differ' });
  });

  test('who signs is given the files, and opens what the buyer committed to', async () => {
    for (const member of BIDDERS) await (await as(`${member}/sales`)).do(sourcingInterface, 'signNda', { rfq });
    const buyer = await as('acme/buyer');
    const readers = BIDDERS.map((member) => `${member}/sales`);
    const given = await giveFilesToSigners(buyer, files, { rfq, untilMs });
    assert.deepEqual([[...given.given].sort(), given.withoutKey], [readers, []]);
    for (const reader of readers) assert.deepEqual(await read(reader), DRAWING);
    await assert.rejects(read('carter/sales'), { code: 'blob_not_granted' });
    const { size } = served.full.node.ledger.head;
    await giveFilesToSigners(buyer, files, { rfq, untilMs });
    assert.equal(served.full.node.ledger.head.size, size, 'again signs nothing');
  });

  test('at the award the loser is refused the file, in a session that is under way, and the winner is not', async () => {
    const sales = await Promise.all(BIDDERS.map((member) => as(`${member}/sales`)));
    const request = await sales[0]?.need(sourcingInterface, 'rfq', rfq);
    assert.ok(request !== undefined);
    const { awardUntilMs, sealUntilMs, order } = request;
    const sealed = [];
    for (const [i, shop] of sales.entries()) {
      const content = {
        unitPriceCents: 15_000 + i,
        deliverByMs: order.neededByMs - DAY_MS,
        validUntilMs: awardUntilMs,
      };
      const own = sealBid(shop, rfq, content);
      await shop.do(sourcingInterface, 'sealBid', { rfq, commitment: own.commitment, acknowledged: 0 });
      sealed.push(own.sealed);
    }
    passTo(sealUntilMs);
    for (const [i, { bid, salt, content }] of sealed.entries())
      await sales[i]?.do(sourcingInterface, 'openBid', { bid, salt, content });
    const get = { method: 'GET', path: `/v1/blobs/${hex(fromBase64url(files[0]?.blob ?? ''))}` };
    const statuses = () => Promise.all(BIDDERS.map(async (one) => (await served.as(`${one}/sales`, get)).status));
    assert.deepEqual(await statuses(), [200, 200]);
    await (await as('acme/buyer')).do(sourcingInterface, 'award', { rfq, bid: `${rfq}:borealis` });
    assert.deepEqual(await statuses(), [200, 403]);
    assert.deepEqual(await read('borealis/sales'), DRAWING);
    await assert.rejects(read('delta/sales'), { code: 'blob_not_granted' });
  });

  test('neither the key of a file nor its name is in the log', () => {
    const { node, home } = served.full;
    const [file] = files;
    const secrets = [
      file?.contentKey ?? new Uint8Array(),
      file?.opening.salt ?? new Uint8Array(),
      utf8('bracket.step'),
    ];
    const forms = secrets.flatMap((secret) => [
      Buffer.from(secret),
      Buffer.from(base64url(secret)),
      Buffer.from(hex(secret)),
    ]);
    assert.ok(forms.every(({ length }) => length > 8));
    for (let index = 0; index < node.ledger.head.size; index++) {
      const bytes = Buffer.from(node.entryBytes(index));
      assert.ok(bytes.length > 0 && forms.every((form) => !bytes.includes(form)), `entry ${index}`);
    }
    const database = readFileSync(join(home, 'ledger.db'));
    assert.ok(forms.every((form) => !database.includes(form)));
  });
});
