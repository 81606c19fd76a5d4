// A node, or a proxy before it, that lies about a passport: what it shows is true in part, and no part vouches for another.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { itemsInterface } from '#contracts/items/schema.ts';
import { newServer, type TestServer } from '#node/http/server.fixture.ts';
import { temporaryFolder } from '#test/ledgers.ts';
import type { Client } from './client.ts';
import { httpClient, QUICK } from './http.fixture.ts';
import { HttpTransport } from './http-transport.ts';
import { readNodeState } from './node-state.ts';
import { type Publication, passportsOf, publicationOf } from './passports.ts';

const GTIN = '04012345123456';
/** However a node answers, no more is asked of it. */
const MOST_ASKED = 200;
const folder = temporaryFolder();
let server: TestServer;
let owner: Client<HttpTransport>;
let item = '';
let kid = '';
/** The statement that published the item, and one that published another. */
const at = { published: 0, another: 0 };

type Json = { [name: string]: unknown };
/** What becomes of an answer. */
type Lie = (path: string, answer: Json) => unknown;

before(async () => {
  server = await newServer(folder.file('home'));
  owner = await httpClient(server, 'acme/buyer');
  const type = { partNumber: 'PLATE', name: 'Plate', gtin: GTIN, tracking: 'serial', unit: 'piece' } as const;
  const registered = await owner.do(itemsInterface, 'registerType', type);
  item = (await owner.do(itemsInterface, 'registerItem', { type: registered.id('type'), serial: 'S1' })).id('item');
  const other = (await owner.do(itemsInterface, 'registerItem', { type: registered.id('type'), serial: 'S2' })).id(
    'item',
  );
  at.another = (await owner.do(itemsInterface, 'publishPassport', { item: other })).index;
  server.clock.nowMs += 1000;
  at.published = (await owner.do(itemsInterface, 'publishPassport', { item })).index;
  kid = (await publicationBy(fetch)).kid;
});
after(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const honest = globalThis.fetch;

function lyingFetch(lie: Lie): typeof fetch {
  return async (url, init) => {
    const response = await honest(url, init);
    if (response.headers.get('content-type')?.startsWith('application/json') !== true) return response;
    const { pathname } = new URL(String(url));
    return new Response(JSON.stringify(lie(pathname, await response.json())), response);
  };
}

/** What anyone finds through a node that lies. */
async function publicationBy(send: typeof fetch): Promise<Publication> {
  const options = { ledgerId: server.node.ledger.id, ...QUICK, attemptMs: 300, fetch: send };
  const transport = await HttpTransport.connect(server.url, options);
  const [seen] = await passportsOf(transport, { item });
  assert.ok(seen !== undefined);
  return publicationOf(transport, seen);
}

const inPassport =
  (changed: Json): Lie =>
  (path, answer) =>
    path === `/v1/records/items/passport/${item}` && typeof answer.value === 'object'
      ? { ...answer, value: { ...answer.value, ...changed } }
      : answer;

const record = () => `/v1/records/items/passport/${item}`;
const receipt = () => `/v1/entries/${at.published}/receipt`;
const statement = () => `/v1/entries/${at.published}`;
const key = () => `/v1/records/membership/key/${kid}`;
const witnesses = () => '/v1/records/membership/witness';
const genesis = () => '/v1/genesis';
const entries = () => '/v1/entries';
const plain =
  (body: BodyInit, init?: ResponseInit): typeof fetch =>
  async () =>
    new Response(body, init);
const json = (value: unknown): typeof fetch => plain(JSON.stringify(value), JSON_TYPE);
const JSON_TYPE = { headers: { 'content-type': 'application/json' } };
/** What the node truly says, of something else. */
const insteadOf =
  (path: () => string): typeof fetch =>
  (_, init) =>
    fetch(`${server.url}${path()}`, init);
const changing =
  (change: (answer: Json) => unknown): typeof fetch =>
  async (url, init) =>
    new Response(JSON.stringify(change((await (await fetch(url, init)).json()) as Json)), JSON_TYPE);
/** It gives 1 MiB as often as it is asked for more. */
const endless: typeof fetch = async () =>
  new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(2 ** 20).fill(32)) }));
/** It begins and says no more; what asks gives up by its own time. */
const silent: typeof fetch = async (_, init) =>
  new Response(
    new ReadableStream({
      start: (to) => {
        to.enqueue(new Uint8Array(1));
        init?.signal?.addEventListener('abort', () => to.error(init.signal?.reason));
      },
    }),
  );
const redirect: typeof fetch = async () => {
  throw new TypeError('unexpected redirect');
};

