// A passport as a stranger checks it: who made it public is found in the log and verified, and a node that shows something
// else is not believed.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { itemsInterface } from '#contracts/items/schema.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import { httpClient, QUICK } from './http.fixture.ts';
import { HttpTransport } from './http-transport.ts';
import { passportsOf, publicationOf } from './passports.ts';

const GTIN = '04012345123456';
const folder = temporaryFolder();
let server: TestServer;
let anyone: HttpTransport;
/** Items by serial number, and the places of the statements that published them. */
const items = new Map<string, string>();
const published = new Map<string, number>();

/** A serial number of a type with the GTIN, registered and published. */
async function publish(actor: string, partNumber: string, serial: string): Promise<void> {
  const client = await httpClient(server, actor);
  const type = { partNumber, name: partNumber, gtin: GTIN, tracking: 'serial', unit: 'piece' } as const;
  const registered = await client.do(itemsInterface, 'registerType', type);
  const made = await client.do(itemsInterface, 'registerItem', { type: registered.id('type'), serial });
  const item = made.id('item');
  items.set(serial, item);
  server.clock.nowMs += 1000;
  published.set(serial, (await client.do(itemsInterface, 'publishPassport', { item })).index);
  server.clock.nowMs += 1000;
}

before(async () => {
  server = await newServer(folder.file('home'));
  for (const n of [1, 2, 3]) await publish('acme/buyer', `PLATE-${n}`, `S${n}`);
  await publish('borealis/buyer', 'PLATE-9', 'S1-again');
  const client = await httpClient(server, 'acme/buyer');
  await client.do(itemsInterface, 'changeState', { item: items.get('S2') ?? '', to: 'released' });
  anyone = await HttpTransport.connect(server.url, { ledgerId: server.node.ledger.id, ...QUICK });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

describe('the publication of a passport', () => {
  test('is found and verified without a session, also where a statement between the parties wrote the passport last', async () => {
    for (const serial of ['S1', 'S2', 'S3']) {
      const [seen] = await passportsOf(anyone, { gtin: GTIN, serial });
      assert.ok(seen !== undefined);
      assert.equal(seen.passport.item, items.get(serial));
      const { receipt, member, actor, key, witnessed } = await publicationOf(anyone, seen);
      assert.deepEqual([receipt.index, member, actor], [published.get(serial), 'acme', 'acme/buyer']);
      assert.deepEqual([key, witnessed.state], ['sound', 'durable']);
      assert.equal(seen.entry === receipt.index, serial !== 'S2');
    }
  });

  test('is by item, too, and of a code that nobody published there is none', async () => {
    const item = items.get('S3') ?? '';
    assert.deepEqual(
      (await passportsOf(anyone, { item })).map(({ passport }) => passport.number),
      ['S3'],
    );
    assert.deepEqual(await passportsOf(anyone, { item: 'item-none' }), []);
    assert.deepEqual(await passportsOf(anyone, { gtin: GTIN, serial: 'S4' }), []);
    assert.deepEqual(await passportsOf(anyone, { gtin: GTIN, serial: '../../v1/ledger?' }), []);
    assert.deepEqual(await passportsOf(anyone, { gtin: GTIN, serial: 'S'.repeat(2000) }), []);
    assert.deepEqual(await passportsOf(anyone, { item: 'no item, <b>at all' }), []);
  });

  test('of another item, or at another time, is not taken for it', async () => {
    const [seen, other] = [await passportsOf(anyone, { gtin: GTIN, serial: 'S1' }), items.get('S3') ?? ''];
    const [{ passport, entry } = { passport: undefined, entry: 0 }] = seen;
    assert.ok(passport !== undefined);
    await assert.rejects(publicationOf(anyone, { passport: { ...passport, item: other }, entry }), {
      code: 'publication_missing',
    });
    await assert.rejects(publicationOf(anyone, { passport: { ...passport, publishedAtMs: 5 }, entry: entry + 1 }), {
      code: 'publication_missing',
    });
  });

  test('is not believed of a node that answers with another passport, statement or key', async () => {
    const [s1, s3] = [items.get('S1') ?? '', items.get('S3') ?? ''];
    const lying = (from: string, to: string) =>
      HttpTransport.connect(server.url, {
        ...{ ledgerId: server.node.ledger.id, ...QUICK },
        fetch: (url, init) => fetch(String(url).replace(from, to), init),
      });
    await assert.rejects(passportsOf(await lying(s1, s3), { item: s1 }), { code: 'answer_invalid' });
    const [seen] = await passportsOf(anyone, { item: s1 });
    assert.ok(seen !== undefined);
    const [own, another] = [published.get('S1'), published.get('S3')];
    await assert.rejects(publicationOf(await lying(`/v1/entries/${own}`, `/v1/entries/${another}`), seen));
    const key = await httpClient(server, 'borealis/buyer').then(({ transport }) =>
      transport.list('membership/key', 'actor', 'borealis/buyer', { limit: 1 }),
    );
    const kid = JSON.parse(key.rows[0]?.[1] ?? '{}').kid;
    const swapped = HttpTransport.connect(server.url, {
      ...{ ledgerId: server.node.ledger.id, ...QUICK },
      fetch: (url, init) => fetch(String(url).replace(/(membership\/key\/)[\w-]+/, `$1${kid}`), init),
    });
    await assert.rejects(publicationOf(await swapped, seen), { code: 'publication_invalid' });
  });
});