const ANSWERS: readonly (readonly [what: string, path: () => string, answer: typeof fetch, code: string])[] = [
  ['a sign-in page of a network', record, plain('<html>Sign in</html>'), 'answer_invalid'],
  ['nothing', record, plain(''), 'answer_invalid'],
  ['a list', record, json([]), 'answer_invalid'],
  ['null', record, json(null), 'answer_invalid'],
  ['nested without end', record, plain('['.repeat(1_000_000)), 'answer_invalid'],
  ['no UTF-8', record, plain(Uint8Array.of(0xff, 0xfe)), 'utf8_invalid'],
  ['a body without end', record, endless, 'answer_too_large'],
  ['a failure with a page', record, plain('<html>', { status: 500 }), 'node_failed'],
  ['another statement’s bytes', statement, insteadOf(() => `/v1/entries/${at.another}`), 'receipt_subject'],
  ['another statement’s receipt', receipt, insteadOf(() => `/v1/entries/${at.another}/receipt`), 'receipt_subject'],
  ['a receipt cut short', receipt, plain(Uint8Array.of(0xd2, 0x84)), 'cbor_invalid'],
  ['a receipt of HTML', receipt, plain('<html>'), 'cbor_invalid'],
  ['a receipt without end', receipt, endless, 'answer_too_large'],
  ['a genesis of bytes that are no text', genesis, plain(Uint8Array.of(0xa0)), 'utf8_invalid'],
  ['no key', key, json({}), 'answer_invalid'],
  ['witnesses of text', witnesses, changing(() => ({ items: 'none' })), 'answer_invalid'],
  ['witnesses without keys', witnesses, json({ items: [{ id: 'w', value: {}, entry: 1 }] }), 'answer_invalid'],
  ['witnesses without end', witnesses, json({ items: [], next: 'again' }), 'answer_invalid'],
  ['entries that are none', entries, json({ items: [{ index: 1 }] }), 'answer_invalid'],
  ['entries beyond all numbers', entries, json({ items: [], next: 1e300 }), 'answer_invalid'],
  ['an answer that does not end', record, silent, 'node_unreachable'],
  ['an answer of another address', record, redirect, 'node_unreachable'],
];

describe('what a node answers', () => {
  const FALSE: readonly (readonly [what: string, changed: Json])[] = [
    ['a code of another number', { code: `${GTIN}/S2` }],
    ['a name of 100 kB', { name: 'x'.repeat(100_000) }],
    ['a number that is no text', { number: 7 }],
    ['a grade beyond the highest', { evidenceGrade: 5 }],
    ['a state that no item has', { state: 'perfect' }],
    ['a field that no passport has', { owner: 'acme' }],
    ['another item', { item: 'item-another' }],
    ['a code without its GTIN', { gtin: undefined }],
    ['a time beyond all numbers', { publishedAtMs: 1e308 }],
    ['a time before all', { publishedAtMs: -1 }],
  ];
  for (const [what, changed] of FALSE) {
    test(`${what} makes no passport`, async () => {
      await assert.rejects(publicationBy(lyingFetch(inPassport(changed))), { code: 'answer_invalid' });
    });
  }

  const shown = { state: 'scrapped', number: 'S9', code: `${GTIN}/S9` };
  test('a good receipt proves who published it, not what the passport says: that is the node’s word, as the page tells', async () => {
    const { member, receipt } = await publicationBy(lyingFetch(inPassport(shown)));
    assert.deepEqual([member, receipt.index], ['acme', at.published]);
  });

  test('lists that never end are given up', async () => {
    const forever: Lie = (path, answer) => {
      if (path.startsWith('/v1/records/items/passport')) return { ...answer, entry: 1_000_000 };
      if (path === '/v1/entries') return { items: [], next: 0 };
      return answer;
    };
    await assert.rejects(publicationBy(lyingFetch(forever)), { code: 'publication_missing' });
    const backwards: Lie = (path, answer) => {
      if (path.startsWith('/v1/records/items/passport')) return { ...answer, entry: 1_000_000 };
      if (path !== '/v1/entries' || !Array.isArray(answer.items)) return answer;
      return { items: answer.items.map((one) => ({ ...one, index: 0, timeMs: 0 })), next: 0 };
    };
    await assert.rejects(publicationBy(lyingFetch(backwards)), { code: 'publication_missing' });
  });

  for (const [what, path, answer, code] of ANSWERS) {
    test(`${what}: ${code}`, async () => {
      let asked = 0;
      const send: typeof fetch = async (url, init) => {
        asked++;
        const { pathname } = new URL(String(url));
        return pathname === path() ? answer(url, init) : fetch(url, init);
      };
      await assert.rejects(publicationBy(send), { code });
      assert.ok(asked < MOST_ASKED, `${asked} requests`);
    });
  }

  const NODES: readonly Json[] = [
    { ledgerId: 'x; rm -rf ~' },
    { name: 'x'.repeat(100_000) },
    { publicAddress: 'javascript:alert(1)' },
    { size: -1 },
  ];
  for (const changed of NODES) {
    test(`a node that calls itself ${JSON.stringify(changed).slice(0, 40)} is none`, async (t) => {
      const lie = lyingFetch((path, answer) => (path === '/v1/ledger' ? { ...answer, ...changed } : answer));
      t.mock.method(globalThis, 'fetch', lie);
      await assert.rejects(readNodeState(server.url), { code: 'answer_invalid' });
    });
  }
});
